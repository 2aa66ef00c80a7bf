import { unitKey } from '#lib/engines/reading/exact-phrase.ts';
import { wordKey } from '#lib/engines/reading/index-terms.ts';
import type { ReadGroup } from '#lib/engines/reading/query-groups.ts';
import type { Retrieval } from '#lib/engines/retrieval/retrieval.ts';
import type { TermExpansion } from '#lib/engines/retrieval/types.ts';
import { analyse } from '#lib/engines/text/analyse.ts';
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
const MUCH_MORE_FREQUENT = 15;
/** Words of more than this share of the listings, and of more than a few, are no mistakes. */
const RARE_SHARE = 0.001;
const RARE_LEAST = 2;

interface WidenContext {
	text: string;
	language: Language;
	retrieval: Retrieval;
	/** Whether the last word may be half typed. */
	typing: boolean;
}

/** A word of the query that no listing has, or hardly one, and the word of the listings that was probably meant. */
export interface Correction {
	start: number;
	end: number;
	word: string;
}

/** A word as listings write it, a typing mistake away from the one asked, and the key that it is searched by. */
interface NearWord {
	word: string;
	key: string;
	documentFrequency: number;
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
	const rare = Math.max(RARE_LEAST, (await context.retrieval.size()) * RARE_SHARE);
	const frequencyOf = (group: ReadGroup) => Math.max(0, ...group.alternatives.map(({ term }) => (isSoundAlike(term) ? 0 : (frequencies.get(term) ?? 0))));
	const widened: ReadGroup[] = [];
	for (const group of groups) {
		if (group.kind !== 'word') {
			widened.push(group);
			continue;
		}
		const own = frequencyOf(group);
		const prefixes = context.typing && group.end === last ? await prefixesOf(group, context) : [];
		const wider = { ...group, alternatives: [...group.alternatives, ...prefixes.map((term) => ({ term, weight: PREFIX_WEIGHT }))] };
		if (own > rare || !SPELLED.has(context.language)) {
			widened.push(wider);
			continue;
		}
		const nearest = await nearWords(group, context);
		const likely = nearest[0];
		const mistaken = likely !== undefined && (own === 0 || likely.documentFrequency >= own * MUCH_MORE_FREQUENT);
		if (mistaken && prefixes.length === 0) corrections.push({ start: group.start, end: group.end, word: likely.word });
		const more = mistaken ? nearest.map(({ key }) => ({ term: key, weight: FUZZY_WEIGHT })) : [];
		widened.push({ ...wider, alternatives: [...wider.alternatives, ...more] });
	}
	return { groups: widened, corrections };
}

/** Keys of names that only sound alike: a mistyped word sounds like many. */
function isSoundAlike(term: string): boolean {
	return term.startsWith('p:≈');
}

async function prefixesOf(group: ReadGroup, context: WidenContext): Promise<string[]> {
	const word = context.text.slice(group.start, group.end).normalize('NFKC').toLowerCase();
	if (word.length < 2) return [];
	const found = await context.retrieval.expandPrefix(wordKey(context.language, word), PREFIXES);
	return found.map(({ term }) => term).filter((term) => !group.alternatives.some((alternative) => alternative.term === term));
}

/**
 * Words a typing mistake away, the likeliest first. Words are compared as they are written, for a mistake in an ending leaves
 * another stem; those that are no words of the query's language have no key there and fall out.
 */
async function nearWords(group: ReadGroup, context: WidenContext): Promise<NearWord[]> {
	const typed = analyse(context.text.slice(group.start, group.end), context.language)[0]?.surface ?? '';
	if (typed.length < LEAST_FUZZY || /\d/.test(typed)) return [];
	const asked = unitKey(typed);
	const near = await context.retrieval.expandFuzzy(asked, typed.length >= 8 ? 2 : 1, LOOKED_AT, unitKey('').length + 1);
	const likelihood = ({ documentFrequency, distance }: TermExpansion) => Math.log(documentFrequency) - MISTAKE_COST * distance;
	const words = near
		.filter(({ term }) => term !== asked)
		.sort((a, b) => likelihood(b) - likelihood(a))
		.map(({ term, documentFrequency }) => {
			const word = term.slice(unitKey('').length);
			return { word, key: wordKey(context.language, analyse(word, context.language)[0]?.term ?? word), documentFrequency };
		});
	const known = await context.retrieval.documentFrequencies(words.map(({ key }) => key));
	return words.filter(({ key }, place) => known.has(key) && words.findIndex((other) => other.key === key) === place).slice(0, NEIGHBOURS);
}
