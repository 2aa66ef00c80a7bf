import type { Answer, Question } from '#lib/registration/questions.ts';
import type { Language } from '#lib/engines/text/language.ts';
import { BYTE_ORDER_MARK, csvLine } from '#lib/server/imports/spreadsheet-text.ts';
import { localTextFor, type LocalText } from '#lib/text/local-text.ts';
import type { viewTable } from '../view-desk.ts';

type Table = Awaited<ReturnType<typeof viewTable>>;
type Row = Table['registrations'][number];

const textFor = (texts: readonly LocalText[], reader: Language) => localTextFor(texts, reader)?.text ?? '';

/** An answer as a cell: choices in the reader's words, yes and no as such, of a file its name. */
export function answerText(question: Pick<Question, 'choices'>, answer: Answer | undefined, reader: Language): string {
	if (answer === undefined) return '';
	if (typeof answer === 'boolean') return answer ? 'yes' : 'no';
	if (typeof answer === 'number') return String(answer);
	const label = (key: string) => textFor(question.choices.find((choice) => choice.key === key)?.labels ?? [], reader) || key;
	if (typeof answer === 'string') return label(answer);
	return Array.isArray(answer) ? answer.map(label).join('; ') : answer.name;
}

const wish = (of: (wishes: NonNullable<Row['wishes']>) => string | null) => (row: Row) => (row.wishes ? (of(row.wishes) ?? '') : '');
const COLUMNS: Record<string, (row: Row, reader: Language) => string> = {
	state: ({ state }) => state,
	category: ({ category }) => category,
	name: ({ names }) => names[0]?.text ?? '',
	own_name: ({ names }) => names[1]?.text ?? '',
	organisation: ({ worksAt }, reader) => textFor(worksAt, reader),
	headline: ({ headline }, reader) => textFor(headline, reader),
	country: ({ country }) => country,
	languages: ({ languages }) => languages.join(' '),
	email: ({ email }) => email,
	registered_at: ({ createdAt }) => createdAt.toISOString(),
	phone: wish(({ phone }) => phone),
	diet: wish(({ diet, dietNote }) => [...diet, dietNote].filter(Boolean).join('; ')),
	access: wish(({ accessNote }) => accessNote),
	stays_from: wish(({ staysFrom }) => staysFrom),
	stays_until: wish(({ staysUntil }) => staysUntil),
	stay_note: wish(({ stayNote }) => stayNote),
	arrives_on: wish(({ arrivesOn }) => arrivesOn),
	arrives_with: wish(({ arrivesWith }) => arrivesWith),
	leaves_on: wish(({ leavesOn }) => leavesOn),
	leaves_with: wish(({ leavesWith }) => leavesWith),
	fetched: wish(({ fetched }) => (fetched ? 'yes' : '')),
	visa: wish(({ visa }) => (visa ? 'yes' : '')),
};

/** A list of registrations as CSV for spreadsheets, with the answers to each question. Passports are not in it. */
export function listCsv({ registrations, questions }: Pick<Table, 'registrations' | 'questions'>, reader: Language): string {
	const head = [...Object.keys(COLUMNS), ...questions.map(({ labels }) => textFor(labels, reader))];
	const lines = registrations.map((row) => csvLine([...Object.values(COLUMNS).map((cell) => cell(row, reader)), ...questions.map((question) => answerText(question, row.answers.get(question.id), reader))]));
	return BYTE_ORDER_MARK + csvLine(head) + lines.join('');
}
