/**
 * What people may write besides words: "quoted phrases", -words to leave out, field:value. Whatever is no operator is a word;
 * nothing is an error. The parser knows no field's meaning: names come in, places and values go out.
 */

/** A part of the query: what was written, where it stands, and what it means without its signs. */
export interface QueryPart {
	start: number;
	end: number;
	value: string;
}

export interface FieldPart<Field extends string> extends QueryPart {
	field: Field;
	/** As it was written. */
	name: string;
	excluded: boolean;
	quoted: boolean;
}

export interface ParsedQuery<Field extends string> {
	/** The query with everything but its words and wanted phrases blanked out; offsets are those of the query. */
	words: string;
	phrases: QueryPart[];
	excludedPhrases: QueryPart[];
	excludedWords: QueryPart[];
	fields: FieldPart<Field>[];
	/** Names that look like a field's and are none; they were read as words. */
	unknownFields: QueryPart[];
}

/** Opening signs with what may close them. German quotes open low and close with what opens English ones. */
const CLOSERS: Readonly<Record<string, string>> = {
	'"': '"＂”“',
	'＂': '＂"',
	'“': '”"“',
	'”': '”',
	'„': '“”"',
	'‟': '”"',
	'«': '»',
	'»': '«',
	'‹': '›',
	'›': '‹',
	'「': '」',
	'『': '』',
	'｢': '｣',
	'《': '》',
	'〈': '〉',
	'〝': '〞〟',
	'‘': '’',
	'‚': '‘’',
};

