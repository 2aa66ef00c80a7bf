import { and, asc, eq, gt, inArray, notInArray, sql } from 'drizzle-orm';
import { agreement, agreementParty, agreementRegister } from '#lib/server/agreements/tables.ts';
import { event, eventPhoto, eventPhotoFile, eventSession } from '#lib/server/events/tables.ts';
import type { Executor } from '#lib/server/platform/database.ts';
import { ceremonyOrder, ceremonyParty, ceremonyPhoto, ceremonySigning } from './tables.ts';

export type SigningRow = typeof ceremonySigning.$inferSelect;
export type SigningPartyRow = typeof ceremonyParty.$inferSelect;

/** Ceremonies that agreements may be put forward for: of public events, and not over. */
export async function comingCeremonies(tx: Executor, now: Date) {
	return tx
		.select({ sessionId: eventSession.id, eventId: event.id, event: event.names, title: eventSession.titles, startsAt: eventSession.startsAt, timeZone: event.timeZone })
		.from(eventSession)
		.innerJoin(event, eq(event.id, eventSession.eventId))
		.where(and(eq(eventSession.kind, 'signing'), eq(eventSession.state, 'on'), eq(event.state, 'published'), gt(eventSession.endsAt, now)))
		.orderBy(asc(eventSession.startsAt), asc(eventSession.id));
}
export async function ceremonyOf(tx: Executor, which: { sessionId: string }) {
	return (await tx.select().from(eventSession).where(and(eq(eventSession.id, which.sessionId), eq(eventSession.kind, 'signing'))))[0];
}
/** The ceremonies of an event, the next first. */
export async function ceremoniesOf(tx: Executor, eventId: string) {
	return tx.select().from(eventSession).where(and(eq(eventSession.eventId, eventId), eq(eventSession.kind, 'signing'), eq(eventSession.state, 'on'))).orderBy(asc(eventSession.startsAt), asc(eventSession.id));
}

/** Inside `asActor`: entries that somebody is not to see are not found. */
export async function signingOf(tx: Executor, which: { agreementId: string } | { id: string; eventId: string }): Promise<SigningRow | undefined> {
	const condition = 'agreementId' in which ? eq(ceremonySigning.agreementId, which.agreementId) : and(eq(ceremonySigning.id, which.id), eq(ceremonySigning.eventId, which.eventId));
	return (await tx.select().from(ceremonySigning).where(condition))[0];
}
/** What all parties agreed to, in the order of signing. */
export async function orderOf(tx: Executor, eventId: string): Promise<SigningRow[]> {
	return tx.select().from(ceremonySigning).where(and(eq(ceremonySigning.eventId, eventId), eq(ceremonySigning.state, 'agreed'))).orderBy(asc(ceremonySigning.position), asc(ceremonySigning.putForwardAt), asc(ceremonySigning.id));
}
export async function nextPosition(tx: Executor, sessionId: string): Promise<number> {
	const [row] = await tx.select({ last: sql<number>`coalesce(max(${ceremonySigning.position}), -1)` }).from(ceremonySigning).where(eq(ceremonySigning.sessionId, sessionId));
	return Number(row?.last ?? -1) + 1;
}
export async function insertSigning(tx: Executor, values: typeof ceremonySigning.$inferInsert, parties: Omit<typeof ceremonyParty.$inferInsert, 'signingId'>[]): Promise<SigningRow> {
	const [row] = await tx.insert(ceremonySigning).values(values).returning();
	await tx.insert(ceremonyParty).values(parties.map((party) => ({ ...party, signingId: row!.id })));
	return row!;
}
export async function updateSigning(tx: Executor, id: string, values: Partial<Pick<SigningRow, 'state' | 'position' | 'onStageAt'>>): Promise<void> {
	await tx.update(ceremonySigning).set(values).where(eq(ceremonySigning.id, id));
}
export async function deleteSigning(tx: Executor, id: string): Promise<void> {
	await tx.delete(ceremonySigning).where(eq(ceremonySigning.id, id));
}

