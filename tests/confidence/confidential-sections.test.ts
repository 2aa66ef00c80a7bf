import { afterAll, beforeAll, expect, test } from 'vitest';
import { eq, sql } from 'drizzle-orm';
import { listingGuardedSection } from '#lib/server/listings/tables.ts';
import { filesFor } from '#lib/server/listings/guarded/queries.ts';
import { readAttachment, viewListing } from '#lib/server/listings/view-listing.ts';
import { insertAttachment, listingById } from '#lib/server/listings/queries.ts';
import { VISITOR, type Actor } from '#lib/server/accounts/actor.ts';
import { changeDocking } from '#lib/server/docking/change-docking.ts';
import { listDockingFiles } from '#lib/server/confidence/files/list-files.ts';
import { fetchDockingFile } from '#lib/server/confidence/files/fetch-file.ts';
import { dockingFile, dockingNda, dockingNdaSignature } from '#lib/server/confidence/tables.ts';
import { asActor } from '#lib/server/platform/acting.ts';
import { databaseErrorCode } from '#lib/server/platform/database.ts';
import { completeOffer } from '../small-network.ts';
import { publishListing } from '../publish-listing.ts';
import { createConfidenceNetwork, type ConfidenceNetwork } from './confidence-network.ts';

/** What is confidential opens with the second signature, and not before: asked of the use cases, and of the database itself. */

let network: ConfidenceNetwork;
beforeAll(async () => void (network = await createConfidenceNetwork()));
afterAll(() => network.close());

const refused = (code: string) => expect.objectContaining({ code });

/** A docking about an offer that keeps its description confidential and its price for the parties. */
async function guardedDocking() {
	const content = completeOffer({ title: 'Guarded', description: 'CANARYRECIPE', price: { kind: 'firm', basis: 'lump-sum', min: 987_654_321, max: null, currency: 'USD' }, disclosure: { description: 'confidential', price: 'parties' } });
	const offerId = await publishListing(network.database.db, { organisationId: network.institute, centreId: 'laos', kind: 'offer', content });
	const docking = await network.dock({ offerListingId: offerId });
	await asActor(network.database.db, network.owner, (tx) => insertAttachment(tx, { listingId: offerId, name: 'recipe.pdf', mediaType: 'application/pdf', bytes: 10, sha256: 'b'.repeat(64), disclosure: 'confidential', createdBy: null }));
	// As if an officer had seen the file and published it.
	await network.database.asOwner((client) => client.query("insert into review (listing_id, version_id, reviewer_id, decision, language, created_at) select id, published_version_id, null, 'published', 'en', now() + interval '1 minute' from listing where id = $1", [offerId]));
	return { ...docking, offerId, number: (await listingById(network.database.db, offerId))!.reference };
}

/** Straight from the table, in the application's role, on behalf of a person: no rule of the application is asked. */
const sections = (actor: Actor, listingId: string) =>
	asActor(network.database.db, actor, async (tx) => (await tx.select({ section: listingGuardedSection.section }).from(listingGuardedSection).where(eq(listingGuardedSection.listingId, listingId)).orderBy(listingGuardedSection.section)).map(({ section }) => section));
const inside = () => [network.stranger, network.thaiOfficer];
const outside = async () => [VISITOR, network.reviewer, network.authority, await network.person(`outsider-${crypto.randomUUID()}`, [{ centreId: 'vietnam', role: 'officer' }]), await network.person(`colleague-${crypto.randomUUID()}`, [{ organisationId: network.company, role: 'owner' }])];

