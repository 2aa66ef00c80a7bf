import type { SharedThing } from '#lib/engines/matching/experts/explain-text.ts';
import type { ExpertCriterionResult } from '#lib/engines/matching/experts/judge-expert.ts';
import type { Language } from '#lib/engines/text/language.ts';
import type { LocalText } from '#lib/text/local-text.ts';
import type { ExpertFacet } from './vocabulary.ts';

/** An expert as everybody may see him or her; what is private is never here. */
export interface PublicExpert {
	id: string;
	slug: string;
	names: LocalText[];
	headline: LocalText[];
	about: LocalText[];
	fields: string[];
	languages: Language[];
	organisationId: string | null;
	affiliation: string;
	country: string;
	place: string;
	orcid: string | null;
	offers: string[];
	availableFrom: string | null;
	availableUntil: string | null;
	daysMonth: number | null;
	isSample: boolean;
	publications: { title: string; language: Language; year: number | null; doi: string | null }[];
	centreId: string;
	changeNumber: number;
}

export interface SuggestedExpert {
	expert: PublicExpert;
	/** 0..1, of all criteria together. */
	score: number;
	criteria: ExpertCriterionResult[];
	/** What the request and the expert's texts both say. */
	shared: SharedThing[];
	/** Publications that speak for it, best first. */
	publications: { title: string; language: Language; year: number | null; doi: string | null }[];
}

/** A page of the experts who answer a search, as the pages of experts and of the directory show it. */
export interface FoundExperts {
	text: string;
	filters: Partial<Record<ExpertFacet, string[]>>;
	total: number;
	page: number;
	pages: number;
	experts: Pick<PublicExpert, 'slug' | 'names' | 'headline' | 'fields' | 'languages' | 'country' | 'place' | 'offers' | 'isSample'>[];
	facets: Record<ExpertFacet, { value: string; count: number }[]>;
	/** Labels of the concepts that are shown, in the reader's language. */
	labels: Record<string, string>;
}
