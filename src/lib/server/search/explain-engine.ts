import { coverage, type AskedUnit } from '#lib/engines/reading/search-groups.ts';
import type { Reading } from '#lib/engines/reading/text-reader.ts';
import type { GroupExplanation } from '#lib/engines/retrieval/types.ts';
import { analyse } from '#lib/engines/text/analyse.ts';
import { detectLanguage } from '#lib/engines/text/detect-language.ts';
import { LANGUAGES, type Language } from '#lib/engines/text/language.ts';
import type { Thesaurus } from '#lib/engines/thesaurus/thesaurus.ts';
import type { EngineFigures, ExplainedQuery, NamedConcept, ReadRun, ReadWord, ScoredListing, ScorePart, Translation } from '#lib/search/engine-views.ts';
import type { ListingCard } from '#lib/search/types.ts';
import { LONGEST_QUERY } from './read-query.ts';
import type { ExplainedSearch } from './listing-search.ts';
import type { SearchService } from './search-service.ts';

/** Translations shown of a word or a run of words. */
const TRANSLATIONS = 5;
/** Listings shown. */
const RESULTS = 3;

/** Reads a text as search does, and follows it to the first listings. Any text is answered; of a long one the beginning. */
export async function explainQuery(search: SearchService, asked: { text: string; language?: Language }, reader: Language): Promise<ExplainedQuery> {
	const text = asked.text.slice(0, LONGEST_QUERY + 1);
	const explained = await search.explain({
		text,
		...(asked.language ? { language: asked.language } : {}),
		filters: {},
		page: 1,
		pageSize: RESULTS,
		sort: 'relevance',
	});
	const { words, result } = explained;
	const { language } = result;
	const reading = search.reader.read(words, language);
	const { thesaurus } = search.reader;
	return {
		text: words.trim(),
		language,
		detected: detectLanguage(words),
		chosen: asked.language !== undefined,
		words: readWords(words, reading),
		phrases: readPhrases(words, reading),
		concepts: namedConcepts(words, reading, thesaurus, reader),
		result,
		scores: result.hits.map(({ card }) => scoredListing(card, explained, thesaurus, reader)),
	};
}

/** Every word that was cut, with its translations; names' sounds are no translations. */
function readWords(text: string, reading: Reading): ReadWord[] {
	const meaning = new Set(reading.words.map(({ start }) => start));
	return analyse(text, reading.language).map(({ start, end }) => ({
		text: text.slice(start, end),
		start,
		end,
		leftOut: !meaning.has(start),
		translations: surest(reading, (from, to) => from >= start && to <= end),
	}));
}

/** Runs of several words that have a meaning of their own. */
function readPhrases(text: string, reading: Reading): ReadRun[] {
	const runs = new Map<string, ReadRun>();
	for (const { start, end } of reading.pivots) {
		const key = `${start}-${end}`;
		if (runs.has(key) || reading.words.some((word) => word.start <= start && end <= word.end)) continue;
		runs.set(key, { text: text.slice(start, end), start, end, translations: surest(reading, (from, to) => from === start && to === end) });
	}
	return [...runs.values()].filter(({ translations }) => translations.length > 0);
}

function surest(reading: Reading, within: (start: number, end: number) => boolean): Translation[] {
	const weights = new Map<string, number>();
	for (const { pivot, weight, start, end } of reading.pivots)
		if (!isSound(pivot) && within(start, end)) weights.set(pivot, Math.max(weight, weights.get(pivot) ?? 0));
	return [...weights].map(([stem, weight]) => ({ stem, weight })).sort((a, b) => b.weight - a.weight).slice(0, TRANSLATIONS);
}

/** Skeletons of names, by which other scripts find them, are marked so. */
function isSound(pivot: string): boolean {
	return pivot.startsWith('≈');
}

function namedConcepts(text: string, reading: Reading, thesaurus: Thesaurus, reader: Language): NamedConcept[] {
	const seen = new Set<string>();
	return reading.concepts.flatMap(({ concept: id, start, end }) => {
		const key = `${id} ${start}`;
		if (seen.has(key)) return [];
		seen.add(key);
		const own = (thesaurus.concept(id)?.labels[reader].length ?? 0) > 0;
		return [{ text: text.slice(start, end), start, end, id, label: thesaurus.label(id, reader), labelLanguage: own ? reader : ('en' as const) }];
	});
}

function scoredListing(card: ListingCard, explained: ExplainedSearch, thesaurus: Thesaurus, reader: Language): ScoredListing {
	const parts = scoreParts(explained.scored.get(card.id) ?? [], explained, thesaurus, reader);
	return {
		card,
		parts,
		points: parts.reduce((sum, { points }) => sum + points, 0),
		answered: answeredShare(explained.units, explained.answered.get(card.id) ?? []),
	};
}

/** One word asked alone is answered by every listing found. */
function answeredShare(units: readonly AskedUnit[], answered: readonly GroupExplanation[]): number {
	return units.length < 2 ? 1 : coverage(units, answered);
}

/** What each run of words brought, the most first. Several translations of one run are one part, named by the strongest. */
function scoreParts(
	found: readonly GroupExplanation[],
	{ words, groups }: ExplainedSearch,
	thesaurus: Thesaurus,
	reader: Language,
): ScorePart[] {
	const parts = new Map<string, ScorePart & { most: number }>();
	for (const { group, term, field, contribution } of found) {
		const asked = groups[group];
		if (!asked || contribution <= 0) continue;
		const key = `${asked.kind} ${asked.start}-${asked.end} ${asked.kind === 'concept' ? term : ''}`;
		const known = parts.get(key);
		if (known && known.most >= contribution) {
			known.points += contribution;
			continue;
		}
		const part = { text: words.slice(asked.start, asked.end), kind: asked.kind, via: viaOf(term, thesaurus, reader), field };
		parts.set(key, { ...part, points: contribution + (known?.points ?? 0), most: contribution });
	}
	return [...parts.values()].sort((a, b) => b.points - a.points).map(({ most: _most, ...part }) => part);
}

function viaOf(term: string, thesaurus: Thesaurus, reader: Language): ScorePart['via'] {
	if (term.startsWith('c:')) return { kind: 'concept', label: thesaurus.label(term.slice(2), reader) };
	if (term.startsWith('p:') && !isSound(term.slice(2))) return { kind: 'translation', stem: term.slice(2) };
	return { kind: 'same-word' };
}

export async function engineFigures(search: SearchService): Promise<EngineFigures> {
	const { facets } = await search.search({ text: '', filters: {}, page: 1, pageSize: 1, sort: 'relevance' });
	const listings = new Map(facets.language.map(({ value, count }) => [value, count]));
	const { thesaurus } = search.reader;
	const concepts = [...thesaurus.all()];
	return {
		concepts: concepts.length,
		listings: search.counts().total,
		languages: LANGUAGES.map((language) => ({
			language,
			listings: listings.get(language) ?? 0,
			keys: search.reader.keyCount(language),
			labels: concepts.reduce((sum, { labels }) => sum + labels[language].length, 0),
			reviewed: concepts.length === 0 ? 0 : concepts.filter(({ reviewed }) => reviewed.has(language)).length / concepts.length,
		})),
	};
}
