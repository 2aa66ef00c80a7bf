import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Language } from '../../src/lib/engines/text/language.ts';
import { corpusPath } from './corpus-path.ts';

/** A sentence or label with its English translation. `weight` says how far its kind is trusted in training. */
export type Pair = {
	readonly corpus: string;
	readonly source: string;
	readonly english: string;
	readonly weight: number;
	readonly heldOut: boolean;
};

/** A headword with one English sense, in the dictionary's order of senses. */
export type Gloss = { readonly headword: string; readonly senses: readonly string[]; readonly weight: number };

function readLines(relative: string): string[] {
	const path = corpusPath(relative);
	if (!existsSync(path)) return [];
	const lines = readFileSync(path, 'utf8').replace(/^\uFEFF/, '').split('\n');
	if (lines.at(-1) === '') lines.pop();
	return lines.map((line) => line.replace(/\r$/, '').replace(/\uFEFF/g, ''));
}

/** FNV-1a, to decide by its English side whether a pair is held out: the same in every language and every run. */
function isHeldOut(english: string): boolean {
	let hash = 0x811c9dc5;
	for (let i = 0; i < english.length; i++) hash = Math.imul(hash ^ english.charCodeAt(i), 0x01000193);
	hash ^= hash >>> 15;
	return (Math.imul(hash, 0x2c1b3c6d) >>> 8) % 5 === 0;
}

function zipPairs(corpus: string, source: string[], english: string[], weight: number, mayHoldOut: boolean): Pair[] {
	const pairs: Pair[] = [];
	for (let i = 0; i < source.length; i++) {
		const from = source[i]?.trim();
		const to = english[i]?.trim();
		if (!from || !to || from === to) continue;
		pairs.push({ corpus, source: from, english: to, weight, heldOut: mayHoldOut && isHeldOut(to) });
	}
	return pairs;
}

/** Interface strings carry accelerator marks and placeholders, which are no words. */
function cleanInterface(line: string): string {
	return line.replace(/[~_&]/g, '').replace(/%\w+|\$\(?\w+\)?|<[^>]*>/g, ' ');
}

/** The sentence and label pairs of a language with English, from every corpus that has it. */
export function readPairs(language: Language): Pair[] {
	const pairs: Pair[] = [];
	const add = (corpus: string, folder: string, weight: number, holdOut: boolean): void => {
		pairs.push(...zipPairs(corpus, readLines(`${folder}/${language}.txt`), readLines(`${folder}/en.txt`), weight, holdOut));
	};
	add('tico19', 'tico19/sentences', 1, true);
	add('tico19-terms', 'tico19/facebook_terms', 1, false);
	add('tico19-terms', 'tico19/google_terms', 1, false);
	add('sdg', 'sdg', 1, true);
	add('udhr', 'udhr/paragraphs', 1, true);
	add('cldr', 'cldr/emoji_names', 0.5, false);
	add('cldr', 'cldr/territories', 1, false);
	add('cldr', 'cldr/languages', 1, false);
	const tatoeba = language === 'fil' ? 'tl' : language;
	pairs.push(
		...zipPairs('tatoeba', readLines(`tatoeba/en-${tatoeba}.${tatoeba}.txt`), readLines(`tatoeba/en-${tatoeba}.en.txt`), 1, true)
	);
	pairs.push(
		...zipPairs(
			'libreoffice_ui',
			readLines(`libreoffice_ui/${language}.txt`).map(cleanInterface),
			readLines('libreoffice_ui/en.txt').map(cleanInterface),
			0.6,
			false
		)
	);
	for (const file of language === 'fil' ? ['fil', 'tl'] : [language]) {
		const rows = readLines(`osm_presets/${file}.tsv`).map((line) => line.split('\t'));
		pairs.push(...zipPairs('osm_presets', rows.map((row) => row[2] ?? ''), rows.map((row) => row[1] ?? ''), 0.7, false));
	}
	return pairs;
}

function groupSenses(rows: Iterable<readonly [string, string]>, weight: number): Gloss[] {
	const groups = new Map<string, string[]>();
	for (const [headword, sense] of rows) {
		if (!headword || !sense) continue;
		const group = groups.get(headword);
		if (group) group.push(sense);
		else groups.set(headword, [sense]);
	}
	return [...groups].map(([headword, senses]) => ({ headword, senses, weight }));
}

/** The project's own Portuguese word list: no corpus has the language. */
function readPortuguese(): Gloss[] {
	const path = fileURLToPath(new URL('../../data/lexicon/pt.tsv', import.meta.url));
	const rows = readFileSync(path, 'utf8').trimEnd().split('\n').slice(1);
	return groupSenses(rows.map((row) => [row.split('\t')[0] ?? '', row.split('\t')[1] ?? ''] as const), 1);
}

