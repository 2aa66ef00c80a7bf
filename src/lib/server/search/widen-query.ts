import { wordKey } from '#lib/engines/reading/index-terms.ts';
import type { ReadGroup } from '#lib/engines/reading/query-groups.ts';
import type { RetrievalIndex } from '#lib/engines/retrieval/index.ts';
import type { Language } from '#lib/engines/text/language.ts';

/** Languages whose words are letters one can mistype or leave half written; the others are cut by a dictionary. */
const SPELLED: ReadonlySet<Language> = new Set<Language>(['en', 'vi', 'id', 'ms', 'fil', 'ta', 'pt']);

const PREFIX_WEIGHT = 0.6;
const FUZZY_WEIGHT = 0.55;
/** Shorter words have too many neighbours. */
const LEAST_FUZZY = 4;

interface WidenContext {
	text: string;
	language: Language;
	index: RetrievalIndex;
	/** Whether the last word may be half typed. */
	typing: boolean;
}

/** A word of the query that no listing has, and the term of the index that is most like it. */
export interface Correction {
	start: number;
	end: number;
	term: string;
}

/**
 * Widens the words of a query that the index does not know: the last word, while it is being typed, by the words that
 * begin with it; any other by words one or two edits away.
 */
export function widenGroups(groups: readonly ReadGroup[], context: WidenContext): { groups: ReadGroup[]; corrections: Correction[] } {
	const corrections: Correction[] = [];
	const last = Math.max(0, ...groups.filter((group) => group.kind === 'word').map((group) => group.end));
	const widened = groups.map((group) => {
		if (group.kind !== 'word') return group;
		const known = isKnown(group, context.index);
		const wider = context.typing && group.end === last ? withPrefixes(group, context) : group;
		if (known || !SPELLED.has(context.language)) return wider;
		const nearest = nearTerms(group, context);
		if (nearest[0] && !isKnown(wider, context.index)) corrections.push({ start: group.start, end: group.end, term: nearest[0] });
		return { ...wider, alternatives: [...wider.alternatives, ...nearest.map((term) => ({ term, weight: FUZZY_WEIGHT }))] };
	});
	return { groups: widened, corrections };
}

function isKnown(group: ReadGroup, index: RetrievalIndex): boolean {
	return group.alternatives.some(({ term }) => index.termDocumentFrequency(term) > 0);
}

function withPrefixes(group: ReadGroup, context: WidenContext): ReadGroup {
	const word = context.text.slice(group.start, group.end).normalize('NFKC').toLowerCase();
	if (word.length < 2) return group;
	const alternatives = [...group.alternatives];
	for (const { term } of context.index.expandPrefix(wordKey(context.language, word), 12))
		if (!alternatives.some((alternative) => alternative.term === term)) alternatives.push({ term, weight: PREFIX_WEIGHT });
	return { ...group, alternatives };
}

/** Terms of the query's language a typing mistake away: stems are compared with stems, as the index holds them. */
function nearTerms(group: ReadGroup, context: WidenContext): string[] {
	const own = group.alternatives[0]?.term ?? '';
	const namespace = wordKey(context.language, '');
	const word = own.slice(namespace.length);
	if (!own.startsWith(namespace) || word.length < LEAST_FUZZY) return [];
	return context.index
		.expandFuzzy(own, word.length >= 8 ? 2 : 1, 5, namespace.length + 1)
		.map(({ term }) => term)
		.filter((term) => term.startsWith(namespace) && term !== own);
}
