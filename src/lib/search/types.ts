import type { MatchResult } from '#lib/engines/matching/types.ts';
import type { Language } from '#lib/engines/text/language.ts';
import type { IpStatus, ListingKind, MarketStage } from '#lib/listings/vocabulary.ts';
import type { QueryNote } from './query-fields.ts';
import type { LocalText } from '#lib/text/local-text.ts';

/** What one filters and counts by on the page. */
export const FACETS = ['kind', 'area', 'country', 'centre', 'language', 'stage', 'cooperation', 'ip'] as const;
export type Facet = (typeof FACETS)[number];

export interface ListingSearchRequest {
	text: string;
	/** The language the words are in, where the person said so; otherwise it is detected. */
	language?: Language;
	filters: Partial<Record<Facet, string[]>>;
	/** From 1. */
	page: number;
	pageSize: number;
	sort: 'relevance' | 'newest';
}

export interface TextSpan {
	start: number;
	end: number;
}

/** A listing as lists show it: public text only. */
export interface ListingCard {
	id: string;
	reference: number;
	kind: ListingKind;
	language: Language;
	title: string;
	summary: string;
	areas: string[];
	country: string;
	/** Null where the owner asked to stay hidden. */
	organisation: { slug: string; names: LocalText[] } | null;
	organisationKind: string;
	place: string | null;
	trl: number | null;
	stage: MarketStage | null;
	cooperation: string[];
	ipStatus: IpStatus | null;
	state: 'published' | 'paused' | 'expired' | 'closed';
	publishedAt: string;
	validUntil: string;
	isSample: boolean;
}

/** Why a hit is one: the person's word, the listing's word, and how one leads to the other. */
export interface HitReason {
	query: string;
	found: string;
	via: 'same-word' | 'translation' | 'concept' | 'spelling' | 'prefix';
	/** The thesaurus concept where one links them. */
	concept?: string;
}

export interface ListingHit {
	card: ListingCard;
	score: number;
	highlights: { title: TextSpan[]; summary: TextSpan[] };
	/** A passage of the description or another field, where title and summary show no match. */
	passage: { field: string; text: string; spans: TextSpan[] } | null;
	reasons: HitReason[];
}

export interface ListingSearchResult {
	total: number;
	hits: ListingHit[];
	facets: Record<Facet, { value: string; count: number }[]>;
	/** The language that the query was read in. */
	language: Language;
	/** A corrected query, where a word of it is in no listing and another one nearly like it is. */
	didYouMean: string | null;
	/** Concepts of the thesaurus that the words name, and their other names: these were searched for too. */
	alsoSearched: AlsoSearched[];
	/** What a person should know of how the query was read. */
	notes: QueryNote[];
	milliseconds: number;
}

export interface AlsoSearched {
	/** As it was typed. */
	query: string;
	concept: string;
	/** Other names in the language of the query. */
	labels: string[];
}

export interface CounterpartCard extends MatchResult {
	card: ListingCard;
}
