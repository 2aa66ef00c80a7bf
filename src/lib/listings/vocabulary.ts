/**
 * The closed vocabularies of a listing, shared by forms, rules, imports and engines.
 * Sources: ../shared/design/listing.md; ISO 16290 for the TRL; market stages and partner kinds after the Enterprise
 * Europe Network's profiles.
 */
export const LISTING_KINDS = ['offer', 'need'] as const;
export type ListingKind = (typeof LISTING_KINDS)[number];

export const CO_OPERATION_TYPES = [
	'licence',
	'assignment',
	'technical-cooperation',
	'joint-rd',
	'joint-venture',
	'commercial-agreement',
	'investment',
	'manufacturing',
	'demonstration-base',
	'training',
	'joint-laboratory',
] as const;
export type CoOperationType = (typeof CO_OPERATION_TYPES)[number];

export const PARTNER_KINDS = [
	'company-1-10',
	'company-11-49',
	'company-50-249',
	'company-250',
	'university',
	'institute',
	'association',
	'government',
	'other',
] as const;
export type PartnerKind = (typeof PARTNER_KINDS)[number];

export const IP_STATUSES = ['none', 'secret-know-how', 'applied', 'granted'] as const;
export type IpStatus = (typeof IP_STATUSES)[number];

export const IP_RIGHT_TYPES = [
	'patent',
	'utility-model',
	'design',
	'trademark',
	'copyright',
	'plant-variety',
	'software',
	'trade-secret',
] as const;
export type IpRightType = (typeof IP_RIGHT_TYPES)[number];

export const PRICE_KINDS = ['indicative', 'floor', 'firm', 'negotiable'] as const;
export const PRICE_BASES = ['lump-sum', 'royalty', 'both'] as const;

export const DISCLOSURES = ['public', 'network', 'parties', 'confidential'] as const;
export type Disclosure = (typeof DISCLOSURES)[number];

/** The sections of a listing whose disclosure its owner chooses; title, summary and the facets are always public. */
export const SECTIONS = ['description', 'advantages', 'sought', 'price', 'budget', 'ip'] as const;
export type Section = (typeof SECTIONS)[number];

export const MARKET_STAGES = ['concept', 'under-development', 'lab-tested', 'demonstration', 'on-market'] as const;
export type MarketStage = (typeof MARKET_STAGES)[number];

/** The market stage that a technology readiness level (1-9, ISO 16290) is shown with. */
export function marketStageOf(trl: number): MarketStage {
	if (trl <= 2) return 'concept';
	if (trl <= 3) return 'under-development';
	if (trl <= 5) return 'lab-tested';
	if (trl <= 8) return 'demonstration';
	return 'on-market';
}

/** The states of China and ASEAN, in the order menus show them: China, then ASEAN by English name. */
export const REGION_COUNTRIES = ['CN', 'BN', 'KH', 'ID', 'LA', 'MY', 'MM', 'PH', 'SG', 'TH', 'TL', 'VN'] as const;
export type RegionCountry = (typeof REGION_COUNTRIES)[number];
