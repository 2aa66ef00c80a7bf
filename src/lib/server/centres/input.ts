import { AGENCY_ROLES, AGREEMENT_KINDS, LIMITS, type AgencyRole, type AgreementKind } from '#lib/centres/vocabulary.ts';
import { isSpan, isTimeZone, type HoursSpan } from '#lib/centres/opening-hours.ts';
import { LANGUAGES, type Language } from '#lib/engines/text/language.ts';
import { REGION_COUNTRIES } from '#lib/listings/vocabulary.ts';
import { cleanEmail, cleanLine, isEmail } from '#lib/server/accounts/input.ts';
import { cleanText } from '#lib/server/listings/input.ts';
import { websiteInput } from '#lib/server/membership/input.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import type { LocalText } from '#lib/text/local-text.ts';
import type { AgreementParty } from './tables.ts';

export type Code = 'required' | 'too_long' | 'not_allowed' | 'url' | 'email' | 'day' | 'hours' | 'zone' | 'both_languages';

const length = (text: string) => [...text].length;
/** A field that is wrong; the code names the sentence that is said at it (ui/form/problem-words). */
export const wrongField = (field: string, code: string, limit?: number) =>
	new ExpectedError('invalid_input', 'A field is wrong or missing.', { field, detail: { code, ...(limit === undefined ? {} : { limit }) } });
export const wrong: (field: string, code: Code, limit?: number) => ExpectedError = wrongField;

export const oneOf = <T extends string>(list: readonly T[], value: FormDataEntryValue | null): T | undefined => list.find((each) => each === value);

/** A choice that must be made. */
export function choiceInput<T extends string>(form: FormData, field: string, list: readonly T[]): T {
	const chosen = oneOf(list, form.get(field));
	if (chosen === undefined) throw wrong(field, 'required');
	return chosen;
}

/** Words of several lines. */
export function wordsOf(form: FormData, field: string, limit: number, required = false): string {
	const value = form.get(field);
	const text = cleanText(typeof value === 'string' ? value : '').trim();
	if (required && text === '') throw wrong(field, 'required');
	if (length(text) > limit) throw wrong(field, 'too_long', limit);
	return text;
}

/** Words of one line. */
export function lineOf(form: FormData, field: string, limit: number, required = false): string {
	const text = cleanLine(form.get(field));
	if (required && text === '') throw wrong(field, 'required');
	if (length(text) > limit) throw wrong(field, 'too_long', limit);
	return text;
}

