import { isLanguage, type Language } from '#lib/engines/text/language.ts';
import type { TextReader } from '#lib/engines/reading/text-reader.ts';
import type { EditView } from './edit-view.ts';

/** Proposals a language: more than an editor would read. */
const SHOWN = 4;
/** Asked for, because some of them stand among the labels already. */
const ASKED = 12;

const asCompared = (label: string) => label.normalize('NFKC').toLowerCase().replace(/[\s\u200B-\u200D]+/gu, '');

/**
 * What the lexicon proposes as labels of a concept, for each language that the editor may write: words and phrases that mean
 * what the English label says and are no label yet. Statistics propose; a person decides.
 */
export function proposedLabels(reader: TextReader, view: EditView): Partial<Record<Language, string[]>> {
	const english = view.languages.find(({ language }) => language === 'en')?.preferred ?? '';
	const proposed: Partial<Record<Language, string[]>> = {};
	if (english === '') return proposed;
	for (const { language, mine, preferred, alternatives } of view.languages) {
		if (!mine || !isLanguage(language) || language === 'en') continue;
		const known = new Set([preferred, ...alternatives.split('|')].map(asCompared));
		const words = reader.proposals(english, language, ASKED).map((found) => found.words).filter((each) => !known.has(asCompared(each)));
		if (words.length > 0) proposed[language] = words.slice(0, SHOWN);
	}
	return proposed;
}
