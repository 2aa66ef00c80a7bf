import type { Actor } from '#lib/server/accounts/actor.ts';
import { EVENT_LIMITS } from '#lib/events/vocabulary.ts';
import { cleanEmail, cleanLine, isEmail } from '#lib/server/accounts/input.ts';
import { publicExpertBySlug } from '#lib/server/experts/queries.ts';
import { asActor, operator } from '#lib/server/platform/acting.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { sendMail } from '#lib/server/platform/mail.ts';
import { localTextFor } from '#lib/text/local-text.ts';
import { changeEvent, gone, personOf, type Change } from './change-event.ts';
import type { EventsContext } from './context.ts';
import { anyCountryOf, idIn, lineOf, textsInput, wrong, wordsOf } from './input.ts';
import { askSpeakerLetter, speakerAnsweredLetter } from './letters.ts';
import { deleteSpeaker, deleteSpeaking, insertSpeaker, putContact, speakerById, updateSpeaker, userByEmail, userById } from './people/queries.ts';
import { lockEvent, officersOfCentres, speakersOf, type EventRow } from './queries.ts';
import { speakerRules } from './rules.ts';
import { factsOf } from './tell.ts';
import { castOfSpeaker, tellSpeakers } from './tell-speakers.ts';
import type { eventSpeaker } from './tables.ts';

type NewSpeaker = Omit<typeof eventSpeaker.$inferInsert, 'eventId' | 'position' | 'addedBy' | 'addedAt'>;

/**
 * Puts somebody on the list of speakers. An expert of the directory or a member is asked by letter, and named by nobody before
 * saying yes; for a person without an account the organiser puts on record how and when he consented. A sample, behind whom there
 * is nobody, speaks at sample events only. Errors: not_found, forbidden, invalid_input.
 */
export async function addSpeaker(context: EventsContext, actor: Actor, input: { eventId: string; form: FormData }): Promise<{ asked: boolean }> {
	const { form } = input;
	return changeEvent(context, actor, { eventId: input.eventId, action: 'add-speaker' }, async (change) => {
		const { tx, row, now, note } = change;
		const there = await speakersOf(tx, row.id);
		if (there.length >= EVENT_LIMITS.speakers) throw wrong(fieldNaming(form, row), 'too_many', EVENT_LIMITS.speakers);
		const values = await speakerFrom(change, actor, form);
		if (values.userId && there.some(({ userId }) => userId === values.userId)) throw wrong(fieldNaming(form, row), 'listed');
		if (values.expertId && there.some(({ expertId }) => expertId === values.expertId)) throw wrong('expert', 'listed');
		const id = await insertSpeaker(tx, { ...values, eventId: row.id, position: (there.at(-1)?.position ?? -1) + 1, addedBy: personOf(actor), addedAt: now });
		if (!values.userId && !values.isSample) await recordConsent(change, actor, id, form);
		const person = values.userId && values.consent === 'asked' ? await userById(tx, values.userId) : undefined;
		if (person) await sendMail(tx, context.jobs, askSpeakerLetter(person, { ...factsOf(context, row), startsOn: row.startsOn, endsOn: row.endsOn }, actor.kind === 'member' ? actor.name : ''));
		note({ detail: { speakerId: id, consent: values.consent } });
		return { asked: person !== undefined };
	});
}

/** The field that says who it is. */
function fieldNaming(form: FormData, { languages }: Pick<EventRow, 'languages'>): string {
	const who = cleanLine(form.get('who'));
	return who === 'expert' ? 'expert' : who === 'member' ? 'email' : `name_${languages[0]}`;
}

async function speakerFrom({ tx, row, now }: Change, actor: Actor, form: FormData): Promise<NewSpeaker> {
	const own = personOf(actor);
	const asked = (userId: string | null) => (userId !== null && userId === own ? { consent: 'given' as const, consentAt: now } : { consent: 'asked' as const });
	switch (cleanLine(form.get('who'))) {
		case 'expert': {
			const expert = await publicExpertBySlug(tx, cleanLine(form.get('expert')));
			// A sample, behind whom there is nobody, is no expert that a real event may ask.
			if (!expert || (!expert.userId && !row.isSample)) throw wrong('expert', 'unknown_expert');
			const { names, headline, country } = expert;
			return { expertId: expert.id, userId: expert.userId, names, headline, country, isSample: expert.isSample, ...(expert.userId ? asked(expert.userId) : { consent: 'given', consentAt: now }) };
		}
		case 'member': {
			const email = cleanEmail(form.get('email'));
			if (!isEmail(email)) throw wrong('email', 'email');
			const person = await userByEmail(tx, email);
			if (!person) throw wrong('email', 'unknown_person');
			return { userId: person.id, names: [{ language: row.languages[0]!, text: person.name, provenance: 'original' }], headline: textsInput(form, 'headline', row.languages, { limit: EVENT_LIMITS.name }), isSample: person.isSample, ...asked(person.id) };
		}
		default: {
			const { names, headline, country } = wordsOfSpeaker(form, row);
			if (wordsOf(form, 'consent_how', 500) === '') throw wrong('consent_how', 'required');
			return { names, headline, country, consent: 'given', consentAt: now };
		}
	}
}

