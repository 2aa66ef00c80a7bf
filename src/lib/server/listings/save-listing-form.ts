import type { Actor } from '#lib/server/accounts/actor.ts';
import { detectLanguage } from '#lib/engines/text/detect-language.ts';
import type { Language } from '#lib/engines/text/language.ts';
import { contentInput, formFieldOf, readFormValues, type ListingFormValues } from '#lib/listings/listing-form.ts';
import type { Database } from '#lib/server/platform/database.ts';
import { isExpectedError } from '#lib/server/platform/errors.ts';
import { parseContent, type FieldError } from './input.ts';
import { wasPublished, type ListingContent } from './listing.ts';
import { versionFor } from './guarded/queries.ts';
import { listingById } from './queries.ts';
import { saveDraft } from './save-draft.ts';

export type FormOutcome =
	| { saved: { changeNumber: number; at: string } }
	| { errors: FieldError[] }
	/** Somebody else saved; the number is that of the newest save. */
	| { conflict: { changeNumber: number } };

/** How sure the language of a text must be, and how long the text, before its writer is asked about it. */
const SURE = 0.75;
const LONG_ENOUGH = 60;

/**
 * Saves a listing's form as posted. Nothing is saved where a field is wrong or somebody else saved since; what was typed
 * comes back either way. Errors: not_found, forbidden.
 */
export async function saveListingForm(
	context: { db: Database; clock: () => Date },
	actor: Actor,
	listingId: string,
	form: FormData,
): Promise<{ values: ListingFormValues; outcome: FormOutcome; language: Language | null }> {
	const values = readFormValues(form);
	const parsed = parseContent(contentInput(values));
	const language = otherLanguage(values);
	if ('errors' in parsed) return { values, outcome: { errors: atFormFields(parsed.errors, values) }, language };
	const expected = expectedNumber(form);
	try {
		const unchanged = await publishedSays(context.db, actor, listingId, parsed.content);
		const { changeNumber } = unchanged ?? (await saveDraft(context.db, actor, { listingId, content: parsed.content, ...expected }));
		return { values, outcome: { saved: { changeNumber, at: context.clock().toISOString() } }, language };
	} catch (error) {
		if (!isExpectedError(error, 'conflict')) throw error;
		const row = await listingById(context.db, listingId);
		return { values, outcome: { conflict: { changeNumber: row?.changeNumber ?? 0 } }, language };
	}
}

/** `over` is the number of a newer save that the writer has been told of and decided to write over. */
function expectedNumber(form: FormData): { expected: number } {
	const number = Number(form.get('over') ?? form.get('expected'));
	return { expected: Number.isSafeInteger(number) ? number : 0 };
}

/** A published listing that is saved as it stands needs no revision. */
async function publishedSays(db: Database, actor: Actor, listingId: string, content: ListingContent): Promise<{ changeNumber: number } | null> {
	const row = await listingById(db, listingId);
	if (!row || !wasPublished(row.state) || row.revision !== null || !row.publishedVersionId) return null;
	const version = await versionFor(db, actor, row.publishedVersionId);
	const same = version && JSON.stringify(asSets(version.content), sortedKeys) === JSON.stringify(asSets(content), sortedKeys);
	return same ? { changeNumber: row.changeNumber } : null;
}

/** Choices of which the order says nothing: a form posts them in its own. */
function asSets(content: ListingContent): ListingContent {
	const { cooperation, partner, countries, sdgs } = content;
	return {
		...content,
		cooperation: [...cooperation].sort(),
		partner: { ...partner, kinds: [...partner.kinds].sort() },
		countries: [...countries].sort(),
		sdgs: [...sdgs].sort((a, b) => a - b),
	};
}

/** The database hands json keys back in an order of its own. */
function sortedKeys(_key: string, value: unknown): unknown {
	if (value === null || typeof value !== 'object' || Array.isArray(value)) return value;
	return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Errors by the fields of the form; an unanswered choice is missing rather than wrong. One a field. */
function atFormFields(errors: FieldError[], values: ListingFormValues): FieldError[] {
	const open = new Set([...(values.priceKind === '' ? ['price.kind'] : []), ...values.rights.flatMap(({ type }, row) => (type === '' ? [`ip.rights.${row}.type`] : []))]);
	const byField = new Map<string, FieldError>();
	for (const error of errors) {
		const field = formFieldOf(error.field);
		if (!byField.has(field)) byField.set(field, { ...error, field, code: open.has(field) ? 'required' : error.code });
	}
	return [...byField.values()];
}

/** The language that the text reads like, where that is clearly another than the chosen one. */
export function otherLanguage(values: Pick<ListingFormValues, 'language' | 'title' | 'summary' | 'description' | 'sought'>): Language | null {
	const text = [values.title, values.summary, values.description, values.sought].join('\n').trim();
	if (text.length < LONG_ENOUGH) return null;
	const { language, confidence } = detectLanguage(text);
	return confidence >= SURE && language !== values.language ? language : null;
}
