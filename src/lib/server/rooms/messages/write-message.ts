import type { Actor } from '#lib/server/accounts/actor.ts';
import { changeDocking, type DockingChange } from '#lib/server/docking/change-docking.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import type { RoomsContext } from '../context.ts';
import type { Written } from '../input.ts';
import { insertRoomText } from '../search/queries.ts';
import { roomTerms } from '../search/room-terms.ts';
import { insertMessage, insertThread, markSeen, messageById, threadById } from './queries.ts';

/** Opens a thread with its first message; everybody else in the room is told that there is one. Answers its id. Errors: not_found, forbidden. */
export async function openThread(context: RoomsContext, actor: Actor, input: { reference: string; subject: string; message: Written }): Promise<string> {
	// The docking's own row is not held: what is said side by side does not conflict.
	return changeDocking(context, actor, { reference: input.reference, right: 'write', lock: false }, async (change) => {
		const { id: author, name } = personOf(actor);
		const threadId = await insertThread(change.tx, { dockingId: change.row.id, subject: input.subject, language: input.message.language, openedBy: author, called: name, openedAt: change.now, lastAt: change.now });
		await write(context, actor, change, { threadId, ...input.message, answers: null });
		return threadId;
	});
}

/** Writes into a thread. Answers the message's id. Errors: not_found (also: what it answers is not in the thread), forbidden. */
export async function writeMessage(context: RoomsContext, actor: Actor, input: { reference: string; threadId: string; message: Written & { answers: number | null } }): Promise<number> {
	return changeDocking(context, actor, { reference: input.reference, right: 'write', lock: false }, async (change) => {
		const thread = await threadById(change.tx, change.row.id, input.threadId, { lock: true });
		if (!thread) throw new ExpectedError('not_found', 'No such thread.');
		const { answers } = input.message;
		if (answers !== null && (await messageById(change.tx, change.row.id, answers))?.threadId !== thread.id) throw new ExpectedError('not_found', 'No such message.');
		return write(context, actor, change, { threadId: thread.id, ...input.message });
	});
}

async function write(context: RoomsContext, actor: Actor, change: DockingChange, message: Written & { threadId: string; answers: number | null }): Promise<number> {
	const { tx, row, now } = change;
	const { id: author, name } = personOf(actor);
	const { threadId, answers, text, language } = message;
	const id = await insertMessage(tx, { dockingId: row.id, threadId, answers, side: change.stand, authorId: author, called: name, language, text, at: now });
	await insertRoomText(tx, { dockingId: row.id, messageId: id, language, terms: roomTerms(context.reader, text, language), at: now });
	if (author) {
		const thread = await threadById(tx, row.id, threadId);
		await markSeen(tx, { threadId, personId: author, dockingId: row.id, messages: thread?.messages ?? 1 });
	}
	await recordAudit(tx, { actor, action: 'docking.message', entity: 'docking', entityId: row.id, detail: { threadId, messageId: id } });
	await change.tell('message');
	return id;
}

/** Who writes, as the record names one. */
export function personOf(actor: Actor): { id: string | null; name: string } {
	return actor.kind === 'member' ? { id: actor.userId, name: actor.name } : { id: null, name: '' };
}
