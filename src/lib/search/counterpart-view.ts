import type { CriterionResult, EvidencePair } from '#lib/engines/matching/types.ts';
import type { Excerpt } from './evidence-excerpts.ts';
import type { ListingCard } from './types.ts';

/** Words of both listings that say the same. */
export interface ReasonPair {
	here: string;
	there: string;
	via: EvidencePair['link']['kind'];
	/** The linking concept, named in the reader's language. */
	concept: { id: string; label: string } | null;
}

/** A counterpart as a page shows it: verdicts, and the words of both sides in their sentences. */
export interface CounterpartView {
	card: ListingCard;
	score: number;
	criteria: Omit<CriterionResult, 'evidence'>[];
	pairs: ReasonPair[];
	/** Quotes of the listing whose counterparts these are, and of the counterpart. */
	here: Excerpt[];
	there: Excerpt[];
}
