import * as m from '#lib/paraglide/messages.js';
import type { Language } from '#lib/engines/text/language.ts';
import { isSignedIn, type Actor } from '#lib/server/accounts/actor.ts';
import { gone } from '#lib/server/events/change-event.ts';
import { organisersOf } from '#lib/server/events/queries.ts';
import { asActor } from '#lib/server/platform/acting.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import { localTextFor, type LocalText } from '#lib/text/local-text.ts';
import { countryName, formatDay } from '#lib/ui/language-names.ts';
import type { RegistrationContext } from './context.ts';
import { findFrame, registrationById, wishesOf } from './queries.ts';
import { ownRegistration } from './registrations.ts';
import { registrationRules } from './rules.ts';

interface VisaLetter {
	language: Language;
	title: string;
	day: string;
	to: string;
	paragraphs: string[];
	organisers: string[];
}

/**
 * The letter that somebody shows at an embassy, in English and, where the event speaks it, in Chinese. It is made anew from what
 * stands each time; that an organiser opened somebody's is on record, for it holds a passport's number. Errors: not_found (also
 * before approval, and where no visa was asked for).
 */
export async function visaLetters(context: Pick<RegistrationContext, 'db' | 'clock'>, actor: Actor, input: { eventId: string; registrationId: string | null }): Promise<VisaLetter[]> {
	return asActor(context.db, actor, async (tx) => {
		const now = context.clock();
		const found = await findFrame(tx, input.eventId, now);
		if (!found) throw gone('letter');
		const registration = input.registrationId ? await registrationById(tx, input.eventId, input.registrationId) : isSignedIn(actor) ? await ownRegistration(tx, input.eventId, actor.userId) : undefined;
		const wishes = registration && (await wishesOf(tx, registration.id));
		if (!registration || !wishes?.visa || !registrationRules.print(actor, { ...found.forRules, personId: registration.personId, state: registration.state })) throw gone('letter');
		await recordAudit(tx, { actor, action: 'registration.print-visa-letter', entity: 'event_registration', entityId: registration.id, detail: { eventId: input.eventId }, about: { centreId: found.row.centreId } });
		const organisers = (await organisersOf(tx, input.eventId)).filter(({ role }) => role !== 'supporter');
		const { row } = found;
		return (['en', 'zh'] as const)
			.filter((language) => language === 'en' || row.languages.includes(language))
			.map((language) => {
				const text = (texts: readonly LocalText[]) => localTextFor(texts, language)?.text ?? '';
				const day = (value: string | Date) => formatDay(value, language);
				const place = [text(row.place), countryName(row.country, language)].filter(Boolean).join(', ');
				const work = [text(registration.headline), text(registration.worksAt)].filter(Boolean).join(', ');
				const inThis = { locale: language };
				return {
					language,
					title: m.registration_visa_title({}, inThis),
					day: day(now),
					to: m.registration_visa_to({}, inThis),
					paragraphs: [
						m.registration_visa_confirm({ event: text(row.names), place, from: day(row.startsOn), until: day(row.endsOn) }, inThis),
						m.registration_visa_person({ name: wishes.passportName, number: wishes.passportNumber, nationality: countryName(wishes.nationality!, language), born: day(wishes.bornOn!) }, inThis),
						...(work === '' ? [] : [m.registration_visa_work({ work }, inThis)]),
						...(wishes.staysFrom ? [m.registration_visa_stay({ from: day(wishes.staysFrom), until: day(wishes.staysUntil!) }, inThis)] : []),
						m.registration_visa_ask({}, inThis),
						...(row.contact ? [m.registration_visa_contact({ contact: row.contact }, inThis)] : []),
					],
					organisers: organisers.map(({ names }) => text(names)),
				};
			});
	});
}
