import { canAllBeServed } from './all-served.ts';
import { hasBit } from './bit-masks.ts';
import { NONE, type MeetingsProblem } from './types.ts';

/** Why a meeting cannot stand where it is to stand; beside it what stands there already, where it is that. */
export type Collision =
	| { why: 'not-allowed' }
	| { why: 'person-taken'; participant: number; by: number }
	| { why: 'rival-stands'; by: number }
	| { why: 'too-many-meetings'; participant: number; limit: number }
	| { why: 'too-many-that-day'; participant: number; limit: number }
	| { why: 'table-taken'; by: number }
	| { why: 'table-absent' }
	| { why: 'no-table-left' }
	| { why: 'interpreter-does-not-serve' }
	| { why: 'no-interpreter-left' };

type Ground = Omit<MeetingsProblem, 'allowed'>;

/** Meetings that are put in place one after the other, each only where it collides with none before it. */
export class StandingMeetings {
	readonly #problem: Ground;
	readonly #allowed: Uint32Array;
	readonly #slotOf: Int32Array;
	readonly #atTime: Int32Array;
	readonly #atTable: Int32Array;
	readonly #inSlot: number[][];
	readonly #interpreterOf: Int32Array;

	constructor(problem: Ground, allowed: Uint32Array) {
		this.#problem = problem;
		this.#allowed = allowed;
		this.#slotOf = new Int32Array(problem.requests).fill(NONE);
		this.#atTime = new Int32Array(problem.participants * problem.slots).fill(NONE);
		this.#atTable = new Int32Array(problem.tables * problem.slots).fill(NONE);
		this.#inSlot = Array.from({ length: problem.slots }, () => []);
		this.#interpreterOf = new Int32Array(problem.requests).fill(NONE);
	}

	/** Puts a meeting in place, or says why it cannot stand there. */
	put(request: number, slot: number, table: number, interpreter: number): Collision | undefined {
		const collision = this.#collision(request, slot, table, interpreter);
		if (collision) return collision;
		this.#slotOf[request] = slot;
		this.#interpreterOf[request] = interpreter;
		this.#inSlot[slot]!.push(request);
		for (const p of this.#membersOf(request)) {
			this.#atTime[p * this.#problem.slots + slot] = request;
		}
		if (table >= 0) this.#atTable[table * this.#problem.slots + slot] = request;
		return undefined;
	}

	#membersOf(request: number): Int32Array {
		return this.#problem.members.subarray(this.#problem.membersStart[request]!, this.#problem.membersStart[request + 1]!);
	}

	#collision(request: number, slot: number, table: number, interpreter: number): Collision | undefined {
		const problem = this.#problem;
		if (!hasBit(this.#allowed, request, problem.words, slot)) return { why: 'not-allowed' };
		for (let i = problem.rivalsStart[request]!; i < problem.rivalsStart[request + 1]!; i++) {
			if (this.#slotOf[problem.rivals[i]!]! >= 0) return { why: 'rival-stands', by: problem.rivals[i]! };
		}
		return this.#personCollision(request, slot) ?? this.#tableCollision(slot, table) ?? this.#interpreterCollision(request, slot, interpreter);
	}

	#personCollision(request: number, slot: number): Collision | undefined {
		const problem = this.#problem;
		const day = problem.dayOf[slot]!;
		for (const participant of this.#membersOf(request)) {
			const taken = this.#atTime.subarray(participant * problem.slots, (participant + 1) * problem.slots);
			if (taken[slot]! >= 0) return { why: 'person-taken', participant, by: taken[slot]! };
			const held = (list: Int32Array) => list.reduce((count, by) => count + (by >= 0 ? 1 : 0), 0);
			if (held(taken) >= problem.maxMeetings[participant]!) return { why: 'too-many-meetings', participant, limit: problem.maxMeetings[participant]! };
			if (held(taken.subarray(problem.dayStart[day]!, problem.dayStart[day + 1]!)) >= problem.maxPerDay[participant]!) return { why: 'too-many-that-day', participant, limit: problem.maxPerDay[participant]! };
		}
		return undefined;
	}

	#tableCollision(slot: number, table: number): Collision | undefined {
		const problem = this.#problem;
		if (this.#inSlot[slot]!.length >= problem.capacity[slot]!) return { why: 'no-table-left' };
		if (table < 0) return undefined;
		if (!hasBit(problem.tableAvailable, table, problem.words, slot)) return { why: 'table-absent' };
		const by = this.#atTable[table * problem.slots + slot]!;
		return by >= 0 ? { why: 'table-taken', by } : undefined;
	}

	/** All who need an interpreter in this slot must find one, each their own. */
	#interpreterCollision(request: number, slot: number, interpreter: number): Collision | undefined {
		const problem = this.#problem;
		const servingOf = (r: number) => {
			const given = r === request ? interpreter : this.#interpreterOf[r]!;
			const need = problem.needOf[r]!;
			const all = [...problem.needInterpreters.subarray(problem.needStart[need]!, problem.needStart[need + 1]!)].filter((who) => hasBit(problem.interpreterAvailable, who, problem.words, slot));
			return given >= 0 ? all.filter((who) => who === given) : all;
		};
		if (problem.needOf[request]! < 0) return undefined;
		if (interpreter >= 0 && servingOf(request).length === 0) return { why: 'interpreter-does-not-serve' };
		const needy = [...this.#inSlot[slot]!, request].filter((r) => problem.needOf[r]! >= 0);
		return canAllBeServed(needy.map(servingOf)) ? undefined : { why: 'no-interpreter-left' };
	}
}
