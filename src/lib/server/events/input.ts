import { EVENT_KINDS, EVENT_LIMITS, ORGANISER_ROLES, TEXT_PROVENANCES, type EventKind, type OrganiserRole } from '#lib/events/vocabulary.ts';
import { LANGUAGES, type Language } from '#lib/engines/text/language.ts';
import { isTimeZone } from '#lib/rooms/zoned-time.ts';
import { cleanEmail, cleanLine, isEmail } from '#lib/server/accounts/input.ts';
import { choiceInput, dayOf, lineOf, websiteOf, wordsOf, wrongField, type Code } from '#lib/server/centres/input.ts';
import type { ExpectedError } from '#lib/server/platform/errors.ts';
import { COUNTRIES } from '#lib/text/countries.ts';
import type { LocalText, Provenance } from '#lib/text/local-text.ts';

export { choiceInput, dayOf, lineOf, websiteOf, wordsOf };

/** A country of the world; null where none is given. */
export function anyCountryOf(form: FormData, field: string, required = false): string | null {
	const country = cleanLine(form.get(field));
	if (country === '' && !required) return null;
	if (!COUNTRIES.includes(country)) throw wrong(field, country === '' ? 'required' : 'not_allowed');
	return country;
}

type EventCode = 'amount' | 'day_there' | 'degrees' | 'empty_file' | 'file_unreadable' | 'listed' | 'meetings_begun' | 'meetings_too_soon' | 'nobody_ticked' | 'number_from_1' | 'rows_and_file' | 'several_organisations' | 'signings_there' | 'slots_outside' | 'table_taken' | 'too_many' | 'unknown_badge' | 'unknown_expert' | 'unknown_organisation' | 'unknown_person' | 'zone_public';
export const wrong: (field: string, code: Code | EventCode, limit?: number) => ExpectedError = wrongField;

/** The languages of an event: the original first. */
function languagesInput(form: FormData): Language[] {
	const original = choiceInput(form, 'original', LANGUAGES);
	return [original, ...LANGUAGES.filter((each) => each !== original && form.getAll('languages').includes(each))];
}

/**
 * A text in the languages of an event, from the fields `<field>_<language>`. How each came to be the form says with
 * `provenance_<field>_<language>`, also of one that stays as it was; where it does not, what was not touched keeps its mark, else the
 * first is the original and the rest people's translations. With `required`, the original must be there.
 */
export function textsInput(form: FormData, field: string, languages: readonly Language[], options: { limit: number; lines?: boolean; required?: boolean; before?: readonly LocalText[] }): LocalText[] {
	return languages.flatMap((language, index) => {
		const name = `${field}_${language}`;
		const text = (options.lines ? wordsOf : lineOf)(form, name, options.limit, options.required && index === 0);
		if (text === '') return [];
		const kept = options.before?.find((each) => each.language === language && each.text === text);
		return [{ language, text, provenance: provenanceInput(form, name) ?? kept?.provenance ?? (index === 0 ? 'original' : 'human-translation') }];
	});
}

/** What is written to those whom a change concerns. */
export const letterInput = (form: FormData, languages: readonly Language[], required = false): LocalText[] => textsInput(form, 'words', languages, { limit: EVENT_LIMITS.words, lines: true, required });

/** How the text of a field came to be, where the form says so. */
export const provenanceInput = (form: FormData, field: string): Provenance | undefined => TEXT_PROVENANCES.find((each) => each === form.get(`provenance_${field}`));

export interface EventFrame {
	kind: EventKind;
	languages: Language[];
	startsOn: string;
	endsOn: string;
	timeZone: string;
	country: string;
}

/** What an event needs to begin with. */
export function frameInput(form: FormData): EventFrame {
	const timeZone = cleanLine(form.get('time_zone'));
	if (!isTimeZone(timeZone)) throw wrong('time_zone', 'zone');
	const [startsOn, endsOn] = [dayOf(form, 'starts_on', true), dayOf(form, 'ends_on', true)];
	if (endsOn < startsOn || daysBetween(startsOn, endsOn) >= EVENT_LIMITS.days * 5) throw wrong('ends_on', 'day');
	return { kind: choiceInput(form, 'kind', EVENT_KINDS), languages: languagesInput(form), startsOn, endsOn, timeZone, country: anyCountryOf(form, 'country', true)! };
}