function wordsOfSpeaker(form: FormData, row: EventRow, before?: { names: EventRow['names']; headline: EventRow['names']; about: EventRow['names'] }) {
	const texts = (field: string, of: 'names' | 'headline' | 'about', limit: number, more: { required?: boolean; lines?: boolean } = {}) => textsInput(form, field, row.languages, { limit, ...more, ...(before ? { before: before[of] } : {}) });
	return { names: texts('name', 'names', EVENT_LIMITS.name, { required: true }), headline: texts('headline', 'headline', EVENT_LIMITS.name), about: texts('about', 'about', EVENT_LIMITS.speakerAbout, { lines: true }), country: anyCountryOf(form, 'country') };
}

async function recordConsent({ tx, row }: Change, actor: Actor, speakerId: string, form: FormData): Promise<void> {
	const email = cleanEmail(form.get('contact_email'));
	if (email !== '' && !isEmail(email)) throw wrong('contact_email', 'email');
	await putContact(tx, { speakerId, eventId: row.id, email: email === '' ? null : email.toLowerCase(), consentHow: lineOf(form, 'consent_how', 500), recordedBy: personOf(actor) });
}

/** How a speaker is introduced. Errors: not_found, forbidden, invalid_input. */
export async function saveSpeaker(context: Pick<EventsContext, 'db' | 'clock'>, actor: Actor, input: { eventId: string; form: FormData }): Promise<void> {
	await changeEvent(context, actor, { eventId: input.eventId, action: 'save-speaker' }, async ({ tx, row, note }) => {
		const speaker = await speakerById(tx, row.id, idIn(input.form));
		if (!speaker) throw gone('speaker');
		await updateSpeaker(tx, speaker.id, wordsOfSpeaker(input.form, row, speaker));
		note({ detail: { speakerId: speaker.id } });
	});
}

/** Of a public programme the person is told which sessions to come that takes out of the calendar. Errors: not_found, forbidden. */
export async function removeSpeaker(context: EventsContext, actor: Actor, input: { eventId: string; id: string | null }): Promise<void> {
	await changeEvent(context, actor, { eventId: input.eventId, action: 'remove-speaker' }, async (change) => {
		const { tx, row, note } = change;
		const speaker = await speakerById(tx, row.id, input.id);
		if (!speaker) throw gone('speaker');
		const cast = await castOfSpeaker(tx, row.id, speaker.id);
		await deleteSpeaker(tx, speaker.id);
		const told = await tellSpeakers(context, actor, change, cast, 'off');
		note({ detail: { speakerId: speaker.id, consent: speaker.consent, told } });
	});
}

/**
 * Somebody says whether he may be named, and gets the sessions of a public programme for the calendar. A yes can be taken back: then
 * he stands in no session any more, and the organisers are told. The event may be a draft, of which he sees no more than that he is asked: so it is read as the operator. Errors: not_found, forbidden.
 */
export async function answerSpeaker(context: EventsContext, actor: Actor, input: { eventId: string; id: string | null; consent: 'given' | 'refused' }): Promise<void> {
	const clerk = operator('events');
	await asActor(context.db, clerk, async (tx) => {
		const now = context.clock();
		const found = await lockEvent(tx, input.eventId, now);
		const speaker = found && (await speakerById(tx, found.row.id, input.id));
		const forRules = speaker && { ...found.forRules, userId: speaker.userId, consent: speaker.consent };
		if (!forRules || !speakerRules.view(actor, forRules)) throw gone('speaker');
		if (!speakerRules.answer(actor, forRules)) throw new ExpectedError('forbidden', 'The person alone answers.');
		if (speaker.consent === input.consent) return;
		const about = { tx, row: found.row, now };
		const lost = await castOfSpeaker(tx, found.row.id, speaker.id);
		await updateSpeaker(tx, speaker.id, { consent: input.consent, consentAt: now });
		if (input.consent === 'refused') await deleteSpeaking(tx, speaker.id);
		await tellSpeakers(context, clerk, about, lost, 'off');
		if (input.consent === 'given') await tellSpeakers(context, clerk, about, await castOfSpeaker(tx, found.row.id, speaker.id), 'on');
		for (const officer of await officersOfCentres(tx, found.forRules.centres))
			await sendMail(tx, context.jobs, speakerAnsweredLetter(officer, factsOf(context, found.row), localTextFor(speaker.names, 'en')?.text ?? '', input.consent));
		await recordAudit(tx, { actor, action: input.consent === 'given' ? 'event.consent-to-speak' : 'event.refuse-to-speak', entity: 'event', entityId: found.row.id, detail: { speakerId: speaker.id }, about: { centreId: found.row.centreId } });
	});
}
