import type { Thesaurus } from '../thesaurus/thesaurus.ts';
import type { ConceptMention } from '../thesaurus/types.ts';

/** One English word, as it is written. */
const ONE_WORD = /^[A-Za-z][A-Za-z0-9-]*$/;

/** Written in capitals only, with figures at most: ACT, GaN has a small letter and is none. */
const ACRONYM = /^[A-Z0-9-]*[A-Z][A-Z0-9-]*$/;

/**
 * Whether a mention by a lone English word names its concept indeed. Stems make "waste" of "wasting" (child malnutrition) and
 * "mapping" of MAP (modified atmosphere packaging): an abbreviation must be written as one, and another label than the
 * preferred one must be written out, its plural aside. Mentions of several words, and in other scripts, are sure.
 */
export function isSureMention({ concept, start, end }: ConceptMention, text: string, thesaurus: Thesaurus): boolean {
	const written = text.slice(start, end);
	if (!ONE_WORD.test(written)) return true;
	const english = thesaurus.concept(concept)?.labels.en ?? [];
	const labels = english.filter((label) => ONE_WORD.test(label));
	// Found by a label of several words that the analysis makes one of, or in a language that writes like English.
	if (labels.length === 0) return true;
	return labels.some((label) => {
		if (ACRONYM.test(label)) return written === label || written === `${label}s` || `${written}s` === label;
		return label === english[0] ? sharesBeginning(written, label) : singular(written) === singular(label);
	});
}

function singular(word: string): string {
	return word.toLowerCase().replace(/ies$/, 'y').replace(/(?<=[sxz]|ch|sh)es$/, '').replace(/(?<!s)s$/, '');
}

/** The stems agree already; a preferred label that begins like the word is the same word in another form. */
function sharesBeginning(a: string, b: string): boolean {
	const length = Math.min(4, a.length, b.length);
	return a.slice(0, length).toLowerCase() === b.slice(0, length).toLowerCase();
}
