import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { VISITOR } from '#lib/server/accounts/actor.ts';
import type { Disclosure, Section } from '#lib/listings/vocabulary.ts';
import type { ListingContent } from '#lib/server/listings/listing.ts';
import { filesFor, versionFor } from '#lib/server/listings/guarded/queries.ts';
import { attachmentById, attachmentsOf, contentOf, insertAttachment, listingById, updateVersion, versionById } from '#lib/server/listings/queries.ts';
import { viewListing } from '#lib/server/listings/view-listing.ts';
import { readerCopy } from '#lib/server/listings/reader-copy.ts';
import { attachment, listingGuardedSection } from '#lib/server/listings/tables.ts';
import { asActor, operator } from '#lib/server/platform/acting.ts';
import { databaseErrorCode } from '#lib/server/platform/database.ts';
import { createDeskNetwork, type DeskNetwork } from '../brokering/desk-network.ts';
import { completeOffer } from '../small-network.ts';

/** The second wall: what the database gives out, whatever the application believes or forgets. */

let desk: DeskNetwork;
let offer: string;
let versionId: string;
beforeAll(async () => {
	desk = await createDeskNetwork();
	offer = await desk.publish('offer', desk.network.institute, guarded());
	versionId = await versionOf(offer);
});
afterAll(() => desk.close());

const versionOf = async (id: string) =>
	(await desk.database.db.execute<{ id: string }>(sql`select coalesce(published_version_id, working_version_id) as id from listing where id = ${id}`)).rows[0]!.id;

/** Every section guarded, each with a word of its own. */
function guarded(): Partial<ListingContent> {
	return {
		...completeOffer(),
		description: 'CANARYDESCRIPTION of the process',
		advantages: 'CANARYADVANTAGES',
		benefitInFigures: 'CANARYFIGURES 12 %',
		comparedWith: 'CANARYCOMPARED',
		sought: 'CANARYSOUGHT',
		price: { kind: 'firm', basis: 'lump-sum', min: 987_654_321, max: null, currency: 'USD' },
		budget: { min: 123_454_321, max: null, currency: 'USD', source: 'CANARYBUDGET' },
		ip: { status: 'granted', rights: [{ type: 'patent', number: 'CANARYPATENT', office: 'LA' }] },
		disclosure: { description: 'confidential', advantages: 'parties', sought: 'confidential', price: 'parties', budget: 'confidential', ip: 'parties' },
	};
}
const SECTIONS: Section[] = ['advantages', 'budget', 'description', 'ip', 'price', 'sought'];
const EVERYTHING = new Set<Disclosure>(['public', 'network', 'parties', 'confidential']);
const sectionsFor = (actor: Actor) =>
	asActor(desk.database.db, actor, async (tx) => (await tx.select({ section: listingGuardedSection.section }).from(listingGuardedSection).orderBy(listingGuardedSection.section)).map(({ section }) => section));