/** The agreements put forward for some ceremonies that may still be signed there, in the order of signing. As the operator. */
export async function agreementsToSign(tx: Executor, sessionIds: readonly string[]) {
	if (sessionIds.length === 0) return [];
	return tx
		.select({ sessionId: ceremonySigning.sessionId, agreementId: agreement.id, reference: agreement.reference, dockingId: agreement.dockingId, state: ceremonySigning.state })
		.from(ceremonySigning)
		.innerJoin(agreement, and(eq(agreement.id, ceremonySigning.agreementId), notInArray(agreement.state, ['signed', 'ended', 'abandoned'])))
		.where(inArray(ceremonySigning.sessionId, [...sessionIds]))
		.orderBy(asc(ceremonySigning.position), asc(ceremonySigning.putForwardAt), asc(ceremonySigning.id));
}
export const partiesOfAgreement = (tx: Executor, agreementId: string) => tx.select().from(agreementParty).where(eq(agreementParty.agreementId, agreementId)).orderBy(asc(agreementParty.position));
/** How many agreements were put forward for a ceremony, signed or not. As the operator. */
export async function countSignings(tx: Executor, sessionId: string): Promise<number> {
	return tx.$count(ceremonySigning, eq(ceremonySigning.sessionId, sessionId));
}

export async function partiesOfSigning(tx: Executor, signingId: string): Promise<SigningPartyRow[]> {
	return tx.select().from(ceremonyParty).where(eq(ceremonyParty.signingId, signingId)).orderBy(asc(ceremonyParty.position));
}
export async function updateSigningParty(tx: Executor, signingId: string, position: number, values: Partial<Omit<SigningPartyRow, 'signingId' | 'position'>>): Promise<void> {
	await tx.update(ceremonyParty).set(values).where(and(eq(ceremonyParty.signingId, signingId), eq(ceremonyParty.position, position)));
}

/** The ceremonies of an event whose order is public. Inside `asActor`. */
export async function publicOrdersOf(tx: Executor, eventId: string): Promise<string[]> {
	return (await tx.select({ sessionId: ceremonyOrder.sessionId }).from(ceremonyOrder).where(eq(ceremonyOrder.eventId, eventId))).map(({ sessionId }) => sessionId);
}
export async function publishOrderOf(tx: Executor, values: typeof ceremonyOrder.$inferInsert): Promise<void> {
	await tx.insert(ceremonyOrder).values(values).onConflictDoNothing();
}
export async function hideOrderOf(tx: Executor, sessionId: string): Promise<void> {
	await tx.delete(ceremonyOrder).where(eq(ceremonyOrder.sessionId, sessionId));
}

export async function photosOfSigning(tx: Executor, signingId: string) {
	return tx.select({ slot: ceremonyPhoto.slot, photoId: ceremonyPhoto.photoId }).from(ceremonyPhoto).where(eq(ceremonyPhoto.signingId, signingId));
}
/** The same with what a page shows of them. */
export async function picturesOfSigning(tx: Executor, signingId: string) {
	return tx
		.select({ slot: ceremonyPhoto.slot, photoId: ceremonyPhoto.photoId, captions: eventPhoto.captions, credit: eventPhoto.credit, width: eventPhotoFile.width, height: eventPhotoFile.height })
		.from(ceremonyPhoto)
		.innerJoin(eventPhoto, eq(eventPhoto.id, ceremonyPhoto.photoId))
		.innerJoin(eventPhotoFile, and(eq(eventPhotoFile.photoId, eventPhoto.id), eq(eventPhotoFile.size, 'small')))
		.where(eq(ceremonyPhoto.signingId, signingId));
}
/** The signings behind entries of the public register whose ceremony has a public order, by the entries' numbers. As the operator. */
export async function signingsOfEntries(tx: Executor, numbers: readonly number[]): Promise<{ number: number; signing: SigningRow }[]> {
	return tx
		.select({ number: agreementRegister.number, signing: ceremonySigning })
		.from(agreementRegister)
		.innerJoin(ceremonySigning, and(eq(ceremonySigning.agreementId, agreementRegister.agreementId), eq(ceremonySigning.state, 'agreed')))
		.innerJoin(ceremonyOrder, eq(ceremonyOrder.sessionId, ceremonySigning.sessionId))
		.where(inArray(agreementRegister.number, [...numbers]));
}
export async function putPhoto(tx: Executor, values: typeof ceremonyPhoto.$inferInsert): Promise<void> {
	await tx.insert(ceremonyPhoto).values(values).onConflictDoUpdate({ target: [ceremonyPhoto.signingId, ceremonyPhoto.slot], set: { photoId: values.photoId } });
}
export async function dropPhoto(tx: Executor, signingId: string, slot: (typeof ceremonyPhoto.$inferSelect)['slot']): Promise<void> {
	await tx.delete(ceremonyPhoto).where(and(eq(ceremonyPhoto.signingId, signingId), eq(ceremonyPhoto.slot, slot)));
}
export async function isPhotoOf(tx: Executor, eventId: string, photoId: string): Promise<boolean> {
	return (await tx.$count(eventPhoto, and(eq(eventPhoto.id, photoId), eq(eventPhoto.eventId, eventId)))) > 0;
}
