import * as m from '#lib/paraglide/messages.js';
import type { Language } from '#lib/engines/text/language.ts';
import { dayIn } from '#lib/rooms/zoned-time.ts';
import { isSignedIn, type Actor } from '#lib/server/accounts/actor.ts';
import { gone } from '#lib/server/events/change-event.ts';
import { organisersOf, type EventRow } from '#lib/server/events/queries.ts';
import { asActor, operator } from '#lib/server/platform/acting.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import { localTextFor, type LocalText } from '#lib/text/local-text.ts';
import { countryName, formatDay } from '#lib/ui/language-names.ts';
import type { RegistrationContext } from './context.ts';
import { findFrame, registrationById, visaLetterOf, wishesOf, type WishesRow } from './queries.ts';
import { ownRegistration, type RegistrationRow } from './registrations.ts';
import { registrationRules } from './rules.ts';

/** Languages whose letter stands beside the English one; that in any other is a draft. */
const CHECKED: readonly Language[] = ['en', 'zh'];

interface VisaLetter {
	language: Language;
	title: string;
	/** With the day when it was given. */
	number: string;
	day: string;
	to: string;
	paragraphs: string[];
	organisers: string[];
}

/**
 * The letter that somebody shows at an embassy, in English and in the other languages of the event, of which all but Chinese say that
 * the English one holds. It is made anew from what stands each time, under the same number; that an organiser opened somebody's is on
 * record, for it holds a passport's number. Errors: not_found (also before approval, and where no visa was asked for).
 */
export async function visaLetters(context: Pick<RegistrationContext, 'db' | 'clock'>, actor: Actor, input: { eventId: string; registrationId: string | null }): Promise<VisaLetter[]> {
	return asActor(context.db, actor, async (tx) => {
		const now = context.clock();
		const found = await findFrame(tx, input.eventId, now);
		if (!found) throw gone('letter');
		const registration = input.registrationId ? await registrationById(tx, input.eventId, input.registrationId) : isSignedIn(actor) ? await ownRegistration(tx, input.eventId, actor.userId) : undefined;
		const wishes = registration && (await wishesOf(tx, registration.id));
		if (!registration || !wishes?.visa || !registrationRules.print(actor, { ...found.forRules, personId: registration.personId, state: registration.state })) throw gone('letter');
		const issued = await asActor(tx, operator('registration'), () => visaLetterOf(tx, registration, now));
		await recordAudit(tx, { actor, action: 'registration.print-visa-letter', entity: 'event_registration', entityId: registration.id, detail: { eventId: input.eventId, number: issued.number }, about: { centreId: found.row.centreId } });
		const organisers = (await organisersOf(tx, input.eventId)).filter(({ role }) => role !== 'supporter').map(({ names }) => names);
		const languages: Language[] = ['en', ...found.row.languages.filter((language) => language !== 'en')];
		return languages.map((language) => letterIn(language, { event: found.row, registration, wishes, issued, organisers, now }));
	});
}

interface Said {
	event: EventRow;
	registration: RegistrationRow;
	wishes: WishesRow;
	issued: { number: number; issuedAt: Date };
	organisers: LocalText[][];
	now: Date;
}

function letterIn(language: Language, { event, registration, wishes, issued, organisers, now }: Said): VisaLetter {
	const text = (texts: readonly LocalText[]) => localTextFor(texts, language)?.text ?? '';
	const day = (value: string) => formatDay(value, language);
	const dayThere = (moment: Date) => day(dayIn(event.timeZone, moment));
	const place = [text(event.place), countryName(event.country, language)].filter(Boolean).join(', ');
	const work = [text(registration.headline), text(registration.worksAt)].filter(Boolean).join(', ');
	const inThis = { locale: language };
	return {
		language,
		title: m.registration_visa_title({}, inThis),
		number: m.registration_visa_number({ number: String(issued.number), day: dayThere(issued.issuedAt) }, inThis),
		day: dayThere(now),
		to: m.registration_visa_to({}, inThis),
		paragraphs: [
			m.registration_visa_confirm({ event: text(event.names), place, from: day(event.startsOn), until: day(event.endsOn) }, inThis),
			m.registration_visa_person({ name: wishes.passportName, number: wishes.passportNumber, nationality: countryName(wishes.nationality!, language), born: day(wishes.bornOn!) }, inThis),
			...(work === '' ? [] : [m.registration_visa_work({ work }, inThis)]),
			...(wishes.staysFrom ? [m.registration_visa_stay({ from: day(wishes.staysFrom), until: day(wishes.staysUntil!) }, inThis)] : []),
			m.registration_visa_ask({}, inThis),
			...(event.contact ? [m.registration_visa_contact({ contact: event.contact }, inThis)] : []),
			...(CHECKED.includes(language) ? [] : [m.registration_visa_prevails({}, inThis)]),
		],
		organisers: organisers.map(text),
	};
}
