import { and, asc, desc, eq, gt, gte, inArray, lt, max, sql } from 'drizzle-orm';
import type { Language } from '#lib/engines/text/language.ts';
import { olderThan, type After } from '#lib/server/docking/lists/queries.ts';
import type { Executor } from '#lib/server/platform/database.ts';
import { roomMessage, roomSeen, roomSummary, roomThread, roomTranslation } from '../tables.ts';

export type ThreadRow = typeof roomThread.$inferSelect;
export type MessageRow = typeof roomMessage.$inferSelect;
export type TranslationRow = typeof roomTranslation.$inferSelect;
export type SummaryRow = typeof roomSummary.$inferSelect;

export async function insertThread(tx: Executor, values: typeof roomThread.$inferInsert): Promise<string> {
	return (await tx.insert(roomThread).values(values).returning({ id: roomThread.id }))[0]!.id;
}

/** A thread of a docking; inside `asActor` only. `lock`: its count stands still. */
export async function threadById(tx: Executor, dockingId: string, id: string, options: { lock?: boolean } = {}): Promise<ThreadRow | undefined> {
	const query = tx.select().from(roomThread).where(and(eq(roomThread.id, id), eq(roomThread.dockingId, dockingId)));
	return (options.lock ? await query.for('update') : await query)[0];
}

/** Puts a message at the end of its thread. */
export async function insertMessage(tx: Executor, values: Omit<typeof roomMessage.$inferInsert, 'id'>): Promise<number> {
	const { id } = (await tx.insert(roomMessage).values(values).returning({ id: roomMessage.id }))[0]!;
	await tx.update(roomThread).set({ messages: sql`${roomThread.messages} + 1`, lastAt: values.at }).where(eq(roomThread.id, values.threadId));
	return id;
}

export async function messageById(tx: Executor, dockingId: string, id: number): Promise<MessageRow | undefined> {
	return (await tx.select().from(roomMessage).where(and(eq(roomMessage.id, id), eq(roomMessage.dockingId, dockingId))))[0];
}

/** Threads of a room, the newest first, with how many messages the reader has not seen; `after`: where the page before ended. */
export async function threadsOf(tx: Executor, dockingId: string, personId: string, { limit, after }: { limit: number; after: After | null }): Promise<(ThreadRow & { unseen: number })[]> {
	const rows = await tx
		.select({ thread: roomThread, seen: roomSeen.messages })
		.from(roomThread)
		.leftJoin(roomSeen, and(eq(roomSeen.threadId, roomThread.id), eq(roomSeen.personId, personId)))
		.where(and(eq(roomThread.dockingId, dockingId), olderThan(roomThread.lastAt, roomThread.id, after)))
		.orderBy(desc(roomThread.lastAt), desc(roomThread.id))
		.limit(limit);
	return rows.map(({ thread, seen }) => ({ ...thread, unseen: Math.max(0, thread.messages - (seen ?? 0)) }));
}

/** Messages of a thread in the order of writing: the newest, those before or after one, or those around one. */
export async function messagesOf(tx: Executor, threadId: string, limit: number, part: { before?: number; from?: number } = {}): Promise<MessageRow[]> {
	if (part.from !== undefined)
		return tx.select().from(roomMessage).where(and(eq(roomMessage.threadId, threadId), gte(roomMessage.id, part.from))).orderBy(asc(roomMessage.id)).limit(limit);
	const rows = await tx
		.select()
		.from(roomMessage)
		.where(and(eq(roomMessage.threadId, threadId), part.before === undefined ? undefined : lt(roomMessage.id, part.before)))
		.orderBy(desc(roomMessage.id))
		.limit(limit);
	return rows.reverse();
}

/** Whether a thread goes on behind a message. */
export async function hasMessageAfter(tx: Executor, threadId: string, id: number): Promise<boolean> {
	return (await tx.select({ id: roomMessage.id }).from(roomMessage).where(and(eq(roomMessage.threadId, threadId), gt(roomMessage.id, id))).limit(1)).length > 0;
}

export async function messagesById(tx: Executor, ids: readonly number[]): Promise<MessageRow[]> {
	return ids.length === 0 ? [] : tx.select().from(roomMessage).where(inArray(roomMessage.id, [...ids]));
}

export async function markSeen(tx: Executor, values: typeof roomSeen.$inferInsert): Promise<void> {
	await tx
		.insert(roomSeen)
		.values(values)
		.onConflictDoUpdate({ target: [roomSeen.threadId, roomSeen.personId], set: { messages: sql`greatest(${roomSeen.messages}, excluded.messages)` } });
}

export async function translationsOf(tx: Executor, messageIds: readonly number[], language: Language): Promise<TranslationRow[]> {
	if (messageIds.length === 0) return [];
	// People's before machines': "human-translation" comes first in the alphabet, too.
	return tx.select().from(roomTranslation).where(and(inArray(roomTranslation.messageId, [...messageIds]), eq(roomTranslation.language, language))).orderBy(asc(roomTranslation.provenance));
}

/** Keeps a translation beside its message; a person's takes the place of an earlier person's, a machine's first one stays. */
export async function putTranslation(tx: Executor, values: typeof roomTranslation.$inferInsert): Promise<void> {
	const target = [roomTranslation.messageId, roomTranslation.language, roomTranslation.provenance];
	const insert = tx.insert(roomTranslation).values(values);
	if (values.provenance === 'machine-translation') await insert.onConflictDoNothing({ target });
	else await insert.onConflictDoUpdate({ target, set: { text: values.text, translatorId: values.translatorId, called: values.called, at: values.at } });
}

export async function insertSummary(tx: Executor, values: Omit<typeof roomSummary.$inferInsert, 'id'>): Promise<void> {
	await tx.insert(roomSummary).values(values);
}

/** The newest summary of each language, and how many there are. */
export async function summariesOf(tx: Executor, dockingId: string): Promise<SummaryRow[]> {
	const newest = tx.select({ id: max(roomSummary.id) }).from(roomSummary).where(eq(roomSummary.dockingId, dockingId)).groupBy(roomSummary.language);
	return tx.select().from(roomSummary).where(inArray(roomSummary.id, newest)).orderBy(desc(roomSummary.id));
}

/** Older summaries, the newest first. */
export async function summaryHistory(tx: Executor, dockingId: string, most: number): Promise<SummaryRow[]> {
	return tx.select().from(roomSummary).where(eq(roomSummary.dockingId, dockingId)).orderBy(desc(roomSummary.id)).limit(most);
}
