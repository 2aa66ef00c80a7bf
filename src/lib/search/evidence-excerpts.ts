import type { EvidenceSpan, ReadField } from '#lib/engines/matching/types.ts';

/** Characters shown on either side of a word that is evidence. */
const AROUND = 56;
/** A field no longer than this is shown whole. */
const WHOLE = 150;
/** How far a cut may move to fall between words. */
const SNAP = 14;

/** A stretch of one field; each part says which pairs of evidence its words belong to. */
export interface Excerpt {
	field: ReadField;
	parts: { text: string; pairs: number[] }[];
	/** Whether text was left out before and after. */
	cutBefore: boolean;
	cutAfter: boolean;
}

interface Window {
	start: number;
	end: number;
}

/**
 * Quotes the words that are evidence with some text around them, field by field. `spans[i]` is one side of pair `i`.
 * A span that does not lie where it says (the text has changed since) is quoted alone.
 */
export function excerptsOf(spans: readonly EvidenceSpan[], texts: Readonly<Partial<Record<ReadField, string>>>): Excerpt[] {
	const numbered = spans.map((span, pair) => ({ ...span, pair }));
	const holds = (span: EvidenceSpan) => texts[span.field]?.slice(span.start, span.end) === span.text;
	const fields = [...new Set(numbered.filter(holds).map(({ field }) => field))];
	const quoted = fields.flatMap((field) => {
		const here = numbered.filter((span) => span.field === field && holds(span));
		const text = texts[field]!;
		return windowsAround(here, text).map((window) => excerpt(field, text, window, here));
	});
	const alone = numbered
		.filter((span) => !holds(span))
		.map(({ field, text, pair }) => ({ field, parts: [{ text, pairs: [pair] }], cutBefore: true, cutAfter: true }));
	return [...quoted, ...alone];
}

function windowsAround(spans: readonly Window[], text: string): Window[] {
	if (text.length <= WHOLE) return [{ start: 0, end: text.length }];
	const wanted = spans
		.map(({ start, end }) => ({ start: cutAt(text, start - AROUND, 1), end: cutAt(text, end + AROUND, -1) }))
		.map((window, index) => ({ start: Math.min(window.start, spans[index]!.start), end: Math.max(window.end, spans[index]!.end) }))
		.sort((a, b) => a.start - b.start);
	const merged: Window[] = [];
	for (const window of wanted) {
		const last = merged.at(-1);
		if (last && window.start <= last.end + SNAP) last.end = Math.max(last.end, window.end);
		else merged.push(window);
	}
	return merged;
}

/** A place near `at` where the text may be cut: at a space if one is near, never between a letter and its marks. */
function cutAt(text: string, at: number, direction: 1 | -1): number {
	if (at <= 0) return 0;
	if (at >= text.length) return text.length;
	for (let step = 0; step <= SNAP; step++) {
		const place = at + step * direction;
		if (/\s/.test(text[place] ?? '')) return direction === 1 ? place + 1 : place;
	}
	let place = at;
	while (place > 0 && place < text.length && /[\p{M}\uDC00-\uDFFF]/u.test(text[place]!)) place += direction;
	return place;
}

function excerpt(field: ReadField, text: string, window: Window, spans: readonly (Window & { pair: number })[]): Excerpt {
	const inside = spans.filter(({ start, end }) => start >= window.start && end <= window.end);
	const cuts = [window.start, window.end, ...inside.flatMap(({ start, end }) => [start, end])];
	const places = [...new Set(cuts)].sort((a, b) => a - b);
	const parts = places.slice(0, -1).map((from, index) => {
		const to = places[index + 1]!;
		return {
			text: text.slice(from, to),
			pairs: inside.filter(({ start, end }) => start <= from && end >= to).map(({ pair }) => pair),
		};
	});
	return { field, parts, cutBefore: window.start > 0, cutAfter: window.end < text.length };
}
