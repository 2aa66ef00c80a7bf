import { LANGUAGES, type Language } from '#lib/engines/text/language.ts';
import { readSigns } from '#lib/registration/check-in.ts';
import { keysOf, askedQuestions, type Answer, type Question } from '#lib/registration/questions.ts';
import { typedAnswers } from '#lib/registration/typed-answers.ts';
import { DIETS, RATINGS, REGISTRATION_LIMITS, STAND_CONTACTS, type Category, type StandContact, type Wish } from '#lib/registration/vocabulary.ts';
import { cleanLine } from '#lib/server/accounts/input.ts';
import { dayOf, isDay, lineOf, oneOf, wordsOf, wrong } from '#lib/server/centres/input.ts';
import { ORGANISATION_KINDS, type OrganisationKind } from '#lib/server/network/organisation.ts';
import { anyCountryOf } from '#lib/server/events/input.ts';
import { fileOf } from '#lib/server/membership/member-form.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { languageOfScript } from '#lib/text/language-of-script.ts';
import type { LocalText } from '#lib/text/local-text.ts';
import { typedNumber } from '#lib/text/typed-number.ts';
import type { WishesRow } from '../queries.ts';

type Code = 'closes_before_end' | 'code_unknown' | 'code_used' | 'count_changed' | 'day_over' | 'empty_file' | 'ends_before' | 'hung_on' | 'latin' | 'keep_days' | 'no_account' | 'no_place' | 'not_a_number' | 'more_asked' | 'quota_full' | 'registered_already' | 'unknown_question' | 'unknown_survey' | 'choices';
/** An error at a field that registration has of its own. */
export const wrongHere = (field: string, code: Code) => new ExpectedError('invalid_input', 'A field is wrong or missing.', { field, detail: { code } });

const original = (text: string, language: Language): LocalText[] => (text === '' ? [] : [{ language, text, provenance: 'original' }]);

/** What kind of organisation somebody comes from; null where nothing is said. */
export const groupIn = (form: FormData): OrganisationKind | null => oneOf(ORGANISATION_KINDS, form.get('organisation_kind')) ?? null;

export interface PersonInput {
	code: string;
	names: LocalText[];
	headline: LocalText[];
	/** The slug of a member organisation; empty: none. */
	organisation: string;
	worksAt: string;
	/** Of whom comes for no member organisation. */
	organisationKind: OrganisationKind | null;
	country: string;
	languages: Language[];
	listed: boolean;
	/** Undefined where the form does not ask: the event has no exhibition. */
	standContact: StandContact | undefined;
}

/** Who comes. `language` is the one that the form is read in. */
export function personInput(form: FormData, language: Language): PersonInput {
	const latin = lineOf(form, 'name', REGISTRATION_LIMITS.name, true);
	if (/[^\p{Script=Latin}\p{Script=Common}\p{Script=Inherited}]/u.test(latin)) throw wrongHere('name', 'latin');
	const own = lineOf(form, 'own_name', REGISTRATION_LIMITS.name);
	const best = LANGUAGES.find((each) => each === form.get('language'));
	if (!best) throw wrong('language', 'required');
	const organisation = cleanLine(form.get('organisation'));
	return {
		code: readSigns(lineOf(form, 'code', 40)),
		names: [...original(latin, 'en'), ...(own === '' || own === latin ? [] : original(own, languageOfScript(own) === 'en' ? best : languageOfScript(own)))],
		headline: original(lineOf(form, 'headline', REGISTRATION_LIMITS.headline), language),
		organisation,
		worksAt: organisation === '' ? lineOf(form, 'works_at', REGISTRATION_LIMITS.worksAt) : '',
		organisationKind: organisation === '' ? groupIn(form) : null,
		country: anyCountryOf(form, 'country', true)!,
		languages: [best, ...LANGUAGES.filter((each) => each !== best && form.getAll('languages').includes(each))],
		listed: form.get('listed') === 'yes',
		standContact: STAND_CONTACTS.find((each) => each === form.get('stand_contact')),
	};
}

export type WishesInput = Omit<WishesRow, 'registrationId' | 'eventId'>;
const NO_WISHES: WishesInput = { phone: '', diet: [], dietNote: '', accessNote: '', staysFrom: null, staysUntil: null, stayNote: '', arrivesOn: null, arrivesWith: '', leavesOn: null, leavesWith: '', fetched: false, visa: false, passportName: '', passportNumber: '', nationality: null, bornOn: null };

