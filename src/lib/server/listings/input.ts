import { z } from 'zod';
import { LANGUAGES } from '#lib/engines/text/language.ts';
import {
	CO_OPERATION_TYPES,
	DISCLOSURES,
	IP_RIGHT_TYPES,
	IP_STATUSES,
	PARTNER_KINDS,
	PRICE_BASES,
	PRICE_KINDS,
	SECTIONS,
	type ListingKind,
} from '#lib/listings/vocabulary.ts';
import type { ListingContent } from './listing.ts';

/** The limits of a listing's texts, in characters (Unicode code points, as the database counts them). */
export const TEXT_LIMITS = {
	title: 256,
	summary: 500,
	description: 4000,
	advantages: 2000,
	benefitInFigures: 1000,
	comparedWith: 1000,
	sought: 2000,
	partnerRole: 1000,
	keyword: 80,
	exportControl: 500,
	videoUrl: 500,
} as const;

/** One thing wrong with one field; `code` is a message key suffix (`field_error_<code>`), `limit` its figure. */
export interface FieldError {
	field: string;
	code:
		| 'required'
		| 'too_long'
		| 'too_many'
		| 'not_allowed'
		| 'not_a_date'
		| 'not_a_number'
		| 'out_of_range'
		| 'unknown_area'
		| 'not_an_address'
		| 'min_above_max'
		| 'wrong_language';
	limit?: number;
	value?: string;
}

const characters = (text: string) => [...text].length;

/** Text as a person typed it: control characters dropped, line ends and Unicode made uniform, outer space cut. */
export function cleanText(text: string): string {
	return text
		.replace(/\r\n?/g, '\n')
		// eslint-disable-next-line no-control-regex
		.replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F\uFEFF]/g, '')
		.replace(/[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g, '\uFFFD')
		.normalize('NFC')
		.trim();
}

const text = (limit: number) =>
	z
		.string()
		.transform(cleanText)
		.refine((value) => characters(value) <= limit, { params: { code: 'too_long', limit } });

const amount = z
	.number()
	.int()
	.min(0)
	.max(Number.MAX_SAFE_INTEGER)
	.nullable();
const currency = z.string().regex(/^[A-Z]{3}$/);
const isoDate = z.iso.date();

const range = { min: amount, max: amount, currency };

/** The shape of a version's content. Everything may be empty here: a draft is saved as it is typed. */
export const listingContentSchema = z.object({
	language: z.enum(LANGUAGES),
	title: text(TEXT_LIMITS.title),
	summary: text(TEXT_LIMITS.summary),
	description: text(TEXT_LIMITS.description),
	advantages: text(TEXT_LIMITS.advantages),
	benefitInFigures: text(TEXT_LIMITS.benefitInFigures),
	comparedWith: text(TEXT_LIMITS.comparedWith),
	sought: text(TEXT_LIMITS.sought),
	areas: z.array(z.string().regex(/^[a-z0-9-]{2,80}$/)).max(3),
	keywords: z.array(text(TEXT_LIMITS.keyword)).max(5),
	trl: z.number().int().min(1).max(9).nullable(),
	ip: z.object({
		status: z.enum(IP_STATUSES).nullable(),
		rights: z
			.array(
				z.object({
					type: z.enum(IP_RIGHT_TYPES),
					number: text(100),
					office: text(100),
					date: isoDate.optional(),
					expiry: isoDate.optional(),
				}),
			)
			.max(20),
	}),
	cooperation: z.array(z.enum(CO_OPERATION_TYPES)).max(CO_OPERATION_TYPES.length),
	partner: z.object({
		kinds: z.array(z.enum(PARTNER_KINDS)).max(PARTNER_KINDS.length),
		role: text(TEXT_LIMITS.partnerRole),
	}),
	countries: z.array(z.string().regex(/^[A-Z]{2}$/)).max(60),
	price: z.object({ kind: z.enum(PRICE_KINDS), basis: z.enum(PRICE_BASES), ...range }).nullable(),
	budget: z.object({ ...range, source: text(200) }).nullable(),
	relevantDate: isoDate.nullable(),
	sdgs: z.array(z.number().int().min(1).max(17)).max(17),
	exportControl: text(TEXT_LIMITS.exportControl),
	videoUrl: text(TEXT_LIMITS.videoUrl).refine((value) => value === '' || isWebAddress(value), {
		params: { code: 'not_an_address' },
	}),
	display: z.enum(['open', 'hidden']),
	disclosure: z.partialRecord(z.enum(SECTIONS), z.enum(DISCLOSURES)),
});

function isWebAddress(value: string): boolean {
	try {
		return ['http:', 'https:'].includes(new URL(value).protocol);
	} catch {
		return false;
	}
}

/** Parses content of any origin (form, API, import). Never throws; the errors name fields as the forms do. */
export function parseContent(input: unknown): { content: ListingContent } | { errors: FieldError[] } {
	const parsed = listingContentSchema.safeParse(input);
	if (parsed.success) return { content: parsed.data };
	return { errors: parsed.error.issues.map(fieldError) };
}

type Issue = z.core.$ZodIssue;

function fieldError(issue: Issue): FieldError {
	const field = issue.path.map(String).join('.');
	if (issue.code === 'custom') {
		const params = issue.params as { code?: FieldError['code']; limit?: number } | undefined;
		return { field, code: params?.code ?? 'not_allowed', ...(params?.limit ? { limit: params.limit } : {}) };
	}
	if (issue.code === 'too_big') {
		if (issue.origin === 'array') return { field, code: 'too_many', limit: Number(issue.maximum) };
		return { field, code: 'out_of_range', limit: Number(issue.maximum) };
	}
	if (issue.code === 'too_small') return { field, code: 'out_of_range', limit: Number(issue.minimum) };
	if (issue.code === 'invalid_type') return { field, code: issue.expected === 'number' ? 'not_a_number' : 'not_allowed' };
	if (issue.code === 'invalid_format' && issue.format === 'date') return { field, code: 'not_a_date' };
	return { field, code: 'not_allowed' };
}

/** What is still missing before content can be submitted for review: the "must" column of the listing's definition. */
export function missingForSubmission(
	kind: ListingKind,
	content: ListingContent,
	areaExists: (concept: string) => boolean,
): FieldError[] {
	const errors: FieldError[] = [];
	const need = (field: string, present: boolean) => {
		if (!present) errors.push({ field, code: 'required' });
	};
	need('title', content.title !== '');
	need('summary', content.summary !== '');
	need('description', content.description !== '');
	need('areas', content.areas.length > 0);
	for (const area of content.areas) {
		if (!areaExists(area)) errors.push({ field: 'areas', code: 'unknown_area', value: area });
	}
	if (kind === 'offer') {
		need('benefitInFigures', content.benefitInFigures !== '');
		need('advantages', content.advantages !== '');
		need('trl', content.trl !== null);
		need('ip.status', content.ip.status !== null);
		need('exportControl', content.exportControl !== '');
	} else {
		need('sought', content.sought !== '');
	}
	need('cooperation', content.cooperation.length > 0);
	need('partner.kinds', content.partner.kinds.length > 0);
	for (const field of ['price', 'budget'] as const) {
		const money = content[field];
		if (money && money.min !== null && money.max !== null && money.min > money.max)
			errors.push({ field: `${field}.max`, code: 'min_above_max' });
	}
	return errors;
}
