import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ExpertCollection } from '../../src/lib/engines/matching/experts/expert-collection.ts';
import { EXPERT_WEIGHTS, type ExpertWeights } from '../../src/lib/engines/matching/experts/expert-weights.ts';
import type { TextReader } from '../../src/lib/engines/reading/text-reader.ts';
import { mean } from './measures.ts';

interface Paper {
	id: string;
	title: string;
	text: string;
	year: number | null;
}

/** Researchers with their own papers, and how well each said that he or she knows some other papers (1 to 5). */
export interface SelfRated {
	papers: ReadonlyMap<string, Paper>;
	own: ReadonlyMap<string, readonly string[]>;
	rated: ReadonlyMap<string, readonly { paper: string; grade: number }[]>;
}

/** Undefined where the data are absent. */
export function readSelfRated(dataFolder: string): SelfRated | undefined {
	const folder = join(dataFolder, 'matching', 'experts-self-rated');
	if (!existsSync(join(folder, 'evaluations.tsv'))) return undefined;
	const lines = (name: string) => readFileSync(join(folder, name), 'utf8').split('\n').filter((line) => line !== '');
	const papers = lines('papers.jsonl').map((line) => JSON.parse(line) as { paperId: string; title: string | null; abstract: string | null; year: number | null });
	const people = lines('participants.jsonl').map((line) => JSON.parse(line) as { participantId: string; papers: string[] });
	const known = new Map(papers.map(({ paperId, title, abstract, year }) => [paperId, { id: paperId, title: title ?? '', text: abstract ?? '', year }]));
	const rated = lines('evaluations.tsv').slice(1).map((line) => {
		const [person = '', ...cells] = line.split('\t');
		const grades = cells.slice(0, 10).flatMap((paper, i) => (known.has(paper) && cells[10 + i] ? [{ paper, grade: Number(cells[10 + i]) }] : []));
		return [person, grades] as const;
	});
	return { papers: known, own: new Map(people.map(({ participantId, papers: all }) => [participantId, all.filter((id) => known.has(id))])), rated: new Map(rated) };
}

export type Scores = (person: string, paper: string) => number;

/** Of all pairs of papers that one person rated differently, weighted by the difference: the share that is in the right order. */
export function pairwiseAccuracy({ rated }: SelfRated, score: Scores): number {
	let right = 0;
	let all = 0;
	for (const [person, papers] of rated)
		for (const [a, b] of pairs(papers)) {
			const gap = Math.abs(a.grade - b.grade);
			const order = Math.sign(score(person, a.paper) - score(person, b.paper)) * Math.sign(a.grade - b.grade);
			all += gap;
			right += order > 0 ? gap : order === 0 ? gap / 2 : 0;
		}
	return right / all;
}

/** Kendall's tau-b of each person's papers, in the mean. */
export function kendallTau({ rated }: SelfRated, score: Scores): number {
	const taus = [...rated].flatMap(([person, papers]) => {
		const signs = pairs(papers).map(([a, b]) => [Math.sign(a.grade - b.grade), Math.sign(score(person, a.paper) - score(person, b.paper))] as const);
		const untied = (side: 0 | 1) => signs.filter((pair) => pair[side] !== 0).length;
		const norm = Math.sqrt(untied(0) * untied(1));
		return norm === 0 ? [] : [signs.reduce((sum, [grade, scored]) => sum + grade * scored, 0) / norm];
	});
	return mean(taus);
}

function pairs<T>(list: readonly T[]): [T, T][] {
	return list.flatMap((a, i) => list.slice(i + 1).map((b): [T, T] => [a, b]));
}

/** The engine's scores: every person an expert with own papers; a paper that the person rates is not counted as the person's own. */
export function engineScores(data: SelfRated, reader: TextReader, weights: ExpertWeights = EXPERT_WEIGHTS): Scores {
	const collection = new ExpertCollection(reader, weights);
	const text = (id: string) => ({ language: 'en' as const, ...data.papers.get(id)! });
	for (const [id, papers] of data.own) collection.put({ id, texts: papers.map(text) });
	const own = new Set([...data.own.values()].flat());
	for (const id of data.papers.keys()) if (!own.has(id)) collection.putOther(text(id));
	const year = Math.max(...[...data.papers.values()].map((paper) => paper.year ?? 0));
	const scores = new Map<string, Map<string, number>>();
	for (const id of new Set([...data.rated.values()].flat().map(({ paper }) => paper))) {
		const ranked = collection.rank(text(id), { year, without: (person, position) => data.own.get(person)![position] === id });
		scores.set(id, new Map(ranked.map(({ expert, score }) => [expert, score])));
	}
	return (person, paper) => scores.get(paper)?.get(person) ?? 0;
}

/** The peer: the cosine of TF-IDF vectors, all papers of a person as one text; the better of raw and of logarithmic counts. */
export function tfIdfScores(data: SelfRated, reader: TextReader, damp: (times: number) => number): Scores {
	const counts = new Map<string, Map<string, number>>();
	const holding = new Map<string, number>();
	for (const { id, title, text } of data.papers.values()) {
		const mentions = new Map<string, number>();
		for (const { term } of reader.read(`${title}\n${text}`, 'en').words) mentions.set(term, (mentions.get(term) ?? 0) + 1);
		for (const term of mentions.keys()) holding.set(term, (holding.get(term) ?? 0) + 1);
		counts.set(id, mentions);
	}
	const vector = (papers: readonly string[]) => {
		const sum = new Map<string, number>();
		for (const id of papers) for (const [term, times] of counts.get(id)!) sum.set(term, (sum.get(term) ?? 0) + times);
		for (const [term, times] of sum) sum.set(term, damp(times) * Math.log((data.papers.size + 1) / (holding.get(term)! + 0.5)));
		return { weights: sum, length: Math.hypot(...sum.values()) };
	};
	return (person, paper) => {
		const [a, b] = [vector([paper]), vector(data.own.get(person) ?? [])];
		return [...a.weights].reduce((sum, [term, weight]) => sum + weight * (b.weights.get(term) ?? 0), 0) / (a.length * b.length || 1);
	};
}

export interface ExpertFigures {
	accuracy: number;
	tau: number;
}

export function figuresOf(data: SelfRated, score: Scores): ExpertFigures {
	const kept = new Map<string, number>();
	const once: Scores = (person, paper) => {
		const key = `${person} ${paper}`;
		const known = kept.get(key) ?? score(person, paper);
		kept.set(key, known);
		return known;
	};
	return { accuracy: pairwiseAccuracy(data, once), tau: kendallTau(data, once) };
}
