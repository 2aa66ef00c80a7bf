import { broaderShares, conceptKey, foldedKey, pivotKey, wordKey } from '#lib/engines/reading/index-terms.ts';
import type { ReadGroup } from '#lib/engines/reading/query-groups.ts';
import type { Reading, TextReader } from '#lib/engines/reading/text-reader.ts';
import type { Language } from '#lib/engines/text/language.ts';
import type { HitReason, TextSpan } from '#lib/search/types.ts';

/** A translation this unlikely is no reason to light a word up. */
const LEAST_LIKELY = 0.2;

/** The query's terms by key, each with the group it belongs to and how surely it stands for it. */
export type WantedTerms = ReadonlyMap<string, { group: ReadGroup; weight: number }>;

export function wantedTerms(groups: readonly ReadGroup[]): WantedTerms {
	const wanted = new Map<string, { group: ReadGroup; weight: number }>();
	for (const group of groups)
		for (const { term, weight } of group.alternatives) {
			const known = wanted.get(term);
			if (!known || known.weight < weight) wanted.set(term, { group, weight });
		}
	return wanted;
}

/** A run of a text that answers a group of the query, and through which key. */
export interface FoundSpan extends TextSpan {
	key: string;
	group: ReadGroup;
	strength: number;
}

/** Every run of a text that answers the query, in reading order; where runs overlap, the strongest stays. */
export function foundSpans(text: string, language: Language, wanted: WantedTerms, reader: TextReader): FoundSpan[] {
	if (text === '') return [];
	const reading = reader.read(text, language);
	const candidates = [...wordSpans(reading, wanted), ...pivotSpans(reading, wanted), ...conceptSpans(reading, wanted, reader)];
	candidates.sort((a, b) => b.strength - a.strength || b.end - b.start - (a.end - a.start) || a.start - b.start);
	const kept: FoundSpan[] = [];
	for (const span of candidates)
		if (!kept.some((other) => span.start < other.end && other.start < span.end)) kept.push(span);
	return kept.sort((a, b) => a.start - b.start);
}

function* wordSpans(reading: Reading, wanted: WantedTerms): Generator<FoundSpan> {
	for (const { term, start, end } of reading.words)
		for (const key of [wordKey(reading.language, term), foldedKey(reading.language, term)]) {
			const hit = wanted.get(key);
			if (hit) yield { start, end, key, group: hit.group, strength: hit.weight };
		}
}

function* pivotSpans(reading: Reading, wanted: WantedTerms): Generator<FoundSpan> {
	for (const { pivot, weight, start, end } of reading.pivots) {
		const hit = wanted.get(pivotKey(pivot));
		const strength = hit ? hit.weight * weight : 0;
		if (hit && strength >= LEAST_LIKELY) yield { start, end, key: pivotKey(pivot), group: hit.group, strength };
	}
}

function* conceptSpans(reading: Reading, wanted: WantedTerms, reader: TextReader): Generator<FoundSpan> {
	for (const { concept, start, end } of reading.concepts) {
		const exact = wanted.get(conceptKey(concept));
		if (exact) {
			yield { start, end, key: conceptKey(concept), group: exact.group, strength: 1.1 };
			continue;
		}
		for (const [above, share] of broaderShares(concept, reader.thesaurus)) {
			const hit = wanted.get(conceptKey(above));
			if (hit) yield { start, end, key: conceptKey(above), group: hit.group, strength: share };
		}
	}
}

/** The strongest reasons why a text answers a query, at most one for each group. */
export function reasonsFrom(query: string, text: string, spans: readonly FoundSpan[], limit: number): HitReason[] {
	const byGroup = new Map<string, FoundSpan>();
	for (const span of spans) {
		const place = `${span.group.start}-${span.group.end}`;
		const known = byGroup.get(place);
		if (!known || span.strength > known.strength) byGroup.set(place, span);
	}
	return [...byGroup.values()]
		.sort((a, b) => b.strength * b.group.weight - a.strength * a.group.weight)
		.slice(0, limit)
		.map((span) => reasonOf(query, text, span));
}

function reasonOf(query: string, text: string, span: FoundSpan): HitReason {
	const asked = query.slice(span.group.start, span.group.end);
	const found = text.slice(span.start, span.end);
	const same = asked.normalize('NFKC').toLowerCase() === found.normalize('NFKC').toLowerCase();
	if (!same && span.key.startsWith('c:')) return { query: asked, found, via: 'concept', concept: span.key.slice(2) };
	if (same || !span.key.startsWith('p:')) return { query: asked, found, via: 'same-word' };
	return { query: asked, found, via: 'translation' };
}
