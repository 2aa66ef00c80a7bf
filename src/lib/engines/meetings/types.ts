/**
 * The words of this engine.
 *
 * - A **request** is a wish that two or more participants meet; a **meeting** is a request that is held, in one slot.
 * - A **slot** is a stretch of time in which everybody holds at most one meeting. Slots do not overlap.
 * - A **location** is a table. As long as nobody walks, tables are interchangeable and only their number matters.
 * - An **idle slot** of a person is one without a meeting between the first and the last meeting of a day; a **break** is an
 *   unbroken group of them. Being absent in between counts too: one waits, or comes twice (so do Bofill et al., JAIR 74, 2022).
 * - A **rival** of a request is another one that would bring the same pair together again.
 */

/** A problem as it is exchanged: `mitra schedule --input`, and what the modules of events hand over. */
export interface MeetingsInput {
	slots: SlotInput[];
	/** Absent or null: as many as one likes, and meetings have no table. */
	tables?: TableInput[] | null;
	participants: ParticipantInput[];
	interpreters?: InterpreterInput[] | null;
	requests: RequestInput[];
	fixed?: FixedInput[] | null;
	/** Pairs of participants who never meet. */
	forbidden?: [string, string][] | null;
	/** An earlier schedule: what can stay of it stays. Ids in it that are no longer known are passed over. */
	previous?: PreviousMeeting[] | { meetings: PreviousMeeting[] } | null;
	options?: MeetingsOptions | null;
}

export interface SlotInput {
	id: string;
	/** Any name of a day; absent: one day for all slots without one. */
	day?: string | null;
	/** ISO 8601 with an offset. Where every slot has one, slots are ordered by it, else as they stand. */
	start?: string | null;
	minutes?: number | null;
}

export interface TableInput {
	id: string;
	/** Tables of one zone are near each other. */
	zone?: string | null;
	/** Slots in which the table stands; absent: all. */
	available?: string[] | null;
}

export interface ParticipantInput {
	id: string;
	/** Absent or empty: not asked about, so that no meeting of this person waits for an interpreter. */
	languages?: string[] | null;
	/** Absent: always. An empty list: never. */
	available?: string[] | null;
	maxMeetings?: number | null;
	maxPerDay?: number | null;
	/** Where this person would rather receive than walk. */
	homeTable?: string | null;
}

export interface InterpreterInput {
	id: string;
	/** Works in both directions. */
	pairs: [string, string][];
	available?: string[] | null;
}

export interface RequestInput {
	id: string;
	/** Two or more, all different. */
	participants: string[];
	/** Above 0; absent: 1. */
	weight?: number | null;
	/** Absent: any. */
	slots?: string[] | null;
	/** Soft: where the host would rather see it. */
	preferred?: { slots?: string[] | null; zone?: string | null } | null;
}

export interface FixedInput {
	request: string;
	slot: string;
	table?: string | null;
	interpreter?: string | null;
}

export interface PreviousMeeting {
	request: string;
	slot: string;
	table?: string | null;
	interpreter?: string | null;
}

export interface MeetingsOptions {
	/** What is to be small in each person's day: idle slots (the default), or groups of them. */
	gapMeasure?: 'slots' | 'breaks' | null;
	/**
	 * Whether the same pair may meet twice where two requests ask for it. Never, unless said otherwise; but with `breaks`, the
	 * published problem in which every request is a meeting agreed on already, two agreed meetings are two meetings.
	 */
	repeatedPairs?: 'never' | 'allowed' | null;
	/** Hard: how much the gaps of any two people may differ, over all days. Absent: as they like. */
	maxGapDifference?: number | null;
	/**
	 * A time (ISO 8601 with an offset): what the earlier schedule has in slots that begin before it stays as it is wherever it
	 * still can, and nothing new is put there. Needs slots with `start`.
	 */
	keepBefore?: string | null;
	/** The share of the greatest weight that may be given up so that nobody with a feasible wish goes without; default 0. */
	fairnessAllowance?: number | null;
}

