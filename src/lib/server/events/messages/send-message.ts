import { isSignedIn, type Actor } from '#lib/server/accounts/actor.ts';
import { isEmail } from '#lib/server/accounts/input.ts';
import { languageFor, type Audience, type Message } from '#lib/events/audience.ts';
import type { Language } from '#lib/engines/text/language.ts';
import { dayIn } from '#lib/rooms/zoned-time.ts';
import { asActor } from '#lib/server/platform/acting.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import type { Transaction } from '#lib/server/platform/database.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { taskKey } from '#lib/server/platform/jobs.ts';
import { isReachable, sendMail } from '#lib/server/platform/mail.ts';
import type { LocalText } from '#lib/text/local-text.ts';
import { gone } from '../change-event.ts';
import type { EventsContext } from '../context.ts';
import { findEvent, type EventRow } from '../queries.ts';
import { eventRules } from '../rules.ts';
import { messageLetter } from './letters.ts';
import { insertLetters, insertMessage, invitedRecipients, messagesOf, registeredRecipients } from './queries.ts';

type Context = Pick<EventsContext, 'db' | 'clock'>;
type Sending = Context & Pick<EventsContext, 'jobs' | 'baseUrl'>;

export const writeLettersTask = taskKey<Record<string, never>>('events.write-letters');

/** An event whose organisers write to many. Errors: not_found, forbidden. */
async function writable(tx: Transaction, context: Context, actor: Actor, eventId: string): Promise<EventRow> {
	const found = await findEvent(tx, eventId, context.clock());
	if (!found || !eventRules.view(actor, found.forRules)) throw gone('event');
	if (!eventRules.writeToMany(actor, found.forRules)) throw new ExpectedError('forbidden', 'Only organisers write to those who come.');
	return found.row;
}

/** Whom a letter goes to now, each once; an address that is none has no letter. */
async function recipientsOf(tx: Transaction, row: EventRow, audience: Audience, now: Date): Promise<{ id: string; language: string }[]> {
	const found = audience.who === 'registered' ? await registeredRecipients(tx, row.id, audience) : await invitedRecipients(tx, row.id, audience, dayIn(row.timeZone, now));
	return found.flatMap(({ id, email, language }) => (email && isEmail(email) && isReachable(email) ? { id, language: language ?? '' } : []));
}

/** What was sent already, for the organisers of an event. Errors: not_found, forbidden. */
export async function viewMessages(context: Context, actor: Actor, eventId: string) {
	return asActor(context.db, actor, async (tx) => {
		const row = await writable(tx, context, actor, eventId);
		return { sent: (await messagesOf(tx, row.id)).map(({ by, ...message }) => ({ ...message, by: by ?? '' })) };
	});
}

/** How a letter would leave: to how many, in which languages, and how it reads in each. Errors: not_found, forbidden. */
export async function previewMessage(context: Context & Pick<EventsContext, 'baseUrl'>, actor: Actor, input: { eventId: string; audience: Audience; message: Message }) {
	return asActor(context.db, actor, async (tx) => {
		const row = await writable(tx, context, actor, input.eventId);
		const recipients = await recipientsOf(tx, row, input.audience, context.clock());
		const letters = input.message.texts.map(({ language }) => {
			const { subject, text } = messageLetter({ name: isSignedIn(actor) ? actor.name : '', email: '', language }, row, input.message, null, context.baseUrl);
			return { language, subject, text, count: recipients.filter((each) => languageFor(input.message, each.language) === language).length };
		});
		return { count: recipients.length, letters };
	});
}

/** Sends the letter to whoever writes it alone, once in each of its languages; answers how many. Errors: not_found, forbidden. */
export async function sendSample(context: Sending, actor: Actor, input: { eventId: string; message: Message }): Promise<{ letters: number }> {
	return asActor(context.db, actor, async (tx) => {
		const row = await writable(tx, context, actor, input.eventId);
		if (!isSignedIn(actor)) throw new ExpectedError('forbidden', 'A sample goes to a person.');
		const languages: Language[] = input.message.texts.map(({ language }) => language);
		for (const language of languages) await sendMail(tx, context.jobs, messageLetter({ name: actor.name, email: actor.email, language }, row, input.message, null, context.baseUrl));
		return { letters: languages.length };
	});
}

const sameTexts = (some: readonly LocalText[], others: readonly LocalText[]) => some.length === others.length && some.every(({ language, text }, index) => language === others[index]!.language && text === others[index]!.text);
const sameAudience = (one: Audience, other: Audience) => (['who', 'state', 'category', 'country', 'text'] as const).every((part) => one[part] === other[part]);
/** The same form sent twice is one letter; changed meanwhile, be it to whom, it is not taken for it. */
async function sentBefore(tx: Transaction, { id, eventId, audience, message }: MessageToSend): Promise<{ recipients: number }> {
	const before = (await messagesOf(tx, eventId)).find((each) => each.id === id);
	if (!before || !sameAudience(before.audience, audience) || !sameTexts(before.subjects, message.subjects) || !sameTexts(before.texts, message.texts)) throw new ExpectedError('conflict', 'Another letter left from this form.');
	return { recipients: before.recipients };
}

interface MessageToSend {
	/** Of the form: sent again, it is the same letter. */
	id: string;
	eventId: string;
	audience: Audience;
	message: Message;
	/** How many the organiser was told that it goes to. */
	expected: number;
}

/**
 * Puts down who gets a letter, in one transaction with its record; a job writes them one by one. Answers how many. Errors: not_found,
 * forbidden, conflict (others are concerned by now than the organiser saw), invalid_input (nobody is).
 */
export async function sendMessage(context: Sending, actor: Actor, sending: MessageToSend): Promise<{ recipients: number }> {
	return asActor(context.db, actor, async (tx) => {
		const { id, eventId, audience, message, expected } = sending;
		const now = context.clock();
		const row = await writable(tx, context, actor, eventId);
		const recipients = (await recipientsOf(tx, row, audience, now)).map((each) => each.id);
		if (recipients.length === 0) throw new ExpectedError('invalid_input', 'Nobody gets this letter.', { field: 'who', detail: { code: 'required' } });
		if (recipients.length !== expected) throw new ExpectedError('conflict', 'Others are concerned by now.');
		const isNew = await insertMessage(tx, { id, eventId: row.id, audience, ...message, recipients: recipients.length, sentBy: isSignedIn(actor) ? actor.userId : null, sentAt: now });
		if (!isNew) return sentBefore(tx, sending);
		await insertLetters(tx, { id, eventId: row.id }, audience.who === 'registered' ? 'registrationId' : 'invitationId', recipients);
		const { text, ...filters } = audience;
		// What was searched for may be a person's name, which no log keeps for good.
		await recordAudit(tx, { actor, action: 'event.write-to-many', entity: 'event', entityId: row.id, detail: { messageId: id, ...filters, searched: text !== '', recipients: recipients.length }, about: { centreId: row.centreId } });
		await context.jobs.enqueue(writeLettersTask, {}, { transaction: tx });
		return { recipients: recipients.length };
	});
}
