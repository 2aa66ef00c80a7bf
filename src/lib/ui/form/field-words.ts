import { fieldProblemWords } from './problem-words/field.ts';

/** One thing wrong with a field, as forms receive it from the server. */
export interface FieldProblem {
	field: string;
	code: string;
	limit?: number | undefined;
	value?: string | undefined;
}

/**
 * The message of each code. Tables name their messages one by one (problem-words/), because whoever looks a message
 * up by its name sends every message in every language to the reader's browser.
 */
export type ProblemWords = Readonly<Record<string, (parameters: { limit: number | string; value: string }) => string>>;

/** The sentence for a problem: as `words` have it, else as for any field. */
export function problemText(problem: FieldProblem, words: ProblemWords = {}): string {
	const anyField: ProblemWords = fieldProblemWords;
	const message = words[problem.code] ?? anyField[problem.code] ?? fieldProblemWords.not_allowed;
	return message({ limit: problem.limit ?? '', value: problem.value ?? '' });
}

/** The id of the element that a field's problem is shown at. */
export function fieldId(field: string): string {
	return field.replaceAll('.', '-');
}
