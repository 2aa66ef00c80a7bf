import { LANGUAGES, type Language } from '#lib/engines/text/language.ts';
import { doiOf, orcidOf } from '#lib/experts/identifiers.ts';
import {
	ABOUT_LIMIT, COSTS_COVERED, EXPERT_OFFERS, FIELDS_MOST, FORCE_ROLES, HEADLINE_LIMIT, PUBLICATIONS_MOST, REPORT_LIMIT, TASKS_LIMIT, EXPERT_WORDS_LIMIT,
	type CostCovered, type ExpertOffer, type ForceRole,
} from '#lib/experts/vocabulary.ts';
import { REGION_COUNTRIES } from '#lib/listings/vocabulary.ts';
import { cleanEmail, cleanLine, isEmail } from '#lib/server/accounts/input.ts';
import { cleanText } from '#lib/server/listings/input.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import type { LocalText } from '#lib/text/local-text.ts';

/** One thing wrong with one field of a form about experts; `code` is the suffix of a message. */
export interface ExpertFieldError {
	field: string;
	code: 'required' | 'too_long' | 'too_many' | 'not_allowed' | 'email' | 'orcid' | 'doi' | 'year' | 'day' | 'order';
	limit?: number;
}

export interface PublicationInput {
	title: string;
	language: Language;
	year: number | null;
	doi: string | null;
}

export interface ExpertProfileInput {
	names: LocalText[];
	headline: LocalText[];
	about: LocalText[];
	fields: string[];
	languages: Language[];
	organisationId: string | null;
	affiliation: string;
	country: string;
	place: string;
	orcid: string | null;
	offers: ExpertOffer[];
	availableFrom: string | null;
	availableUntil: string | null;
	daysMonth: number | null;
	publications: PublicationInput[];
	private: { phone: string; fee: string; remarks: string };
}

export interface ServiceRequestInput {
	organisationId: string;
	language: Language;
	title: string;
	what: string;
	fields: string[];
	country: string;
	place: string;
	startsOn: string;
	days: number;
	languages: Language[];
	covered: CostCovered[];
}

const length = (text: string) => [...text].length;
const oneOf = <T extends string>(list: readonly T[], value: unknown): T | undefined => list.find((each) => each === value);
const chosen = <T extends string>(list: readonly T[], form: FormData, field: string): T[] => list.filter((each) => form.getAll(field).includes(each));
const textOf = (form: FormData, field: string) => {
	const value = form.get(field);
	return cleanText(typeof value === 'string' ? value : '').trim();
};
const refuse = (field: string, code: ExpertFieldError['code'], limit?: number) =>
	new ExpectedError('invalid_input', 'A field is wrong or missing.', { field, detail: { code, ...(limit === undefined ? {} : { limit }) } });

/** A calendar day as browsers send it; null where none is given, undefined where it is none. */
function dayOf(typed: string): string | null | undefined {
	if (typed === '') return null;
	const day = new Date(`${typed}T00:00:00Z`);
	return /^\d{4}-\d{2}-\d{2}$/.test(typed) && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(typed) ? typed : undefined;
}

function localTexts(form: FormData, field: string, read: (field: string) => string): LocalText[] {
	return LANGUAGES.flatMap((language) => {
		const text = read(`${field}_${language}`);
		return text === '' ? [] : [{ language, text, provenance: 'original' as const }];
	});
}

class Checked {
	readonly errors: ExpertFieldError[] = [];

	limit(field: string, text: string, limit: number, required = false): void {
		if (required && text === '') this.errors.push({ field, code: 'required' });
		if (length(text) > limit) this.errors.push({ field, code: 'too_long', limit });
	}

	add(field: string, code: ExpertFieldError['code'], limit?: number): void {
		this.errors.push({ field, code, ...(limit === undefined ? {} : { limit }) });
	}
}

/** Concepts of a form: chosen by id; what is no concept is left out. */
function fieldsOf(form: FormData, isConcept: (id: string) => boolean, checked: Checked): string[] {
	const fields = [...new Set(form.getAll('fields').map(String))].filter(isConcept);
	if (fields.length === 0) checked.add('fields', 'required');
	if (fields.length > FIELDS_MOST) checked.add('fields', 'too_many', FIELDS_MOST);
	return fields;
}

