import { phraseKey, STEM_MARK } from '../../src/lib/engines/lexicon/lookup-keys.ts';
import type { Translation } from '../../src/lib/engines/lexicon/lexicon-format.ts';
import { analyse, isStopWord } from '../../src/lib/engines/text/analyse.ts';
import { LANGUAGES, type Language } from '../../src/lib/engines/text/language.ts';
import { alignWords, type TokenPair } from './align-words.ts';
import { readGlosses, readPairs } from './corpora.ts';
import { contentTerms, expectedTerms } from './gloss-terms.ts';
import { borrowFromSister, borrowFromThai } from './sister-languages.ts';
import { readThesaurus } from './thesaurus-tables.ts';

/** Key -> (English term -> expected count in a translation, 0 to 1). */
export type Rows = Map<string, Map<string, number>>;

export type TrainingOptions = {
	/** Leave out what the evaluation asks. */
	readonly holdOut: boolean;
	/** Leave out whole corpora, by name, to see how far the lexicon reaches beyond them. */
	readonly without?: ReadonlySet<string>;
	readonly languages?: readonly Language[];
};

const MOST_TRANSLATIONS = 8;

const LONGEST_KEY_TOKENS = 6;
const TENSION: Partial<Record<Language, number>> = { ta: 1, my: 1, zh: 2.5 };

/** Adds a distribution to a row, with a weight. */
function addRow(rows: Rows, key: string, counts: ReadonlyMap<string, number>, weight: number): void {
	const row = rows.get(key) ?? new Map<string, number>();
	for (const [term, count] of counts) row.set(term, (row.get(term) ?? 0) + count * weight);
	rows.set(key, row);
}

/** The keys under which a headword is found: all its words, and the stem if it is one word. */
function headwordKeys(headword: string, language: Language): string[] {
	const tokens = analyse(headword, language);
	if (tokens.length === 0 || tokens.length > LONGEST_KEY_TOKENS) return [];
	const keys = [phraseKey(tokens, 0, tokens.length, language)];
	if (tokens.length === 1 && tokens[0] && tokens[0].term !== tokens[0].surface) keys.push(STEM_MARK + tokens[0].term);
	return keys;
}

type Weighted = { rows: Rows; mass: Map<string, number> };

function dictionaryRows(language: Language): Weighted {
	const rows: Rows = new Map();
	const mass = new Map<string, number>();
	const add = (key: string, counts: ReadonlyMap<string, number>, weight: number): void => {
		addRow(rows, key, counts, weight);
		mass.set(key, (mass.get(key) ?? 0) + weight);
	};
	for (const gloss of readGlosses(language)) {
		const counts = expectedTerms(gloss.senses);
		if (counts.size === 0) continue;
		for (const key of headwordKeys(gloss.headword, language)) add(key, counts, key.startsWith(STEM_MARK) ? gloss.weight * 0.5 : gloss.weight);
	}
	for (const pair of readPairs(language)) {
		if (pair.heldOut || !/^(?:cldr|osm_presets|tico19-terms|libreoffice_ui)$/.test(pair.corpus)) continue;
		const english = contentTerms(pair.english);
		if (english.length > 4) continue;
		const counts = new Map(english.map((term) => [term, 1] as const));
		for (const key of headwordKeys(pair.source, language)) add(key, counts, pair.weight * 0.7);
	}
	for (const concept of readThesaurus(language)) {
		concept.source.forEach((label, rank) => {
			const counts = new Map<string, number>();
			concept.english.forEach((english, i) => {
				for (const term of new Set(contentTerms(english))) {
					counts.set(term, Math.max(counts.get(term) ?? 0, i === 0 ? 1 : 0.5));
				}
			});
			for (const key of headwordKeys(label, language)) add(key, counts, rank === 0 ? 3 : 2);
		});
	}
	return { rows, mass };
}

class Vocabulary {
	readonly words: string[] = [];
	private readonly ids = new Map<string, number>();

	idOf(word: string): number {
		let id = this.ids.get(word);
		if (id === undefined) {
			id = this.words.length;
			this.ids.set(word, id);
			this.words.push(word);
		}
		return id;
	}
}

