import { phraseNeeds, rowHolds, unitRow } from '#lib/engines/reading/exact-phrase.ts';
import { conceptKey, wordKey } from '#lib/engines/reading/index-terms.ts';
import type { TextReader } from '#lib/engines/reading/text-reader.ts';
import type { Retrieval } from '#lib/engines/retrieval/retrieval.ts';
import type { QueryAlternative, QueryGroup } from '#lib/engines/retrieval/types.ts';
import { analyse } from '#lib/engines/text/analyse.ts';
import { LANGUAGES, type Language } from '#lib/engines/text/language.ts';
import type { ListingContent } from '#lib/server/listings/listing.ts';
import { readableTexts, type PublicListing } from './public-listing.ts';
import type { TitleAsked } from './read-query.ts';

/** Pairs of characters that a lone one may begin. A Chinese character begins a few thousand at most. */
const MOST_PAIRS = 5000;
/** Characters kept of listings that phrases were looked for in: so many that the next search for a frequent phrase is quick. */
const CHARACTERS_KEPT = 60_000_000;
/** Listings looked into before others may go on. */
const TURN = 200;

/** Finds listings by exact words: the index gives candidates, their texts decide. */
export class PhraseFinder {
	readonly #retrieval: Retrieval;
	readonly #listing: (id: string) => PublicListing | undefined;
	readonly #rows = new Map<PublicListing, string[]>();
	#kept = 0;

	constructor(retrieval: Retrieval, listing: (id: string) => PublicListing | undefined) {
		this.#retrieval = retrieval;
		this.#listing = listing;
	}

	/** Listings that have the phrase in one of their fields. */
	async withPhrase(phrase: string): Promise<string[]> {
		const row = unitRow(phrase);
		const groups = await this.#candidateGroups(phrase, () => []);
		return this.#verified(groups, (listing) => this.#rowsOf(listing).some((each) => rowHolds(each, row)));
	}

	/** Listings with these words in the title: exactly, or in any form. */
	async withTitle({ value, exact }: TitleAsked): Promise<string[]> {
		const row = unitRow(value);
		const groups = await this.#candidateGroups(value, exact ? () => [] : (word) => LANGUAGES.map((language) => wordKey(language, termIn(word, language))));
		return this.#verified(
			groups,
			({ content }) => rowHolds(unitRow(content.title), row) || (!exact && hasTerms(content, value)),
		);
	}

	/** One group for each unit of the phrase, each of which a listing must have; null where one is in no listing. */
	async #candidateGroups(phrase: string, forms: (word: string) => string[]): Promise<QueryGroup[] | null> {
		const { exact, prefixes } = phraseNeeds(phrase);
		const groups: QueryGroup[] = exact.map((key) => must([key, ...forms(key.slice(2))]));
		for (const prefix of prefixes) {
			const pairs = await this.#retrieval.expandPrefix(prefix, MOST_PAIRS);
			if (pairs.length === 0) return null;
			groups.push(must(pairs.map(({ term }) => term)));
		}
		return groups.length > 0 ? groups : null;
	}

	async #verified(groups: QueryGroup[] | null, holds: (listing: PublicListing) => boolean): Promise<string[]> {
		if (!groups) return [];
		const { hits } = await this.#retrieval.search({ groups, limit: MOST_DOCUMENTS, countTotal: false });
		const found: string[] = [];
		for (const [place, { id }] of hits.entries()) {
			const listing = this.#listing(id);
			if (listing && holds(listing)) found.push(id);
			if (place % TURN === TURN - 1) await new Promise((resolve) => setImmediate(resolve));
		}
		return found;
	}

	#rowsOf(listing: PublicListing): string[] {
		const known = this.#rows.get(listing);
		if (known) return known;
		const rows = Object.values(readableTexts(listing.content)).flatMap((text) => (text ? [unitRow(text)] : []));
		this.#rows.set(listing, rows);
		this.#kept += charactersOf(rows);
		for (const [oldest, held] of this.#rows) {
			if (this.#kept <= CHARACTERS_KEPT) break;
			this.#rows.delete(oldest);
			this.#kept -= charactersOf(held);
		}
		return rows;
	}
}

function charactersOf(rows: readonly string[]): number {
	return rows.reduce((sum, row) => sum + row.length, 0);
}

/** More than any installation holds. */
const MOST_DOCUMENTS = 5_000_000;

function must(terms: readonly string[]): QueryGroup {
	return { alternatives: terms.map((term): QueryAlternative => ({ term, weight: 1 })), weight: 0, occur: 'must' };
}

function termIn(word: string, language: Language): string {
	return analyse(word, language)[0]?.term ?? word;
}

/** Whether the title has the words one after the other, in any form that its language gives them. */
function hasTerms({ title, language }: ListingContent, value: string): boolean {
	const terms = analyse(title, language).map(({ term }) => term);
	const wanted = analyse(value, language).map(({ term }) => term);
	return wanted.length > 0 && terms.some((_, from) => wanted.every((term, i) => terms[from + i] === term));
}

/**
 * What a word to be left out is left out by: every written form of it that the index has, its stem in the languages that
 * have word keys of their own, and the concept that it names.
 */
export async function excludedWordGroup(word: string, language: Language, reader: TextReader, retrieval: Retrieval): Promise<QueryGroup> {
	const terms = new Set<string>();
	for (const each of LANGUAGES) {
		const tokens = analyse(word, each);
		if (each !== 'en' && tokens.length === 1) terms.add(wordKey(each, tokens[0]!.term));
	}
	for (const form of await englishForms(word, retrieval)) terms.add(form);
	const reading = reader.read(word, language);
	const whole = word.trim().length;
	for (const { concept, start, end } of reading.concepts) if (end - start >= whole) terms.add(conceptKey(concept));
	return { alternatives: [...terms].map((term) => ({ term, weight: 1 })), weight: 1, occur: 'not' };
}

/** Written forms with the same English stem: English has no word keys, and its stems also come from translations. */
async function englishForms(word: string, retrieval: Retrieval): Promise<string[]> {
	const [token, second] = analyse(word, 'en');
	if (!token || second || !/^[a-z0-9]+$/.test(token.surface)) return [];
	const beginning = token.term.slice(0, Math.max(2, token.term.length - 2));
	const written = await retrieval.expandPrefix(`s:${beginning}`, MOST_PAIRS);
	return written.map(({ term }) => term).filter((term) => termIn(term.slice(2), 'en') === token.term);
}
