import { LIMITS } from '#lib/centres/vocabulary.ts';
import type { Language } from '#lib/engines/text/language.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { cleanEmail, cleanLine, isEmail } from '#lib/server/accounts/input.ts';
import { asActor, operator } from '#lib/server/platform/acting.ts';
import { networkOf, recordAudit } from '#lib/server/platform/audit.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { sendMail } from '#lib/server/platform/mail.ts';
import type { CentresContext } from './context.ts';
import { wordsOf, wrong } from './input.ts';
import { messageLetter } from './letters.ts';
import { centreFor, contactOf, insertMessage, markAnswered, messagesOf, messagesSince, staffOf, type MessageRow } from './queries.ts';
import { centreRules } from './rules.ts';

/** Messages an hour that one place may send, that bear one address, and that one centre takes. */
export const MESSAGES_AN_HOUR = { place: 5, address: 3, centre: 60 } as const;
const HOUR = 3_600_000;
/** Seconds that a person takes at least between seeing the form and sending it. */
export const LEAST_SECONDS = 2;
/** Letters that a message makes at most, where a centre has no address of its own. */
const RECIPIENTS = 5;

export interface MessageInput {
	name: string;
	email: string;
	words: string;
}

export function messageInput(form: FormData): MessageInput {
	const name = cleanLine(form.get('name'));
	const email = cleanEmail(form.get('email'));
	if (name === '') throw wrong('name', 'required');
	if ([...name].length > LIMITS.senderName) throw wrong('name', 'too_long', LIMITS.senderName);
	if (!isEmail(email)) throw wrong('email', email === '' ? 'required' : 'email');
	return { name, email, words: wordsOf(form, 'words', LIMITS.message, true) };
}

/**
 * Whether a form was filled in by a program: it wrote into the field that people do not see, or was faster than anyone reads.
 * It is told nothing, so that it learns nothing.
 */
export function looksAutomatic(form: FormData, now: Date): boolean {
	const shownAt = Number(form.get('shown_at'));
	return cleanLine(form.get('homepage')) !== '' || !Number.isFinite(shownAt) || now.getTime() - shownAt < LEAST_SECONDS * 1000;
}

/**
 * Anybody writes to a centre, whose address is shown to nobody. The message goes to the centre's mailbox, or to its
 * officers, and stands on their page. Errors: not_found, forbidden (closed), rate_limited.
 */
export async function sendMessage(context: CentresContext, actor: Actor, input: MessageInput & { centreId: string; language: Language; address: string }): Promise<void> {
	const { db, clock } = context;
	const found = await centreFor(db, input.centreId);
	if (!found) throw new ExpectedError('not_found', 'No such centre.');
	if (!centreRules.ask(actor, found.forRules)) throw new ExpectedError('forbidden', 'This centre is closed.');
	const place = networkOf(input.address);
	const now = clock();
	// Behind the wall of messages, which its sender cannot pass, to count and to write.
	await asActor(db, operator('contact form'), async (tx) => {
		const sent = await messagesSince(tx, { centreId: found.row.id, place, fromEmail: input.email }, new Date(now.getTime() - HOUR));
		if (sent.place >= MESSAGES_AN_HOUR.place || sent.address >= MESSAGES_AN_HOUR.address || sent.centre >= MESSAGES_AN_HOUR.centre)
			throw new ExpectedError('rate_limited', 'Too many messages for now.');
		const id = await insertMessage(tx, { centreId: found.row.id, fromName: input.name, fromEmail: input.email, words: input.words, language: input.language, place, sentAt: now });
		const mailbox = await contactOf(tx, found.row.id);
		const officers = mailbox ? [{ name: '', email: mailbox, language: found.row.languages[0] ?? 'en' }] : (await staffOf(tx, found.row.id)).slice(0, RECIPIENTS);
		for (const to of officers)
			await sendMail(tx, context.jobs, messageLetter(to, { centre: found.row.names, centreId: found.row.id, from: { name: input.name, email: input.email }, words: input.words, wordsLanguage: input.language, baseUrl: context.baseUrl }));
		await recordAudit(tx, { actor, action: 'centre.receive-message', entity: 'centre', entityId: found.row.id, detail: { messageId: id } });
	});
}

const SHOWN = 100;

/** The messages of a centre; that they were opened is on record. Errors: not_found (also for who is of another centre). */
export async function readMessages(context: Pick<CentresContext, 'db'>, actor: Actor, centreId: string): Promise<MessageRow[]> {
	return asActor(context.db, actor, async (tx) => {
		const found = await centreFor(tx, centreId);
		if (!found || !centreRules.readMessages(actor, found.forRules)) throw new ExpectedError('not_found', 'No such centre.');
		const messages = await messagesOf(tx, centreId, SHOWN);
		if (messages.length > 0) await recordAudit(tx, { actor, action: 'centre.read-guarded', entity: 'centre', entityId: centreId, detail: { sections: ['messages'], count: messages.length } });
		return messages;
	});
}

/** Errors: not_found, conflict (answered by another officer). */
export async function answerMessage(context: Pick<CentresContext, 'db' | 'clock'>, actor: Actor, input: { centreId: string; messageId: string }): Promise<void> {
	await asActor(context.db, actor, async (tx) => {
		const found = await centreFor(tx, input.centreId);
		if (!found || !centreRules.answerMessage(actor, found.forRules)) throw new ExpectedError('not_found', 'No such centre.');
		const marked = await markAnswered(tx, { id: input.messageId, centreId: found.row.id }, actor.kind === 'member' ? actor.userId : null, context.clock());
		if (!marked) throw new ExpectedError('conflict', 'Another officer has answered this message.');
		await recordAudit(tx, { actor, action: 'centre.answer-message', entity: 'centre', entityId: found.row.id, detail: { messageId: input.messageId } });
	});
}
