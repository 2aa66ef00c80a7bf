/** The closed vocabularies of agreements, shared by forms, rules, documents and pages. */

export const AGREEMENT_KINDS = [
	'memorandum', 'co-operation', 'licence', 'assignment', 'joint-venture', 'joint-rd', 'joint-laboratory', 'demonstration-base', 'training', 'service',
] as const;
export type AgreementKind = (typeof AGREEMENT_KINDS)[number];

/** Kinds in which several parties make results together: who owns those must be said. */
export const JOINT_KINDS: ReadonlySet<AgreementKind> = new Set(['joint-venture', 'joint-rd', 'joint-laboratory', 'demonstration-base']);

export const AGREEMENT_STATES = ['draft', 'legal-review', 'ready', 'signing', 'signed', 'ended', 'abandoned'] as const;
export type AgreementState = (typeof AGREEMENT_STATES)[number];

/** Languages that the templates of the network are written in. */
export const DOCUMENT_LANGUAGES = ['en', 'zh'] as const;
export type DocumentLanguage = (typeof DOCUMENT_LANGUAGES)[number];

/** Which language counts where a bilingual document differs from itself. */
export const PREVAILING = ['en', 'zh', 'equal'] as const;
export type Prevailing = (typeof PREVAILING)[number];

/** By what a signatory may bind a party. */
export const AUTHORITIES = ['legal-representative', 'power-of-attorney', 'none'] as const;
export type Authority = (typeof AUTHORITIES)[number];

/** Who makes results under the agreement. */
export const RESULTS = ['none', 'single', 'joint'] as const;
export type Results = (typeof RESULTS)[number];

export const BACKGROUND_RULES = ['kept', 'licensed-for-project', 'licensed-for-use'] as const;
export type BackgroundRule = (typeof BACKGROUND_RULES)[number];

export const ATTRIBUTIONS = ['named', 'waived'] as const;
export type Attribution = (typeof ATTRIBUTIONS)[number];

export const DISPUTES = ['negotiation', 'mediation', 'arbitration', 'courts'] as const;
export type Dispute = (typeof DISPUTES)[number];

export const EXPORT_CONTROLS = ['unchecked', 'none-needed', 'licence-held', 'licence-needed'] as const;
export type ExportControl = (typeof EXPORT_CONTROLS)[number];

/** What of a party may be used by another only with its consent (case study, 18.2). */
export const MARKS = ['name', 'logo', 'badge'] as const;
export type Mark = (typeof MARKS)[number];

export const CONSENT_STATES = ['asked', 'granted', 'refused', 'withdrawn', 'expired'] as const;
export type ConsentState = (typeof CONSENT_STATES)[number];

/** What a party may let the public register show. */
export const REGISTER_FIELDS = ['title', 'parties', 'kind', 'area', 'countries', 'date'] as const;
export type RegisterField = (typeof REGISTER_FIELDS)[number];

/** Free texts of an agreement; each stands in every language of the document. */
export const AGREEMENT_TEXTS = ['purpose', 'scope', 'fieldOfUse', 'territoryWords', 'background', 'support', 'warranties', 'other'] as const;
export type AgreementText = (typeof AGREEMENT_TEXTS)[number];

export const AGREEMENT_TEXT_LIMIT = 4000;
export const AGREEMENT_TITLE_LIMIT = 200;
export const AGREEMENT_WORDS_LIMIT = 2000;
export const PARTIES_MOST = 6;
export const PARTIES_LEAST = 2;
export const CONFIDENTIALITY_MONTHS_MOST = 600;
export const PUBLICATION_DAYS_MOST = 730;
export const CONSENT_PURPOSE_LIMIT = 500;
/** Days before the end of a consent on which both parties are reminded of it. */
export const CONSENT_REMINDER_DAYS = 30;