/** Publications stand in rows of fields `publication_title_<n>`; a row without a title is none, unless it has a DOI. */
function publicationsOf(form: FormData, checked: Checked): PublicationInput[] {
	const publications: PublicationInput[] = [];
	for (let row = 0; row < PUBLICATIONS_MOST; row++) {
		const [title, doiTyped, yearTyped] = ['title', 'doi', 'year'].map((name) => cleanLine(form.get(`publication_${name}_${row}`)));
		if (!title && !doiTyped && !yearTyped) continue;
		checked.limit(`publication_title_${row}`, title!, 500, true);
		const doi = doiTyped === '' ? null : doiOf(doiTyped!);
		if (doi === undefined) checked.add(`publication_doi_${row}`, 'doi');
		const year = yearTyped === '' ? null : Number(yearTyped);
		if (year !== null && !(Number.isInteger(year) && year >= 1900 && year <= 2100)) checked.add(`publication_year_${row}`, 'year');
		publications.push({ title: title!, language: oneOf(LANGUAGES, form.get(`publication_language_${row}`)) ?? 'en', year, doi: doi ?? null });
	}
	return publications;
}

/** An expert's profile; `organisations` are those that the person may name as the own one. */
export function parseExpertProfile(form: FormData, known: { isConcept: (id: string) => boolean; organisations: ReadonlySet<string> }): { profile: ExpertProfileInput; errors: ExpertFieldError[] } {
	const checked = new Checked();
	const line = (field: string) => cleanLine(form.get(field));
	const [from, until] = [dayOf(line('availableFrom')), dayOf(line('availableUntil'))];
	const daysTyped = line('daysMonth');
	const daysMonth = daysTyped === '' ? null : Number(daysTyped);
	const orcid = line('orcid') === '' ? null : orcidOf(line('orcid'));
	const organisationId = line('organisation');
	const country = line('country');
	const profile: ExpertProfileInput = {
		names: localTexts(form, 'name', line),
		headline: localTexts(form, 'headline', line),
		about: localTexts(form, 'about', (field) => textOf(form, field)),
		fields: fieldsOf(form, known.isConcept, checked),
		languages: chosen(LANGUAGES, form, 'languages'),
		organisationId: known.organisations.has(organisationId) ? organisationId : null,
		affiliation: line('affiliation'),
		country,
		place: line('place'),
		orcid: orcid ?? null,
		offers: chosen(EXPERT_OFFERS, form, 'offers'),
		availableFrom: from ?? null,
		availableUntil: until ?? null,
		daysMonth,
		publications: publicationsOf(form, checked),
		private: { phone: line('phone'), fee: line('fee'), remarks: textOf(form, 'remarks') },
	};
	if (profile.names.length === 0) checked.add('name', 'required');
	if (profile.headline.length === 0) checked.add('headline', 'required');
	if (profile.languages.length === 0) checked.add('languages', 'required');
	if (profile.offers.length === 0) checked.add('offers', 'required');
	for (const { language, text } of profile.names) checked.limit(`name_${language}`, text, 120);
	for (const { language, text } of profile.headline) checked.limit(`headline_${language}`, text, HEADLINE_LIMIT);
	for (const { language, text } of profile.about) checked.limit(`about_${language}`, text, ABOUT_LIMIT);
	checked.limit('affiliation', profile.affiliation, 200);
	checked.limit('place', profile.place, 120);
	checked.limit('phone', profile.private.phone, 60);
	checked.limit('fee', profile.private.fee, 200);
	checked.limit('remarks', profile.private.remarks, EXPERT_WORDS_LIMIT);
	if (!(REGION_COUNTRIES as readonly string[]).includes(country)) checked.add('country', country === '' ? 'required' : 'not_allowed');
	if (orcid === undefined) checked.add('orcid', 'orcid');
	if (from === undefined) checked.add('availableFrom', 'day');
	if (until === undefined) checked.add('availableUntil', 'day');
	if (from && until && until < from) checked.add('availableUntil', 'order');
	if (daysMonth !== null && !(Number.isInteger(daysMonth) && daysMonth >= 0 && daysMonth <= 31)) checked.add('daysMonth', 'not_allowed');
	return { profile, errors: checked.errors };
}

