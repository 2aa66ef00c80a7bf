import { getContext, setContext } from 'svelte';
import type { PairDecision } from '#lib/brokering/vocabulary.ts';

/** What was just decided, so that it can be said and taken back. */
export interface Told {
	pairId: string;
	decisionId: string;
	decision: PairDecision;
}

/** How a pair's page moves through the queue that it stands in. */
export interface QueueCourse {
	/** The queue's part of addresses: its filters with the question mark. */
	readonly search: string;
	/** The pair after, or before, one; null at the ends. */
	after(pairId: string): string | null;
	/** Says what was decided and goes on to the next pair. */
	decided(told: Told): Promise<void>;
}

const KEY = 'queue-course';

export const provideCourse = (course: QueueCourse) => setContext(KEY, course);
export const queueCourse = () => getContext<QueueCourse>(KEY);
