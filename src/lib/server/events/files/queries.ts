import { and, eq } from 'drizzle-orm';
import type { Executor } from '#lib/server/platform/database.ts';
import { eventDocument, eventPhoto, eventPhotoFile } from '../tables.ts';

export type DocumentRow = typeof eventDocument.$inferSelect;

export async function documentById(tx: Executor, eventId: string, id: string | null): Promise<DocumentRow | undefined> {
	return id === null ? undefined : (await tx.select().from(eventDocument).where(and(eq(eventDocument.id, id), eq(eventDocument.eventId, eventId))))[0];
}
export async function countDocuments(tx: Executor, eventId: string): Promise<number> {
	return tx.$count(eventDocument, eq(eventDocument.eventId, eventId));
}
export async function insertDocument(tx: Executor, values: typeof eventDocument.$inferInsert): Promise<string> {
	return (await tx.insert(eventDocument).values(values).returning({ id: eventDocument.id }))[0]!.id;
}
export async function deleteDocument(tx: Executor, id: string): Promise<void> {
	await tx.delete(eventDocument).where(eq(eventDocument.id, id));
}

export async function photoById(tx: Executor, eventId: string, id: string | null) {
	return id === null ? undefined : (await tx.select().from(eventPhoto).where(and(eq(eventPhoto.id, id), eq(eventPhoto.eventId, eventId))))[0];
}
export async function photoFiles(tx: Executor, photoId: string) {
	return tx.select().from(eventPhotoFile).where(eq(eventPhotoFile.photoId, photoId));
}
export async function countPhotos(tx: Executor, eventId: string): Promise<number> {
	return tx.$count(eventPhoto, eq(eventPhoto.eventId, eventId));
}
export async function insertPhoto(tx: Executor, values: typeof eventPhoto.$inferInsert, files: readonly Omit<typeof eventPhotoFile.$inferInsert, 'photoId'>[]): Promise<string> {
	const { id } = (await tx.insert(eventPhoto).values(values).returning({ id: eventPhoto.id }))[0]!;
	await tx.insert(eventPhotoFile).values(files.map((file) => ({ ...file, photoId: id })));
	return id;
}
export async function updatePhoto(tx: Executor, id: string, values: Partial<Pick<typeof eventPhoto.$inferInsert, 'captions' | 'credit' | 'position'>>): Promise<void> {
	await tx.update(eventPhoto).set(values).where(eq(eventPhoto.id, id));
}
export async function deletePhoto(tx: Executor, id: string): Promise<void> {
	await tx.delete(eventPhoto).where(eq(eventPhoto.id, id));
}

/** Everything that an event keeps as files. */
export async function filesOfEvent(tx: Executor, eventId: string): Promise<string[]> {
	const documents = await tx.select({ sha256: eventDocument.sha256 }).from(eventDocument).where(eq(eventDocument.eventId, eventId));
	const pictures = await tx.select({ sha256: eventPhotoFile.sha256 }).from(eventPhotoFile).innerJoin(eventPhoto, eq(eventPhoto.id, eventPhotoFile.photoId)).where(eq(eventPhoto.eventId, eventId));
	return [...documents, ...pictures].map(({ sha256 }) => sha256);
}
