import { canAllBeServed } from './all-served.ts';
import { hasBit } from './bit-masks.ts';
import { NONE, type Assignment, type MeetingsProblem } from './types.ts';

/** What keeps a request from being held in a slot, everything else as it is. */
export interface Obstacles {
	slot: number;
	/** The request does not allow the slot. */
	unwanted: boolean;
	/** The slot is closed: it has begun, or soon will. */
	closed: boolean;
	/** Participants who are not there. */
	absent: number[];
	/** Meetings that its people have then. */
	busy: number[];
	limits: { participant: number; limit: 'maxMeetings' | 'maxPerDay' }[];
	noTable: boolean;
	noInterpreter: boolean;
	/** No interpreter for it is there, whether free or not. */
	noInterpreterAtAll: boolean;
}

/** A schedule, looked up by person and slot. */
export class ScheduleView {
	readonly problem: MeetingsProblem;
	readonly assignment: Assignment;
	readonly #inSlot: number[][];
	readonly #meetingOf: Int32Array;
	readonly #interpretersThere = new Map<number, readonly number[]>();

	constructor(problem: MeetingsProblem, assignment: Assignment) {
		this.problem = problem;
		this.assignment = assignment;
		this.#inSlot = Array.from({ length: problem.slots }, () => []);
		this.#meetingOf = new Int32Array(problem.participants * problem.slots).fill(NONE);
		for (let r = 0; r < problem.requests; r++) {
			const slot = assignment.slot[r]!;
			if (slot < 0) continue;
			this.#inSlot[slot]!.push(r);
			for (const p of this.membersOf(r)) this.#meetingOf[p * problem.slots + slot] = r;
		}
		for (const meetings of this.#inSlot) meetings.sort((a, b) => problem.points[a]! - problem.points[b]! || a - b);
	}

	membersOf(r: number): number[] {
		return [...this.problem.members.subarray(this.problem.membersStart[r]!, this.problem.membersStart[r + 1]!)];
	}

	/** The lightest first. */
	meetingsIn(slot: number): readonly number[] {
		return this.#inSlot[slot]!;
	}

	/** The meeting of a person in a slot, or -1. */
	meetingOf(participant: number, slot: number): number {
		return this.#meetingOf[participant * this.problem.slots + slot]!;
	}

	/** How many meetings a person has in a stretch of slots, leaving out some requests. */
	meetingsBetween(participant: number, from: number, to: number, without: readonly number[]): number {
		let count = 0;
		for (let s = from; s < to; s++) {
			const r = this.meetingOf(participant, s);
			if (r >= 0 && !without.includes(r)) count++;
		}
		return count;
	}

	/** The interpreters who are there in a slot for what a request needs; those of a fixed meeting are its own. */
	interpretersFor(r: number, slot: number): readonly number[] {
		const { problem, assignment } = this;
		const need = problem.needOf[r]!;
		const key = need * problem.slots + slot;
		let there = this.#interpretersThere.get(key);
		if (!there) {
			there = [...problem.needInterpreters.subarray(problem.needStart[need]!, problem.needStart[need + 1]!)].filter((who) => hasBit(problem.interpreterAvailable, who, problem.words, slot));
			this.#interpretersThere.set(key, there);
		}
		return problem.fixedInterpreter[r]! >= 0 ? there.filter((who) => who === assignment.interpreter[r]) : there;
	}

	rivalsHeld(r: number): number[] {
		return [...this.problem.rivals.subarray(this.problem.rivalsStart[r]!, this.problem.rivalsStart[r + 1]!)].filter((other) => this.assignment.slot[other]! >= 0);
	}
}

/** `without`: meetings that are thought away. */
export function obstaclesAt(view: ScheduleView, r: number, slot: number, without: readonly number[] = []): Obstacles {
	const { problem } = view;
	const members = view.membersOf(r);
	const day = problem.dayOf[slot]!;
	const others = view.meetingsIn(slot).filter((other) => !without.includes(other));
	const busy = [...new Set(members.map((p) => view.meetingOf(p, slot)))].filter((other) => other >= 0 && !without.includes(other));
	const limits = members.flatMap((participant): Obstacles['limits'] => {
		const total = view.meetingsBetween(participant, 0, problem.slots, without) >= problem.maxMeetings[participant]!;
		const daily = view.meetingsBetween(participant, problem.dayStart[day]!, problem.dayStart[day + 1]!, without) >= problem.maxPerDay[participant]!;
		// Who is in another meeting then would have no more meetings with this one instead of it, and no limit stands in the way.
		if (view.meetingOf(participant, slot) >= 0 && !without.includes(view.meetingOf(participant, slot))) return [];
		return [...(total ? [{ participant, limit: 'maxMeetings' as const }] : []), ...(daily ? [{ participant, limit: 'maxPerDay' as const }] : [])];
	});
	return {
		slot,
		unwanted: !hasBit(problem.requestSlots, r, problem.words, slot),
		closed: hasBit(problem.closedSlots, 0, problem.words, slot),
		absent: members.filter((p) => !hasBit(problem.available, p, problem.words, slot)),
		busy,
		limits,
		noTable: others.length >= problem.capacity[slot]!,
		...interpreterObstacles(view, r, slot, others),
	};
}

function interpreterObstacles(view: ScheduleView, r: number, slot: number, others: readonly number[]): Pick<Obstacles, 'noInterpreter' | 'noInterpreterAtAll'> {
	const { needOf } = view.problem;
	if (needOf[r]! < 0) return { noInterpreter: false, noInterpreterAtAll: false };
	const own = view.interpretersFor(r, slot);
	const needy = others.filter((other) => needOf[other]! >= 0);
	return { noInterpreter: !canAllBeServed([...needy.map((other) => view.interpretersFor(other, slot)), own]), noInterpreterAtAll: own.length === 0 };
}
