import { ADDRESSEES, MESSAGE_LIMITS, type Audience, type Message } from '#lib/events/audience.ts';
import type { Language } from '#lib/engines/text/language.ts';
import { CATEGORIES, REGISTRATION_STATES } from '#lib/registration/vocabulary.ts';
import { textsInput, wrong } from '../input.ts';

/** Whom a form or an address names; what is no filter is left out. */
export function audienceOf(fields: { get(name: string): unknown }): Audience {
	const said = (name: string) => String(fields.get(name) ?? '').trim();
	return {
		who: ADDRESSEES.find((each) => each === said('who')) ?? 'registered',
		state: REGISTRATION_STATES.find((each) => each === said('state')) ?? null,
		category: CATEGORIES.find((each) => each === said('category')) ?? null,
		country: /^[A-Z]{2}$/.test(said('country')) ? said('country') : null,
		text: said('text').slice(0, 100),
	};
}

/** A letter in the languages of an event: the first must be there, and each has both a subject and a text. Errors: invalid_input. */
export function messageInput(form: FormData, languages: readonly Language[]): Message {
	const subjects = textsInput(form, 'subject', languages, { limit: MESSAGE_LIMITS.subject, required: true });
	const texts = textsInput(form, 'letter', languages, { limit: MESSAGE_LIMITS.text, lines: true, required: true });
	for (const language of languages) {
		const [subject, text] = [subjects, texts].map((each) => each.some((one) => one.language === language));
		if (subject !== text) throw wrong(`${subject ? 'letter' : 'subject'}_${language}`, 'required');
	}
	return { subjects, texts };
}