/** Rows learned from sentences, by surface and by stem, and how often each key was seen. */
function alignedRows(language: Language, dictionary: Rows, options: TrainingOptions): { rows: Rows; seen: Map<string, number> } {
	const sourceWords = new Vocabulary();
	const englishWords = new Vocabulary();
	const pairs: TokenPair[] = [];
	const surfaces = new Map<number, Map<string, number>>();
	const english = (text: string): Int32Array =>
		Int32Array.from(analyse(text, 'en').filter((t) => !isStopWord(t.term, 'en')).map((t) => englishWords.idOf(t.term)));
	for (const pair of readPairs(language)) {
		if ((options.holdOut && pair.heldOut) || options.without?.has(pair.corpus)) continue;
		const tokens = analyse(pair.source, language);
		const source = Int32Array.from(tokens.map((token) => sourceWords.idOf(token.term)));
		tokens.forEach((token, i) => {
			const id = source[i] ?? 0;
			const forms = surfaces.get(id) ?? new Map<string, number>();
			forms.set(token.surface, (forms.get(token.surface) ?? 0) + 1);
			surfaces.set(id, forms);
		});
		const target = english(pair.english);
		if (source.length > 0 && target.length > 0 && source.length < 200) pairs.push({ source, english: target, weight: pair.weight });
	}
	// Dictionary entries of the words seen anchor the alignment.
	const sentenceWords = sourceWords.words.length;
	for (let id = 0; id < sentenceWords; id++) {
		const word = sourceWords.words[id] ?? '';
		const row = dictionary.get(word) ?? dictionary.get(STEM_MARK + word);
		if (!row) continue;
		for (const [term, count] of row) {
			if (count > 0.1) pairs.push({ source: Int32Array.of(id), english: Int32Array.of(englishWords.idOf(term)), weight: Math.min(1, count) * 1.5 });
		}
	}
	const counts = alignWords(pairs, {
		sourceSize: sourceWords.words.length,
		englishSize: englishWords.words.length,
		iterations: 6,
		tension: TENSION[language] ?? 4
	});
	const rows: Rows = new Map();
	const seen = new Map<string, number>();
	sourceWords.words.forEach((word, id) => {
		const total = counts.occurrences[id] ?? 0;
		const row = new Map<string, number>();
		for (const [englishId, count] of counts.links[id] ?? []) {
			const p = count / total;
			if (p > 0.02) row.set(englishWords.words[englishId] ?? '', Math.min(1, p));
		}
		const forms = surfaces.get(id) ?? new Map<string, number>();
		const keys = new Set([...forms.keys()]);
		if (!forms.has(word) || forms.size > 1) keys.add(STEM_MARK + word);
		for (const key of keys) {
			rows.set(key, row);
			seen.set(key, total);
		}
	});
	return { rows, seen };
}

function strongest(row: ReadonlyMap<string, number>): Translation[] {
	return [...row]
		.sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
		.slice(0, MOST_TRANSLATIONS)
		.filter(([pivot, weight], i, all) => pivot !== '' && weight >= 0.03 && weight >= (all[0]?.[1] ?? 0) * 0.06)
		.map(([pivot, weight]) => ({ pivot, weight: Math.min(1, weight) }));
}

const dictionaries = new Map<Language, Rows>();

/** A language's dictionary rows as probabilities, read once. */
function dictionaryOf(language: Language): Rows {
	const known = dictionaries.get(language);
	if (known) return known;
	const { rows, mass } = dictionaryRows(language);
	for (const [key, row] of rows) {
		const total = mass.get(key) ?? 1;
		for (const [term, count] of row) row.set(term, count / total);
	}
	dictionaries.set(language, rows);
	return rows;
}

/** Trains the table of one language, with what it may borrow from its sister language. */
export function trainLanguage(language: Language, options: TrainingOptions): Map<string, Translation[]> {
	const table = trainAlone(language, options);
	if (language === 'lo') borrowFromThai(table, trainAlone('th', options));
	if (language === 'ms') borrowFromSister(table, trainAlone('id', options));
	if (language === 'id') borrowFromSister(table, trainAlone('ms', options));
	return table;
}

/** Trains the table of one language from its own corpora. */
function trainAlone(language: Language, options: TrainingOptions): Map<string, Translation[]> {
	const dictionary = dictionaryOf(language);
	const aligned = alignedRows(language, dictionary, options);
	const table = new Map<string, Translation[]>();
	for (const key of new Set([...dictionary.keys(), ...aligned.rows.keys()])) {
		const fromDictionary = dictionary.get(key);
		const fromSentences = aligned.rows.get(key);
		const seen = aligned.seen.get(key) ?? 0;
		const trust = fromSentences ? (fromDictionary ? seen / (seen + 6) : Math.min(1, seen / (seen + 0.5))) : 0;
		const row = new Map<string, number>();
		for (const [term, p] of fromDictionary ?? []) row.set(term, p * (1 - trust));
		for (const [term, p] of fromSentences ?? []) row.set(term, (row.get(term) ?? 0) + p * trust);
		const best = strongest(row);
		if (best.length > 0) table.set(key, best);
	}
	return table;
}

/** Trains every language but English. */
export function trainLexicon(options: TrainingOptions): Map<Language, Map<string, Translation[]>> {
	const lexicon = new Map<Language, Map<string, Translation[]>>();
	for (const language of options.languages ?? LANGUAGES) {
		if (language !== 'en') lexicon.set(language, trainLanguage(language, options));
	}
	return lexicon;
}
