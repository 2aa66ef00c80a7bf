import { hasBit } from '#lib/engines/meetings/bit-masks.ts';
import { highsOnce } from '#lib/engines/meetings/load-highs.ts';
import { measure } from '#lib/engines/meetings/measure.ts';
import { assignmentOf } from '#lib/engines/meetings/assignment.ts';
import { scheduleMeetings } from '#lib/server/scheduling/schedule-meetings.ts';
import type { Assignment, MeetingsInput, MeetingsOutput, MeetingsProblem } from '#lib/engines/meetings/types.ts';
import { madeUpEvent, type InstanceOptions } from './instances.ts';
import { firstFreeSlot, randomRestarts, wholeModel } from './peers.ts';

export interface Row {
	instance: string;
	/** Per cent of the bound after 5 and 30 seconds and at the end. */
	at5: number | undefined;
	at30: number | undefined;
	atEnd: number;
	proven: boolean;
	seconds: number;
	provenAfter: number | undefined;
	idle: number;
	/** Of the idle slots, those in which the person is there; the others lie between meetings before and after an absence. */
	idleThere: number;
	unserved: number;
	tableChanges: number;
	/** Per cent of the bound that the peers reach, and the idle slots that the first free one leaves. */
	first?: number;
	firstIdle?: number;
	restarts?: number;
	whole?: number;
}

export interface Run {
	output: MeetingsOutput;
	problem: MeetingsProblem;
	/** Weight found, by the second. */
	course: { seconds: number; weight: number; gap: number }[];
}

export async function run(input: MeetingsInput, seconds: number, seed = 1): Promise<Run> {
	const course: Run['course'] = [];
	const scheduled = await scheduleMeetings(input, { seconds, seed, progress: (state) => course.push({ seconds: state.seconds, weight: state.weight, gap: state.gap ?? 100 }) });
	if (scheduled.faults) throw new Error(JSON.stringify(scheduled.faults));
	return { output: scheduled.output, problem: scheduled.problem, course };
}

/** One made-up event, scheduled by Mitra and by its peers in the same time. */
export async function compareEvents(options: InstanceOptions, { seconds, peers }: { seconds: number; peers: boolean }): Promise<Row> {
	const input = madeUpEvent(options);
	const { output, problem, course } = await run(input, seconds);
	const percent = (weight: number) => (weight / output.bound) * 100;
	const best = (until: number) => course.filter((state) => state.seconds <= until).reduce((most, { weight }) => Math.max(most, weight), 0);
	const assignment = assignmentOf(problem, output.meetings);
	const measures = measure(problem, assignment);
	const row: Row = {
		instance: `${options.participants}/${options.requests} ${options.regime} ${options.shape} ${options.seed}`,
		at5: seconds > 5 ? percent(best(5)) : undefined,
		at30: seconds > 30 ? percent(best(30)) : undefined,
		atEnd: percent(output.weight),
		proven: output.gap === 0,
		seconds: output.seconds,
		provenAfter: course.find(({ gap }) => gap < 1e-7)?.seconds,
		idle: output.idleSlots,
		idleThere: idleWhileThere(problem, assignment),
		unserved: measures.unserved,
		tableChanges: output.tableChanges,
	};
	if (!peers) return row;
	const points = (value: number) => percent(value * problem.unit);
	const first = firstFreeSlot(problem);
	return {
		...row,
		first: points(first.points),
		firstIdle: first.idle,
		restarts: points(randomRestarts(problem, Math.min(seconds, 10), 1).points),
		// Beyond this size it finds nothing in any time that one would wait.
		...(problem.requests * problem.slots > 300_000 ? {} : { whole: points(wholeModel(problem, await highsOnce(), seconds).points) }),
	};
}

/** Slots in which people who are there wait between two meetings of a day. */
function idleWhileThere(problem: MeetingsProblem, { slot }: Assignment): number {
	const { participants, slots, words, days, dayStart, dayOf, membersStart, members } = problem;
	const busy = new Uint8Array(participants * slots);
	const first = new Int32Array(participants * days).fill(slots);
	const last = new Int32Array(participants * days).fill(-1);
	slot.forEach((s, r) => {
		for (let i = membersStart[r]!; s >= 0 && i < membersStart[r + 1]!; i++) {
			const day = members[i]! * days + dayOf[s]!;
			busy[members[i]! * slots + s] = 1;
			first[day] = Math.min(first[day]!, s);
			last[day] = Math.max(last[day]!, s);
		}
	});
	let idle = 0;
	for (let p = 0; p < participants; p++) {
		for (let d = 0; d < days; d++) {
			for (let s = Math.max(dayStart[d]!, first[p * days + d]!); s < last[p * days + d]!; s++) {
				if (busy[p * slots + s] === 0 && hasBit(problem.available, p, words, s)) idle++;
			}
		}
	}
	return idle;
}

export function printRows(rows: readonly Row[]): void {
	const number = (value: number | undefined, digits = 3) => (value === undefined ? '-' : value.toFixed(digits));
	console.log('| instance | 5 s | 30 s | end | seconds | proven | idle | of them there | nobody | table changes | first free slot | its idle | restarts | whole model |');
	console.log('|---|---|---|---|---|---|---|---|---|---|---|---|---|---|');
	for (const row of rows) {
		const proven = row.proven ? `yes, ${number(row.provenAfter, 1)} s` : 'no';
		console.log(`| ${row.instance} | ${number(row.at5)} | ${number(row.at30)} | ${number(row.atEnd, 4)} | ${number(row.seconds, 1)} | ${proven} | ${row.idle} | ${row.idleThere} | ${row.unserved} | ${row.tableChanges} | ${number(row.first)} | ${row.firstIdle ?? '-'} | ${number(row.restarts)} | ${number(row.whole)} |`);
	}
	const proven = rows.filter((row) => row.proven).length;
	console.log(`\n${proven} of ${rows.length} proven the greatest possible; least share of the bound ${Math.min(...rows.map(({ atEnd }) => atEnd)).toFixed(4)} %.`);
}
