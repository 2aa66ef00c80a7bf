/**
 * How well organisations are recognised by name: `node bench/organisations/main.ts [--data ../shared/data]`, against MiniSearch
 * and likeness of trigrams. Each one's threshold is chosen on the Springer set and stated on the others.
 */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { brotliDecompressSync } from 'node:zlib';
import { NameIndex } from '#lib/engines/organisations/name-index.ts';
import { parseDirectory } from '#lib/engines/organisations/parse-directory.ts';
import { namedIn, recognise, SURE } from '#lib/engines/organisations/recognise.ts';
import { readGold, type GoldRow, type GoldSet } from './gold.ts';
import { miniSearchMatcher, trigramMatcher } from './peers.ts';

const root = join(import.meta.dirname, '..', '..');
const { values } = parseArgs({ options: { data: { type: 'string', default: join(root, '..', 'shared', 'data') } } });
const data = resolve(values.data);

interface Answer {
	/** Best first, whatever the score. */
	ranked: string[];
	/** Those named, by a threshold. */
	named(threshold: number): string[];
}
type Method = { name: string; thresholds: number[]; answer(text: string): Answer };

interface Figures {
	precision: number;
	recall: number;
	f1: number;
	f1All: number;
	first: number;
	noneRight: number;
	noneFound: number;
}

/** Rows that name something of the directory, and all rows: there an answer to a row that names nothing of it is wrong. */
function measure(answers: readonly { row: GoldRow; gold: string[]; answer: Answer }[], threshold: number): Figures {
	let [hits, extra, extraAll, gold, first, resolvable, none, noneRight] = [0, 0, 0, 0, 0, 0, 0, 0];
	for (const { gold: ids, answer } of answers) {
		const named = answer.named(threshold);
		const right = named.filter((id) => ids.includes(id)).length;
		hits += right;
		extraAll += named.length - right;
		if (named.length === 0) none++;
		if (named.length === 0 && ids.length === 0) noneRight++;
		if (ids.length === 0) continue;
		resolvable++;
		extra += named.length - right;
		gold += ids.length;
		if (answer.ranked[0] !== undefined && ids.includes(answer.ranked[0])) first++;
	}
	const harmonic = (p: number, r: number) => (p + r === 0 ? 0 : (2 * p * r) / (p + r));
	const precision = hits / Math.max(1, hits + extra);
	const recall = hits / gold;
	return { precision, recall, f1: harmonic(precision, recall), f1All: harmonic(hits / Math.max(1, hits + extraAll), recall), first: first / resolvable, noneRight: noneRight / Math.max(1, none), noneFound: noneRight / Math.max(1, answers.length - resolvable) };
}

const entries = parseDirectory(brotliDecompressSync(readFileSync(join(root, 'data', 'organisations', 'directory.tsv.br'))).toString('utf8'));
const known = new Set(entries.map(({ id }) => id));
const started = performance.now();
const index = new NameIndex(entries);
console.log(`${entries.length} organisations, ${index.names.length} names, indexed in ${Math.round(performance.now() - started)} ms\n`);

const firstAbove = (ranked: { id: string; score: number }[]): Answer => ({ ranked: ranked.map(({ id }) => id), named: (threshold) => ranked.slice(0, 1).filter(({ score }) => score >= threshold).map(({ id }) => id) });
const [mini, trigram] = [miniSearchMatcher(entries), trigramMatcher(entries)];
const methods: Method[] = [
	{ name: 'Mitra', thresholds: [SURE], answer: (text) => ({ ranked: recognise(index, { text }, 3).map(({ entry }) => entry.id), named: (threshold) => namedIn(index, { text }, threshold).map(({ entry }) => entry.id) }) },
	{ name: 'MiniSearch', thresholds: Array.from({ length: 40 }, (_, i) => i * 0.75), answer: (text) => firstAbove(mini(text)) },
	{ name: 'trigrams', thresholds: Array.from({ length: 40 }, (_, i) => i / 40), answer: (text) => firstAbove(trigram(text)) },
];

const percent = (share: number) => (100 * share).toFixed(1);
const chosen = new Map<string, number>();
for (const set of ['springer', 'crossref', 'names'] satisfies GoldSet[]) {
	const rows = readGold(data, set);
	if (!rows) {
		console.log(`${set}: skipped, no data in ${data}`);
		continue;
	}
	console.log(`${set}: ${rows.length} rows, ${rows.filter(({ ids }) => ids.some((id) => known.has(id))).length} of them name an organisation of the directory`);
	for (const method of methods) {
		const before = performance.now();
		const answers = rows.map((row) => ({ row, gold: row.ids.filter((id) => known.has(id)), answer: method.answer(row.text) }));
		const ms = (performance.now() - before) / rows.length;
		if (!chosen.has(method.name)) chosen.set(method.name, method.thresholds.toSorted((a, b) => measure(answers, b).f1All - measure(answers, a).f1All)[0]!);
		const f = measure(answers, chosen.get(method.name)!);
		console.log(
			`  ${method.name.padEnd(10)} F1 ${f.f1.toFixed(3)} (precision ${percent(f.precision)} %, recall ${percent(f.recall)} %)  first right ${percent(f.first)} %  all rows: F1 ${f.f1All.toFixed(3)}, "no match" right ${percent(f.noneRight)} %, found ${percent(f.noneFound)} %  ${ms.toFixed(2)} ms`,
		);
	}
}
