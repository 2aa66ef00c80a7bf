import { TEXT_LIMITS } from '#lib/server/listings/input.ts';

/**
 * The fields that a column can fill. Names are those of a listing's content; a part of a composite field is named with a
 * dot. `ip`, `partner`, `price` and `budget` as a whole take what JSONL writes, or (money) a phrase such as "USD 20,000".
 */
export const IMPORT_FIELDS = [
	'externalId',
	'kind',
	'language',
	'title',
	'summary',
	'description',
	'benefitInFigures',
	'comparedWith',
	'advantages',
	'sought',
	'areas',
	'keywords',
	'trl',
	'ip',
	'ip.status',
	'ip.rights',
	'cooperation',
	'partner',
	'partner.kinds',
	'partner.role',
	'countries',
	'price',
	'price.min',
	'price.max',
	'price.currency',
	'price.kind',
	'price.basis',
	'budget',
	'budget.min',
	'budget.max',
	'budget.currency',
	'budget.source',
	'relevantDate',
	'sdgs',
	'exportControl',
	'videoUrl',
	'display',
	'disclosure',
] as const;

export type ImportField = (typeof IMPORT_FIELDS)[number];

export function isImportField(name: string): name is ImportField {
	return (IMPORT_FIELDS as readonly string[]).includes(name);
}

/** Plain texts with their limits in characters. */
export const TEXT_FIELD_LIMITS = {
	title: TEXT_LIMITS.title,
	summary: TEXT_LIMITS.summary,
	description: TEXT_LIMITS.description,
	advantages: TEXT_LIMITS.advantages,
	benefitInFigures: TEXT_LIMITS.benefitInFigures,
	comparedWith: TEXT_LIMITS.comparedWith,
	sought: TEXT_LIMITS.sought,
	exportControl: TEXT_LIMITS.exportControl,
	videoUrl: TEXT_LIMITS.videoUrl,
} as const satisfies Partial<Record<ImportField, number>>;

/** How the columns of one file become fields. */
export interface ImportPlan {
	/** Field -> name of the column that fills it. */
	mapping: Partial<Record<ImportField, string>>;
	/** Field -> what it gets where its column is not there, or empty. `auto` for language and areas: found in the text. */
	defaults: Partial<Record<ImportField, string>>;
	/** Too long texts are cut at their limit instead of refused. */
	cut: boolean;
}
