import type { LocalText } from '../text/local-text.ts';
import { RATINGS, type QuestionKind } from './vocabulary.ts';

/** One choice of a question; answers hold its key. */
export interface QuestionChoice {
	key: string;
	labels: LocalText[];
}

/** Asked only of who answered an earlier question with one of these: keys of its choices or of a rating, `yes` or `no`. */
export interface ShownWhen {
	question: string;
	is: string[];
}

export interface FileAnswer {
	name: string;
	mediaType: string;
	bytes: number;
}

/** A text or day, a number, yes or no, keys of choices, or a file. */
export type Answer = string | number | boolean | string[] | FileAnswer;

export interface Question {
	id: string;
	kind: QuestionKind;
	labels: LocalText[];
	help: LocalText[];
	choices: QuestionChoice[];
	required: boolean;
	shownWhen: ShownWhen | null;
}

/** What a condition on a question may name; nothing where none can hang on it. */
export function conditionKeys({ kind, choices }: Pick<Question, 'kind' | 'choices'>): readonly string[] {
	if (kind === 'yes-no') return ['yes', 'no'];
	return kind === 'rating' ? RATINGS : choices.map(({ key }) => key);
}

/** What a condition compares with: the keys that an answer holds. */
export function keysOf(answer: Answer | undefined): string[] {
	if (answer === undefined || typeof answer === 'number') return [];
	if (typeof answer === 'boolean') return [answer ? 'yes' : 'no'];
	if (typeof answer === 'string') return [answer];
	return Array.isArray(answer) ? answer : [];
}

/**
 * The questions that are asked of somebody, given the answers so far. A question whose condition hangs on one that is not asked
 * is not asked either, whatever was answered to that before.
 */
export function askedQuestions<Asked extends Pick<Question, 'id' | 'shownWhen'>>(questions: readonly Asked[], answers: ReadonlyMap<string, Answer>): Asked[] {
	const asked = new Set<string>();
	return questions.filter(({ id, shownWhen }) => {
		const isAsked = !shownWhen || (asked.has(shownWhen.question) && keysOf(answers.get(shownWhen.question)).some((key) => shownWhen.is.includes(key)));
		if (isAsked) asked.add(id);
		return isAsked;
	});
}
