import { and, asc, desc, eq, inArray, isNull, lte, sql } from 'drizzle-orm';
import type { Executor, Transaction } from '#lib/server/platform/database.ts';
import { dockingFile, dockingFileOpening, dockingFileVersion, dockingNda, dockingNdaSignature } from './tables.ts';

export type FileRow = typeof dockingFile.$inferSelect;
export type FileVersionRow = typeof dockingFileVersion.$inferSelect;
export type OpeningRow = typeof dockingFileOpening.$inferSelect;
export type NdaRow = typeof dockingNda.$inferSelect;
export type SignatureRow = typeof dockingNdaSignature.$inferSelect;

/** Everything here answers inside `asActor` only, with what the database gives out to that person. */

export async function filesOf(tx: Executor, dockingId: string): Promise<FileRow[]> {
	return tx.select().from(dockingFile).where(eq(dockingFile.dockingId, dockingId)).orderBy(desc(dockingFile.touchedAt), desc(dockingFile.id));
}

/** A file of a docking, held until the transaction ends where `lock` is set. */
export async function fileById(tx: Executor, dockingId: string, id: string, options: { lock?: boolean } = {}): Promise<FileRow | undefined> {
	const query = tx.select().from(dockingFile).where(and(eq(dockingFile.id, id), eq(dockingFile.dockingId, dockingId)));
	return (options.lock ? await query.for('update') : await query)[0];
}

export async function standingFiles(tx: Executor, dockingId: string): Promise<number> {
	return tx.$count(dockingFile, and(eq(dockingFile.dockingId, dockingId), isNull(dockingFile.removedAt)));
}

/** Versions of files, the newest of each first. */
export async function versionsOf(tx: Executor, fileIds: readonly string[]): Promise<FileVersionRow[]> {
	if (fileIds.length === 0) return [];
	return tx.select().from(dockingFileVersion).where(inArray(dockingFileVersion.fileId, [...fileIds])).orderBy(desc(dockingFileVersion.number));
}

export async function insertFile(tx: Executor, values: typeof dockingFile.$inferInsert): Promise<FileRow> {
	return (await tx.insert(dockingFile).values(values).returning())[0]!;
}

export async function updateFile(tx: Executor, id: string, values: Partial<typeof dockingFile.$inferInsert>): Promise<void> {
	await tx.update(dockingFile).set(values).where(eq(dockingFile.id, id));
}

export async function insertVersion(tx: Executor, values: typeof dockingFileVersion.$inferInsert): Promise<FileVersionRow> {
	return (await tx.insert(dockingFileVersion).values(values).returning())[0]!;
}

export async function deleteVersions(tx: Executor, fileId: string): Promise<void> {
	await tx.delete(dockingFileVersion).where(eq(dockingFileVersion.fileId, fileId));
}

export async function insertOpening(tx: Executor, values: Omit<typeof dockingFileOpening.$inferInsert, 'id'>): Promise<void> {
	await tx.insert(dockingFileOpening).values(values);
}

/** Who opened files, newest first; of each file as many as `most`. */
export async function openingsOf(tx: Executor, fileIds: readonly string[], most: number): Promise<OpeningRow[]> {
	if (fileIds.length === 0) return [];
	const { rows } = await tx.execute<{ id: string }>(sql`
		select o.id from unnest(${sql.param([...fileIds])}::uuid[]) as f(id)
		cross join lateral (select id from docking_file_opening where file_id = f.id order by id desc limit ${most}) o`);
	if (rows.length === 0) return [];
	return tx.select().from(dockingFileOpening).where(inArray(dockingFileOpening.id, rows.map(({ id }) => Number(id)))).orderBy(desc(dockingFileOpening.id));
}

/** The opening that a code in a copy names. */
export async function openingByCode(tx: Executor, dockingId: string, code: string): Promise<OpeningRow | undefined> {
	return (await tx.select().from(dockingFileOpening).where(and(eq(dockingFileOpening.dockingId, dockingId), eq(dockingFileOpening.code, code))))[0];
}

export async function withheldFiles(tx: Executor, dockingId: string): Promise<number> {
	const { rows } = await tx.execute<{ n: string }>(sql`select docking_withheld_files(${dockingId}) as n`);
	return Number(rows[0]!.n);
}

export async function isNdaInForce(tx: Executor, dockingId: string): Promise<boolean> {
	const { rows } = await tx.execute<{ holds: boolean }>(sql`select mitra_nda_in_force(${dockingId}) as holds`);
	return rows[0]!.holds;
}

/** The agreements of a docking, the newest first. */
export async function ndasOf(tx: Executor, dockingId: string, options: { lock?: boolean } = {}): Promise<NdaRow[]> {
	const query = tx.select().from(dockingNda).where(eq(dockingNda.dockingId, dockingId)).orderBy(desc(dockingNda.number));
	return options.lock ? query.for('update') : query;
}

export async function signaturesOf(tx: Executor, dockingId: string): Promise<SignatureRow[]> {
	return tx.select().from(dockingNdaSignature).where(eq(dockingNdaSignature.dockingId, dockingId)).orderBy(asc(dockingNdaSignature.signedAt), asc(dockingNdaSignature.side));
}

export async function insertNda(tx: Executor, values: typeof dockingNda.$inferInsert): Promise<NdaRow> {
	return (await tx.insert(dockingNda).values(values).returning())[0]!;
}

export async function updateNda(tx: Executor, id: string, values: Partial<typeof dockingNda.$inferInsert>): Promise<void> {
	await tx.update(dockingNda).set({ ...values, version: sql`${dockingNda.version} + 1` }).where(eq(dockingNda.id, id));
}

export async function insertSignature(tx: Executor, values: typeof dockingNdaSignature.$inferInsert): Promise<void> {
	await tx.insert(dockingNdaSignature).values(values);
}

/** Agreements in force whose years are over, for the operator; a few at a time. */
export async function overdueNdas(tx: Transaction, now: Date, most: number): Promise<NdaRow[]> {
	return tx.select().from(dockingNda).where(and(eq(dockingNda.state, 'in_force'), lte(dockingNda.until, now))).orderBy(asc(dockingNda.until)).limit(most).for('update', { skipLocked: true });
}