describe('guarded sections', () => {
	test('stand in no version, and the version says which there are', async () => {
		const version = (await versionById(desk.database.db, versionId))!;
		expect([...version.guarded].sort()).toEqual(SECTIONS);
		expect(JSON.stringify(version)).not.toMatch(/CANARY|987654321|123454321/);
	});

	test('a query without an actor gets nothing', async () => {
		expect(await desk.database.db.select().from(listingGuardedSection)).toEqual([]);
		expect((await desk.database.pool.query('select * from listing_guarded_section')).rows).toEqual([]);
	});

	test.each<[string, () => Actor, Section[]]>([
		['a visitor', () => VISITOR, []],
		['a member of another organisation', () => desk.network.stranger, []],
		['an officer of another centre', () => desk.network.thaiOfficer, []],
		['a reviewer', () => desk.network.reviewer, []],
		['the authority', () => desk.network.authority, []],
		['a reader of the organisation', () => desk.network.reader, SECTIONS],
		['its owner', () => desk.network.owner, SECTIONS],
		['the officer', () => desk.network.officer, SECTIONS],
		['the secretariat', () => desk.network.secretariat, SECTIONS],
		['the operator', () => operator('test'), SECTIONS],
	])('%s gets what the disclosure says', async (_name, actor, sections) => {
		expect(await sectionsFor(actor())).toEqual(sections);
	});

	test('with a check of the application forgotten, still nothing leaks', async () => {
		// As if somebody had written `readableDisclosures = everything`, and left the reader's copy out.
		for (const actor of [VISITOR, desk.network.stranger, desk.network.thaiOfficer, desk.network.authority]) {
			const read = (await versionFor(desk.database.db, actor, versionId))!;
			expect(JSON.stringify(read.content)).not.toMatch(/CANARY|987654321|123454321/);
			const { content, withheld } = readerCopy(read.content, EVERYTHING, read.held);
			expect(JSON.stringify(content)).not.toMatch(/CANARY|987654321|123454321/);
			// And what was not given out is named as withheld, not shown as empty.
			expect(withheld.map(({ section }) => section).sort()).toEqual(SECTIONS);
		}
		expect(JSON.stringify((await versionFor(desk.database.db, desk.network.owner, versionId))!.content)).toMatch(/CANARYDESCRIPTION.*CANARYBUDGET/);
	});

	test('the application cannot write them around the version', async () => {
		for (const statement of [`update listing_guarded_section set disclosure = 'parties'`, 'delete from listing_guarded_section', `insert into listing_guarded_section values ('${versionId}', 'ip', '${offer}', 'parties', '{}')`])
			await expect(asActor(desk.database.db, operator('test'), (tx) => tx.execute(sql.raw(statement)))).rejects.toSatisfy((error) => databaseErrorCode(error) === '42501');
	});

	test('come out where the owner opens them, and are let go of where he takes the words away', async () => {
		const id = await desk.publish('offer', desk.network.institute, guarded());
		const version = await versionOf(id);
		const content = (await versionFor(desk.database.db, desk.network.owner, version))!.content;
		await updateVersion(desk.database.db, version, { ...content, sought: '', disclosure: { ...content.disclosure, description: 'public', price: 'network' } });
		const after = (await versionById(desk.database.db, version))!;
		expect([...after.guarded].sort()).toEqual(['advantages', 'budget', 'ip', 'price']);
		expect(contentOf(after)).toMatchObject({ description: 'CANARYDESCRIPTION of the process', price: null, sought: '' });
		// What is for the network is behind the wall too: everybody who is signed in gets it, and nobody else.
		for (const actor of [desk.network.stranger, desk.network.thaiOfficer, desk.network.authority, desk.network.owner]) expect((await versionFor(desk.database.db, actor, version))!.content.price).toMatchObject({ min: 987_654_321 });
		const outside = (await versionFor(desk.database.db, VISITOR, version))!;
		expect(outside.content.price).toBeNull();
		expect(readerCopy(outside.content, EVERYTHING, outside.held).withheld).toContainEqual({ section: 'price', disclosure: 'network' });
		expect((await desk.database.pool.query("select * from listing_version where id = $1 and t::text like '%987654321%'".replace('t::text', 'listing_version::text'), [version])).rows).toEqual([]);
		await updateVersion(desk.database.db, version, { ...content, sought: '' });
		expect((await versionFor(desk.database.db, desk.network.owner, version))!.content.sought).toBe('');
	});

	test('stay where they are when something else of the version is changed', async () => {
		await desk.database.db.execute(sql`update listing_version set title = 'Another title' where id = ${versionId}`);
		expect((await versionFor(desk.database.db, desk.network.owner, versionId))!.content).toMatchObject({ title: 'Another title', description: 'CANARYDESCRIPTION of the process' });
		await desk.database.db.execute(sql`update listing_version set disclosure = '{}' where id = ${versionId}`);
		expect((await versionFor(desk.database.db, VISITOR, versionId))!.content.description).toBe('');
		await desk.database.db.execute(sql`update listing_version set disclosure = ${JSON.stringify(guarded().disclosure)}::jsonb where id = ${versionId}`);
	});
});

