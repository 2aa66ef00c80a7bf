import type { Language } from '#lib/engines/text/language.ts';
import { BYTE_ORDER_MARK, csvLine } from '#lib/server/imports/spreadsheet-text.ts';
import { localTextFor } from '#lib/text/local-text.ts';
import { answerText } from '../desk/list-csv.ts';
import type { surveyTable } from './view-surveys.ts';

type Table = Awaited<ReturnType<typeof surveyTable>>;

/**
 * The answers to a survey as CSV for spreadsheets. With names, a line is a person. Without, a line is an answer to one question
 * and how many gave it, so that no answer leads to another of the same person; `few` stands where so few answered that one would
 * know whose they are.
 */
export function answersCsv({ questions, people }: Pick<Table, 'questions' | 'people'>, reader: Language): string {
	const labelOf = ({ labels }: Table['questions'][number]) => localTextFor(labels, reader)?.text ?? '';
	if (people) {
		const lines = people.map(({ names, answers }) => csvLine([names[0]?.text ?? '', ...questions.map((question) => answerText(question, answers.get(question.id), reader))]));
		return BYTE_ORDER_MARK + csvLine(['name', ...questions.map(labelOf)]) + lines.join('');
	}
	const lines = questions.flatMap((question) => {
		const { hidden, held, counts, texts } = question.figures;
		if (hidden) return [csvLine([labelOf(question), '', 'few'])];
		const isChoice = question.kind === 'choice' || question.kind === 'choices';
		return [...counts.map(({ key, count }) => csvLine([labelOf(question), isChoice ? answerText(question, key, reader) : key, String(count)])), ...texts.map(({ text }) => csvLine([labelOf(question), text, '1'])), ...(held > 0 ? [csvLine([labelOf(question), '', 'few'])] : [])];
	});
	return BYTE_ORDER_MARK + csvLine(['question', 'answer', 'count']) + lines.join('');
}