const MINUS = /[-－−﹣]/u;
const COLON = /[:：﹕]/u;
const SPACE = /\s/u;
const WORD_CHARACTER = /[\p{L}\p{N}\p{M}]/u;
/** Scripts that put no space before a quotation mark, a sign or a field's name. */
const UNSPACED = /[\p{sc=Han}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/u;
/** A field's name: letters, with hyphens inside (co-operation). */
const NAME = /^\p{L}[\p{L}\p{M}]*(?:-[\p{L}\p{M}]+)*$/u;
const LONGEST_NAME = 40;
/** What ends a word that stands alone: space, and the ideographic comma and stop, which need none after them. */
const ENDS_WORD = /[\s，。；！？、]/u;
const ENDS_VALUE = /[\s。；！？]/u;

/** Operators read in one query; what comes after is words. Nobody writes as many. */
const MOST_PARTS = 24;

/** Parses a query in one pass; `fieldOf` gives the field that a name (folded to lower case) stands for. */
export function parseQuery<Field extends string>(query: string, fieldOf: (name: string) => Field | undefined): ParsedQuery<Field> {
	const parsed: ParsedQuery<Field> = { words: '', phrases: [], excludedPhrases: [], excludedWords: [], fields: [], unknownFields: [] };
	const words = new BlankedText(query);
	let at = 0;
	for (let parts = 0; at < query.length && parts < MOST_PARTS; ) {
		const end = takeOperator(query, at, fieldOf, parsed, words);
		if (end > at) parts++;
		at = end > at ? end : nextPlace(query, at);
	}
	parsed.words = words.text();
	return parsed;
}

/** The query's code units, some of them made blank. */
class BlankedText {
	readonly #units: string[];

	constructor(text: string) {
		this.#units = text.split('');
	}

	blank(start: number, end: number): void {
		this.#units.fill(' ', start, end);
	}

	text(): string {
		return this.#units.join('');
	}
}

/** Where an operator may begin next: after this sign. */
function nextPlace(query: string, at: number): number {
	return at + ((query.codePointAt(at) ?? 0) > 0xffff ? 2 : 1);
}

/** Reads the operator that begins at `at`; answers its end, or `at` where there is none. */
function takeOperator<Field extends string>(
	query: string,
	at: number,
	fieldOf: (name: string) => Field | undefined,
	parsed: ParsedQuery<Field>,
	words: BlankedText,
): number {
	if (!mayBegin(query, at)) return at;
	const excluded = MINUS.test(query[at]!) && startsSomething(query, at + 1);
	const from = excluded ? at + 1 : at;
	const phrase = quotedAt(query, from);
	if (phrase) {
		if (excluded) words.blank(at, phrase.end);
		else {
			words.blank(phrase.start, phrase.start + 1);
			words.blank(phrase.end - 1, phrase.end);
		}
		if (WORD_CHARACTER.test(phrase.value)) parsed[excluded ? 'excludedPhrases' : 'phrases'].push({ ...phrase, start: at });
		return phrase.end;
	}
	const field = fieldAt(query, from);
	if (field) {
		const known = fieldOf(field.name.toLowerCase());
		if (known !== undefined) {
			parsed.fields.push({ ...field, field: known, excluded, start: at });
			words.blank(at, field.end);
			return field.end;
		}
		if (!excluded) {
			parsed.unknownFields.push({ start: at, end: from + field.name.length, value: field.name });
			return from + field.name.length;
		}
	}
	if (!excluded) return at;
	const end = wordEnd(query, from, ENDS_WORD);
	parsed.excludedWords.push({ start: at, end, value: query.slice(from, end) });
	words.blank(at, end);
	return end;
}

/** At the beginning, after space or punctuation, or within a script that puts no spaces. */
function mayBegin(query: string, at: number): boolean {
	if (at === 0) return true;
	const before = characterBefore(query, at);
	if (!WORD_CHARACTER.test(before)) return !MINUS.test(before) && !isInnerSign(query, at);
	return UNSPACED.test(before) && query[at]! in CLOSERS;
}

/** Signs within numbers, addresses and names: "3:1", "http://…", "a/b" begin nothing. */
function isInnerSign(query: string, at: number): boolean {
	return /[:/.@&+'’]/u.test(query[at - 1]!);
}

function characterBefore(query: string, at: number): string {
	const low = query.charCodeAt(at - 1);
	return low >= 0xdc00 && low <= 0xdfff && at > 1 ? query.slice(at - 2, at) : query[at - 1]!;
}

/** After a minus: a letter or an opening quotation mark. A minus before a digit is a number's ("-20 °C"). */
function startsSomething(query: string, at: number): boolean {
	const code = query.codePointAt(at);
	if (code === undefined) return false;
	const character = String.fromCodePoint(code);
	return /\p{L}/u.test(character) || quotedAt(query, at) !== null;
}

function quotedAt(query: string, at: number): QueryPart | null {
	const closers = CLOSERS[query[at] ?? ''];
	if (!closers) return null;
	for (let end = at + 1; end < query.length; end++) {
		if (!closers.includes(query[end]!)) continue;
		// An apostrophe within a word closes nothing.
		if (query[end] === '’' && WORD_CHARACTER.test(query[end + 1] ?? '')) continue;
		return end === at + 1 ? null : { start: at, end: end + 1, value: query.slice(at + 1, end) };
	}
	return null;
}

/** `name:value` at a place; the value is quoted, or reaches to the next space. */
function fieldAt(query: string, at: number): { name: string; value: string; start: number; end: number; quoted: boolean } | null {
	let colon = at;
	while (colon < query.length && colon - at <= LONGEST_NAME && !COLON.test(query[colon]!)) {
		if (SPACE.test(query[colon]!)) return null;
		colon++;
	}
	const name = query.slice(at, colon);
	if (colon >= query.length || !COLON.test(query[colon]!) || !NAME.test(name)) return null;
	const from = colon + 1;
	const quoted = quotedAt(query, from);
	if (quoted) return { name, value: quoted.value, start: at, end: quoted.end, quoted: true };
	// "http://", "note: this" and a name at the end are words.
	if (from >= query.length || /[\s/:：]/u.test(query[from]!)) return null;
	const end = wordEnd(query, from, ENDS_VALUE);
	return end === from ? null : { name, value: query.slice(from, end), start: at, end, quoted: false };
}

function wordEnd(query: string, from: number, ends: RegExp): number {
	let end = from;
	while (end < query.length && !ends.test(query[end]!)) end++;
	return end;
}

/** Signs that say nothing and may hide something: control characters, and those that turn the direction of what follows. */
const HIDDEN = /[\p{Cc}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069\uFEFF]/gu;

/**
 * A query as it is read: at most `longest` code units, no half characters, controls and direction signs made blank. Offsets
 * stay those of the query.
 */
export function readableQuery(query: string, longest: number): string {
	return query.slice(0, longest).toWellFormed().replace(HIDDEN, ' ');
}