test('confidential sections and files of a listing open when both have signed, to the parties’ people and both officers, and close when it stops', async () => {
	const { reference, offerId, number, id } = await guardedDocking();
	const nobodyMore = async (when: string) => {
		for (const actor of await outside()) {
			expect(await sections(actor, offerId), when).not.toContain('description');
			expect((await filesFor(network.database.db, actor, offerId)).files, when).toEqual([]);
			expect((await viewListing(network.database.db, actor, number)).content.description, when).toBe('');
		}
	};
	const closed = async (when: string) => {
		for (const actor of inside()) {
			expect(await sections(actor, offerId), when).toEqual(['price']);
			const seen = await viewListing(network.database.db, actor, number);
			expect(seen.content, when).toMatchObject({ description: '', price: { min: 987_654_321 } });
			expect(seen.withheld, when).toMatchObject([{ section: 'description', disclosure: 'confidential' }]);
			expect(seen.attachments, when).toEqual([]);
		}
		await nobodyMore(when);
	};
	expect(await sections(network.owner, offerId), 'inside, everything').toEqual(['description', 'price']);
	await closed('introduced');
	const nda = await network.propose(network.stranger, reference);
	await closed('proposed');
	await network.sign(network.stranger, reference, nda);
	await closed('signed by one');
	await network.sign(network.editor, reference, nda);
	for (const actor of inside()) {
		expect(await sections(actor, offerId)).toEqual(['description', 'price']);
		const seen = await viewListing(network.database.db, actor, number);
		expect(seen.content.description).toBe('CANARYRECIPE');
		expect(seen.rights.edit || seen.rights.viewWorkingVersion).toBe(false);
		const [file] = seen.attachments;
		expect((await readAttachment(network.database.db, actor, { reference: number, attachmentId: file!.id })).name).toBe('recipe.pdf');
	}
	const { rows } = await network.database.pool.query("select distinct actor_id from audit where action = 'listing.read-guarded-file' and detail->>'listingId' = $1", [offerId]);
	expect(rows).toHaveLength(2);
	await nobodyMore('in force');
	await changeDocking(network.context, network.editor, { reference, right: 'stop' }, (change) => change.move({ type: 'stop', reason: 'price' }));
	for (const actor of inside()) expect(await sections(actor, offerId), 'stopped').toEqual([]);
	await changeDocking(network.context, network.editor, { reference, right: 'reopen' }, (change) => change.move({ type: 'reopen' }));
	expect(await sections(network.stranger, offerId)).toEqual(['description', 'price']);
	await network.database.asOwner((client) => client.query("update docking_nda set until = now() - interval '1 second', in_force_at = now() - interval '1 day' where docking_id = $1", [id]));
	await closed('its years are over');
});

test('both ways: what the seeking side keeps confidential opens to the offering side', async () => {
	const needId = await publishListing(network.database.db, { organisationId: network.company, centreId: 'thailand', kind: 'need', content: { ...completeOffer(), sought: 'CANARYSOUGHT', disclosure: { sought: 'confidential' } } });
	const { reference } = await network.dock({ needListingId: needId });
	expect(await sections(network.editor, needId)).toEqual([]);
	await network.agree(reference);
	for (const actor of [network.editor, network.officer]) expect(await sections(actor, needId)).toEqual(['sought']);
	expect(await sections(network.owner, needId), 'of the organisation, and not in the docking').toEqual([]);
});

test('another docking of the same people opens nothing', async () => {
	const first = await guardedDocking();
	const second = await guardedDocking();
	await network.agree(second.reference);
	expect(await sections(network.stranger, first.offerId)).toEqual(['price']);
});

test('a state that says so without the two signatures opens nothing, and nobody signs in another’s place', async () => {
	const { reference, id, offerId } = await guardedDocking();
	const nda = await network.propose(network.stranger, reference);
	await network.sign(network.stranger, reference, nda);
	const { db } = network.database;
	const force = sql`update docking_nda set state = 'in_force', in_force_at = now(), until = now() + interval '1 year' where docking_id = ${id}`;
	await asActor(db, network.stranger, (tx) => tx.execute(force));
	expect(await sections(network.stranger, offerId)).toEqual(['price']);
	await asActor(db, network.stranger, (tx) => tx.update(dockingNda).set({ state: 'half_signed' }).where(eq(dockingNda.dockingId, id)));
	const signature = { ndaId: nda.id, dockingId: id, organisation: [], called: 'x', capacity: 'x', method: 'typed' as const, documentHash: nda.documentHash, signedAt: new Date() };
	const idOf = (actor: Actor) => (actor.kind === 'member' ? actor.userId : '');
	for (const [actor, values] of [
		[network.stranger, { ...signature, side: 'offering' as const, personId: idOf(network.stranger) }],
		[network.stranger, { ...signature, side: 'offering' as const, personId: idOf(network.editor) }],
		[network.officer, { ...signature, side: 'offering' as const, personId: idOf(network.officer) }],
		[network.editor, { ...signature, side: 'offering' as const, personId: idOf(network.editor), documentHash: '0'.repeat(64) }],
		[network.owner, { ...signature, side: 'offering' as const, personId: idOf(network.owner) }],
	] as const)
		await expect(asActor(db, actor, (tx) => tx.insert(dockingNdaSignature).values(values))).rejects.toSatisfy((error) => databaseErrorCode(error) === '42501');
	await expect(db.insert(dockingNdaSignature).values({ ...signature, side: 'offering', personId: idOf(network.editor) }), 'on behalf of nobody').rejects.toSatisfy((error) => databaseErrorCode(error) === '42501');
});

