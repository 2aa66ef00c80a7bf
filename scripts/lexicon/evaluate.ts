/**
 * Measures the lexicon: trains it without the held-out part of the corpora and lets each held-out sentence find its
 * English translation, and the English sentence its translation, by TF-IDF cosine over pivot terms.
 * Run: node scripts/lexicon/evaluate.ts [--languages th,lo] [--without tico19] [--lexicon file.bin]
 *
 * Two columns a language: "held out" are unseen sentences of corpora whose other sentences were seen; with
 * `--without NAME` a corpus is not seen at all and all of it is asked, which is nearer to what a new kind of text meets.
 */
import { parseArgs } from 'node:util';
import { encodeLexicon } from '../../src/lib/engines/lexicon/lexicon-format.ts';
import { type Lexicon, loadLexicon } from '../../src/lib/engines/lexicon/lexicon.ts';
import { analyse, isStopWord } from '../../src/lib/engines/text/analyse.ts';
import { isLanguage, LANGUAGES, type Language } from '../../src/lib/engines/text/language.ts';
import { type Pair, readEvaluationPairs, readPairs } from './corpora.ts';
import { firstEqual, type Measures, measureRetrieval } from './retrieval-measure.ts';
import { commonEnglishWords, trainLexicon } from './train-lexicon.ts';

const { values } = parseArgs({ options: { languages: { type: 'string' }, without: { type: 'string' }, most: { type: 'string' } } });
const asked = values.languages?.split(',').filter(isLanguage) ?? LANGUAGES;
const without = new Set(values.without?.split(',') ?? []);
const most = Number(values.most ?? 2000);

function pivotWeights(lexicon: Lexicon, text: string, language: Language): Map<string, number> {
	const weights = new Map<string, number>();
	for (const { pivot, weight } of lexicon.toPivot(analyse(text, language), language)) {
		if (!isStopWord(pivot, 'en')) weights.set(pivot, (weights.get(pivot) ?? 0) + weight);
	}
	return weights;
}

function report(label: string, lexicon: Lexicon, pairs: readonly Pair[], language: Language): void {
	const chosen = pairs.slice(0, most);
	if (chosen.length < 50) return;
	const sources = chosen.map((pair) => pivotWeights(lexicon, pair.source, language));
	const english = chosen.map((pair) => pivotWeights(lexicon, pair.english, 'en'));
	const same = firstEqual(chosen.map((pair) => pair.english));
	const show = (m: Measures): string => `${m.recallAt1.toFixed(3)} | ${m.recallAt10.toFixed(3)} | ${m.mrr.toFixed(3)}`;
	const there = show(measureRetrieval(sources, english, same));
	const back = show(measureRetrieval(english, sources, same));
	console.log(`| ${language} | ${label} | ${chosen.length} | ${there} | ${back} |`);
}

const words = commonEnglishWords({ holdOut: true, without });
console.log('| language | sentences | count | R@1 to en | R@10 | MRR | R@1 from en | R@10 | MRR |');
console.log('|---|---|---|---|---|---|---|---|---|');
// All languages are trained, whichever are asked: English has its paraphrases from all.
const lexicon = loadLexicon(encodeLexicon(trainLexicon({ holdOut: true, without }), words));
for (const language of asked) {
	if (language === 'en') continue;
	const pairs = readPairs(language);
	const unseen = (pair: Pair): boolean => without.has(pair.corpus);
	for (const corpus of without) report(`${corpus}, unseen`, lexicon, pairs.filter((pair) => pair.corpus === corpus), language);
	report('held out', lexicon, pairs.filter((pair) => pair.heldOut && !unseen(pair)), language);
	const evaluation = readEvaluationPairs(language);
	report(evaluation[0]?.corpus ?? '', lexicon, evaluation, language);
}
