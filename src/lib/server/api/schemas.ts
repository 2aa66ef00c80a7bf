import { z } from '@hono/zod-openapi';
import { CRITERIA, READ_FIELDS } from '#lib/engines/matching/types.ts';
import { LANGUAGES } from '#lib/engines/text/language.ts';
import { QUERY_FIELDS } from '#lib/search/query-fields.ts';
import { CO_OPERATION_TYPES, DISCLOSURES, IP_STATUSES, LISTING_KINDS, MARKET_STAGES, SECTIONS } from '#lib/listings/vocabulary.ts';

export const languageSchema = z.enum(LANGUAGES).openapi('Language', { description: 'BCP 47 tag of one of the twelve languages' });

/** The number of a listing in addresses. The database's integers end where it ends. */
export const byReference = z.object({ reference: z.coerce.number().int().min(1).max(2_147_483_647) });

export const localTextSchema = z
	.object({
		language: languageSchema,
		text: z.string(),
		provenance: z.enum(['original', 'human-translation', 'machine-translation']).optional(),
	})
	.openapi('LocalText', { description: 'A text in one language and where it comes from' });

export const errorSchema = z
	.object({
		code: z.string().openapi({ example: 'not_found' }),
		message: z.string(),
		fields: z.array(z.object({ field: z.string(), code: z.string(), limit: z.number().optional(), value: z.string().optional() })).optional(),
	})
	.openapi('Error');

export const cardSchema = z
	.object({
		id: z.string(),
		reference: z.number().int(),
		kind: z.enum(LISTING_KINDS),
		language: languageSchema,
		title: z.string(),
		summary: z.string(),
		areas: z.array(z.string()).openapi({ description: 'Thesaurus concepts' }),
		country: z.string(),
		organisation: z.object({ slug: z.string(), names: z.array(localTextSchema) }).nullable().openapi({ description: 'Null where the owner stays hidden' }),
		organisationKind: z.string(),
		place: z.string().nullable(),
		trl: z.number().int().nullable(),
		stage: z.enum(MARKET_STAGES).nullable(),
		cooperation: z.array(z.string()),
		ipStatus: z.enum(IP_STATUSES).nullable(),
		state: z.string(),
		publishedAt: z.string(),
		validUntil: z.string(),
		isSample: z.boolean(),
	})
	.openapi('ListingCard');

const spanSchema = z.object({ start: z.number().int(), end: z.number().int() }).openapi('Span', { description: 'UTF-16 offsets' });

export const hitSchema = z
	.object({
		card: cardSchema,
		score: z.number(),
		highlights: z.object({ title: z.array(spanSchema), summary: z.array(spanSchema) }),
		passage: z.object({ field: z.string(), text: z.string(), spans: z.array(spanSchema) }).nullable(),
		reasons: z.array(
			z.object({
				query: z.string(),
				found: z.string(),
				via: z.enum(['same-word', 'translation', 'concept', 'spelling', 'prefix']),
				concept: z.string().optional(),
			}),
		),
	})
	.openapi('Hit');

const queryNoteSchema = z
	.discriminatedUnion('kind', [
		z.object({ kind: z.literal('unknown-field'), name: z.string() }),
		z.object({ kind: z.literal('unknown-value'), field: z.enum(QUERY_FIELDS), value: z.string() }),
		z.object({ kind: z.literal('contradiction'), first: z.string(), second: z.string() }),
		z.object({ kind: z.literal('no-phrase'), phrase: z.string() }),
		z.object({ kind: z.literal('too-long'), most: z.number().int() }),
	])
	.openapi('QueryNote');

export const searchResultSchema = z
	.object({
		total: z.number().int(),
		hits: z.array(hitSchema),
		facets: z.record(z.string(), z.array(z.object({ value: z.string(), count: z.number().int() }))),
		language: languageSchema,
		didYouMean: z.string().nullable(),
		alsoSearched: z.array(z.object({ query: z.string(), concept: z.string(), labels: z.array(z.string()) })),
		notes: z.array(queryNoteSchema),
		milliseconds: z.number(),
	})
	.openapi('SearchResult');

const evidenceSpanSchema = z.object({ field: z.enum(READ_FIELDS), start: z.number().int(), end: z.number().int(), text: z.string() });

export const counterpartSchema = z
	.object({
		id: z.string(),
		score: z.number(),
		card: cardSchema,
		criteria: z.array(
			z.object({
				criterion: z.enum(CRITERIA),
				verdict: z.enum(['match', 'gap', 'unknown']),
				score: z.number().nullable(),
				weight: z.number(),
				evidence: z.array(
					z.object({
						need: evidenceSpanSchema,
						offer: evidenceSpanSchema,
						link: z.object({
							kind: z.enum(['same-word', 'translation', 'concept']),
							concept: z.string().optional(),
							pivot: z.string().optional(),
							strength: z.number(),
						}),
					}),
				),
				facts: z.object({ need: z.array(z.string()), offer: z.array(z.string()) }).optional(),
			}),
		),
	})
	.openapi('Counterpart');

const money = { min: z.number().nullable(), max: z.number().nullable(), currency: z.string() };

export const contentSchema = z
	.object({
		language: languageSchema,
		title: z.string(),
		summary: z.string(),
		description: z.string(),
		advantages: z.string(),
		benefitInFigures: z.string(),
		comparedWith: z.string(),
		sought: z.string(),
		areas: z.array(z.string()),
		keywords: z.array(z.string()),
		trl: z.number().int().nullable(),
		ip: z.object({
			status: z.enum(IP_STATUSES).nullable(),
			rights: z.array(z.object({ type: z.string(), number: z.string(), office: z.string(), date: z.string().optional(), expiry: z.string().optional() })),
		}),
		cooperation: z.array(z.enum(CO_OPERATION_TYPES)),
		partner: z.object({ kinds: z.array(z.string()), role: z.string() }),
		countries: z.array(z.string()),
		price: z.object({ kind: z.string(), basis: z.string(), ...money }).nullable().openapi({ description: 'Amounts in minor units' }),
		budget: z.object({ ...money, source: z.string() }).nullable().openapi({ description: 'Amounts in minor units' }),
		relevantDate: z.string().nullable(),
		sdgs: z.array(z.number().int()),
		exportControl: z.string(),
		videoUrl: z.string(),
		display: z.enum(['open', 'hidden']),
		disclosure: z.partialRecord(z.enum(SECTIONS), z.enum(DISCLOSURES)),
	})
	.openapi('ListingContent');

export const listingSchema = z
	.object({
		id: z.string(),
		reference: z.number().int(),
		kind: z.enum(LISTING_KINDS),
		state: z.string(),
		revision: z.string().nullable(),
		content: contentSchema,
		withheld: z
			.array(z.object({ section: z.enum(SECTIONS), disclosure: z.enum(DISCLOSURES) }))
			.openapi({ description: 'Sections that the reader may not see, emptied in the content' }),
		publishedAt: z.string().nullable(),
		validUntil: z.string().nullable(),
		changeNumber: z.number().int(),
	})
	.openapi('Listing');
