import { parseQuery, readableQuery, type FieldPart, type QueryPart } from '#lib/engines/reading/query-syntax.ts';
import { unitRow } from '#lib/engines/reading/exact-phrase.ts';
import type { FacetSelection } from '#lib/engines/retrieval/types.ts';
import { queryField, SINGLE_VALUED, type QueryField, type QueryNote } from '#lib/search/query-fields.ts';
import { fieldValues, type FieldNames } from './field-values.ts';

/** The most characters of a query that are read; a listing's title and summary pasted whole still fit. */
export const LONGEST_QUERY = 1000;

/** A typed query, understood: what is asked for in words, and what restricts the answer. */
export interface UnderstoodQuery {
	/** As typed, without what nobody can see. */
	text: string;
	/** The words with all else blanked out; offsets are those of `text`. */
	words: string;
	phrases: string[];
	titles: TitleAsked[];
	excludedPhrases: string[];
	excludedWords: string[];
	excludedTitles: TitleAsked[];
	require: FacetSelection[];
	excludedFacets: Record<string, string[]>;
	notes: QueryNote[];
	/** Nothing can fit: parts of the query rule each other out. */
	impossible: boolean;
}

export interface TitleAsked {
	value: string;
	/** Exactly these words; otherwise any form of them. */
	exact: boolean;
}

/** Reads operators and fields out of what was typed. Whatever is not understood is read as words, and said. */
export function understandQuery(typed: string, names: FieldNames): UnderstoodQuery {
	const text = readableQuery(typed, LONGEST_QUERY);
	const parsed = parseQuery(text, queryField);
	const query: UnderstoodQuery = {
		text,
		words: parsed.words,
		phrases: parsed.phrases.map(({ value }) => value),
		titles: [],
		excludedPhrases: parsed.excludedPhrases.map(({ value }) => value),
		excludedWords: parsed.excludedWords.map(({ value }) => value),
		excludedTitles: [],
		require: [],
		excludedFacets: {},
		notes: [...new Set(parsed.unknownFields.map(({ value }) => value))].map((name) => ({ kind: 'unknown-field', name })),
		impossible: false,
	};
	if (typed.length > LONGEST_QUERY) query.notes.push({ kind: 'too-long', most: LONGEST_QUERY });
	const asked = new Map<QueryField, { part: FieldPart<QueryField>; values: string[] }[]>();
	for (const part of parsed.fields) takeField(part, query, asked, names);
	for (const [field, parts] of asked) if (SINGLE_VALUED.has(field)) noteContradictions(parts, query);
	notePhraseContradictions(parsed.phrases, parsed.excludedPhrases, query);
	return query;
}

function takeField(
	part: FieldPart<QueryField>,
	query: UnderstoodQuery,
	asked: Map<QueryField, { part: FieldPart<QueryField>; values: string[] }[]>,
	names: FieldNames,
): void {
	const { field, value, excluded } = part;
	if (field === 'title') {
		if (unitRow(value) === '') return;
		(excluded ? query.excludedTitles : query.titles).push({ value, exact: part.quoted });
		// A word wanted in the title is also a word wanted.
		if (!excluded) query.words = withWords(query.words, part, query.text);
		return;
	}
	const facet = field === 'stage' && /^\s*[<>≤≥]?=?\s*\d/.test(value) ? 'trl' : field;
	const values = fieldValues(facet, value, names);
	if (values.length === 0) query.notes.push({ kind: 'unknown-value', field, value });
	else if (excluded) query.excludedFacets[facet] = [...(query.excludedFacets[facet] ?? []), ...values];
	else {
		query.require.push({ [facet]: values });
		asked.set(facet, [...(asked.get(facet) ?? []), { part, values }]);
	}
}

/** The words with a field's value put back in its place. */
function withWords(words: string, part: FieldPart<QueryField>, text: string): string {
	const at = text.indexOf(part.value, part.start + part.name.length);
	return at < 0 ? words : words.slice(0, at) + part.value + words.slice(at + part.value.length);
}

/** A listing has one country: two that do not overlap are asked of none. */
function noteContradictions(parts: readonly { part: FieldPart<QueryField>; values: string[] }[], query: UnderstoodQuery): void {
	let left = parts[0]!;
	for (const next of parts.slice(1)) {
		const both = left.values.filter((value) => next.values.includes(value));
		if (both.length === 0) contradict(query, written(left.part, query), written(next.part, query));
		left = { part: next.part, values: both };
	}
	for (const { part, values } of parts) {
		const facet = part.field;
		const barred = query.excludedFacets[facet] ?? [];
		if (values.every((value) => barred.includes(value))) contradict(query, written(part, query), `-${written(part, query)}`);
	}
}

function notePhraseContradictions(wanted: readonly QueryPart[], barred: readonly QueryPart[], query: UnderstoodQuery): void {
	for (const phrase of wanted)
		for (const other of barred)
			if (unitRow(phrase.value).includes(unitRow(other.value))) contradict(query, `“${phrase.value}”`, `-“${other.value}”`);
}

function contradict(query: UnderstoodQuery, first: string, second: string): void {
	query.impossible = true;
	query.notes.push({ kind: 'contradiction', first, second });
}

function written({ start, end }: QueryPart, query: UnderstoodQuery): string {
	return query.text.slice(start, end);
}