/** The texts `<field>_<language>` of a form, those of `languages` first. With `required`, at least one. */
export function textsOf(form: FormData, field: string, options: { limit: number; required?: boolean; lines?: boolean; languages?: readonly string[] }): LocalText[] {
	const order = [...new Set([...(options.languages ?? []), ...LANGUAGES])] as Language[];
	const texts = order.flatMap((language) => {
		const text = (options.lines ? wordsOf : lineOf)(form, `${field}_${language}`, options.limit);
		return text === '' ? [] : [{ language, text, provenance: 'original' as const }];
	});
	if (options.required && texts.length === 0) throw wrong(`${field}_${order[0]!}`, 'required');
	return texts;
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;
export const isDay = (text: string): boolean => DAY.test(text) && !Number.isNaN(Date.parse(text)) && new Date(text).toISOString().startsWith(text);

/** A day; null where none is given. */
export function dayOf(form: FormData, field: string, required: true): string;
export function dayOf(form: FormData, field: string, required?: boolean): string | null;
export function dayOf(form: FormData, field: string, required = false): string | null {
	const text = cleanLine(form.get(field));
	if (text === '' && required) throw wrong(field, 'required');
	if (text !== '' && (!isDay(text) || text < '1990-01-01' || text > '2100-12-31')) throw wrong(field, 'day');
	return text === '' ? null : text;
}

export function websiteOf(form: FormData, field: string): string | null {
	const website = websiteInput(cleanLine(form.get(field)));
	if (website === undefined) throw wrong(field, 'url');
	return website;
}

export function countryOf(form: FormData, field: string, required = false): string | null {
	const country = cleanLine(form.get(field));
	if (country === '' && !required) return null;
	if (!(REGION_COUNTRIES as readonly string[]).includes(country)) throw wrong(field, country === '' ? 'required' : 'not_allowed');
	return country;
}

export const versionOf = (form: FormData): number => {
	const version = Number(form.get('version'));
	return Number.isInteger(version) ? version : 0;
};

export const languagesOf = (form: FormData, field: string): Language[] => LANGUAGES.filter((each) => form.getAll(field).includes(each));

export interface CentreProfile {
	about: LocalText[];
	place: LocalText[];
	address: LocalText[];
	website: string | null;
	languages: Language[];
	contactEmail: string | null;
}

export function profileInput(form: FormData): CentreProfile {
	const email = cleanEmail(form.get('contact_email'));
	if (email !== '' && !isEmail(email)) throw wrong('contact_email', 'email');
	const languages = languagesOf(form, 'languages');
	if (languages.length === 0) throw wrong('languages', 'required');
	return {
		about: textsOf(form, 'about', { limit: LIMITS.about, lines: true }),
		place: textsOf(form, 'place', { limit: LIMITS.name }),
		address: textsOf(form, 'address', { limit: LIMITS.address, lines: true }),
		website: websiteOf(form, 'website'),
		languages,
		contactEmail: email === '' ? null : email,
	};
}

export interface CentreHours {
	timeZone: string;
	hours: HoursSpan[];
	closedDays: string[];
}

/** Spans come as `span_<n>_days` (several), `span_<n>_from`, `span_<n>_to`; an empty one is left out. Closed days stand one a line. */
export function hoursInput(form: FormData): CentreHours {
	const timeZone = cleanLine(form.get('time_zone'));
	if (timeZone === '') throw wrong('time_zone', 'required');
	if (!isTimeZone(timeZone)) throw wrong('time_zone', 'zone');
	const hours: HoursSpan[] = [];
	for (let index = 0; index < LIMITS.spans; index++) {
		const span = { days: [...new Set(form.getAll(`span_${index}_days`).map(Number))].sort((a, b) => a - b), from: cleanLine(form.get(`span_${index}_from`)), to: cleanLine(form.get(`span_${index}_to`)) };
		if (span.days.length === 0 && span.from === '' && span.to === '') continue;
		if (!isSpan(span)) throw wrong(`span_${index}`, 'hours');
		hours.push(span);
	}
	const closedDays = [...new Set(String(form.get('closed_days') ?? '').split(/[\s,;]+/).filter((each) => each !== ''))].sort();
	if (closedDays.length > LIMITS.closedDays || closedDays.some((each) => !isDay(each))) throw wrong('closed_days', 'day');
	return { timeZone, hours, closedDays };
}

export interface AgencyInput {
	role: AgencyRole;
	names: LocalText[];
	website: string | null;
	source: string;
}

export function agencyInput(form: FormData): AgencyInput {
	return {
		role: choiceInput(form, 'role', AGENCY_ROLES),
		names: textsOf(form, 'name', { limit: LIMITS.name, required: true, languages: ['en'] }),
		website: websiteOf(form, 'website'),
		source: lineOf(form, 'source', LIMITS.name, true),
	};
}

export interface AgreementInput {
	kind: AgreementKind;
	titles: LocalText[];
	signedOn: string | null;
	validUntil: string | null;
	place: LocalText[];
	parties: AgreementParty[];
	source: string;
}

/** The two parties come as `party_<n>_country` and `party_<n>_<language>`. */
export function agreementInput(form: FormData): AgreementInput {
	const signedOn = dayOf(form, 'signed_on');
	const validUntil = dayOf(form, 'valid_until');
	if (validUntil && signedOn && validUntil < signedOn) throw wrong('valid_until', 'day');
	const parties = [0, 1, 2, 3].flatMap((index) => {
		const country = countryOf(form, `party_${index}_country`);
		const names = textsOf(form, `party_${index}`, { limit: LIMITS.name });
		if (names.length > 0 && !country) throw wrong(`party_${index}_country`, 'required');
		return country ? [{ country, names }] : [];
	});
	if (parties.length < 2) throw wrong('party_0_country', 'required');
	return {
		kind: choiceInput(form, 'kind', AGREEMENT_KINDS),
		titles: textsOf(form, 'title', { limit: LIMITS.name, required: true, languages: ['en'] }),
		signedOn,
		validUntil,
		place: textsOf(form, 'place', { limit: LIMITS.name }),
		parties,
		source: lineOf(form, 'source', 300, true),
	};
}
