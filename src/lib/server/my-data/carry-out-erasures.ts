import { REMINDER_DAYS } from '#lib/my-data/vocabulary.ts';
import { followErasure } from '#lib/server/meetings/standing/follow-erasure.ts';
import { asActor, operator } from '#lib/server/platform/acting.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import { inTransaction, type Transaction } from '#lib/server/platform/database.ts';
import { log } from '#lib/server/platform/log.ts';
import { sendMail } from '#lib/server/platform/mail.ts';
import type { DataContext } from './data-context.ts';
import { holdingsOf, type Subject } from './holdings.ts';
import { deleteHeld, heldFiles, putPseudonym, tablesOfFiles } from './holdings/queries.ts';
import { erasureLetter } from './letters.ts';
import {
	copiesAbout, deleteLettersNaming, deleteOrganisation, deletePerson, dueErasures, erasuresToRemind, listingIdsOf, lockErasure, lockOrganisationForData, markReminded, namesOfPerson, ownersOf, personById, personSubject,
	recordWithdrawnListing, recordWithdrawnOrganisation, takeNameOffReports, takeNameOffSteps, type ErasureRow,
} from './queries.ts';
import { pseudonymOf } from './pseudonym.ts';
import { removeUnusedFiles } from '#lib/server/platform/kept-file.ts';

const DAY = 86_400_000;
const actor = operator('my-data');

/** Sends the second letter of the erasures that come soon. */
export async function remindOfErasures(context: DataContext): Promise<void> {
	const now = context.clock();
	for (const { id } of await erasuresToRemind(context.db, now, new Date(now.getTime() + REMINDER_DAYS * DAY)))
		await inTransaction(context.db, async (tx) => {
			const erasure = await lockErasure(tx, id);
			if (!erasure || erasure.remindedAt) return;
			const organisation = erasure.organisationId ? await lockOrganisationForData(tx, erasure.organisationId) : undefined;
			const person = erasure.userId ? await personById(tx, erasure.userId) : undefined;
			const addressees = organisation ? await ownersOf(tx, organisation.id) : person ? [person] : [];
			for (const to of addressees) await sendMail(tx, context.jobs, erasureLetter(to, { names: organisation?.names ?? null, dueAt: erasure.dueAt, begins: false, baseUrl: context.baseUrl }));
			await markReminded(tx, id, now);
		});
}

/** Erases what is due. One that fails is tried again at the next turn, and keeps no other from its turn. */
export async function carryOutErasures(context: DataContext): Promise<number> {
	let done = 0;
	for (const { id } of await dueErasures(context.db, context.clock())) {
		try {
			if (await carryOut(context, id)) done++;
		} catch (error) {
			log.error('my-data.erasure-failed', error, { erasure: id });
		}
	}
	return done;
}

/** What lies outside of the database and goes once its transaction has committed. */
interface Leftovers {
	files: string[];
	copies: string[];
}

async function carryOut(context: DataContext, erasureId: string): Promise<boolean> {
	const left = await asActor(context.db, actor, async (tx): Promise<Leftovers | undefined> => {
		const erasure = await lockErasure(tx, erasureId);
		if (!erasure || erasure.dueAt > context.clock()) return undefined;
		return erasure.userId ? erasePerson(context, tx, erasure.userId) : eraseOrganisation(tx, erasure, context.clock());
	});
	if (!left) return false;
	await removeUnusedFiles(context, left.files);
	for (const id of left.copies) await context.copies.remove(id);
	return true;
}

async function erasePerson(context: DataContext, tx: Transaction, userId: string): Promise<Leftovers> {
	const now = context.clock();
	await followErasure(context, tx, userId, now);
	const subject = await personSubject(tx, userId);
	const files = await filesOf(tx, subject);
	const copies = (await copiesAbout(tx, { userId })).map(({ id }) => id);
	const held = holdingsOf('person');
	const person = (await personById(tx, userId))!;
	const names = await namesOfPerson(tx, person);
	await takeNameOffReports(tx, userId, pseudonymOf(userId));
	await takeNameOffSteps(tx, userId, pseudonymOf(userId));
	for (const holding of held) if (holding.called) await putPseudonym(tx, holding, holding.called, subject, pseudonymOf(userId));
	for (const holding of held) {
		if (holding.erased === 'deleted' && holding.table !== 'user') await deleteHeld(tx, holding, subject);
		if (holding.erased === 'pseudonym') await putPseudonym(tx, holding, holding.column, subject, pseudonymOf(userId));
	}
	await deleteLettersNaming(tx, { email: person.email, names }, new Date(now.getTime() - DAY));
	await recordAudit(tx, { actor, action: 'user.erase', entity: 'user', entityId: userId });
	await deletePerson(tx, userId);
	return { files, copies };
}

async function eraseOrganisation(tx: Transaction, { organisationId }: ErasureRow, now: Date): Promise<Leftovers> {
	const id = organisationId!;
	const subject: Subject = { kind: 'organisation', organisationId: id };
	const files = await filesOf(tx, subject);
	const copies = (await copiesAbout(tx, { organisationId: id })).map((copy) => copy.id);
	for (const listing of await listingIdsOf(tx, id)) await recordWithdrawnListing(tx, listing, 'erased', now);
	await recordWithdrawnOrganisation(tx, id, 'erased', now);
	await recordAudit(tx, { actor, action: 'organisation.erase', entity: 'organisation', entityId: id });
	await deleteOrganisation(tx, id);
	return { files, copies };
}

/** Files that go with the rows that are deleted; whether others keep the same bytes is asked afterwards. */
async function filesOf(tx: Transaction, subject: Subject): Promise<string[]> {
	const withFiles = await tablesOfFiles(tx);
	const found: string[] = [];
	for (const holding of holdingsOf(subject.kind))
		if (withFiles.has(holding.table) && (holding.erased === 'with-it' || holding.erased === 'deleted')) found.push(...(await heldFiles(tx, holding, subject)).map(({ sha256 }) => sha256));
	return found;
}
