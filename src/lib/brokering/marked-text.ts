import { READ_FIELDS, type EvidenceSpan, type ReadField } from '#lib/engines/matching/types.ts';

/** A field of a listing as a person reads it, in parts; each part says which pairs of evidence its words belong to. */
export interface MarkedField {
	field: ReadField;
	parts: { text: string; pairs: number[]; /** Pairs that begin here: their number is written before the words. */ starts: number[] }[];
}

/**
 * Whole texts with the words marked that are evidence: `spans[i]` is one side of pair `i`. A span that does not lie where
 * it says (the text has changed since) marks nothing. Fields come in reading order, empty ones are left out.
 */
export function markedFields(texts: Readonly<Partial<Record<ReadField, string>>>, spans: readonly EvidenceSpan[]): MarkedField[] {
	return READ_FIELDS.flatMap((field) => {
		const text = texts[field];
		if (!text) return [];
		const inside = spans
			.map((span, pair) => ({ ...span, pair }))
			.filter((span) => span.field === field && span.end > span.start && text.slice(span.start, span.end) === span.text);
		return [{ field, parts: partsOf(text, inside) }];
	});
}

function partsOf(text: string, spans: readonly { start: number; end: number; pair: number }[]): MarkedField['parts'] {
	const places = [...new Set([0, text.length, ...spans.flatMap(({ start, end }) => [start, end])])].sort((a, b) => a - b);
	return places.slice(0, -1).map((from, index) => ({
		text: text.slice(from, places[index + 1]!),
		pairs: spans.filter(({ start, end }) => start <= from && end >= places[index + 1]!).map(({ pair }) => pair),
		starts: spans.filter(({ start }) => start === from).map(({ pair }) => pair),
	}));
}
