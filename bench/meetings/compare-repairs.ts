import { assignmentOf } from '#lib/engines/meetings/assignment.ts';
import { proveBound } from '#lib/engines/meetings/bound.ts';
import { highsOnce } from '#lib/engines/meetings/load-highs.ts';
import { measure } from '#lib/engines/meetings/measure.ts';
import type { MeetingsInput, MeetingsProblem } from '#lib/engines/meetings/types.ts';
import { run } from './compare-events.ts';
import { madeUpEvent, seeded, type InstanceOptions } from './instances.ts';

/** Two per cent of the people do not come: what is left of the schedule after three seconds of repair. */
export async function compareRepairs(events: readonly InstanceOptions[]): Promise<void> {
	console.log('\nRepair in 3 s after 2 % cancel\n');
	console.log('| instance | meetings lost | per cent of the new bound | moved | dropped | idle before | idle after |');
	console.log('|---|---|---|---|---|---|---|');
	for (const options of events) {
		const input = madeUpEvent(options);
		const before = await run(input, 20);
		const random = seeded(options.seed + 17);
		const gone = new Set(input.participants.filter(() => random() < 0.02).map(({ id }) => id));
		const after: MeetingsInput = { ...input, participants: input.participants.map((person) => (gone.has(person.id) ? { ...person, available: [] } : person)), previous: before.output.meetings };
		const repaired = await run(after, 3);
		const measures = measure(repaired.problem, assignmentOf(repaired.problem, repaired.output.meetings));
		const lost = before.output.meetings.filter(({ request }) => input.requests.find(({ id }) => id === request)!.participants.some((id) => gone.has(id))).length;
		const bound = (await programmeBound(repaired.problem)) * repaired.problem.unit;
		console.log(`| ${options.participants}/${options.requests} ${options.regime} ${options.seed} | ${lost} | ${((repaired.output.weight / bound) * 100).toFixed(4)} | ${measures.moved} | ${measures.dropped} | ${before.output.idleSlots} | ${repaired.output.idleSlots} |`);
	}
}

/** The bound of the linear programme, however long it takes: three seconds of repair may be over before. */
async function programmeBound(problem: MeetingsProblem): Promise<number> {
	let isProven = false;
	const now = () => performance.now() / 1000;
	return proveBound(problem, await highsOnce(), { now, seconds: 300, stopped: () => isProven, best: () => 0, proven: ({ by }) => (isProven ||= by === 'linear-programme') }).points;
}
