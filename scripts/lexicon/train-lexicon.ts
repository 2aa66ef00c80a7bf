import { phraseKey, STEM_MARK } from '../../src/lib/engines/lexicon/lookup-keys.ts';
import type { Translation } from '../../src/lib/engines/lexicon/lexicon-format.ts';
import { analyse, isStopWord } from '../../src/lib/engines/text/analyse.ts';
import { LANGUAGES, type Language } from '../../src/lib/engines/text/language.ts';
import { alignWords, type TokenPair } from './align-words.ts';
import { type Pair, readGlosses, readPairs } from './corpora.ts';
import { contentTerms, expectedTerms } from './gloss-terms.ts';
import { englishParaphrases } from './paraphrases.ts';
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

const WRITTEN_IN_LATIN_1: ReadonlySet<Language> = new Set(['id', 'ms', 'fil', 'pt']);

const MOST_TRANSLATIONS = 5;

const LONGEST_KEY_TOKENS = 6;

/** How much likelier function words must be among a word's translations than content words to make it one. */
const FUNCTION_WORD_RATIO = 1.5;


/** How far common English words are preferred among the translations of a dictionary entry. */
const COMMON_WORDS = 0.1;

/** Sightings in sentences after which alignment counts as much as the dictionary, and what a lone sighting lacks. */
const HALF_TRUST = 6;
const HALF_TRUST_ALONE = 0.5;

/** Weight of a dictionary entry among the sentences that are aligned. */
const ANCHOR_WEIGHT = 1.5;

/**
 * Exponent that flattens probabilities into weights: a second sense at a tenth of the probability still says more than
 * a tenth as much, when any shared term is a witness. Chosen on held-out sentences (0.7 against 1: +0.01 MRR).
 */
const FLATTENING = 0.7;
const FEWEST_SIGHTINGS = 3;
const SHRED_LENGTH = 3;

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

/** Whether training may read a pair, on either side: what the evaluation asks stays unseen, term lists of its corpus too. */
function mayRead(pair: Pair, options: TrainingOptions): boolean {
	if (options.holdOut && pair.heldOut) return false;
	return !options.without?.has(pair.corpus.replace(/-terms$/, ''));
}

type Weighted = { rows: Rows; mass: Map<string, number> };

