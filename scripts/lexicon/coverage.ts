/**
 * Prints, for each language, how well the lexicon covers the thesaurus: the share of concepts whose preferred label is carried
 * to at least one, and to at least half, of the English terms of the concept's labels. Run: node scripts/lexicon/coverage.ts
 */
import { openLexicon } from '../../src/lib/engines/lexicon/read-lexicon-file.ts';
import { analyse, isStopWord } from '../../src/lib/engines/text/analyse.ts';
import { LANGUAGES } from '../../src/lib/engines/text/language.ts';
import { readThesaurus } from './thesaurus-tables.ts';

const lexicon = openLexicon();
const share = (part: number, all: number): string => `${((100 * part) / Math.max(1, all)).toFixed(1)} %`;

console.log('| language | concepts | carried at all | carried by half or more |');
console.log('|---|---|---|---|');
for (const language of LANGUAGES) {
	if (language === 'en') continue;
	let touched = 0;
	let halved = 0;
	const concepts = readThesaurus(language);
	for (const { source, english } of concepts) {
		const pivots = new Set(lexicon.toPivot(analyse(source[0] ?? '', language), language).map(({ pivot }) => pivot));
		const best = Math.max(...english.map((label) => carriedShare(label, pivots)));
		if (best > 0) touched++;
		if (best >= 0.5) halved++;
	}
	console.log(`| ${language} | ${concepts.length} | ${share(touched, concepts.length)} | ${share(halved, concepts.length)} |`);
}

/** Share of an English label's content terms that are among the pivots, 0 to 1. */
function carriedShare(label: string, pivots: ReadonlySet<string>): number {
	const terms = analyse(label, 'en').map(({ term }) => term).filter((term) => !isStopWord(term, 'en'));
	return terms.filter((term) => pivots.has(term)).length / Math.max(1, terms.length);
}
