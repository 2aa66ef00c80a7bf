import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { analyse } from '#lib/engines/text/analyse.ts';
import type { Language } from '#lib/engines/text/language.ts';
import type { BenchListing } from './listings.ts';

/** Where the corpora lie; they are not part of the repository. */
const FOLDER = process.env.MITRA_LISTINGS ?? '/work/shared/data/listings';

interface Source {
	file: string;
	kind: string;
	country: string;
	language: Language;
	title: string;
	text: string;
	area: string;
	keywords?: string;
}

const SOURCES: Source[] = [
	{ file: 'nasa-patents/patents.jsonl', kind: 'offer', country: 'US', language: 'en', title: 'Title', text: 'Abstract', area: 'Category' },
	{ file: 'us-innovation-topics-and-awards/awards.jsonl', kind: 'offer', country: 'US', language: 'en', title: 'title', text: 'abstract', area: 'agency' },
	{ file: 'us-innovation-topics-and-awards/topics.jsonl', kind: 'need', country: 'US', language: 'en', title: 'title', text: 'description', area: 'agency' },
	{ file: 'eu-calls/calls.jsonl', kind: 'need', country: 'EU', language: 'en', title: 'title', text: 'description', area: 'programme' },
	{ file: 'chinese-science-abstracts/papers.jsonl', kind: 'offer', country: 'CN', language: 'zh', title: 'title', text: 'abstract', area: 'category', keywords: 'keywords' },
];

function textOf(value: unknown): string {
	if (Array.isArray(value)) return value.join(' ');
	return typeof value === 'string' ? value : '';
}

/** About 15,000 real listings: patents, awards and abstracts as offers, topics and calls as needs. */
export function* realListings(): Generator<BenchListing> {
	for (const source of SOURCES) {
		const lines = readFileSync(join(FOLDER, source.file), 'utf8').split('\n');
		for (let i = 0; i < lines.length; i++) {
			if (lines[i] === '') continue;
			const row = JSON.parse(lines[i]!) as Record<string, unknown>;
			const terms = (value: unknown) => analyse(textOf(value), source.language).map((token) => token.term);
			const text = terms(row[source.text]);
			yield {
				id: `${source.file}:${i}`,
				title: terms(row[source.title]),
				summary: text.slice(0, 30),
				description: text.slice(30),
				keywords: source.keywords ? terms(row[source.keywords]) : [],
				facets: {
					kind: [source.kind],
					area: [textOf(row[source.area]) || 'none'],
					country: [source.country],
					language: [source.language],
					trl: [`trl${i % 9}`],
				},
			};
		}
	}
}