/** A schedule as it is exchanged. */
export interface MeetingsOutput {
	meetings: HeldMeeting[];
	refused: RefusedRequest[];
	/** The sum of the weights of the meetings held. */
	weight: number;
	/** No schedule can have more weight than this. */
	bound: number;
	/** How the bound is proven; see bound.ts. */
	boundBy: BoundMethod;
	/** How far the weight may be below the greatest, in per cent of the bound. */
	gap: number;
	/** By `gapMeasure`: idle slots or breaks, of all people together. */
	idleSlots: number;
	tableChanges: number;
	/** Only those who have any. */
	people: { participant: string; idleSlots: number; tableChanges: number }[];
	seconds: number;
}

export interface HeldMeeting {
	request: string;
	slot: string;
	/** Absent where the input has no tables. */
	table?: string;
	/** Only where the participants lack a common language. */
	interpreter?: string;
}

export interface RefusedRequest {
	request: string;
	reason: RefusalReason;
	detail: RefusalDetail;
}

/** Why a request is not held, the most telling first. */
export const REFUSAL_REASONS = [
	'forbidden',
	'same-pair',
	'never-together',
	'no-slot-left-open',
	'no-interpreter-for-languages',
	'no-interpreter-free',
	'limit-reached',
	'all-slots-taken',
	'no-table-free',
	'less-weight',
] as const;
export type RefusalReason = (typeof REFUSAL_REASONS)[number];

/** What a sentence about a refusal needs, and what would make the meeting possible. Ids, never texts. */
export interface RefusalDetail {
	/** The participants whom the reason concerns. */
	participants?: string[];
	/** Slots in which all participants could meet, whatever else they do then. */
	slots?: string[];
	/** For each participant, in how many of those slots other meetings keep them. */
	taken?: { participant: string; slots: number }[];
	/** Meetings that stand in the way, by request. */
	instead?: string[];
	/** What would make it possible, each by itself, with all other meetings as they are; the mildest first. */
	remedies: Remedy[];
}

export type Remedy =
	| { remedy: 'allow-slot'; slot: string }
	| { remedy: 'be-there'; participant: string; slot: string }
	| { remedy: 'raise-limit'; participant: string; limit: 'maxMeetings' | 'maxPerDay'; slot: string }
	| { remedy: 'add-table'; slot: string }
	| { remedy: 'add-interpreter'; slot: string }
	/** Instead of these meetings; their weight is not less than its own where the schedule is the best. */
	| { remedy: 'drop'; requests: string[]; slot: string };

export const BOUND_METHODS = ['sum-of-weights', 'linear-programme', 'exhaustive'] as const;
export type BoundMethod = (typeof BOUND_METHODS)[number];

/**
 * A problem in dense indices, slots in order of time. Sets of slots are bit masks of `words` 32-bit words each, row after row:
 * slot s of row i stands in word `i * words + (s >>> 5)`, bit `s & 31`. Lists of lists are two arrays: the entries of i are
 * `list[start[i]]` to `list[start[i + 1] - 1]`. -1 stands for none.
 */
export interface MeetingsProblem {
	readonly slotIds: readonly string[];
	readonly tableIds: readonly string[];
	readonly participantIds: readonly string[];
	readonly interpreterIds: readonly string[];
	readonly requestIds: readonly string[];

	readonly slots: number;
	readonly words: number;
	/** Slots of day d: `dayStart[d]` to `dayStart[d + 1] - 1`. */
	readonly days: number;
	readonly dayStart: Int32Array;
	readonly dayOf: Int32Array;

	readonly participants: number;
	/** Masks: slots in which the participant is there. */
	readonly available: Uint32Array;
	/** At most the number of slots, which stands for "no limit". */
	readonly maxMeetings: Int32Array;
	readonly maxPerDay: Int32Array;
	readonly homeTable: Int32Array;
	/** Requests of each participant. */
	readonly requestsStart: Int32Array;
	readonly requestsOf: Int32Array;

	/** Locations in each slot; `UNLIMITED` where there are no tables in the input. */
	readonly capacity: Int32Array;
	readonly tables: number;
	readonly tablesUnlimited: boolean;
	/** Masks: slots in which the table stands. */
	readonly tableAvailable: Uint32Array;
	readonly zoneOf: Int32Array;
	readonly zoneIds: readonly string[];