describe('sections for the parties', () => {
	test('open to the organisation that the centre has introduced, and close when its owner declines', async () => {
		const { db, pool } = desk.database;
		const pairId = await desk.suggest(desk.need, offer);
		expect(await sectionsFor(desk.network.stranger)).toEqual([]);
		const decision = (await pool.query(`insert into pair_decision (pair_id, decision) values ($1, 'introduce') returning id`, [pairId])).rows[0].id;
		await pool.query(`insert into introduction (decision_id, pair_id, introduced_at) values ($1, $2, now())`, [decision, pairId]);
		await pool.query(`insert into pair_step (decision_id, pair_id, state_before) values ($1, $2, 'suggested')`, [decision, pairId]);
		expect(await sectionsFor(desk.network.stranger), 'before the letters left').toEqual([]);
		await pool.query('update pair_step set letters_at = now()');
		expect(await sectionsFor(desk.network.stranger)).toEqual(['advantages', 'ip', 'price']);
		expect(await sectionsFor(desk.network.thaiOfficer)).toEqual([]);
		const { reference } = (await listingById(db, offer))!;
		const seen = await viewListing(db, desk.network.stranger, reference);
		expect(seen.content).toMatchObject({ advantages: 'CANARYADVANTAGES', price: { min: 987_654_321 }, description: '', sought: '' });
		expect(seen.withheld.map(({ section }) => section).sort()).toEqual(['budget', 'description', 'sought']);
		const { rows } = await pool.query(`select actor_id, organisation_id from audit where action = 'listing.read-guarded' and entity_id = $1`, [offer]);
		expect(rows).toEqual([{ actor_id: desk.network.stranger.kind === 'member' && desk.network.stranger.userId, organisation_id: desk.network.institute }]);
		await db.execute(sql`update introduction set offer_reply = 'declined', offer_replied_at = now()`);
		expect(await sectionsFor(desk.network.stranger)).toEqual([]);
		await db.execute(sql`update introduction set offer_reply = 'interested'`);
		await db.execute(sql`update introduction set withdrawn_at = now()`);
		expect(await sectionsFor(desk.network.stranger)).toEqual([]);
	});
});

describe('attachments', () => {
	const LEVELS: Disclosure[] = ['public', 'network', 'parties', 'confidential'];
	let ids: Record<Disclosure, string>;
	beforeAll(async () => {
		const add = async (disclosure: Disclosure) =>
			(
				await asActor(desk.database.db, desk.network.owner, (tx) =>
					insertAttachment(tx, { listingId: offer, name: `CANARY-${disclosure}.pdf`, mediaType: 'application/pdf', bytes: 10, sha256: 'b'.repeat(64), disclosure, createdBy: null }),
				)
			).id;
		ids = { public: await add('public'), network: await add('network'), parties: await add('parties'), confidential: await add('confidential') };
	});

	test('a query without an actor gets the public ones only', async () => {
		expect((await attachmentsOf(desk.database.db, offer)).map(({ disclosure }) => disclosure)).toEqual(['public']);
		for (const level of LEVELS.slice(1)) expect(await attachmentById(desk.database.db, ids[level])).toBeUndefined();
	});

	test.each<[string, () => Actor, number]>([
		['a visitor', () => VISITOR, 1],
		['a member of another organisation', () => desk.network.stranger, 2],
		['an officer of another centre', () => desk.network.thaiOfficer, 2],
		['a reader of the organisation', () => desk.network.reader, 4],
		['the officer', () => desk.network.officer, 4],
	])('%s gets those of the own level, and knows of the others only how they are guarded', async (_name, actor, count) => {
		const { files, guarded: others } = await filesFor(desk.database.db, actor(), offer);
		expect(files.map(({ disclosure }) => disclosure)).toEqual(LEVELS.slice(0, count));
		expect(others.map(({ disclosure }) => disclosure)).toEqual(LEVELS.slice(1));
		expect(JSON.stringify(others)).not.toContain('CANARY');
	});

	test('nobody outside writes any', async () => {
		for (const actor of [VISITOR, desk.network.stranger, desk.network.thaiOfficer]) {
			const values = { listingId: offer, name: 'x.pdf', mediaType: 'application/pdf', bytes: 1, sha256: 'c'.repeat(64), disclosure: 'public' as const, createdBy: null };
			await expect(asActor(desk.database.db, actor, (tx) => insertAttachment(tx, values))).rejects.toSatisfy((error) => databaseErrorCode(error) === '42501');
			await asActor(desk.database.db, actor, (tx) => tx.delete(attachment));
		}
		expect((await filesFor(desk.database.db, desk.network.owner, offer)).files).toHaveLength(4);
	});
});

test('the application’s role owns no table and cannot step over row-level security', async () => {
	const { rows } = await desk.database.pool.query(`select current_user as role, r.rolsuper, r.rolbypassrls,
		(select count(*)::int from pg_class c where c.relowner = r.oid) as owned from pg_roles r where r.rolname = current_user`);
	expect(rows).toEqual([{ role: 'mitra_app', rolsuper: false, rolbypassrls: false, owned: 0 }]);
});
