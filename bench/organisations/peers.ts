import MiniSearch from 'minisearch';
import type { DirectoryEntry } from '#lib/engines/organisations/name-index.ts';

/** Answers a text with organisations, the best first, with a score of the peer's own. */
export type Matcher = (text: string) => { id: string; score: number }[];

/** MiniSearch over all names, fuzzy and by prefix, as its documentation recommends for names. */
export function miniSearchMatcher(entries: readonly DirectoryEntry[]): Matcher {
	const index = new MiniSearch({ fields: ['names'], idField: 'id', searchOptions: { fuzzy: 0.1, prefix: false } });
	index.addAll(entries.map(({ id, names }) => ({ id, names: names.map(({ text }) => text).join(' \n ') })));
	return (text) => index.search(text).slice(0, 10).map(({ id, score, queryTerms }) => ({ id: String(id), score: score / Math.max(1, queryTerms.length) }));
}

function trigrams(text: string): Set<string> {
	const words = text.toLowerCase().normalize('NFKD').replace(/\p{M}/gu, '').match(/[\p{L}\p{N}]+/gu) ?? [];
	const found = new Set<string>();
	for (const word of words) {
		const padded = `  ${word} `;
		for (let i = 0; i + 3 <= padded.length; i++) found.add(padded.slice(i, i + 3));
	}
	return found;
}

/** Likeness of trigrams as PostgreSQL's pg_trgm has it; the best of a text's parts between commas and of the whole. */
export function trigramMatcher(entries: readonly DirectoryEntry[]): Matcher {
	const names = entries.flatMap(({ id, names: all }) => all.map(({ text }) => ({ id, grams: trigrams(text) })));
	const postings = new Map<string, number[]>();
	for (const [at, { grams }] of names.entries()) for (const gram of grams) (postings.get(gram) ?? postings.set(gram, []).get(gram)!).push(at);
	const likest = (text: string, best: Map<string, number>) => {
		const grams = trigrams(text);
		const shared = new Map<number, number>();
		for (const gram of grams) for (const at of postings.get(gram) ?? []) shared.set(at, (shared.get(at) ?? 0) + 1);
		for (const [at, count] of shared) {
			const { id, grams: own } = names[at]!;
			const score = count / (grams.size + own.size - count);
			if (score > (best.get(id) ?? 0)) best.set(id, score);
		}
	};
	return (text) => {
		const best = new Map<string, number>();
		for (const part of [text, ...text.split(/[,;()]/)]) if (part.trim().length > 2) likest(part, best);
		return [...best].map(([id, score]) => ({ id, score })).sort((a, b) => b.score - a.score).slice(0, 10);
	};
}
