/**
 * Measures relevance and prints it: `npm run eval [-- --data ../shared/data] [--skip lexicon]`.
 *
 * (a) technology needs in Chinese and (b) Cranfield by the pure ranker (`mitra rank`), (c) the sample network by the matching
 * engine, (d) cross-language retrieval on sentences that the lexicon was not trained on, (e) experts for papers that they rated
 * themselves, beside TF-IDF. Where data are absent, it says so.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { readCranfield } from './cranfield.ts';
import { measureRanker, type JudgedCollection } from './judged-collection.ts';
import { engineOver, measureSample } from './sample-matching.ts';
import { readSampleNetwork } from './sample-network.ts';
import { engineScores, figuresOf, readSelfRated, tfIdfScores } from './self-rated-experts.ts';
import { openShippedReader, projectFolder as root } from './shipped-reader.ts';
import { readTechnologyNeeds } from './technology-needs.ts';

const { values } = parseArgs({
	options: {
		data: { type: 'string', default: join(root, '..', 'shared', 'data') },
		skip: { type: 'string', multiple: true, default: [] },
	},
});
const data = resolve(values.data);
process.chdir(root);

const reader = await openShippedReader();

/** Peers as the data's own notes give them, so that a figure can be judged. */
function reportCollection(name: string, collection: JudgedCollection | undefined, peer: string): void {
	if (!collection) return console.log(`${name}: skipped, no data in ${data}`);
	const figure = measureRanker(collection, reader).toFixed(4);
	console.log(`${name}: nDCG@10 ${figure} over ${collection.queries.length} queries, ${collection.documents.length} documents (${peer})`);
}

function reportSample(): void {
	const network = readSampleNetwork(join(root, 'data', 'sample'));
	const engine = engineOver(network.listings, reader);
	const others = { need: 'offers', offer: 'needs' };
	for (const kind of ['need', 'offer'] as const) {
		const figures = measureSample(network, engine, kind);
		console.log(`(c) sample network, ${kind}s -> ${others[kind]}, ${figures.asked} with a true counterpart:`);
		console.log(`    MRR of the true counterpart ${figures.mrr.toFixed(3)}, nDCG@10 ${figures.ndcg10.toFixed(3)}`);
		console.log(`    true counterpart above every near miss ${share(figures.aboveNearMisses)}`);
		console.log(`    other language among the first three ${share(figures.otherLanguage)}`);
		console.log(`    of the first five judged at least near ${share(figures.judgedInFive)}, suggestions given ${figures.given.toFixed(1)} of 20`);
	}
}

function share(value: number): string {
	return `${(100 * value).toFixed(1)} %`;
}

function reportLexicon(): void {
	const script = join(root, 'scripts', 'lexicon', 'evaluate.ts');
	if (!existsSync(script) || !existsSync(join(data, 'crosslingual'))) return console.log(`(d) cross-language retrieval: skipped, no data in ${data}`);
	console.log('(d) cross-language retrieval, on sentences kept out of training:');
	const { status } = spawnSync(process.execPath, [script], { stdio: 'inherit', cwd: root });
	if (status !== 0) process.exitCode = 1;
}

function reportExperts(): void {
	const rated = readSelfRated(data);
	if (!rated) return console.log(`(e) experts for papers they rated themselves: skipped, no data in ${data}`);
	const people = [...rated.rated.values()];
	console.log(`(e) experts for papers they rated themselves, ${people.length} people, ${people.flat().length} ratings:`);
	const peers = {
		'TF-IDF, raw counts': tfIdfScores(rated, reader, (times) => times),
		'TF-IDF, logarithmic counts': tfIdfScores(rated, reader, (times) => 1 + Math.log(times)),
		'expert engine': engineScores(rated, reader),
	};
	for (const [name, scores] of Object.entries(peers)) {
		const { accuracy, tau } = figuresOf(rated, scores);
		console.log(`    ${name}: pairs in the right order, weighted by the gap, ${share(accuracy)}, Kendall tau ${tau.toFixed(3)}`);
	}
}

reportCollection('(a) technology needs in Chinese', readTechnologyNeeds(data), 'BM25 over words 0.64, over pairs of characters 0.70, chance 0.41');
reportCollection('(b) Cranfield', readCranfield(data), 'BM25 without stemming 0.331');
reportSample();
reportExperts();
if (values.skip.includes('lexicon')) console.log('(d) cross-language retrieval: skipped, as asked');
else reportLexicon();
