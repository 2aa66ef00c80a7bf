import { isStopWord, type Token } from '../text/analyse.ts';
import type { Language } from '../text/language.ts';
import { stemEnglish } from '../text/stem-english.ts';
import { KeyTable } from './key-table.ts';
import { laoSkeleton, SKELETON_MARK } from './lao-thai-skeleton.ts';
import { CommonWords } from './everyday-words.ts';
import { decodeLexicon } from './lexicon-format.ts';
import { isUnspaced, phraseKey, wordKeys } from './lookup-keys.ts';
import { latinSkeleton, scriptSkeleton } from './name-skeleton.ts';
import { englishCognates } from './portuguese-cognates.ts';
import type { PivotList } from './pivot-list.ts';
import { sameMeaning } from './same-meaning.ts';
import { splitSpaced, splitUnspaced } from './split-unknown.ts';
import { wordsFor } from './words-for.ts';

/**
 * An English term that a span of a text may stand for. `weight` is the probability, 0 to 1, that the span means it;
 * [start, end) are offsets into the original text, taken over from the tokens.
 */
export type PivotTerm = {
	readonly pivot: string;
	readonly weight: number;
	readonly start: number;
	readonly end: number;
};

/** A word or phrase of some language, as the lexicon's keys are written (lower case, normalised), and how sure it is. */
export type WordsFound = { readonly words: string; readonly certainty: number };

/** A translation lexicon in memory. */
export type Lexicon = {
	/**
	 * Carries the terms of a text into the pivot: terms of `analyse(..., 'en')`. Longest matches of up to six tokens
	 * come with all their translations, and their pieces at less weight. English passes as it is; so do numbers and
	 * Latin words inside other scripts. Several terms may share a span; their order is that of the text.
	 */
	toPivot(tokens: readonly Token[], language: Language): PivotTerm[];
	/**
	 * The way back: words and phrases of a language that together mean some English terms, surest first, at most `limit`. The
	 * certainty, 0 to 1, is the geometric mean of the translations' weights, times their share of all that the key means.
	 */
	wordsFor(english: readonly string[], language: Language, limit: number): WordsFound[];
	/**
	 * Words of a language that mean about what each of some words means in the pivot (stem -> weight, 0 to 1): for a reader's word
	 * list. Empty lists for English, whose words are the pivot, and for a language without keys.
	 */
	sameMeaning(meanings: readonly ReadonlyMap<string, number>[], language: Language, limit: number): WordsFound[][];
	/** Number of keys of a language; for English, of the terms that have paraphrases. */
	keyCount(language: Language): number;
};

/** Longest phrase, in tokens, that is looked up. */
const LONGEST_PHRASE = 6;

/** Share of a piece's weight when the phrase around it has an entry of its own. */
const PIECE_SHARE = 0.35;

/** Weight of an unknown Latin word taken for a name or a loan word that English spells alike. */
const UNKNOWN_SHARE = 0.9;

/** Weight of an English word that only a spelling rule connects with an unknown Portuguese one. */
const COGNATE_SHARE = 0.7;

/** Weight of a name's skeleton, which several names may share. */
const NAME_SHARE = 0.4;

/** Weight of the translations of a part of an unknown word. */
const SPLIT_SHARE = 0.8;

/** A word of so few code units, whose best translation weighs less than this, may be a shred of an unknown word. */
const LONGEST_FRAGMENT = 3;
const WEAK_ENTRY = 0.45;