/** What only the organisers need; of each part only what is asked for. */
export function wishesInput(form: FormData, asked: readonly Wish[]): WishesInput {
	const has = (wish: Wish) => asked.includes(wish);
	const note = (field: string, limit: number = REGISTRATION_LIMITS.note) => lineOf(form, field, limit);
	const wishes = { ...NO_WISHES };
	if (has('phone')) wishes.phone = note('phone', 40);
	if (has('diet')) Object.assign(wishes, { diet: DIETS.filter((each) => form.getAll('diet').includes(each)), dietNote: note('diet_note') });
	if (has('access')) wishes.accessNote = note('access_note');
	if (has('stay')) {
		Object.assign(wishes, { staysFrom: dayOf(form, 'stays_from'), staysUntil: dayOf(form, 'stays_until'), stayNote: note('stay_note') });
		if (wishes.staysFrom && !wishes.staysUntil) throw wrong('stays_until', 'required');
		if (wishes.staysUntil && !wishes.staysFrom) throw wrong('stays_from', 'required');
		if (wishes.staysFrom && wishes.staysUntil! <= wishes.staysFrom) throw wrongHere('stays_until', 'ends_before');
	}
	if (has('travel')) {
		Object.assign(wishes, { arrivesOn: dayOf(form, 'arrives_on'), arrivesWith: note('arrives_with', 100), leavesOn: dayOf(form, 'leaves_on'), leavesWith: note('leaves_with', 100), fetched: form.get('fetched') === 'yes' });
		if (wishes.arrivesOn && wishes.leavesOn && wishes.leavesOn < wishes.arrivesOn) throw wrongHere('leaves_on', 'ends_before');
	}
	if (has('visa') && form.get('visa') === 'yes')
		Object.assign(wishes, { visa: true, passportName: lineOf(form, 'passport_name', 120, true), passportNumber: lineOf(form, 'passport_number', 30, true), nationality: anyCountryOf(form, 'nationality', true), bornOn: dayOfBirth(form) });
	return wishes;
}

function dayOfBirth(form: FormData): string {
	const typed = cleanLine(form.get('born_on'));
	if (typed === '') throw wrong('born_on', 'required');
	if (!isDay(typed) || typed < '1900-01-01' || typed > new Date().toISOString().slice(0, 10)) throw wrong('born_on', 'day');
	return typed;
}

export interface AnswersInput {
	values: Map<string, Answer>;
	/** Chosen in this form, by question. */
	files: Map<string, File>;
}

export const fieldOf = (question: Pick<Question, 'id'>): string => `q_${question.id}`;

/**
 * The answers to what is asked of this person. What a form without scripts did not show yet, because only its answers say that it
 * is asked, comes back as `more_asked` at the first of them. A file that was given before stays where no other is chosen.
 */
export function answersInput(form: FormData, questions: readonly Question[], before: ReadonlyMap<string, Answer>): AnswersInput {
	const values = new Map<string, Answer>();
	const files = new Map<string, File>();
	const shown = new Set(form.getAll('shown').map(String));
	// First what is asked: what was typed where nothing is asked any more cannot be wrong.
	const asked = askedQuestions(questions, typedAnswers(questions, (field) => form.getAll(field).map(String)));
	for (const question of asked) {
		const file = question.kind === 'file' ? fileOf(form, fieldOf(question)) : undefined;
		const answer = file ? { name: file.name, mediaType: '', bytes: file.size } : question.kind === 'file' ? before.get(question.id) : answerTo(form, question);
		if (answer !== undefined) values.set(question.id, answer);
		if (file) files.set(question.id, file);
	}
	const hidden = asked.find(({ id }) => !shown.has(id));
	for (const question of asked) if (question.required && shown.has(question.id) && !isAnswered(values.get(question.id))) throw wrong(fieldOf(question), 'required');
	if (hidden) throw wrongHere(fieldOf(hidden), 'more_asked');
	return { values, files };
}

const isAnswered = (answer: Answer | undefined): boolean => answer !== undefined && (typeof answer !== 'object' || !Array.isArray(answer) || keysOf(answer).length > 0);

/** One answer as typed; undefined where there is none. A choice that is none of them may have been taken off since the form was opened. Errors: invalid_input. */
function answerTo(form: FormData, question: Question): Answer | undefined {
	const field = fieldOf(question);
	const line = cleanLine(form.get(field));
	const keys = new Set(question.choices.map(({ key }) => key));
	switch (question.kind) {
		case 'text':
			return lineOf(form, field, REGISTRATION_LIMITS.text) || undefined;
		case 'long-text':
			return wordsOf(form, field, REGISTRATION_LIMITS.longText) || undefined;
		case 'choice':
			if (line !== '' && !keys.has(line)) throw wrong(field, 'not_allowed');
			return line || undefined;
		case 'rating':
			return RATINGS.find((each) => each === line);
		case 'choices': {
			const chosen = form.getAll(field).map(String);
			if (chosen.some((key) => !keys.has(key))) throw wrong(field, 'not_allowed');
			return chosen.length > 0 ? [...new Set(chosen)] : undefined;
		}
		case 'yes-no':
			return line === 'yes' ? true : line === 'no' ? false : undefined;
		case 'number': {
			if (line === '') return undefined;
			const number = typedNumber(line);
			if (number === undefined || Math.abs(number) > 1e12) throw wrongHere(field, 'not_a_number');
			return number;
		}
		case 'date':
			if (line !== '' && !isDay(line)) throw wrong(field, 'day');
			return line || undefined;
		case 'file':
			return undefined;
	}
}

/** The categories of a form's boxes. */
export const categoriesIn = (form: FormData, all: readonly Category[]): Category[] => all.filter((each) => form.getAll('categories').includes(each));
