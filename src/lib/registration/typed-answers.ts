import type { Answer, Question } from './questions.ts';

/** What a condition needs of the answers in a form, by the names `q_<id>` of its fields: keys, and yes or no. */
export function typedAnswers(questions: readonly Pick<Question, 'id' | 'kind'>[], valuesOf: (field: string) => readonly string[]): Map<string, Answer> {
	const answers = new Map<string, Answer>();
	for (const { id, kind } of questions) {
		const values = valuesOf(`q_${id}`).filter((value) => value !== '');
		if (values.length === 0) continue;
		if (kind === 'choices') answers.set(id, [...values]);
		else if (kind === 'yes-no') answers.set(id, values[0] === 'yes');
		else answers.set(id, values[0]!);
	}
	return answers;
}

/** An answer as the values of its field. */
export function valuesOfAnswer(answer: Answer | undefined): string[] {
	if (answer === undefined) return [];
	if (typeof answer === 'boolean') return [answer ? 'yes' : 'no'];
	if (Array.isArray(answer)) return answer;
	return typeof answer === 'object' ? [] : [String(answer)];
}
