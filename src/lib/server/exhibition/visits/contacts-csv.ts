import type { Language } from '#lib/engines/text/language.ts';
import { BYTE_ORDER_MARK, csvLine } from '#lib/server/imports/spreadsheet-text.ts';
import { localTextFor, type LocalText } from '#lib/text/local-text.ts';
import type { StandContactLine, viewContacts } from './contacts.ts';

type View = Awaited<ReturnType<typeof viewContacts>>;

const COLUMNS: Record<string, (line: StandContactLine, reader: Language, interests: (line: StandContactLine) => string) => string> = {
	name: ({ visitor }) => visitor?.names[0]?.text ?? '',
	own_name: ({ visitor }) => visitor?.names[1]?.text ?? '',
	organisation: ({ visitor }, reader) => textFor(visitor?.worksAt, reader),
	headline: ({ visitor }, reader) => textFor(visitor?.headline, reader),
	country: ({ visitor }) => visitor?.country ?? '',
	languages: ({ visitor }) => visitor?.languages.join(' ') ?? '',
	email: ({ visitor }) => visitor?.email ?? '',
	first_visit: ({ firstAt }) => firstAt.toISOString(),
	last_visit: ({ lastAt }) => lastAt.toISOString(),
	interested_in: (line, _reader, interests) => interests(line),
	next_step: ({ note }) => note?.nextStep ?? '',
	note: ({ note }) => note?.words ?? '',
};
const textFor = (texts: readonly LocalText[] | undefined, reader: Language) => localTextFor(texts ?? [], reader)?.text ?? '';

/** The contacts of a stand as CSV for spreadsheets; of visitors who did not agree, what was written and no name. */
export function contactsCsv({ contacts, listings }: Pick<View, 'contacts' | 'listings'>, reader: Language): string {
	const interests = (line: StandContactLine) =>
		listings
			.filter(({ id }) => line.listings.includes(id))
			.map(({ reference, titles }) => `${reference} ${textFor(titles, reader)}`)
			.join('; ');
	return BYTE_ORDER_MARK + csvLine(Object.keys(COLUMNS)) + contacts.map((line) => csvLine(Object.values(COLUMNS).map((cell) => cell(line, reader, interests)))).join('');
}
