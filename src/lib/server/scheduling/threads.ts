import type { Bound } from '#lib/engines/meetings/bound.ts';
import type { Assignment, MeetingsInput, SearchProgress } from '#lib/engines/meetings/types.ts';

/** What both threads of a scheduling are started with. */
export interface ThreadStart {
	/** Read already (read-problem.ts). */
	input: MeetingsInput;
	memory: SharedArrayBuffer;
	seconds: number;
	seed: number;
	steps: number | undefined;
	/** As in `SearchContext`. */
	proof?: number;
}

export type SearchTold = { progress: SearchProgress } | { done: Assignment };
/** `settled` says that no lower one will come. */
export type BoundTold = { bound: Bound } | { settled: true };
