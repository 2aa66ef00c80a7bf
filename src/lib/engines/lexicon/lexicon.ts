import type { Token } from '../text/analyse.ts';
import type { Language } from '../text/language.ts';
import { stemEnglish } from '../text/stem-english.ts';
import { KeyTable } from './key-table.ts';
import { decodeLexicon } from './lexicon-format.ts';
import { phraseKey, wordKeys } from './lookup-keys.ts';

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

/** A translation lexicon in memory. */
export type Lexicon = {
	/**
	 * Carries the terms of a text into the pivot: terms of `analyse(..., 'en')`. Longest matches of up to six tokens
	 * come with all their translations, and their pieces at less weight. English passes as it is; so do numbers and
	 * Latin words inside other scripts. Several terms may share a span; their order is that of the text.
	 */
	toPivot(tokens: readonly Token[], language: Language): PivotTerm[];
	/** Number of keys of a language; 0 for English, which needs none. */
	keyCount(language: Language): number;
};

/** Longest phrase, in tokens, that is looked up. */
const LONGEST_PHRASE = 6;

/** Share of a piece's weight when the phrase around it has an entry of its own. */
const PIECE_SHARE = 0.35;

/** Weight of an unknown Latin word taken for a name or a loan word that English spells alike. */
const UNKNOWN_SHARE = 0.9;

const LATIN_OR_DIGITS = /^[\p{Script=Latin}\p{Nd}][\p{Script=Latin}\p{M}\p{Nd}.,'’]*$/u;

/** Loads a lexicon from its binary form (decompressed). Throws an Error that names the fault of broken bytes. */
export function loadLexicon(bytes: Uint8Array): Lexicon {
	const { pivots, sections } = decodeLexicon(bytes);
	const tables = new Map<Language, KeyTable>();
	for (const section of sections) tables.set(section.language, new KeyTable(section));
	return {
		keyCount: (language) => tables.get(language)?.size ?? 0,
		toPivot(tokens, language) {
			const table = tables.get(language);
			if (language === 'en' || !table) return tokens.map((token) => identity(token, token.term, 1));
			return translate(tokens, language, table, pivots);
		}
	};
}

function identity(token: Token, pivot: string, weight: number): PivotTerm {
	return { pivot, weight, start: token.start, end: token.end };
}

function pushRows(out: PivotTerm[], table: KeyTable, pivots: readonly string[], id: number, share: number, start: number, end: number): void {
	const [from, to] = table.rows(id);
	for (let row = from; row < to; row++) {
		out.push({ pivot: pivots[table.pivotAt(row)] ?? '', weight: table.weightAt(row) * share, start, end });
	}
}

function translate(tokens: readonly Token[], language: Language, table: KeyTable, pivots: readonly string[]): PivotTerm[] {
	const out: PivotTerm[] = [];
	let i = 0;
	while (i < tokens.length) {
		const length = longestPhrase(tokens, i, language, table);
		const last = tokens[i + length - 1];
		const first = tokens[i];
		if (length > 1 && first && last) {
			const id = table.find(phraseKey(tokens, i, length, language));
			pushRows(out, table, pivots, id, 1, first.start, last.end);
		}
		for (let j = i; j < i + Math.max(1, length); j++) {
			const token = tokens[j];
			if (token) pushWord(out, token, language, table, pivots, length > 1 ? PIECE_SHARE : 1);
		}
		i += Math.max(1, length);
	}
	return out;
}

/** Number of tokens of the longest phrase of at least two that has an entry at i, or 1. */
function longestPhrase(tokens: readonly Token[], i: number, language: Language, table: KeyTable): number {
	for (let length = Math.min(LONGEST_PHRASE, tokens.length - i); length > 1; length--) {
		const key = phraseKey(tokens, i, length, language);
		if (key.length <= table.longestKey && table.find(key) >= 0) return length;
	}
	return 1;
}

function pushWord(out: PivotTerm[], token: Token, language: Language, table: KeyTable, pivots: readonly string[], share: number): void {
	for (const { key, weight } of wordKeys(token, language)) {
		const id = table.find(key);
		if (id < 0) continue;
		pushRows(out, table, pivots, id, share * weight, token.start, token.end);
		return;
	}
	if (LATIN_OR_DIGITS.test(token.surface)) {
		out.push(identity(token, stemEnglish(token.surface), share * UNKNOWN_SHARE));
	}
}