const LATIN_OR_DIGITS = /^[\p{Script=Latin}\p{Nd}][\p{Script=Latin}\p{M}\p{Nd}.,'’]*$/u;

/** Loads a lexicon from its binary form (decompressed). Throws an Error that names the fault of broken bytes. */
export function loadLexicon(bytes: Uint8Array): Lexicon {
	const { pivots, common, sections } = decodeLexicon(bytes);
	const words = new CommonWords(pivots, common);
	const tables = new Map<Language, KeyTable>();
	let before: KeyTable | undefined;
	for (const section of sections) tables.set(section.language, (before = new KeyTable(section, before)));
	return {
		keyCount: (language) => tables.get(language)?.size ?? 0,
		wordsFor(english, language, limit) {
			const table = tables.get(language);
			return table && language !== 'en' ? wordsFor(table, pivots, english, limit) : [];
		},
		sameMeaning(meanings, language, limit) {
			const table = tables.get(language);
			return table && language !== 'en' ? sameMeaning(table, pivots, meanings, limit) : meanings.map(() => []);
		},
		toPivot(tokens, language) {
			const table = tables.get(language);
			if (language === 'en' || !table) {
				const english = tables.get('en');
				return tokens.flatMap((token) => englishTerms(token, words, english, pivots));
			}
			return new Translator(tokens, language, table, pivots, words).translate();
		}
	};
}

function identity(token: Token, pivot: string, weight: number): PivotTerm {
	return { pivot, weight, start: token.start, end: token.end };
}

/**
 * An English word stands for itself and, at little weight, for words that mean much the same; a name also for its skeleton, by
 * which other scripts find it.
 */
function englishTerms(token: Token, words: CommonWords, paraphrases: KeyTable | undefined, pivots: PivotList): PivotTerm[] {
	const terms = [identity(token, token.term, 1)];
	const id = paraphrases?.find(token.term) ?? -1;
	if (paraphrases && id >= 0) {
		const [from, to] = paraphrases.rows(id);
		for (let row = from; row < to; row++) terms.push(identity(token, pivots.at(paraphrases.pivotAt(row)), paraphrases.weightAt(row)));
	}
	const skeleton = words.has(token.term) ? '' : latinSkeleton(token.surface);
	if (skeleton !== '') terms.push(identity(token, skeleton, NAME_SHARE));
	return terms;
}

/** One language's way from tokens to pivot terms. */
class Translator {
	private readonly out: PivotTerm[] = [];
	private readonly tokens: readonly Token[];
	private readonly language: Language;
	private readonly table: KeyTable;
	private readonly pivots: PivotList;
	private readonly words: CommonWords;

	constructor(
		tokens: readonly Token[],
		language: Language,
		table: KeyTable,
		pivots: PivotList,
		words: CommonWords
	) {
		this.tokens = tokens;
		this.language = language;
		this.table = table;
		this.pivots = pivots;
		this.words = words;
	}

	translate(): PivotTerm[] {
		let i = 0;
		while (i < this.tokens.length) {
			const length = this.longestPhrase(i);
			if (length > 1) {
				this.pushPhrase(i, length);
				i += length;
			} else {
				i += this.pushWordOrStretch(i);
			}
		}
		return this.out;
	}

	/** Number of tokens of the longest phrase of at least two that has an entry at i, or 1. */
	private longestPhrase(i: number): number {
		for (let length = Math.min(LONGEST_PHRASE, this.tokens.length - i); length > 1; length--) {
			const key = phraseKey(this.tokens, i, length, this.language);
			if (key.length <= this.table.longestKey && this.table.find(key) >= 0) return length;
		}
		return 1;
	}

	private pushPhrase(i: number, length: number): void {
		const first = this.tokens[i];
		const last = this.tokens[i + length - 1];
		if (!first || !last) return;
		this.pushRows(this.table.find(phraseKey(this.tokens, i, length, this.language)), 1, first.start, last.end);
		for (let j = i; j < i + length; j++) {
			const token = this.tokens[j];
			const known = token && !isStopWord(token.surface, this.language) && this.findWord(token);
			if (token && known) this.pushRows(known.id, PIECE_SHARE * known.weight, token.start, token.end);
		}
	}

	/** Translates the word at i, or the stretch of unknown words that it opens; answers how many tokens were read. */
	private pushWordOrStretch(i: number): number {
		const token = this.tokens[i];
		if (!token) return 1;
		if (isStopWord(token.surface, this.language)) return 1;
		const known = this.findWord(token);
		if (known && !this.opensStretch(i)) {
			this.pushRows(known.id, known.weight, token.start, token.end);
			return 1;
		}
		if (LATIN_OR_DIGITS.test(token.surface)) {
			const english = stemEnglish(token.surface);
			const cognate = this.language === 'pt' ? englishCognates(token.surface).find((stem) => this.words.has(stem)) : undefined;
			if (cognate !== undefined && cognate !== english) this.out.push(identity(token, cognate, COGNATE_SHARE));
			this.out.push(identity(token, english, UNKNOWN_SHARE));
			if (!this.words.has(english)) this.pushName(latinSkeleton(token.surface), token.start, token.end);
			return 1;
		}
		if (!isUnspaced(this.language)) {
			const parts = splitSpaced(token.term, this.language, this.table);
			for (const part of parts) this.pushRows(part.id, SPLIT_SHARE, token.start, token.end);
			if (parts.length === 0) this.pushName(scriptSkeleton(token.term, this.language), token.start, token.end);
			return 1;
		}
		return this.pushUnknownStretch(i, token);
	}

	/** The dictionary of the word cutter cuts what it does not know to shreds: neighbours are read as one word again. */
	private pushUnknownStretch(i: number, token: Token): number {
		let end = i;
		let word = '';
		const owners: number[] = [];
		for (; end < this.tokens.length; end++) {
			const next = this.tokens[end];
			if (!next || (end > i && (next.start !== this.tokens[end - 1]?.end || !this.isFragment(end)))) break;
			for (let k = 0; k < next.surface.length; k++) owners.push(end);
			word += next.surface;
		}
		const parts = splitUnspaced(word, (piece) => this.findPiece(piece));
		for (const part of parts) {
			const first = this.tokens[owners[part.from] ?? i];
			const last = this.tokens[owners[part.to - 1] ?? i];
			if (first && last) this.pushRows(part.id, SPLIT_SHARE, first.start, last.end);
		}
		const explained = parts.reduce((sum, part) => sum + part.to - part.from, 0);
		if (explained * 2 <= word.length) {
			this.pushName(scriptSkeleton(word, this.language), token.start, this.tokens[end - 1]?.end ?? token.end);
		}
		return end - i;
	}

	/** Whether the token at i may be a shred of a longer unknown word: it has no entry, or is a short one whose entry says little. */
	private isFragment(i: number): boolean {
		const token = this.tokens[i];
		if (!token || LATIN_OR_DIGITS.test(token.surface)) return false;
		const known = this.findWord(token);
		if (!known) return true;
		if (token.surface.length > LONGEST_FRAGMENT || isStopWord(token.surface, this.language) || this.longestPhrase(i) > 1) return false;
		return this.table.weightAt(this.table.rows(known.id)[0]) < WEAK_ENTRY;
	}

	/** Whether a short word at i is rather the first shred of an unknown one: what follows has no entry. */
	private opensStretch(i: number): boolean {
		if (!isUnspaced(this.language) || this.language === 'zh' || !this.isFragment(i)) return false;
		const next = this.tokens[i + 1];
		if (!next || next.start !== this.tokens[i]?.end || LATIN_OR_DIGITS.test(next.surface)) return false;
		return !isStopWord(next.surface, this.language) && !this.findWord(next);
	}

	private pushName(skeleton: string, start: number, end: number): void {
		if (skeleton !== '') this.out.push({ pivot: skeleton, weight: NAME_SHARE, start, end });
	}

	private findWord(token: Token): { id: number; weight: number } | undefined {
		for (const { key, weight } of wordKeys(token)) {
			const id = this.table.find(key);
			if (id >= 0) return { id, weight };
		}
		return undefined;
	}

	/** Entry of a piece of an unknown word; a Lao piece may be a Thai word in Lao spelling. */
	private findPiece(piece: string): number {
		const id = this.table.find(piece);
		if (id >= 0 || this.language !== 'lo') return id;
		const skeleton = laoSkeleton(piece);
		return skeleton === '' ? -1 : this.table.find(SKELETON_MARK + skeleton);
	}

	private pushRows(id: number, share: number, start: number, end: number): void {
		if (id < 0) return;
		const [from, to] = this.table.rows(id);
		for (let row = from; row < to; row++) {
			const pivot = this.pivots.at(this.table.pivotAt(row));
			this.out.push({ pivot, weight: this.table.weightAt(row) * share, start, end });
		}
	}
}
