import { and, eq, inArray, isNull, sql } from 'drizzle-orm';
import type { Language } from '#lib/engines/text/language.ts';
import { dockingFile, dockingFileVersion } from '#lib/server/confidence/tables.ts';
import { docking } from '#lib/server/docking/tables.ts';
import type { Executor } from '#lib/server/platform/database.ts';
import { roomFileReading, roomMessage, roomText, roomThread } from '../tables.ts';

export interface NewRoomText {
	dockingId: string;
	messageId?: number;
	fileId?: string;
	page?: number;
	language: Language;
	text?: string;
	terms: readonly string[];
	at: Date;
}

const vectorOf = (terms: readonly string[]) => sql`array_to_tsvector(${sql.param(toArray(terms))}::text[])`;
/** An array as PostgreSQL writes it, for the driver would take a list for many parameters. */
const toArray = (terms: readonly string[]) => `{${terms.map((term) => `"${term.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`).join(',')}}`;

/** Makes a message, or a page of a file, findable in its room. */
export async function insertRoomText(tx: Executor, { terms, ...values }: NewRoomText): Promise<void> {
	await tx.insert(roomText).values({ ...values, terms: vectorOf(terms) });
}

export async function deleteFileText(tx: Executor, fileId: string): Promise<void> {
	await tx.delete(roomText).where(eq(roomText.fileId, fileId));
}

/** Ids of the newest texts of the asking person's own rooms that answer a query; inside `asActor` only. */
export async function findOwnTexts(tx: Executor, query: string, options: { below?: number; limit: number; dockingId?: string }): Promise<number[]> {
	const { rows } = await tx.execute<{ id: number }>(sql`
		select id from search_own_rooms(${query}::tsquery, ${options.below ?? null}::bigint, ${options.limit}::integer, ${options.dockingId ?? null}::uuid)`);
	return rows.map(({ id }) => id);
}

export interface FoundText {
	id: number;
	docking: { id: string; reference: string; title: string; titleLanguage: Language };
	thread: { id: string; subject: string; language: Language } | null;
	messageId: number | null;
	called: string | null;
	fileId: string | null;
	page: number | null;
	language: Language;
	text: string;
	at: Date;
}

/** What was found, as far as the asking person may read it: the walls are asked row by row. */
export async function textsById(tx: Executor, ids: readonly number[]): Promise<FoundText[]> {
	if (ids.length === 0) return [];
	const rows = await tx
		.select({
			id: roomText.id,
			docking: { id: docking.id, reference: docking.reference, title: docking.title, titleLanguage: docking.titleLanguage },
			threadId: roomThread.id,
			subject: roomThread.subject,
			subjectLanguage: roomThread.language,
			messageId: roomText.messageId,
			called: roomMessage.called,
			fileId: roomText.fileId,
			page: roomText.page,
			language: roomText.language,
			text: sql<string>`coalesce(${roomMessage.text}, ${roomText.text})`,
			at: roomText.at,
		})
		.from(roomText)
		.innerJoin(docking, eq(docking.id, roomText.dockingId))
		.leftJoin(roomMessage, eq(roomMessage.id, roomText.messageId))
		.leftJoin(roomThread, eq(roomThread.id, roomMessage.threadId))
		.where(inArray(roomText.id, [...ids]));
	const order = new Map(ids.map((id, index) => [id, index]));
	return rows
		.map(({ threadId, subject, subjectLanguage, ...row }) => ({ ...row, thread: threadId ? { id: threadId, subject: subject!, language: subjectLanguage! } : null }))
		.sort((a, b) => order.get(a.id)! - order.get(b.id)!);
}

export async function putFileReading(tx: Executor, values: typeof roomFileReading.$inferInsert): Promise<void> {
	await tx.insert(roomFileReading).values(values).onConflictDoUpdate({ target: roomFileReading.fileId, set: { state: values.state, cut: values.cut ?? false, at: values.at } });
}

export async function fileReading(tx: Executor, fileId: string): Promise<typeof roomFileReading.$inferSelect | undefined> {
	return (await tx.select().from(roomFileReading).where(eq(roomFileReading.fileId, fileId)).for('update'))[0];
}

export async function deleteFileReading(tx: Executor, fileId: string): Promise<void> {
	await tx.delete(roomFileReading).where(eq(roomFileReading.fileId, fileId));
}

/** Files by their versions, as far as the asking person may open them: the walls answer by disclosure; what was taken back is not there. */
export async function openFiles(tx: Executor, versionIds: readonly string[]): Promise<Map<string, { name: string; fileId: string; mediaType: string }>> {
	if (versionIds.length === 0) return new Map();
	const rows = await tx
		.select({ id: dockingFileVersion.id, name: dockingFileVersion.name, fileId: dockingFile.id, mediaType: dockingFileVersion.mediaType })
		.from(dockingFileVersion)
		.innerJoin(dockingFile, and(eq(dockingFile.id, dockingFileVersion.fileId), isNull(dockingFile.removedAt)))
		.where(inArray(dockingFileVersion.id, [...versionIds]));
	return new Map(rows.map(({ id, ...file }) => [id, file]));
}

/** Messages that are in no index yet: of samples, and of what was loaded by other means than the room's page. */
export async function messagesToIndex(tx: Executor, most: number): Promise<{ id: number; dockingId: string; language: Language; text: string; at: Date }[]> {
	return tx
		.select({ id: roomMessage.id, dockingId: roomMessage.dockingId, language: roomMessage.language, text: roomMessage.text, at: roomMessage.at })
		.from(roomMessage)
		.leftJoin(roomText, eq(roomText.messageId, roomMessage.id))
		.where(isNull(roomText.id))
		.orderBy(roomMessage.id)
		.limit(most);
}