const daysBetween = (from: string, until: string) => (Date.parse(until) - Date.parse(from)) / 86_400_000;

/** The address of a new event: words of the name in Latin letters and the year; else the kind. */
export function eventIdFor(names: readonly LocalText[], kind: EventKind, startsOn: string): string {
	const latin = (names.find(({ language }) => language === 'en') ?? names[0])?.text ?? '';
	const words = latin.normalize('NFD').replace(/[^\x20-\x7e]/g, '').toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '');
	const year = startsOn.slice(0, 4);
	const stem = (words.length >= 3 ? words : kind).slice(0, 60).replace(/-+$/, '');
	return stem.includes(year) ? stem : `${stem}-${year}`;
}

export interface EventWords {
	names: LocalText[];
	theme: LocalText[];
	about: LocalText[];
	place: LocalText[];
	areas: string[];
	website: string | null;
	contact: string | null;
}

type Before = Record<'names' | 'theme' | 'about' | 'place', readonly LocalText[]>;

export function wordsInput(form: FormData, languages: readonly Language[], areas: ReadonlySet<string>, before?: Before): EventWords {
	const contact = cleanEmail(form.get('contact'));
	if (contact !== '' && !isEmail(contact)) throw wrong('contact', 'email');
	const text = (field: string, of: keyof Before, limit: number, more: { lines?: boolean; required?: boolean } = {}) => textsInput(form, field, languages, { limit, ...more, ...(before ? { before: before[of] } : {}) });
	return {
		names: text('name', 'names', EVENT_LIMITS.name, { required: true }),
		theme: text('theme', 'theme', EVENT_LIMITS.theme),
		about: text('about', 'about', EVENT_LIMITS.about, { lines: true }),
		place: text('place', 'place', EVENT_LIMITS.name),
		areas: [...new Set(form.getAll('areas').map(String))].filter((each) => areas.has(each)),
		website: websiteOf(form, 'website'),
		contact: contact === '' ? null : contact,
	};
}

export interface OrganiserInput {
	role: OrganiserRole;
	/** One of the three says who it is. */
	centreId: string | null;
	slug: string | null;
	names: LocalText[];
}

export function organiserInput(form: FormData, languages: readonly Language[]): OrganiserInput {
	const role = choiceInput(form, 'role', ORGANISER_ROLES);
	const centreId = cleanLine(form.get('centre')) || null;
	const slug = cleanLine(form.get('organisation')) || null;
	const names = centreId || slug ? [] : textsInput(form, 'name', languages, { limit: EVENT_LIMITS.name, required: true });
	return { role, centreId, slug, names };
}

/** A whole number of a field; null where it is empty. */
export function countOf(form: FormData, field: string, most: number): number | null {
	const typed = cleanLine(form.get(field));
	if (typed === '') return null;
	const count = Number(typed);
	if (!Number.isInteger(count) || count < 1 || count > most) throw wrong(field, 'number_from_1', most);
	return count;
}

const CLOCK = /^([01]\d|2[0-3]):[0-5]\d$/;
/** `HH:MM` on a clock. */
export function clockOf(form: FormData, field: string): string {
	const typed = cleanLine(form.get(field)).slice(0, 5);
	if (typed === '') throw wrong(field, 'required');
	if (!CLOCK.test(typed)) throw wrong(field, 'hours');
	return typed;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
export const isUuid = (text: string): boolean => UUID.test(text);
/** The id of a thing of an event that a form names; null where it names none, and for what is no id. */
export const idIn = (form: FormData, field = 'id'): string | null => {
	const typed = cleanLine(form.get(field));
	return UUID.test(typed) ? typed : null;
};