/** A request for technical service; `today` is an ISO day. */
export function parseServiceRequest(form: FormData, known: { isConcept: (id: string) => boolean; organisations: ReadonlySet<string>; today: string; language: Language }): { request: ServiceRequestInput; errors: ExpertFieldError[] } {
	const checked = new Checked();
	const line = (field: string) => cleanLine(form.get(field));
	const startsOn = dayOf(line('startsOn'));
	const days = Number(line('days'));
	const request: ServiceRequestInput = {
		organisationId: line('organisation'),
		language: oneOf(LANGUAGES, form.get('language')) ?? known.language,
		title: line('title'),
		what: textOf(form, 'what'),
		fields: [...new Set(form.getAll('fields').map(String))].filter(known.isConcept).slice(0, FIELDS_MOST),
		country: line('country'),
		place: line('place'),
		startsOn: startsOn ?? '',
		days,
		languages: chosen(LANGUAGES, form, 'languages'),
		covered: chosen(COSTS_COVERED, form, 'covered'),
	};
	if (!known.organisations.has(request.organisationId)) checked.add('organisation', request.organisationId === '' ? 'required' : 'not_allowed');
	checked.limit('title', request.title, 200, true);
	checked.limit('what', request.what, 4000, true);
	checked.limit('place', request.place, 120, true);
	if (!(REGION_COUNTRIES as readonly string[]).includes(request.country)) checked.add('country', request.country === '' ? 'required' : 'not_allowed');
	if (!startsOn) checked.add('startsOn', startsOn === null ? 'required' : 'day');
	else if (startsOn < known.today) checked.add('startsOn', 'order');
	if (!(Number.isInteger(days) && days >= 1 && days <= 180)) checked.add('days', line('days') === '' ? 'required' : 'not_allowed');
	if (request.languages.length === 0) checked.add('languages', 'required');
	return { request, errors: checked.errors };
}

/** Whom an officer invites. Errors: invalid_input at the field. */
export function inviteeInput(form: FormData): { email: string; name: string; language: Language; words: string } {
	const [email, name] = [cleanEmail(form.get('email')), cleanLine(form.get('name'))];
	if (name === '') throw refuse('name', 'required');
	if (length(name) > 120) throw refuse('name', 'too_long', 120);
	if (!isEmail(email)) throw refuse('email', email === '' ? 'required' : 'email');
	return { email, name, language: oneOf(LANGUAGES, form.get('language')) ?? 'en', words: wordsOf(form, 'words', false) };
}

/** Words that a person writes to another. Errors: invalid_input at the field. */
export function wordsOf(form: FormData, field: string, required: boolean, limit = EXPERT_WORDS_LIMIT): string {
	const words = textOf(form, field);
	if (required && words === '') throw refuse(field, 'required');
	if (length(words) > limit) throw refuse(field, 'too_long', limit);
	return words;
}

export const forceRoleOf = (form: FormData): ForceRole => oneOf(FORCE_ROLES, form.get('role')) ?? 'member';

export interface MissionInput {
	startsOn: string;
	endsOn: string;
	place: string;
	tasks: string;
}

/** Dates, place and tasks of a mission. Errors: invalid_input at the field. */
export function missionInput(form: FormData): MissionInput {
	const [startsOn, endsOn] = [dayOf(cleanLine(form.get('startsOn'))), dayOf(cleanLine(form.get('endsOn')))];
	if (!startsOn) throw refuse('startsOn', startsOn === null ? 'required' : 'day');
	if (!endsOn) throw refuse('endsOn', endsOn === null ? 'required' : 'day');
	if (endsOn < startsOn) throw refuse('endsOn', 'order');
	const place = cleanLine(form.get('place'));
	if (place === '') throw refuse('place', 'required');
	if (length(place) > 200) throw refuse('place', 'too_long', 200);
	return { startsOn, endsOn, place, tasks: wordsOf(form, 'tasks', true, TASKS_LIMIT) };
}

export const reportInput = (form: FormData): string => wordsOf(form, 'report', true, REPORT_LIMIT);