function dictionaryRows(language: Language, options: TrainingOptions): Weighted {
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
		if (!mayRead(pair, options) || !/^(?:cldr|osm_presets|tico19-terms|libreoffice_ui)$/.test(pair.corpus)) continue;
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

/** The thesaurus' labels as sentence pairs, so that the words inside a label learn their meaning too. */
function thesaurusPairs(language: Language): Pair[] {
	return readThesaurus(language).flatMap(({ source, english }) =>
		source.map((label, rank) => ({
			corpus: 'thesaurus',
			source: label,
			english: english[Math.min(rank, english.length - 1)] ?? '',
			weight: 1,
			heldOut: false
		}))
	);
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
		Int32Array.from(analyse(text, 'en').map((token) => englishWords.idOf(token.term)));
	for (const pair of [...readPairs(language), ...thesaurusPairs(language)]) {
		if (!mayRead(pair, options)) continue;
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
			if (count > 0.1) pairs.push({ source: Int32Array.of(id), english: Int32Array.of(englishWords.idOf(term)), weight: Math.min(1, count) * ANCHOR_WEIGHT });
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

/**
 * Keeps the strongest translations. A word that mostly stands for English function words is one itself and keeps only
 * those, which searching ignores; any other word loses them.
 */
function strongest(row: ReadonlyMap<string, number>): Translation[] {
	let functional = 0;
	let content = 0;
	for (const [term, p] of row) {
		if (isStopWord(term, 'en')) functional += p;
		else content += p;
	}
	const isFunctionWord = functional > content * FUNCTION_WORD_RATIO;
	return [...row]
		.filter(([term]) => isStopWord(term, 'en') === isFunctionWord)
		.sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
		.slice(0, MOST_TRANSLATIONS)
		.filter(([pivot, weight], i, all) => pivot !== '' && weight >= 0.03 && weight >= (all[0]?.[1] ?? 0) * 0.1)
		.map(([pivot, weight]) => ({ pivot, weight: Math.min(1, weight) ** FLATTENING }));
}

/** Fewest times that a word must stand in lower case within English text to count as a word and no name. */
const FEWEST_LOWER_CASE = 2;

/** English terms that are words of the language as against names: those written in lower case. */
export function commonEnglishWords(options: TrainingOptions): Set<string> {
	const counts = new Map<string, number>();
	const seen = new Set<string>();
	for (const language of LANGUAGES) {
		const texts = [...readGlosses(language).flatMap((gloss) => gloss.senses), ...readPairs(language).filter((pair) => mayRead(pair, options)).map((pair) => pair.english)];
		for (const text of texts) {
			if (seen.has(text)) continue;
			seen.add(text);
			for (const token of analyse(text, 'en')) {
				const first = text.charAt(token.start);
				if (first === first.toLowerCase()) counts.set(token.term, (counts.get(token.term) ?? 0) + 1);
			}
		}
	}
	return new Set([...counts].filter(([, count]) => count >= FEWEST_LOWER_CASE).map(([term]) => term));
}

let englishFrequency: Map<string, number> | undefined;

/** How often an English term stands in the sentences of the corpora and the glosses, plus one. */
function commonness(term: string, options: TrainingOptions): number {
	if (!englishFrequency) {
		englishFrequency = new Map();
		for (const language of LANGUAGES) {
			const texts = [...readGlosses(language).flatMap((gloss) => gloss.senses), ...readPairs(language).filter((pair) => mayRead(pair, options)).map((pair) => pair.english)];
			for (const text of new Set(texts)) {
				for (const { term: seen } of analyse(text, 'en')) englishFrequency.set(seen, (englishFrequency.get(seen) ?? 0) + 1);
			}
		}
	}
	return 1 + (englishFrequency.get(term) ?? 0);
}

const dictionaries = new Map<Language, Rows>();

/** A language's dictionary rows as probabilities, read once. */
function dictionaryOf(language: Language, options: TrainingOptions): Rows {
	const known = dictionaries.get(language);
	if (known) return known;
	const { rows, mass } = dictionaryRows(language, options);
	for (const [key, row] of rows) {
		const total = mass.get(key) ?? 1;
		let before = 0;
		let after = 0;
		for (const [term, count] of row) {
			const p = count / total;
			const favoured = p * commonness(term, options) ** COMMON_WORDS;
			before += p;
			after += favoured;
			row.set(term, favoured);
		}
		for (const [term, p] of row) row.set(term, Math.min(1, (p * before) / after));
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

/** Whether a key that no dictionary has is likely a piece of a name that the word cutter cut to shreds. */
function isShred(key: string, seen: number): boolean {
	return seen < FEWEST_SIGHTINGS && key.length <= SHRED_LENGTH && /[^a-z0-9~]/.test(key);
}

/** Trains the table of one language from its own corpora. */
function trainAlone(language: Language, options: TrainingOptions): Map<string, Translation[]> {
	const dictionary = dictionaryOf(language, options);
	const aligned = alignedRows(language, dictionary, options);
	const table = new Map<string, Translation[]>();
	for (const key of new Set([...dictionary.keys(), ...aligned.rows.keys()])) {
		const fromDictionary = dictionary.get(key);
		const fromSentences = aligned.rows.get(key);
		const seen = aligned.seen.get(key) ?? 0;
		if (!fromDictionary && isShred(key, seen)) continue;
		// One foreign letter would make the whole table of a language in Latin letters twice as large in memory.
		if (WRITTEN_IN_LATIN_1.has(language) && /[^\u0000-\u00FF]/.test(key)) continue;
		const trust = fromSentences ? (fromDictionary ? seen / (seen + HALF_TRUST) : seen / (seen + HALF_TRUST_ALONE)) : 0;
		const row = new Map<string, number>();
		for (const [term, p] of fromDictionary ?? []) row.set(term, p * (1 - trust));
		for (const [term, p] of fromSentences ?? []) row.set(term, (row.get(term) ?? 0) + p * trust);
		const best = strongest(row);
		if (best.length > 0) table.set(key, best);
	}
	return table;
}

/** Trains every language; English, the pivot, gets its paraphrases from all others. */
export function trainLexicon(options: TrainingOptions): Map<Language, Map<string, Translation[]>> {
	const lexicon = new Map<Language, Map<string, Translation[]>>();
	for (const language of options.languages ?? LANGUAGES) {
		if (language !== 'en') lexicon.set(language, trainLanguage(language, options));
	}
	lexicon.set('en', englishParaphrases(lexicon.values(), commonEnglishWords(options)));
	return lexicon;
}
