import { wordKey } from '#lib/engines/reading/index-terms.ts';
import type { ReadGroup } from '#lib/engines/reading/query-groups.ts';
import type { Retrieval } from '#lib/engines/retrieval/retrieval.ts';
import type { TermExpansion } from '#lib/engines/retrieval/types.ts';
import type { Language } from '#lib/engines/text/language.ts';

/** Languages whose words are letters one can mistype or leave half written; the others are cut by a dictionary. */
const SPELLED: ReadonlySet<Language> = new Set<Language>(['en', 'vi', 'id', 'ms', 'fil', 'ta', 'pt']);

const PREFIX_WEIGHT = 0.6;
const FUZZY_WEIGHT = 0.55;
/** Shorter words have too many neighbours. */
const LEAST_FUZZY = 4;
/** Words that one begins with, and words like one, that are asked for in its place. */
const PREFIXES = 12;
const NEIGHBOURS = 5;
/** Neighbours looked at before they are weighed. */
const LOOKED_AT = 40;
/** A typing mistake is about that much less likely than none, in powers of e, for each letter (Kernighan, Church and Gale 1990). */
const MISTAKE_COST = 3.5;
/** A word of the index is itself taken for a mistake where one like it is this many times as frequent. */
const MUCH_MORE_FREQUENT = 60;
const RARE = 2;

interface WidenContext {
	text: string;
	language: Language;
	retrieval: Retrieval;
	/** Whether the last word may be half typed. */
	typing: boolean;
}

/** A word of the query that no listing has, or hardly one, and the term of the index that was probably meant. */
export interface Correction {
	start: number;
	end: number;
	term: string;
}

/**
 * Widens the words of a query that the index does not know: the last word, while it is being typed, by the words that
 * begin with it; any other by words one or two edits away, the more frequent and the nearer the better.
 */
export async function widenGroups(groups: readonly ReadGroup[], context: WidenContext): Promise<{ groups: ReadGroup[]; corrections: Correction[] }> {
	const corrections: Correction[] = [];
	const words = groups.filter((group) => group.kind === 'word');
	const last = Math.max(0, ...words.map((group) => group.end));
	const frequencies = await context.retrieval.documentFrequencies(words.flatMap(({ alternatives }) => alternatives.map(({ term }) => term)));
	const frequencyOf = (group: ReadGroup) => Math.max(0, ...group.alternatives.map(({ term }) => frequencies.get(term) ?? 0));
	const widened: ReadGroup[] = [];
	for (const group of groups) {
		if (group.kind !== 'word') {
			widened.push(group);
			continue;
		}
		const own = frequencyOf(group);
		const prefixes = context.typing && group.end === last ? await prefixesOf(group, context) : [];
		const wider = { ...group, alternatives: [...group.alternatives, ...prefixes.map((term) => ({ term, weight: PREFIX_WEIGHT }))] };
		if (own > RARE || !SPELLED.has(context.language)) {
			widened.push(wider);
			continue;
		}
		const nearest = await nearTerms(group, context);
		const likely = nearest[0];
		if (likely && prefixes.length === 0 && (own === 0 || likely.documentFrequency >= own * MUCH_MORE_FREQUENT))
			corrections.push({ start: group.start, end: group.end, term: likely.term });
		const more = own === 0 ? nearest.map(({ term }) => ({ term, weight: FUZZY_WEIGHT })) : [];
		widened.push({ ...wider, alternatives: [...wider.alternatives, ...more] });
	}
	return { groups: widened, corrections };
}

async function prefixesOf(group: ReadGroup, context: WidenContext): Promise<string[]> {
	const word = context.text.slice(group.start, group.end).normalize('NFKC').toLowerCase();
	if (word.length < 2) return [];
	const found = await context.retrieval.expandPrefix(wordKey(context.language, word), PREFIXES);
	return found.map(({ term }) => term).filter((term) => !group.alternatives.some((alternative) => alternative.term === term));
}

/** Terms of the query's language a typing mistake away: stems are compared with stems, as the index holds them. */
async function nearTerms(group: ReadGroup, context: WidenContext): Promise<TermExpansion[]> {
	const own = group.alternatives[0]?.term ?? '';
	const namespace = wordKey(context.language, '');
	const word = own.slice(namespace.length);
	if (!own.startsWith(namespace) || word.length < LEAST_FUZZY || /\d/.test(word)) return [];
	const near = await context.retrieval.expandFuzzy(own, word.length >= 8 ? 2 : 1, LOOKED_AT, namespace.length + 1);
	const likelihood = ({ documentFrequency, distance }: TermExpansion) => Math.log(documentFrequency) - MISTAKE_COST * distance;
	return near
		.filter(({ term }) => term.startsWith(namespace) && term !== own)
		.sort((a, b) => likelihood(b) - likelihood(a))
		.slice(0, NEIGHBOURS);
}