test('who leaves the organisation is out, whatever was signed', async () => {
	const { reference, offerId } = await guardedDocking();
	await network.agree(reference);
	const leaving = await network.person('leaving', [{ organisationId: network.company, role: 'editor' }]);
	await network.database.asOwner((client) => client.query("insert into docking_person (docking_id, person_id, side, added_at, touched_at) select id, $2, 'seeking', now(), now() from docking where reference = $1", [reference, leaving.userId]));
	expect(await sections(leaving, offerId)).toEqual(['description', 'price']);
	await network.database.asOwner((client) => client.query('delete from membership where user_id = $1', [leaving.userId]));
	expect(await sections(leaving, offerId)).toEqual([]);
});

test('a helper who looks through a person’s eyes is bound by no NDA, and is shown nothing of it', async () => {
	const { reference, number } = await guardedDocking();
	const { fileId } = await network.add(network.editor, reference, { disclosure: 'confidential' });
	const open = await network.add(network.editor, reference, { disclosure: 'parties' });
	await network.agree(reference);
	const visit: Actor = { ...(network.stranger as Extract<Actor, { kind: 'member' }>), support: { visitId: crypto.randomUUID(), helperId: 'x', helperName: 'Helper', until: new Date('2030-01-01') } };
	expect((await viewListing(network.database.db, visit, number)).content.description).toBe('');
	expect((await listDockingFiles(network.database.db, visit, { reference })).files.map(({ id }) => id)).toEqual([open.fileId]);
	await expect(fetchDockingFile(network.confidence, visit, { reference, fileId, number: null })).rejects.toEqual(refused('not_found'));
	await fetchDockingFile(network.confidence, visit, { reference, fileId: open.fileId, number: null });
	expect((await listDockingFiles(network.database.db, network.editor, { reference })).files.find(({ id }) => id === open.fileId)!.openings![0]!.called).toBe('stranger (Helper)');
});

test('confidential files of the docking itself open with the NDA too; until then their number is said, and not their names', async () => {
	const { reference, id } = await guardedDocking();
	const { fileId } = await network.add(network.editor, reference, { name: 'CANARYFILE.pdf', disclosure: 'confidential' });
	const list = (actor: Actor) => listDockingFiles(network.database.db, actor, { reference });
	const open = (actor: Actor) => fetchDockingFile(network.confidence, actor, { reference, fileId, number: null });
	for (const actor of [network.stranger, network.officer, network.thaiOfficer]) {
		expect(await list(actor)).toMatchObject({ files: [], withheld: 1, ndaInForce: false });
		await expect(open(actor)).rejects.toEqual(refused('not_found'));
		expect(await asActor(network.database.db, actor, (tx) => tx.select().from(dockingFile).where(eq(dockingFile.dockingId, id)))).toEqual([]);
	}
	expect(await list(network.editor)).toMatchObject({ files: [{ name: 'CANARYFILE.pdf' }], withheld: 0 });
	await network.agree(reference);
	for (const actor of [network.stranger, network.officer, network.thaiOfficer]) {
		expect(await list(actor)).toMatchObject({ files: [{ name: 'CANARYFILE.pdf' }], withheld: 0, ndaInForce: true });
		expect((await open(actor)).marked).toBe(true);
	}
});
