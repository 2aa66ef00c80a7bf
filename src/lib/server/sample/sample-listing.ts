import type { ListingKind } from '#lib/listings/vocabulary.ts';
import { emptyContent, type Budget, type IpRight, type ListingContent, type Price } from '#lib/server/listings/listing.ts';

type Loose<T> = { [K in keyof T]?: T[K] | undefined };

/** A line of data/sample/listings: a listing's content with its owner's slug; what is absent is empty. */
export interface SampleListing extends Partial<Omit<ListingContent, 'relevantDate' | 'ip' | 'price' | 'budget'>> {
	externalId: string;
	kind: ListingKind;
	language: ListingContent['language'];
	organisation: string;
	date?: string | null;
	ip?: { status: ListingContent['ip']['status']; rights?: Loose<IpRight>[] };
	price?: Loose<Price> | null;
	budget?: Loose<Budget> | null;
}

/** The content of a sample with every field present. Unchecked: `parseContent` judges it as it judges any input. */
export function sampleContent(sample: SampleListing): unknown {
	const { externalId: _externalId, kind: _kind, organisation: _organisation, date, ip, price, budget, ...content } = sample;
	return {
		...emptyContent(sample.language),
		...content,
		relevantDate: date ?? null,
		ip: { status: ip?.status ?? null, rights: (ip?.rights ?? []).map((right) => ({ number: '', office: '', ...right })) },
		price: price ? { min: null, max: null, ...price } : null,
		budget: budget ? { min: null, max: null, source: '', ...budget } : null,
	};
}
