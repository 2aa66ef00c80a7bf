import { wordKey } from '#lib/engines/reading/index-terms.ts';
import type { ReadGroup } from '#lib/engines/reading/query-groups.ts';
import type { RetrievalIndex } from '#lib/engines/retrieval/index.ts';
import type { Language } from '#lib/engines/text/language.ts';

/** Languages whose words are letters one can mistype or leave half written; the others are cut by a dictionary. */
const SPELLED: ReadonlySet<Language> = new Set<Language>(['en', 'vi', 'id', 'ms', 'fil', 'ta', 'pt']);

const PREFIX_WEIGHT = 0.6;
const FUZZY_WEIGHT = 0.55;

interface WidenContext {
	text: string;
	language: Language;
	index: RetrievalIndex;
	/** Whether the last word may be half typed. */
	typing: boolean;
}

/**
 * Widens the words of a query that the index does not know: the last word, while it is being typed, by the words that
 * begin with it; any other by words one or two edits away. What was corrected is offered as "did you mean".
 */
export function widenGroups(groups: readonly ReadGroup[], context: WidenContext): { groups: ReadGroup[]; didYouMean: string | null } {
	let corrected = context.text;
	let changed = false;
	const last = Math.max(0, ...groups.filter((group) => group.kind === 'word').map((group) => group.end));
	const widened = groups.map((group) => {
		if (group.kind !== 'word') return group;
		const word = context.text.slice(group.start, group.end).normalize('NFKC').toLowerCase();
		const known = group.alternatives.some(({ term }) => context.index.termDocumentFrequency(term) > 0);
		if (context.typing && group.end === last && word.length >= 2) group = withPrefixes(group, word, context);
		if (known || !SPELLED.has(context.language) || word.length < 4) return group;
		const nearest = nearWords(word, context);
		const best = nearest[0];
		if (!best) return group;
		if (group.alternatives.every(({ term }) => context.index.termDocumentFrequency(term) === 0)) {
			corrected = corrected.slice(0, group.start) + best.word + corrected.slice(group.end);
			changed = true;
		}
		return {
			...group,
			alternatives: [...group.alternatives, ...nearest.map(({ term }) => ({ term, weight: FUZZY_WEIGHT }))],
		};
	});
	return { groups: widened, didYouMean: changed ? corrected : null };
}

function withPrefixes(group: ReadGroup, word: string, context: WidenContext): ReadGroup {
	const expansions = context.index.expandPrefix(wordKey(context.language, word), 12);
	const alternatives = [...group.alternatives];
	for (const { term } of expansions)
		if (!alternatives.some((alternative) => alternative.term === term)) alternatives.push({ term, weight: PREFIX_WEIGHT });
	return { ...group, alternatives };
}

function nearWords(word: string, context: WidenContext): { term: string; word: string }[] {
	const edits = word.length >= 8 ? 2 : 1;
	const prefix = wordKey(context.language, '');
	return context.index
		.expandFuzzy(wordKey(context.language, word), edits, 5, prefix.length + 1)
		.filter(({ term }) => term.startsWith(prefix))
		.map(({ term }) => ({ term, word: term.slice(prefix.length) }));
}

