import { LANGUAGES, type Language } from '#lib/engines/text/language.ts';
import { LATE_MINUTES, MEETING_LIMITS, MEETING_OUTCOMES, REFUSAL_REASONS, type LateMinutes, type MeetingOutcome, type RefusalReason } from '#lib/meetings/vocabulary.ts';
import { choiceInput, wordsOf, wrong } from '#lib/server/centres/input.ts';
import { countOf, idIn } from '#lib/server/events/input.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { isUuid } from '#lib/server/platform/uuid.ts';

/** What somebody who wants meetings says of it. */
export interface WishInput {
	seeks: string;
	seeksLanguage: Language;
	listingIds: string[];
	maxMeetings: number | null;
	maxPerDay: number | null;
}

export function wishInput(form: FormData): WishInput {
	const listingIds = [...new Set(form.getAll('listings').map(String))].filter(isUuid);
	if (listingIds.length > MEETING_LIMITS.listings) throw new ExpectedError('invalid_input', 'Too many listings.', { field: 'listings', detail: { code: 'too_many', limit: MEETING_LIMITS.listings } });
	return { seeks: wordsOf(form, 'seeks', MEETING_LIMITS.seeks), seeksLanguage: choiceInput(form, 'language', LANGUAGES), listingIds, maxMeetings: countOf(form, 'max_meetings', 200), maxPerDay: countOf(form, 'max_per_day', 50) };
}

export interface RequestInput {
	message: string;
	language: Language;
	/** What each side would talk about. */
	ownListingId: string | null;
	theirListingId: string | null;
	/** Who else is asked to the same meeting. */
	also: string[];
}

export function requestInput(form: FormData): RequestInput {
	return { message: wordsOf(form, 'message', MEETING_LIMITS.message, true), language: choiceInput(form, 'language', LANGUAGES), ownListingId: idIn(form, 'own_listing'), theirListingId: idIn(form, 'their_listing'), also: [...new Set(form.getAll('also').map(String))].filter(isUuid) };
}

/** An answer to a request: gladly is a wish of one's own. */
export type AnswerInput = { answer: 'yes' | 'gladly'; slotId: string | null } | { answer: 'no'; reason: RefusalReason; words: string; language: Language };

export function answerInput(form: FormData): AnswerInput {
	const answer = choiceInput(form, 'answer', ['yes', 'gladly', 'no'] as const);
	if (answer !== 'no') return { answer, slotId: idIn(form, 'slot') };
	const reason = choiceInput(form, 'reason', REFUSAL_REASONS);
	return { answer, reason, words: wordsOf(form, 'words', MEETING_LIMITS.words, reason === 'other'), language: choiceInput(form, 'language', LANGUAGES) };
}

export function cancelInput(form: FormData): { words: string; language: Language } {
	return { words: wordsOf(form, 'words', MEETING_LIMITS.words), language: choiceInput(form, 'language', LANGUAGES) };
}

/** The slots in which somebody is there: those that were ticked. */
export const slotsInput = (form: FormData): Set<string> => new Set(form.getAll('there').map(String).filter(isUuid));

/** How many minutes late somebody says to be; null where it is not said. */
export const lateInput = (form: FormData): LateMinutes | null => LATE_MINUTES.find((minutes) => String(minutes) === form.get('minutes')) ?? null;

export const outcomeInput = (form: FormData): MeetingOutcome => choiceInput(form, 'outcome', MEETING_OUTCOMES);
