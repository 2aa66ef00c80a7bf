import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MatchableListing } from '../../src/lib/engines/matching/types.ts';
import type { Language } from '../../src/lib/engines/text/language.ts';

interface SampleOrganisation {
	slug: string;
	kind: string;
	size?: string;
	country: string;
}

interface SampleListing {
	externalId: string;
	kind: 'offer' | 'need';
	language: Language;
	organisation: string;
	title: string;
	summary: string;
	description: string;
	areas: string[];
	keywords?: string[];
	advantages?: string;
	benefitInFigures?: string;
	comparedWith?: string;
	sought?: string;
	trl?: number;
	ip?: { status: string };
	cooperation?: string[];
	partner?: { kinds?: string[] };
	countries?: string[];
	price?: { min?: number; max?: number; currency: string };
	budget?: { min?: number; max?: number; currency: string };
	date?: string;
}

export interface Judgement {
	need: string;
	offer: string;
	/** 3 a true counterpart, 2 good, 1 a near miss. */
	grade: number;
}

/** The sample network as the matching engine sees it, and which of its pairs belong together. */
export interface SampleNetwork {
	listings: MatchableListing[];
	judgements: Judgement[];
}

const amount = (range: { min?: number; max?: number; currency: string } | undefined) =>
	range ? { min: range.min ?? null, max: range.max ?? null, currency: range.currency } : null;

/** Reads `data/sample`. Listings whose organisation is not there are read without its facts. */
export function readSampleNetwork(folder: string): SampleNetwork {
	const organisations = new Map<string, SampleOrganisation>();
	for (const file of filesIn(join(folder, 'organisations'), '.json'))
		for (const organisation of JSON.parse(readFileSync(file, 'utf8')) as SampleOrganisation[])
			organisations.set(organisation.slug, organisation);
	const listings = filesIn(join(folder, 'listings'), '.jsonl').flatMap((file) =>
		linesOf(file).map((line) => matchable(JSON.parse(line) as SampleListing, organisations)),
	);
	const judgements = filesIn(join(folder, 'judgements'), '.tsv').flatMap((file) =>
		linesOf(file).map((line) => {
			const [need = '', offer = '', grade = ''] = line.split('\t');
			return { need, offer, grade: Number(grade) };
		}),
	);
	return { listings, judgements: judgements.filter(({ grade }) => grade >= 1) };
}

function filesIn(folder: string, ending: string): string[] {
	if (!existsSync(folder)) return [];
	return readdirSync(folder)
		.filter((name) => name.endsWith(ending))
		.sort()
		.map((name) => join(folder, name));
}

function linesOf(file: string): string[] {
	return readFileSync(file, 'utf8')
		.split('\n')
		.filter((line) => line.trim() !== '');
}

function matchable(sample: SampleListing, organisations: ReadonlyMap<string, SampleOrganisation>): MatchableListing {
	const organisation = organisations.get(sample.organisation);
	const { title, summary, description, advantages, benefitInFigures, comparedWith, sought } = sample;
	return {
		id: sample.externalId,
		kind: sample.kind,
		language: sample.language,
		texts: {
			title,
			summary,
			description,
			keywords: sample.keywords?.join(' · ') ?? '',
			...(advantages && { advantages }),
			...(benefitInFigures && { benefitInFigures }),
			...(comparedWith && { comparedWith }),
			...(sought && { sought }),
		},
		areas: sample.areas,
		trl: sample.trl ?? null,
		cooperation: sample.cooperation ?? [],
		ipStatus: sample.ip?.status ?? null,
		country: organisation?.country ?? null,
		countries: sample.countries ?? [],
		organisationKind: organisation?.kind ?? null,
		organisationSize: organisation?.size ?? null,
		partnerKinds: sample.partner?.kinds ?? [],
		price: amount(sample.price),
		budget: amount(sample.budget),
		date: sample.date ?? null,
		organisation: sample.organisation,
		validUntil: null,
		exportRestriction: null,
	};
}
