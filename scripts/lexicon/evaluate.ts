/**
 * Measures the lexicon: trains it without the held-out part of the corpora and lets each held-out sentence find its
 * English translation, and the English sentence its translation, by TF-IDF cosine over pivot terms.
 * Run: node scripts/lexicon/evaluate.ts [--languages th,lo] [--without tico19] [--most 2000] [--between]
 *
 * Two columns a language: "held out" are unseen sentences of corpora whose other sentences were seen; with
 * `--without NAME` a corpus is not seen at all and all of it is asked, which is nearer to what a new kind of text meets.
 * `--between` asks between any two of the languages instead, in the unseen corpora and those of evaluation alone: the MRR, and
 * its ratio to that of the weaker of the two with English on the same sentences.
 */
import { parseArgs } from 'node:util';
import { encodeLexicon } from '../../src/lib/engines/lexicon/lexicon-format.ts';
import { type Lexicon, loadLexicon } from '../../src/lib/engines/lexicon/lexicon.ts';
import { analyse, isStopWord } from '../../src/lib/engines/text/analyse.ts';
import { isLanguage, LANGUAGES, type Language } from '../../src/lib/engines/text/language.ts';
import { type Pair, readEvaluationPairs, readPairs } from './corpora.ts';
import { firstEqual, type Measures, measureRetrieval } from './retrieval-measure.ts';
import { commonEnglishWords, trainLexicon } from './train-lexicon.ts';

const { values } = parseArgs({ options: { languages: { type: 'string' }, without: { type: 'string' }, most: { type: 'string' }, between: { type: 'boolean', default: false } } });
const asked = values.languages?.split(',').filter(isLanguage) ?? LANGUAGES;
const without = new Set(values.without?.split(',') ?? []);
const most = Number(values.most ?? 2000);

/** Sets of fewer sentences say nothing. */
const MANY = 50;

function pivotWeights(lexicon: Lexicon, text: string, language: Language): Map<string, number> {
	const weights = new Map<string, number>();
	for (const { pivot, weight } of lexicon.toPivot(analyse(text, language), language)) {
		if (!isStopWord(pivot, 'en')) weights.set(pivot, (weights.get(pivot) ?? 0) + weight);
	}
	return weights;
}

function report(label: string, lexicon: Lexicon, pairs: readonly Pair[], language: Language): void {
	const chosen = pairs.slice(0, most);
	if (chosen.length < MANY) return;
	const sources = chosen.map((pair) => pivotWeights(lexicon, pair.source, language));
	const english = chosen.map((pair) => pivotWeights(lexicon, pair.english, 'en'));
	const same = firstEqual(chosen.map((pair) => pair.english));
	const show = (m: Measures): string => `${m.recallAt1.toFixed(3)} | ${m.recallAt10.toFixed(3)} | ${m.mrr.toFixed(3)}`;
	const there = show(measureRetrieval(sources, english, same));
	const back = show(measureRetrieval(english, sources, same));
	console.log(`| ${language} | ${label} | ${chosen.length} | ${there} | ${back} |`);
}

/** What two languages make of the same English sentences. */
function reportBetween(lexicon: Lexicon, a: Language, b: Language): void {
	const collections = (language: Language) => [...[...without].map((name) => readPairs(language).filter(({ corpus }) => corpus === name)), ...readEvaluationPairs(language)];
	collections(a).forEach((pairs, i) => {
		const others = new Map((collections(b)[i] ?? []).map((pair) => [pair.english, pair.source]));
		const both = pairs.filter(({ english }) => others.has(english)).slice(0, most);
		if (both.length < MANY) return;
		const same = firstEqual(both.map(({ english }) => english));
		const [from, to, english] = [both.map(({ source }) => pivotWeights(lexicon, source, a)), both.map((pair) => pivotWeights(lexicon, others.get(pair.english) ?? '', b)), both.map((pair) => pivotWeights(lexicon, pair.english, 'en'))];
		const mrr = (queries: typeof from, documents: typeof from) => measureRetrieval(queries, documents, same).mrr;
		const show = (value: number, weaker: number) => `${value.toFixed(3)} | ${(value / weaker).toFixed(2)}`;
		const there = show(mrr(from, to), Math.min(mrr(from, english), mrr(english, to)));
		const back = show(mrr(to, from), Math.min(mrr(to, english), mrr(english, from)));
		console.log(`| ${a} - ${b} | ${both[0]?.corpus} | ${both.length} | ${there} | ${back} |`);
	});
}

function reportLanguage(lexicon: Lexicon, language: Language): void {
	if (language === 'en') return;
	const pairs = readPairs(language);
	const unseen = (pair: Pair): boolean => without.has(pair.corpus);
	for (const corpus of without) report(`${corpus}, unseen`, lexicon, pairs.filter((pair) => pair.corpus === corpus), language);
	report('held out', lexicon, pairs.filter((pair) => pair.heldOut && !unseen(pair)), language);
	for (const evaluation of readEvaluationPairs(language)) report(evaluation[0]?.corpus ?? '', lexicon, evaluation, language);
}

const words = commonEnglishWords({ holdOut: true, without });
// All languages are trained, whichever are asked: English has its paraphrases from all.
const lexicon = loadLexicon(encodeLexicon(trainLexicon({ holdOut: true, without }), words));
if (values.between) {
	console.log('| languages | sentences | count | MRR there | of the weaker leg | MRR back | of the weaker leg |');
	console.log('|---|---|---|---|---|---|---|');
	const others = asked.filter((language) => language !== 'en');
	others.forEach((a, i) => others.slice(i + 1).forEach((b) => reportBetween(lexicon, a, b)));
} else {
	console.log('| language | sentences | count | R@1 to en | R@10 | MRR | R@1 from en | R@10 | MRR |');
	console.log('|---|---|---|---|---|---|---|---|---|');
	for (const language of asked) reportLanguage(lexicon, language);
}