/** How far the project’s own words are trusted against a dictionary: of 0.8, 2.5 and 6 the least was best on unseen sentences. */
const OWN_WORDS_WEIGHT = 1;

/**
 * The project's own words, for what dictionaries lack: `data/lexicon/words/<language>.tsv` and, for names that each script
 * spells its own way, `names.tsv`. An English word a line, and a column with its translations.
 */
function readOwnWords(language: Language): Gloss[] {
	const rows: [string, string][] = [];
	for (const table of [language, 'names']) {
		const [header, ...lines] = readTable(`../../data/lexicon/words/${table}.tsv`);
		const column = header?.indexOf(language) ?? -1;
		if (column < 0) continue;
		for (const cells of lines) for (const translation of cells[column]?.split('|') ?? []) rows.push([translation.trim(), cells[0] ?? '']);
	}
	return groupSenses(rows, OWN_WORDS_WEIGHT);
}

/** The cells of a tab-separated table of the repository, header first; nothing where there is no such table. */
function readTable(relative: string): string[][] {
	const path = fileURLToPath(new URL(relative, import.meta.url));
	if (!existsSync(path)) return [];
	return readFileSync(path, 'utf8').trimEnd().split('\n').map((line) => line.split('\t').map((cell) => cell.trim()));
}

/** The dictionary entries of a language. */
export function readGlosses(language: Language): Gloss[] {
	const glosses: Gloss[] = readOwnWords(language);
	if (language === 'zh') {
		const rows = readLines('cc-cedict/zh.tsv').map((line) => line.split('\t'));
		glosses.push(...groupSenses(rows.map((row) => [row[0] ?? '', row[3] ?? ''] as const), 1));
	}
	if (language === 'pt') glosses.push(...readPortuguese());
	const wiktionary = readLines(`wiktionary_en/${language}.tsv`).map((line) => line.split('\t'));
	glosses.push(...groupSenses(wiktionary.map((row) => [row[0] ?? '', row[2] ?? ''] as const), 1));
	const rows: [string, string][] = [];
	for (const line of readLines(`omw/${language}.tsv`)) {
		const [, english, lemmas] = line.split('\t');
		for (const lemma of (lemmas ?? '').split(' | ')) rows.push([lemma.replace(/\+/g, ' '), (english ?? '').split(' | ').slice(0, 4).join('; ')]);
	}
	glosses.push(...groupSenses(rows, 0.7));
	return glosses;
}

/** Parallel corpora that are used for evaluation alone: scientific titles, questions, and the sentences that answer them. */
export function readEvaluationPairs(language: Language): Pair[][] {
	if (language === 'id') {
		const rows = readLines('en-id-science/en-id.tsv').map((line) => line.split('\t'));
		return [zipPairs('en-id-science', rows.map((row) => row[1] ?? ''), rows.map((row) => row[0] ?? ''), 1, false)];
	}
	return [
		zipPairs('xquad_r questions', readLines(`xquad_r/questions.${language}.txt`), readLines('xquad_r/questions.en.txt'), 1, false),
		readAnswerSentences(language),
	];
}

/**
 * Sentences of encyclopaedia articles that hold the answers to the same questions. Languages cut sentences in other places, so
 * that those which questions connect go together.
 */
function readAnswerSentences(language: Language): Pair[] {
	const table = (name: string) => new Map(readLines(`xquad_r/${name}.tsv`).map((line) => line.replace('\uFEFF', '').split('\t') as [string, string]));
	const [sources, english] = [table(`sentences.${language}`), table('sentences.en')];
	const [answers, englishAnswers] = [table(`answers.${language}`), table('answers.en')];
	const blocks: { source: Set<string>; english: Set<string> }[] = [];
	for (const [question, id] of answers) {
		const other = englishAnswers.get(question);
		if (other === undefined || !sources.has(id) || !english.has(other)) continue;
		const met = blocks.filter((block) => block.source.has(id) || block.english.has(other));
		const merged = { source: new Set([id, ...met.flatMap((block) => [...block.source])]), english: new Set([other, ...met.flatMap((block) => [...block.english])]) };
		for (const block of met) blocks.splice(blocks.indexOf(block), 1);
		blocks.push(merged);
	}
	const text = (ids: ReadonlySet<string>, of: ReadonlyMap<string, string>) => [...ids].sort().map((id) => of.get(id)).join(' ');
	return zipPairs('xquad_r sentences', blocks.map((block) => text(block.source, sources)), blocks.map((block) => text(block.english, english)), 1, false);
}
