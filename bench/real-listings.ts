import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MatchableListing, ReadField } from '../src/lib/engines/matching/types.ts';
import type { Language } from '../src/lib/engines/text/language.ts';

interface Source {
	file: string;
	kind: 'offer' | 'need';
	language: Language;
	country: string;
	id: string;
	title: string;
	text: string;
	keywords?: string;
}

const LISTINGS = 'listings/';

/** The real listings of ../shared/data, as bench/load-real.ts loads them: for measurement only. */
const SOURCES: readonly Source[] = [
	{ file: `${LISTINGS}nasa-patents/patents.jsonl`, kind: 'offer', language: 'en', country: 'US', id: 'Reference Number', title: 'Title', text: 'Abstract', keywords: 'Category' },
	{ file: `${LISTINGS}us-innovation-topics-and-awards/awards.jsonl`, kind: 'offer', language: 'en', country: 'US', id: 'award_id', title: 'title', text: 'abstract' },
	{ file: `${LISTINGS}chinese-science-abstracts/papers.jsonl`, kind: 'offer', language: 'zh', country: 'CN', id: 'id', title: 'title', text: 'abstract', keywords: 'keywords' },
	{ file: `${LISTINGS}us-innovation-topics-and-awards/topics.jsonl`, kind: 'need', language: 'en', country: 'US', id: 'topic_id', title: 'title', text: 'description' },
	{ file: `${LISTINGS}eu-calls/calls.jsonl`, kind: 'need', language: 'en', country: 'BE', id: 'reference', title: 'title', text: 'description' },
	{ file: join('matching', 'technology-needs-zh', 'needs.jsonl'), kind: 'need', language: 'zh', country: 'CN', id: 'rid', title: 'title', text: 'content' },
];

const LIMITS: Partial<Record<ReadField, number>> = { title: 256, summary: 500, description: 4000, sought: 2000 };
const LEAST_TEXT = 40;

/** Reads the sources that are there, cut to the limits of a listing's fields; texts that say next to nothing are left out. */
export function readRealListings(dataFolder: string): MatchableListing[] {
	return SOURCES.flatMap((source) => {
		const file = join(dataFolder, source.file);
		if (!existsSync(file)) return [];
		return readFileSync(file, 'utf8')
			.split('\n')
			.filter((line) => line.trim() !== '')
			.map((line) => listingOf(JSON.parse(line) as Record<string, unknown>, source))
			.filter(({ texts }) => `${texts.title}${texts.description}`.length >= LEAST_TEXT);
	});
}

function listingOf(row: Record<string, unknown>, source: Source): MatchableListing {
	const text = textOf(row[source.text]);
	const texts: Partial<Record<ReadField, string>> = {
		title: textOf(row[source.title]),
		summary: text,
		description: text,
		...(source.kind === 'need' && { sought: text }),
		...(source.keywords && { keywords: textOf(row[source.keywords]) }),
	};
	for (const [field, limit] of Object.entries(LIMITS)) {
		const value = texts[field as ReadField];
		if (value !== undefined) texts[field as ReadField] = value.slice(0, limit).toWellFormed();
	}
	const origin = source.file.split('/').at(-2)!;
	return {
		id: `${origin}/${textOf(row[source.id])}`,
		kind: source.kind,
		language: source.language,
		texts,
		areas: [],
		trl: null,
		cooperation: [],
		ipStatus: null,
		country: source.country,
		countries: [],
		organisationKind: null,
		organisationSize: null,
		partnerKinds: [],
		price: null,
		budget: null,
		date: null,
		organisation: origin + source.kind,
		validUntil: null,
		exportRestriction: null,
	};
}

function textOf(value: unknown): string {
	if (Array.isArray(value)) return value.map(textOf).join(' · ');
	return value === null || value === undefined ? '' : String(value).trim();
}
