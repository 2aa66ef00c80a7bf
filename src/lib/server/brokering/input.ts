import { cleanText } from '#lib/server/listings/input.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { isOneOf, LATER_LIMIT_DAYS, QUESTION_LIMIT, REJECT_REASONS, SIDES, WORDS_LIMIT, type RejectReason, type Side } from '#lib/brokering/vocabulary.ts';

/** A decision as an officer makes it, with what it needs. */
export type DecisionInput =
	| { decision: 'introduce' }
	| { decision: 'later'; until: string }
	| { decision: 'reject'; reason: RejectReason; words: string }
	| { decision: 'ask'; side: Side; question: string }
	| { decision: 'reopen' };

const refuse = (field: string, code: string, limit?: number) =>
	new ExpectedError('invalid_input', 'A field is wrong or missing.', { field, detail: { code, ...(limit === undefined ? {} : { limit }) } });

/** A person's words, cleaned and no longer than the limit. Errors: invalid_input at the field. */
export function wordsOf(value: unknown, field: string, limit: number, required: boolean): string {
	const text = cleanText(typeof value === 'string' ? value : '');
	if (required && text === '') throw refuse(field, 'required');
	if ([...text].length > limit) throw refuse(field, 'too_long', limit);
	return text;
}

/** Reads a posted decision. Errors: invalid_input at the field. */
export function decisionInput(decision: string, form: FormData, now: Date): DecisionInput {
	switch (decision) {
		case 'introduce':
		case 'reopen':
			return { decision };
		case 'later':
			return { decision, until: laterDay(form, now) };
		case 'reject': {
			const reason = form.get('reason');
			if (!isOneOf(REJECT_REASONS, reason)) throw refuse('reason', 'required');
			return { decision, reason, words: wordsOf(form.get('words'), 'words', WORDS_LIMIT, reason === 'other') };
		}
		case 'ask': {
			const side = form.get('side');
			if (!isOneOf(SIDES, side)) throw refuse('side', 'required');
			return { decision, side, question: wordsOf(form.get('question'), 'question', QUESTION_LIMIT, true) };
		}
		default:
			throw refuse('decision', 'not_allowed');
	}
}

/** A day chosen by itself, or a number of days from today; tomorrow at the earliest. */
function laterDay(form: FormData, now: Date): string {
	const typed = String(form.get('until') ?? '').trim();
	const days = Number(form.get('days'));
	const day = typed === '' && Number.isInteger(days) && days > 0 && days <= LATER_LIMIT_DAYS ? dayAfter(now, days) : typed;
	if (day === '') throw refuse('until', 'required');
	if (!/^\d{4}-\d{2}-\d{2}$/.test(day) || Number.isNaN(Date.parse(day)) || new Date(day).toISOString().slice(0, 10) !== day)
		throw refuse('until', 'not_a_date');
	if (day <= dayAfter(now, 0) || day > dayAfter(now, LATER_LIMIT_DAYS)) throw refuse('until', 'out_of_range', LATER_LIMIT_DAYS);
	return day;
}

/** The calendar day, in UTC, some days from an instant. */
export function dayAfter(now: Date, days: number): string {
	return new Date(now.getTime() + days * 86_400_000).toISOString().slice(0, 10);
}
