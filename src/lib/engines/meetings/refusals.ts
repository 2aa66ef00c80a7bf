import { obstaclesAt, ScheduleView, type Obstacles } from './obstacles.ts';
import type { Assignment, MeetingsProblem, RefusalDetail, RefusalReason, RefusedRequest, Remedy } from './types.ts';

/** Why each request that is not held is not, and what would make it possible, as codes and ids: sentences are the interface's. */
export function refusals(problem: MeetingsProblem, assignment: Assignment): RefusedRequest[] {
	const view = new ScheduleView(problem, assignment);
	const refused: RefusedRequest[] = [];
	for (let r = 0; r < problem.requests; r++) if (assignment.slot[r]! < 0) refused.push(refusal(view, r));
	return refused;
}

export function refusal(view: ScheduleView, r: number): RefusedRequest {
	const { problem } = view;
	const told = (reason: RefusalReason, detail: Partial<RefusalDetail> = {}): RefusedRequest => ({ request: problem.requestIds[r]!, reason, detail: { remedies: [], ...detail } });
	const members = view.membersOf(r);
	const name = (p: number) => problem.participantIds[p]!;
	if (problem.isForbidden[r]) return told('forbidden', { participants: members.map(name) });
	const rivals = view.rivalsHeld(r);
	if (rivals.length > 0) return told('same-pair', { participants: members.map(name), instead: rivals.map((other) => problem.requestIds[other]!) });

	const all = Array.from({ length: problem.slots }, (_, s) => obstaclesAt(view, r, s));
	const remedies = remediesOf(view, r, all);
	const together = all.filter(({ absent }) => absent.length === 0);
	if (together.length === 0) return told('never-together', { participants: members.map(name), remedies });
	const open = together.filter(({ unwanted, closed }) => !unwanted && !closed);
	const slots = open.map(({ slot }) => problem.slotIds[slot]!);
	if (open.length === 0) return told('no-slot-left-open', { participants: members.map(name), slots: together.map(({ slot }) => problem.slotIds[slot]!), remedies });
	if (open.every(({ noInterpreterAtAll }) => noInterpreterAtAll)) return told('no-interpreter-for-languages', { participants: members.map(name), slots, remedies });
	const limited = members.filter((p) => isLimited(view, p, open));
	if (limited.length > 0) return told('limit-reached', { participants: limited.map(name), slots, remedies });
	const free = open.filter(({ busy, limits }) => busy.length === 0 && limits.length === 0);
	if (free.length === 0) return told('all-slots-taken', { participants: members.map(name), slots, taken: takenIn(view, members, open), instead: [...new Set(open.flatMap(({ busy }) => busy))].map((other) => problem.requestIds[other]!), remedies });
	const freeSlots = free.map(({ slot }) => problem.slotIds[slot]!);
	if (free.every(({ noTable }) => noTable)) return told('no-table-free', { slots: freeSlots, remedies });
	if (free.every(({ noTable, noInterpreter }) => noTable || noInterpreter)) return told('no-interpreter-free', { slots: freeSlots, remedies });
	return told('less-weight', { slots: freeSlots, remedies });
}

/** Whether a limit keeps somebody wherever no other meeting does. */
function isLimited(view: ScheduleView, p: number, open: readonly Obstacles[]): boolean {
	const free = open.filter(({ slot }) => view.meetingOf(p, slot) < 0);
	return free.length > 0 && free.every(({ limits }) => limits.some(({ participant }) => participant === p));
}

/** In how many of the slots others keep each of them, those who are kept most first. */
function takenIn(view: ScheduleView, members: readonly number[], open: readonly Obstacles[]): { participant: string; slots: number }[] {
	return members
		.map((p) => ({ participant: view.problem.participantIds[p]!, slots: open.filter(({ slot }) => view.meetingOf(p, slot) >= 0).length }))
		.filter(({ slots }) => slots > 0)
		.sort((a, b) => b.slots - a.slots);
}

/** One remedy of each kind at most, the least costly of its kind. Each is enough by itself. */
function remediesOf(view: ScheduleView, r: number, all: readonly Obstacles[]): Remedy[] {
	const { problem } = view;
	const at = (slot: number) => problem.slotIds[slot]!;
	const remedies: Remedy[] = [];
	const only = (kind: keyof Only) => all.find((obstacles) => !obstacles.closed && isOnly(obstacles, kind));
	const unwanted = only('unwanted');
	if (unwanted) remedies.push({ remedy: 'allow-slot', slot: at(unwanted.slot) });
	const absent = only('absent');
	if (absent) remedies.push({ remedy: 'be-there', participant: problem.participantIds[absent.absent[0]!]!, slot: at(absent.slot) });
	const limit = only('limits');
	if (limit) remedies.push({ remedy: 'raise-limit', participant: problem.participantIds[limit.limits[0]!.participant]!, limit: limit.limits[0]!.limit, slot: at(limit.slot) });
	const table = only('noTable');
	if (table) remedies.push({ remedy: 'add-table', slot: at(table.slot) });
	const interpreter = only('noInterpreter');
	if (interpreter) remedies.push({ remedy: 'add-interpreter', slot: at(interpreter.slot) });
	const drop = leastDrop(view, r, all);
	if (drop) remedies.push({ remedy: 'drop', requests: drop.requests.map((other) => problem.requestIds[other]!), slot: at(drop.slot) });
	return remedies;
}

type Only = Pick<Obstacles, 'unwanted' | 'absent' | 'limits' | 'noTable' | 'noInterpreter'>;

function isOnly(obstacles: Obstacles, kind: keyof Only): boolean {
	const counts = { unwanted: obstacles.unwanted ? 1 : 0, absent: obstacles.absent.length, limits: obstacles.limits.length, noTable: obstacles.noTable ? 1 : 0, noInterpreter: obstacles.noInterpreter ? 1 : 0 };
	return obstacles.busy.length === 0 && counts[kind] === 1 && Object.values(counts).reduce((sum, count) => sum + count, 0) === 1;
}

/** The meetings of least weight in one slot without which the request could be held there. */
function leastDrop(view: ScheduleView, r: number, all: readonly Obstacles[]): { requests: number[]; slot: number } | undefined {
	const { problem } = view;
	let least: { requests: number[]; slot: number; points: number } | undefined;
	for (const { slot, absent, unwanted, closed, busy, limits, noInterpreter } of all) {
		if (absent.length > 0 || unwanted || closed || (busy.length === 0 && limits.length > 0)) continue;
		// Where an interpreter is lacking, only a meeting with one gives one back.
		const candidates = busy.length > 0 ? [busy] : view.meetingsIn(slot).filter((other) => !noInterpreter || problem.needOf[other]! >= 0).map((other) => [other]);
		for (const requests of candidates) {
			if (requests.some((other) => problem.fixedSlot[other]! >= 0)) continue;
			const points = requests.reduce((sum, other) => sum + problem.points[other]!, 0);
			if (least && points >= least.points) break;
			if (isFree(obstaclesAt(view, r, slot, requests))) least = { requests, slot, points };
		}
	}
	return least;
}

function isFree({ absent, unwanted, closed, busy, limits, noTable, noInterpreter }: Obstacles): boolean {
	return absent.length === 0 && !unwanted && !closed && busy.length === 0 && limits.length === 0 && !noTable && !noInterpreter;
}
