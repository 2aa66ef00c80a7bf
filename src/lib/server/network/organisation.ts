/** What an organisation is, and how large, as listings and partner wishes name it. */
export const ORGANISATION_KINDS = ['company', 'university', 'institute', 'association', 'government', 'other'] as const;
export type OrganisationKind = (typeof ORGANISATION_KINDS)[number];

export const ORGANISATION_SIZES = ['1-10', '11-49', '50-249', '250+'] as const;
export type OrganisationSize = (typeof ORGANISATION_SIZES)[number];

/** Where an organisation stands: its admission, that it became part of another, or that its owners took it out. */
export const ORGANISATION_STATES = ['applied', 'returned', 'admitted', 'refused', 'merged', 'withdrawn'] as const;
export type OrganisationState = (typeof ORGANISATION_STATES)[number];
