import { LANGUAGES, type Language } from '#lib/engines/text/language.ts';
import { COUNTRIES } from '#lib/text/countries.ts';
import type { LocalText } from '#lib/text/local-text.ts';
import { ORGANISATION_KINDS, type OrganisationKind, type OrganisationSize } from '#lib/server/network/organisation.ts';
import type { Weakness } from './passwords/strength.ts';

export const PASSWORD_LENGTH = { least: 8, most: 200 } as const;
const NAME_LIMIT = 200;
const PLACE_LIMIT = 120;
const ADDRESS_LIMIT = 254;

/** One thing wrong with one field of an account form; `code` is the suffix of the message `account_error_<code>`. */
export interface AccountError {
	field: string;
	code: 'required' | 'too_long' | 'not_allowed' | 'email' | 'password_short' | 'password_long' | 'password_wrong' | 'id_taken' | 'issuer' | 'issuer_silent' | Weakness;
	limit?: number;
}

export interface PersonInput {
	name: string;
	email: string;
	password: string;
	language: Language;
}

/** An organisation that a person says he or she belongs to and founds an entry for. */
export interface OrganisationInput {
	name: string;
	/** The language that its name is written in. */
	nameLanguage: Language;
	kind: OrganisationKind;
	country: string;
	place: string;
	/** What the longer form of an application says besides. */
	more?: {
		names: LocalText[];
		about: LocalText[];
		size: OrganisationSize | null;
		areas: string[];
		countries: string[];
		website: string | null;
		directoryId: string | null;
		latitude?: number | null;
		longitude?: number | null;
	};
}

const length = (text: string) => [...text].length;

/** One line of text as a person typed it: control characters and outer space dropped. */
export function cleanLine(value: FormDataEntryValue | null | undefined): string {
	// eslint-disable-next-line no-control-regex
	return typeof value === 'string' ? value.replace(/[\u0000-\u001F\u007F\uFEFF]+/g, ' ').normalize('NFC').trim() : '';
}

export function cleanEmail(value: FormDataEntryValue | null | undefined): string {
	return cleanLine(value).toLowerCase();
}

export function isEmail(text: string): boolean {
	return text.length <= ADDRESS_LIMIT && /^[^\s@<>,;"()[\]\\]+@[^\s@<>,;"()[\]\\]+\.[^\s@<>,;"()[\]\\.]{2,}$/.test(text);
}

export function passwordErrors(password: string, field: string): AccountError[] {
	if (password === '') return [{ field, code: 'required' }];
	if (length(password) < PASSWORD_LENGTH.least) return [{ field, code: 'password_short', limit: PASSWORD_LENGTH.least }];
	if (password.length > PASSWORD_LENGTH.most) return [{ field, code: 'password_long', limit: PASSWORD_LENGTH.most }];
	return [];
}

function lineErrors(text: string, field: string, limit: number): AccountError[] {
	if (text === '') return [{ field, code: 'required' }];
	return length(text) > limit ? [{ field, code: 'too_long', limit }] : [];
}

export function parsePerson(form: FormData): { person: PersonInput; errors: AccountError[] } {
	const language = cleanLine(form.get('language'));
	const password = form.get('password');
	const person: PersonInput = {
		name: cleanLine(form.get('name')),
		email: cleanEmail(form.get('email')),
		password: typeof password === 'string' ? password : '',
		language: LANGUAGES.find((each) => each === language) ?? 'en',
	};
	const errors = [
		...lineErrors(person.name, 'name', NAME_LIMIT),
		...(person.email === '' ? [{ field: 'email', code: 'required' } as const] : isEmail(person.email) ? [] : [{ field: 'email', code: 'email' } as const]),
		...passwordErrors(person.password, 'password'),
		...(person.language === language ? [] : [{ field: 'language', code: 'not_allowed' } as const]),
	];
	return { person, errors };
}

export function parseOrganisation(form: FormData): { organisation: OrganisationInput; errors: AccountError[] } {
	const kind = cleanLine(form.get('organisationKind'));
	const country = cleanLine(form.get('country'));
	const nameLanguage = cleanLine(form.get('organisationLanguage')) || cleanLine(form.get('language'));
	const organisation: OrganisationInput = {
		name: cleanLine(form.get('organisationName')),
		nameLanguage: LANGUAGES.find((each) => each === nameLanguage) ?? 'en',
		kind: ORGANISATION_KINDS.find((each) => each === kind) ?? 'other',
		country,
		place: cleanLine(form.get('place')),
	};
	const choice = (field: string, value: string, known: boolean): AccountError[] =>
		value === '' ? [{ field, code: 'required' }] : known ? [] : [{ field, code: 'not_allowed' }];
	const errors = [
		...lineErrors(organisation.name, 'organisationName', NAME_LIMIT),
		...choice('organisationKind', kind, organisation.kind === kind),
		...choice('country', country, COUNTRIES.includes(country)),
		...lineErrors(organisation.place, 'place', PLACE_LIMIT),
	];
	return { organisation, errors };
}

/**
 * Where to go after signing in: a path of this site, or the fallback. An address that a browser could read as another
 * site's (`//host`, `/\host`, with control characters) is none.
 */
export function localPath(next: string | null | undefined, fallback: string): string {
	if (!next || !next.startsWith('/') || next.length > 2000) return fallback;
	// eslint-disable-next-line no-control-regex
	if (/[\u0000-\u0020\u007F\\]/.test(next) || next.startsWith('//')) return fallback;
	const url = new URL(next, 'http://local.invalid');
	// Dots in the path may have left two slashes at its start, which a browser takes for another site.
	const path = url.pathname + url.search + url.hash;
	return url.host === 'local.invalid' && !path.startsWith('//') ? path : fallback;
}
