import type { TextReader } from '#lib/engines/reading/text-reader.ts';
import { analyse } from '#lib/engines/text/analyse.ts';
import type { Language } from '#lib/engines/text/language.ts';
import type { WordList, WordListEntry } from '#lib/rooms/types.ts';
import { markedTerms } from './glossary.ts';

/** Words of a message that are looked up; a longer message is read by its beginning. */
const WORDS_MOST = 150;
const MEANINGS_MOST = 2;
/** Translations less likely than this say nothing of a word. */
const LEAST_WEIGHT = 0.15;

/**
 * A reading aid where nobody has translated: the terms of the thesaurus and the words of the lexicon that stand in a message, in
 * the order of reading and each once, with words of the reader's language. It says nothing of how they hang together, and is
 * called a word list for that.
 */
export function wordList(reader: TextReader, text: string, language: Language, to: Language): WordList {
	const terms = markedTerms(reader, text, language, to);
	const seen = new Set<string>();
	const entries: WordListEntry[] = [];
	for (const { start, end, concept, label, labelLanguage } of terms) {
		if (seen.has(concept)) continue;
		seen.add(concept);
		if (labelLanguage === to) entries.push({ text: text.slice(start, end), start, meanings: [label], concept });
	}
	const words = wordsOf(reader, text, language).filter(({ start, end }) => !terms.some((term) => term.start <= start && end <= term.end));
	const meanings = to === 'en' ? words.map(({ pivots }) => englishWords(reader, pivots)) : reader.sameMeaning(words.map(({ pivots }) => pivots), to, MEANINGS_MOST).map((found) => found.map((each) => each.words));
	words.forEach(({ start, end }, index) => {
		const surface = text.slice(start, end);
		if (seen.has(surface.toLowerCase()) || meanings[index]!.length === 0) return;
		seen.add(surface.toLowerCase());
		entries.push({ text: surface, start, meanings: meanings[index]!, concept: null });
	});
	return { language: to, entries: entries.sort((a, b) => a.start - b.start) };
}

interface Word {
	start: number;
	end: number;
	pivots: Map<string, number>;
}

/** Words and runs of words with what they stand for; inside a run that has a meaning of its own the words are left out. */
function wordsOf(reader: TextReader, text: string, language: Language): Word[] {
	const words = new Map<string, Word>();
	for (const { pivot, weight, start, end } of reader.read(text, language).pivots) {
		if (weight < LEAST_WEIGHT || pivot.startsWith('≈') || /^\p{N}/u.test(text.slice(start, end))) continue;
		const key = `${start}-${end}`;
		const word = words.get(key) ?? { start, end, pivots: new Map<string, number>() };
		word.pivots.set(pivot, Math.max(weight, word.pivots.get(pivot) ?? 0));
		words.set(key, word);
	}
	const longestFirst = [...words.values()].sort((a, b) => b.end - b.start - (a.end - a.start) || a.start - b.start);
	const kept: Word[] = [];
	for (const word of longestFirst) if (!kept.some((outer) => outer.start <= word.start && word.end <= outer.end)) kept.push(word);
	return kept.sort((a, b) => a.start - b.start).slice(0, WORDS_MOST);
}

const surfaces = new WeakMap<object, Map<string, string>>();

/** English words for stems: as labels of the thesaurus write them, where one does; else the stem itself, shown to be a beginning. */
function englishWords(reader: TextReader, pivots: ReadonlyMap<string, number>): string[] {
	let written = surfaces.get(reader.thesaurus);
	if (!written) surfaces.set(reader.thesaurus, (written = writtenForms(reader)));
	return [...pivots]
		.sort((a, b) => b[1] - a[1])
		.slice(0, MEANINGS_MOST)
		.map(([stem]) => written.get(stem) ?? (stem.length < 5 ? stem : /[bcdglmnprt]i$/.test(stem) ? `${stem.slice(0, -1)}y` : `${stem}…`));
}

function writtenForms(reader: TextReader): Map<string, string> {
	const forms = new Map<string, string>();
	for (const { labels } of reader.thesaurus.all())
		for (const label of labels.en)
			for (const { term, surface } of analyse(label, 'en')) {
				const known = forms.get(term);
				if (/^[a-z]+$/i.test(surface) && (known === undefined || surface.length < known.length)) forms.set(term, surface.toLowerCase());
			}
	return forms;
}
