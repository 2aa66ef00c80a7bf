import { readFile, writeFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import type { Bound } from '#lib/engines/meetings/bound.ts';
import type { DualPrices } from '#lib/engines/meetings/certificate.ts';
import type { MeetingsOutput, MeetingsProblem } from '#lib/engines/meetings/types.ts';
import { scheduleMeetings, type ScheduleProgress } from '#lib/server/scheduling/schedule-meetings.ts';
import { CommandFailure } from './failure.ts';
import { createProgress } from './progress.ts';
import { refusalSentence } from './refusal-sentence.ts';

type Output = { write(text: string): unknown };

/** Schedules the meetings of a file. Ctrl-C ends it with the best so far. */
export async function scheduleFile(
	options: { input: string; output?: string; seconds: number; seed: number; steps?: number; certificate?: string },
	{ out, progress }: { out: Output; progress: Output & { isTTY?: boolean; columns?: number } },
): Promise<void> {
	const value = parsed(await contentOf(options.input), options.input);
	const stopped = new AbortController();
	const stop = () => stopped.abort();
	// Not once: a terminal sends the signal to this process and to the one that started it, which passes it on.
	process.on('SIGINT', stop);
	process.on('SIGTERM', stop);
	try {
		const step = createProgress(progress).step('Scheduling');
		const scheduled = await scheduleMeetings(value, { seconds: options.seconds, seed: options.seed, steps: options.steps, signal: stopped.signal, progress: (state) => step.update({ note: noteOf(state) }) });
		if (scheduled.faults) {
			step.fail('the input has faults');
			throw new CommandFailure(scheduled.faults.map(({ place, reason }) => `${place}: ${reason}`).join('\n'));
		}
		const { output, problem, bound } = scheduled;
		step.finish(summary(output));
		if (options.certificate) await writeFile(options.certificate, `${JSON.stringify(certificateOf(problem, bound), null, '\t')}\n`);
		const json = `${JSON.stringify(withSentences(output), null, '\t')}\n`;
		if (options.output) await writeFile(options.output, json);
		else out.write(json);
	} finally {
		process.off('SIGINT', stop);
		process.off('SIGTERM', stop);
	}
}

async function contentOf(input: string): Promise<string> {
	if (input === '-') return text(process.stdin);
	try {
		return await readFile(input, 'utf8');
	} catch (error) {
		throw new CommandFailure(`${input} cannot be read: ${(error as Error).message}`);
	}
}

function parsed(content: string, input: string): unknown {
	try {
		return JSON.parse(content.replace(/^\uFEFF/, ''));
	} catch (error) {
		throw new CommandFailure(`${input} is not JSON: ${(error as Error).message}`);
	}
}

function noteOf({ phase, weight, gap, gaps }: ScheduleProgress): string {
	return `${phase}: weight ${rounded(weight)}${gap === undefined ? '' : `, at most ${gap.toFixed(3)} % below the best possible`}, ${gaps} idle`;
}

function summary({ meetings, refused, weight, bound, gap, idleSlots, tableChanges }: MeetingsOutput): string {
	const proof = gap === 0 ? 'proven the greatest possible' : `at most ${rounded(bound)} is possible, ${gap.toFixed(4)} % more`;
	return `${meetings.length} meetings, ${refused.length} refused; weight ${rounded(weight)}, ${proof}; ${idleSlots} idle, ${tableChanges} changes of table`;
}

function rounded(value: number): number {
	return Math.round(value * 1000) / 1000;
}

/** Whoever reads the file reads words too. */
function withSentences(output: MeetingsOutput) {
	return { ...output, refused: output.refused.map((refused) => ({ ...refused, detail: { sentence: refusalSentence(refused), ...refused.detail } })) };
}

/** The prices above 0, by id. The bound is what all that is scarce costs, and what each request earns beyond, where it earns most. */
function certificateOf(problem: MeetingsProblem, { points, by, prices }: Bound) {
	const head = { bound: points * problem.unit, by, unit: problem.unit };
	if (!prices) return head;
	const named = (list: Float64Array, nameOf: (index: number) => object) => [...list.keys()].filter((i) => list[i]! > 0).map((i) => ({ ...nameOf(i), price: list[i]! * problem.unit }));
	const slotOf = (i: number) => problem.slotIds[i % problem.slots]!;
	const rows = (i: number, width: number) => Math.floor(i / width);
	return {
		...head,
		prices: Object.fromEntries(
			(Object.keys(prices) as (keyof DualPrices)[]).map((kind) => {
				if (kind === 'odd') return [kind, prices.odd.map(({ slot, participants, price }) => ({ slot: problem.slotIds[slot]!, participants: participants.map((p) => problem.participantIds[p]!), price: price * problem.unit }))];
				const nameOf: Record<typeof kind, (i: number) => object> = {
					time: (i) => ({ participant: problem.participantIds[rows(i, problem.slots)]!, slot: slotOf(i) }),
					total: (i) => ({ participant: problem.participantIds[i]! }),
					day: (i) => ({ participant: problem.participantIds[rows(i, problem.days)]!, day: i % problem.days }),
					location: (i) => ({ slot: slotOf(i) }),
					interpreter: (i) => ({ need: rows(i, problem.slots), slot: slotOf(i) }),
					rival: (i) => ({ group: i }),
				};
				return [kind, named(prices[kind], nameOf[kind])];
			}),
		),
	};
}