	readonly interpreters: number;
	/** Masks: slots in which the interpreter is there. */
	readonly interpreterAvailable: Uint32Array;
	/**
	 * Requests whose participants lack a common language have a need, others -1. Requests of one need can be served by exactly
	 * the same interpreters: one who has a pair of languages such that every participant speaks one of the two.
	 */
	readonly needOf: Int32Array;
	readonly needs: number;
	readonly needStart: Int32Array;
	readonly needInterpreters: Int32Array;

	readonly requests: number;
	/** The weight of a request is `points[r] * unit`; points are whole numbers where `exact`. */
	readonly points: Float64Array;
	readonly unit: number;
	readonly exact: boolean;
	readonly membersStart: Int32Array;
	readonly members: Int32Array;
	/** True where every request has two participants. */
	readonly pairwise: boolean;
	/**
	 * Masks: slots in which the request may be held at all: all are there, an interpreter too if one is needed, a table stands,
	 * the request allows it, the slot is open, no fixed meeting of the same people lies there. Empty where it can never be held
	 * (forbidden, a limit of 0, the rival of a fixed meeting). For a fixed one, its slot alone.
	 */
	readonly allowed: Uint32Array;
	/** Other requests that would bring the same pair together again: one of them at most is held. Symmetric. */
	readonly rivalsStart: Int32Array;
	readonly rivals: Int32Array;
	/** What `allowed` was cut from, for those who tell why: the slots that each request itself allows, whether a pair in it is
	 * forbidden, and a mask of the slots that are closed (`keepBefore`). */
	readonly requestSlots: Uint32Array;
	readonly isForbidden: Uint8Array;
	readonly closedSlots: Uint32Array;
	readonly preferredSlots: Uint32Array;
	readonly preferredZone: Int32Array;

	/** Meetings that stand: slot, and table and interpreter where these are fixed too. */
	readonly fixedSlot: Int32Array;
	readonly fixedTable: Int32Array;
	readonly fixedInterpreter: Int32Array;

	/** The earlier schedule; where there is none, -1 throughout and `hasPrevious` is false. */
	readonly hasPrevious: boolean;
	readonly previousSlot: Int32Array;
	readonly previousTable: Int32Array;
	readonly previousInterpreter: Int32Array;

	readonly gapMeasure: 'slots' | 'breaks';
	/** `UNLIMITED` where gaps may differ as they like. */
	readonly maxGapDifference: number;
	readonly fairnessAllowance: number;
}

export const NONE = -1;
export const UNLIMITED = 0x3fffffff;

/** A schedule in indices: for each request its slot, table and interpreter, or -1. */
export interface Assignment {
	slot: Int32Array;
	table: Int32Array;
	interpreter: Int32Array;
}

/** What a search is given. It does not return before it is told to stop, its limits are reached, or the bound is. */
export interface SearchContext {
	seed: number;
	/** Seconds since any moment. */
	now(): number;
	seconds: number;
	/** A limit of steps, for runs that must be the same on every machine. */
	steps?: number;
	/** Of the time for gaps in a small problem, the part in which a solver of clauses looks for the fewest; the rest is annealing. */
	proof?: number;
	/** True as soon as somebody wants what there is. */
	stopped(): boolean;
	/** The best proven bound on the points so far; may fall while the search runs, never rises. */
	bound(): number;
	/** The slots of a better schedule that somebody else has found (-1: not held), once each time there is one. */
	offered?(): Int32Array | undefined;
	/**
	 * What each request gains in each slot beyond the prices that prove the bound (requests x slots, certificate.ts), once each time there
	 * are better prices.
	 */
	gains?(): Float32Array | undefined;
	/** Told at most a few times a second. */
	progress?(state: SearchProgress): void;
	/** An assignment to begin with, at least as a first one; must be feasible. */
	start?: Assignment;
}

export interface SearchProgress {
	/** What it is about just now. */
	phase: string;
	points: number;
	gaps: number;
	seconds: number;
	/** A copy of the best schedule so far, when it has become better since the last telling. */
	best?: Assignment;
}
