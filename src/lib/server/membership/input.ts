import { LANGUAGES, type Language } from '#lib/engines/text/language.ts';
import { REGION_COUNTRIES } from '#lib/listings/vocabulary.ts';
import { cleanEmail, cleanLine, isEmail } from '#lib/server/accounts/input.ts';
import { cleanText } from '#lib/server/listings/input.ts';
import { ORGANISATION_KINDS, ORGANISATION_SIZES, type OrganisationKind, type OrganisationSize } from '#lib/server/network/organisation.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { COUNTRIES } from '#lib/text/countries.ts';
import type { LocalText } from '#lib/text/local-text.ts';
import { CORE_CRITERIA, CORE_CRITERIA_LEAST, CORE_END_REASONS, NETWORK_DISCLOSURES, STAFF_ROLES, WORDS_LIMIT, type CoreCriterion, type CoreEndReason, type NetworkDisclosure, type RefusalReason, type StaffRole } from '#lib/membership/vocabulary.ts';
import { isRefusalReason } from './admission.ts';

/** One thing wrong with one field of a membership form; `code` is the suffix of a message. */
interface MembershipFieldError {
	field: string;
	code: 'required' | 'too_long' | 'too_many' | 'not_allowed' | 'url' | 'email' | 'too_few';
	limit?: number;
}

export interface ProfileInput {
	/** One in each language; the first is the name it registered with, where it is kept. */
	names: LocalText[];
	about: LocalText[];
	kind: OrganisationKind;
	size: OrganisationSize | null;
	country: string;
	place: string;
	countries: string[];
	areas: string[];
	website: string | null;
}

const NAME_LIMIT = 200;
const PLACE_LIMIT = 120;
const ABOUT_LIMIT = 2000;
const WEBSITE_LIMIT = 300;
const AREAS_MOST = 5;

const length = (text: string) => [...text].length;
const oneOf = <T extends string>(list: readonly T[], value: string): T | undefined => list.find((each) => each === value);
const refuse = (field: string, code: MembershipFieldError['code'], limit?: number) =>
	new ExpectedError('invalid_input', 'A field is wrong or missing.', { field, detail: { code, ...(limit === undefined ? {} : { limit }) } });

/** The names `name_<language>` and texts `about_<language>` of a form. */
function localTexts(form: FormData, field: string, clean: (value: FormDataEntryValue | null) => string): LocalText[] {
	return LANGUAGES.flatMap((language) => {
		const text = clean(form.get(`${field}_${language}`));
		return text === '' ? [] : [{ language, text, provenance: 'original' as const }];
	});
}

/** A website as people type it: with or without https. Null where none is given; undefined where it is none. */
export function websiteInput(typed: string): string | null | undefined {
	if (typed === '') return null;
	const address = /^https?:\/\//i.test(typed) ? typed : `https://${typed}`;
	if (!URL.canParse(address)) return undefined;
	const url = new URL(address);
	return /^https?:$/.test(url.protocol) && url.hostname.includes('.') && !url.username && url.href.length <= WEBSITE_LIMIT ? url.href : undefined;
}

/** An organisation's profile; `areaIds` are those that may be chosen. */
export function parseProfile(form: FormData, areaIds: ReadonlySet<string>): { profile: ProfileInput; errors: MembershipFieldError[] } {
	const errors: MembershipFieldError[] = [];
	const kind = oneOf(ORGANISATION_KINDS, cleanLine(form.get('kind')));
	const size = cleanLine(form.get('size'));
	const country = cleanLine(form.get('country'));
	const website = websiteInput(cleanLine(form.get('website')));
	const known = REGION_COUNTRIES as readonly string[];
	const profile: ProfileInput = {
		names: localTexts(form, 'name', cleanLine),
		about: localTexts(form, 'about', (value) => cleanText(typeof value === 'string' ? value : '').trim()),
		kind: kind ?? 'other',
		size: oneOf(ORGANISATION_SIZES, size) ?? null,
		country,
		place: cleanLine(form.get('place')),
		countries: [...new Set(form.getAll('countries').map(String))].filter((each) => known.includes(each) && each !== country),
		areas: [...new Set(form.getAll('areas').map(String))].filter((each) => areaIds.has(each)),
		website: website ?? null,
	};
	if (profile.names.length === 0) errors.push({ field: 'name', code: 'required' });
	for (const { language, text } of profile.names) if (length(text) > NAME_LIMIT) errors.push({ field: `name_${language}`, code: 'too_long', limit: NAME_LIMIT });
	for (const { language, text } of profile.about) if (length(text) > ABOUT_LIMIT) errors.push({ field: `about_${language}`, code: 'too_long', limit: ABOUT_LIMIT });
	if (!kind) errors.push({ field: 'kind', code: 'required' });
	if (!COUNTRIES.includes(country)) errors.push({ field: 'country', code: country === '' ? 'required' : 'not_allowed' });
	if (profile.place === '') errors.push({ field: 'place', code: 'required' });
	if (length(profile.place) > PLACE_LIMIT) errors.push({ field: 'place', code: 'too_long', limit: PLACE_LIMIT });
	if (profile.areas.length > AREAS_MOST) errors.push({ field: 'areas', code: 'too_many', limit: AREAS_MOST });
	if (website === undefined) errors.push({ field: 'website', code: 'url' });
	return { profile, errors };
}

/** Words that a person writes to another. Errors: invalid_input at the field. */
export function wordsInput(value: FormDataEntryValue | null, options: { field: string; required: boolean; limit?: number }): string {
	const words = cleanText(typeof value === 'string' ? value : '').trim();
	const limit = options.limit ?? WORDS_LIMIT;
	if (options.required && words === '') throw refuse(options.field, 'required');
	if (length(words) > limit) throw refuse(options.field, 'too_long', limit);
	return words;
}

export function refusalReasonInput(value: FormDataEntryValue | null): RefusalReason {
	if (!isRefusalReason(value)) throw refuse('reason', 'required');
	return value;
}

export function emailInput(value: FormDataEntryValue | null): string {
	const email = cleanEmail(value);
	if (!isEmail(email)) throw refuse('email', email === '' ? 'required' : 'email');
	return email;
}

export function roleInput(value: FormDataEntryValue | null): StaffRole {
	const role = oneOf(STAFF_ROLES, String(value ?? ''));
	if (!role) throw refuse('role', 'not_allowed');
	return role;
}

export function languageInput(value: FormDataEntryValue | null, fallback: Language): Language {
	return oneOf(LANGUAGES, String(value ?? '')) ?? fallback;
}

export function criteriaInput(values: readonly FormDataEntryValue[]): CoreCriterion[] {
	const criteria = CORE_CRITERIA.filter((each) => values.includes(each));
	if (criteria.length < CORE_CRITERIA_LEAST) throw refuse('criteria', 'too_few', CORE_CRITERIA_LEAST);
	return criteria;
}

export function endReasonInput(value: FormDataEntryValue | null): CoreEndReason {
	const reason = oneOf(CORE_END_REASONS, String(value ?? ''));
	if (!reason) throw refuse('reason', 'required');
	return reason;
}

export function networkDisclosureInput(value: FormDataEntryValue | null): NetworkDisclosure {
	const disclosure = oneOf(NETWORK_DISCLOSURES, String(value ?? ''));
	if (!disclosure) throw refuse('disclosure', 'required');
	return disclosure;
}

export function titleInput(value: FormDataEntryValue | null): string {
	const title = cleanLine(value);
	if (title === '') throw refuse('title', 'required');
	if (length(title) > NAME_LIMIT) throw refuse('title', 'too_long', NAME_LIMIT);
	return title;
}
