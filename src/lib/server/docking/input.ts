import {
	INTEREST_LIMITS, QUESTION_LIMIT, QUESTIONS_MOST, REFUSAL_REASONS, STOP_REASONS, STOP_WORDS_LIMIT, type RefusalReason, type StopReason,
} from '#lib/docking/vocabulary.ts';
import { isLanguage, type Language } from '#lib/engines/text/language.ts';
import { cleanLine } from '#lib/server/accounts/input.ts';
import { cleanText } from '#lib/server/listings/input.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { isUuid } from '#lib/server/platform/uuid.ts';

/** One thing wrong with one field; `code` is the suffix of a message. */
export interface DockingFieldError {
	field: string;
	code: 'required' | 'too_long' | 'not_allowed';
	limit?: number;
}

/** An expression of interest as it was typed. */
export interface InterestInput {
	organisationId: string;
	ownListingId: string | null;
	language: Language;
	whoWeAre: string;
	why: string;
	brings: string;
	questions: string;
	answers: { questionId: string; text: string }[];
}

const length = (text: string) => [...text].length;
const textOf = (form: FormData, field: string) => {
	const value = form.get(field);
	return cleanText(typeof value === 'string' ? value : '').trim();
};

const refuse = (field: string, code: DockingFieldError['code'], limit?: number) =>
	new ExpectedError('invalid_input', 'A field is wrong or missing.', { field, detail: { code, ...(limit === undefined ? {} : { limit }) } });

/** `questionIds`: what the owner asks everybody; each must be answered. `joins`: it joins one that stands, and says only why. */
export function parseInterest(form: FormData, known: { questionIds: readonly string[]; language: Language; joins?: boolean }): { input: InterestInput; errors: DockingFieldError[] } {
	const errors: DockingFieldError[] = [];
	const text = (field: string, limit: number, required: boolean) => {
		const typed = textOf(form, field);
		if (required && typed === '') errors.push({ field, code: 'required' });
		if (length(typed) > limit) errors.push({ field, code: 'too_long', limit });
		return typed;
	};
	const language = String(form.get('language') ?? known.language);
	if (!isLanguage(language)) errors.push({ field: 'language', code: 'not_allowed' });
	const organisationId = String(form.get('organisation') ?? '');
	if (!isUuid(organisationId)) errors.push({ field: 'organisation', code: 'required' });
	const own = String(form.get('ownListing') ?? '');
	const input: InterestInput = {
		organisationId,
		ownListingId: isUuid(own) ? own : null,
		language: isLanguage(language) ? language : known.language,
		whoWeAre: text('whoWeAre', INTEREST_LIMITS.whoWeAre, !known.joins),
		why: text('why', INTEREST_LIMITS.why, true),
		brings: text('brings', INTEREST_LIMITS.brings, false),
		questions: text('questions', INTEREST_LIMITS.questions, false),
		answers: (known.joins ? [] : known.questionIds).map((questionId) => ({ questionId, text: text(`answer_${questionId}`, INTEREST_LIMITS.answer, true) })),
	};
	return { input, errors };
}

/** A reason of a list with words; the words are needed where the reason is "other". Errors: invalid_input. */
function reasoned<Reason extends string>(form: FormData, reasons: readonly Reason[], limit: number): { reason: Reason; words: string } {
	const reason = reasons.find((each) => each === form.get('reason'));
	if (!reason) throw refuse('reason', 'required');
	const words = textOf(form, 'words');
	if (length(words) > limit) throw refuse('words', 'too_long', limit);
	if (reason === 'other' && words === '') throw refuse('words', 'required');
	return { reason, words };
}
export const refusalInput = (form: FormData): { reason: RefusalReason; words: string } => reasoned(form, REFUSAL_REASONS, INTEREST_LIMITS.words);
export const stopInput = (form: FormData): { reason: StopReason; words: string } => reasoned(form, STOP_REASONS, STOP_WORDS_LIMIT);

/** The owner's questions, one a field; empty ones are left out. Errors: invalid_input. */
export function questionsInput(form: FormData): string[] {
	const questions: string[] = [];
	form.getAll('question').forEach((value, index) => {
		const question = cleanLine(value);
		if (length(question) > QUESTION_LIMIT) throw refuse(`question_${index}`, 'too_long', QUESTION_LIMIT);
		if (question !== '') questions.push(question);
	});
	return questions.slice(0, QUESTIONS_MOST);
}

/** Somebody of the own organisation, by id. Errors: invalid_input (nobody was chosen). */
export function personInput(form: FormData): string {
	const person = String(form.get('person') ?? '').slice(0, 100);
	if (person === '') throw refuse('person', 'required');
	return person;
}

export const versionOf = (form: FormData): number => Number(form.get('version')) || 0;
