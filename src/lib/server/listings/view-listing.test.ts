import { randomUUID } from 'node:crypto';
import { and, eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { actorId, type Actor } from '#lib/server/accounts/actor.ts';
import { audit } from '#lib/server/platform/audit.ts';
import { createTestDatabase, type TestDatabase } from '../../../../tests/database.ts';
import { asActor, operator } from '#lib/server/platform/acting.ts';
import { completeOffer, createSmallNetwork, type SmallNetwork } from '../../../../tests/small-network.ts';
import type { ListingContent, ListingState } from './listing.ts';
import { insertAttachment, insertListing, insertReview, insertVersion, updateListing, listingById, type ListingRow } from './queries.ts';
import { readAttachment, viewListing } from './view-listing.ts';

let database: TestDatabase;
let network: SmallNetwork;

beforeAll(async () => {
	database = await createTestDatabase();
	network = await createSmallNetwork(database.db);
});
afterAll(() => database.close());

/** A listing of the Lao institute in some state; with a revision, `content` is what was published before. */
async function listingIn(state: ListingState, content: ListingContent, revision?: ListingContent): Promise<ListingRow> {
	const { db } = database;
	const row = await insertListing(db, { kind: 'offer', organisationId: network.institute, centreId: 'laos', createdBy: null });
	const version = await insertVersion(db, { listingId: row.id, number: 1, content, createdBy: null });
	const working = revision && (await insertVersion(db, { listingId: row.id, number: 2, content: revision, createdBy: null }));
	const isPublic = state === 'published' || state === 'paused' || state === 'expired';
	await updateListing(db, row.id, {
		state,
		...(isPublic
			? { publishedVersionId: version.id, publishedAt: new Date('2027-01-05T08:00:00Z'), validUntil: '2028-01-05' }
			: { workingVersionId: version.id }),
		...(working ? { workingVersionId: working.id, revision: 'draft' as const } : {}),
		...(state === 'closed' ? { closedReason: 'matched' as const } : {}),
	});
	return row;
}

const guarded = () =>
	completeOffer({
		price: { kind: 'firm', basis: 'lump-sum', min: 5_000_000, max: null, currency: 'USD' },
		disclosure: { advantages: 'network', price: 'parties', description: 'confidential' },
	});

const view = (actor: Actor, row: ListingRow) => viewListing(database.db, actor, row.reference);
const withheldFrom = async (actor: Actor, row: ListingRow) => (await view(actor, row)).withheld.map(({ section }) => section).sort();

async function readingsBy(actor: Actor, action: string, entityId: string) {
	return database.db
		.select()
		.from(audit)
		.where(and(eq(audit.actorId, actorId(actor)!), eq(audit.action, action), eq(audit.entityId, entityId)));
}

describe('disclosure', () => {
	test('a visitor reads public sections only, and is told which others there are', async () => {
		const row = await listingIn('published', guarded());
		const seen = await view(network.visitor, row);
		expect(seen.withheld).toEqual([
			{ section: 'description', disclosure: 'confidential' },
			{ section: 'advantages', disclosure: 'network' },
			{ section: 'price', disclosure: 'parties' },
		]);
		expect(seen.content).toMatchObject({ description: '', advantages: '', benefitInFigures: '', comparedWith: '', price: null });
		expect(seen.content.title).not.toBe('');
		expect(JSON.stringify(seen)).not.toContain('pulse leaching');
	});

	test('a signed-in member of another organisation reads network sections too', async () => {
		const row = await listingIn('published', guarded());
		expect(await withheldFrom(network.stranger, row)).toEqual(['description', 'price']);
		expect((await view(network.stranger, row)).content.benefitInFigures).toContain('45 %');
	});

	test('the organisation and its centre read everything, another centre does not', async () => {
		const row = await listingIn('published', guarded());
		for (const actor of [network.owner, network.editor, network.reader, network.officer, network.secretariat])
			expect(await withheldFrom(actor, row)).toEqual([]);
		expect(await withheldFrom(network.thaiOfficer, row)).toEqual(['description', 'price']);
	});

	test('who is shown guarded sections is put on record, once an hour, of the centre or the organisation', async () => {
		const row = await listingIn('published', guarded());
		for (const actor of [network.officer, network.officer, network.owner, network.stranger]) await view(actor, row);
		const readings = await readingsBy(network.officer, 'listing.read-guarded', row.id);
		expect(readings).toEqual([expect.objectContaining({ detail: { sections: ['description', 'price'] }, organisationId: network.institute, centreId: 'laos' })]);
		expect(await readingsBy(network.owner, 'listing.read-guarded', row.id)).toHaveLength(1);
		expect(await readingsBy(network.stranger, 'listing.read-guarded', row.id)).toEqual([]);
	});

	test('reading an open listing leaves no record', async () => {
		const row = await listingIn('published', completeOffer());
		await view(network.officer, row);
		expect(await readingsBy(network.officer, 'listing.read-guarded', row.id)).toEqual([]);
	});
});

describe('a hidden owner', () => {
	beforeAll(() => database.pool.query("update organisation set place = 'Pakxan', size = '11-49' where slug = 'test-institute'"));

	test('is a kind of organisation in a country for everyone outside: its town could name it', async () => {
		const row = await listingIn('published', completeOffer({ display: 'hidden' }));
		for (const actor of [network.visitor, network.stranger, network.thaiOfficer]) {
			const seen = await view(actor, row);
			expect(seen.owner).toMatchObject({ named: null, hidden: true, kind: 'institute', country: 'LA', place: null, size: null });
			expect(JSON.stringify(seen)).not.toMatch(/test-institute|Pakxan/);
			expect(JSON.stringify(seen)).not.toContain(network.institute);
		}
	});

	test('is named to the organisation itself and to its centre', async () => {
		const row = await listingIn('published', completeOffer({ display: 'hidden' }));
		for (const actor of [network.owner, network.officer])
			expect((await view(actor, row)).owner).toMatchObject({ named: { slug: 'test-institute' }, place: 'Pakxan', hidden: true });
	});

	test('an open owner is named to everyone', async () => {
		const row = await listingIn('published', completeOffer());
		expect((await view(network.visitor, row)).owner).toMatchObject({ named: { slug: 'test-institute' }, hidden: false });
	});
});

describe('what there is to see', () => {
	test.each<ListingState>(['draft', 'submitted', 'returned', 'archived'])('a listing that is %s exists for nobody outside', async (state) => {
		const row = await listingIn(state, completeOffer());
		for (const actor of [network.visitor, network.stranger, network.thaiOfficer])
			await expect(view(actor, row)).rejects.toMatchObject({ code: 'not_found' });
		expect((await view(network.owner, row)).state).toBe(state);
		expect((await view(network.officer, row)).state).toBe(state);
	});

	test.each<ListingState>(['paused', 'expired'])('a listing that is %s keeps its page', async (state) => {
		const row = await listingIn(state, completeOffer());
		expect(await view(network.visitor, row)).toMatchObject({ state, validUntil: '2028-01-05' });
	});

	test('a reference that was never given is not found', async () => {
		await expect(viewListing(database.db, network.owner, 999_999)).rejects.toMatchObject({ code: 'not_found' });
	});

	test('a revision stays inside until it is reviewed: even its owner sees the published version here', async () => {
		const row = await listingIn('published', completeOffer(), completeOffer({ title: 'Not yet reviewed' }));
		expect(await view(network.visitor, row)).toMatchObject({ content: { title: 'Drip irrigation for saline soil' }, revision: null });
		expect(await view(network.owner, row)).toMatchObject({ content: { title: 'Drip irrigation for saline soil' }, revision: 'draft' });
	});

	test('the page receives the rights of its reader', async () => {
		const row = await listingIn('published', completeOffer());
		expect((await view(network.owner, row)).rights).toMatchObject({ edit: true, pause: true, review: false });
		for (const actor of [network.visitor, network.stranger, network.reader])
			expect((await view(actor, row)).rights).toMatchObject({ edit: false, pause: false, review: false });
	});
});

describe('attachments', () => {
	async function withFiles() {
		const row = await listingIn('published', completeOffer());
		const add = (disclosure: 'public' | 'network' | 'confidential') =>
			asActor(database.db, operator('test'), (tx) => insertAttachment(tx, {
				listingId: row.id,
				name: `${disclosure}.pdf`,
				mediaType: 'application/pdf',
				bytes: 10,
				sha256: 'a'.repeat(64),
				disclosure,
			}));
		const files = { open: await add('public'), network: await add('network'), secret: await add('confidential') };
		await publishAgain(row);
		return { row, add, ...files };
	}
	/** What an officer published later than a file was added has been seen by that officer. */
	async function publishAgain(row: ListingRow) {
		const versionId = (await listingById(database.db, row.id))!.publishedVersionId!;
		await insertReview(database.db, { listingId: row.id, versionId, reviewerId: null, decision: 'published', language: 'en' });
	}
	const read = (actor: Actor, row: ListingRow, attachmentId: string) =>
		readAttachment(database.db, actor, { reference: row.reference, attachmentId });

	test('are listed for those who may open them and counted for the others, without their names', async () => {
		const { row } = await withFiles();
		const seen = await view(network.visitor, row);
		expect(seen.attachments.map(({ name }) => name)).toEqual(['public.pdf']);
		expect(seen.withheldAttachments).toEqual([
			{ disclosure: 'network', count: 1 },
			{ disclosure: 'confidential', count: 1 },
		]);
		expect((await view(network.owner, row)).attachments).toHaveLength(3);
	});

	test('open for those who may read them, and do not exist for the others', async () => {
		const files = await withFiles();
		expect((await read(network.visitor, files.row, files.open.id)).name).toBe('public.pdf');
		expect((await read(network.stranger, files.row, files.network.id)).name).toBe('network.pdf');
		await expect(read(network.visitor, files.row, files.network.id)).rejects.toMatchObject({ code: 'not_found' });
		await expect(read(network.stranger, files.row, files.secret.id)).rejects.toMatchObject({ code: 'not_found' });
		expect((await read(network.owner, files.row, files.secret.id)).name).toBe('confidential.pdf');
	});

	test('a file added since the last publication stays inside', async () => {
		const { row, add } = await withFiles();
		const later = await add('public');
		expect((await view(network.visitor, row)).attachments.map(({ id }) => id)).not.toContain(later.id);
		await expect(read(network.visitor, row, later.id)).rejects.toMatchObject({ code: 'not_found' });
		expect((await read(network.owner, row, later.id)).id).toBe(later.id);
		await publishAgain(row);
		expect((await read(network.visitor, row, later.id)).id).toBe(later.id);
	});

	test('an officer who opens a guarded file is put on record', async () => {
		const files = await withFiles();
		await read(network.officer, files.row, files.secret.id);
		expect(await readingsBy(network.officer, 'listing.read-guarded-file', files.secret.id)).toHaveLength(1);
	});

	test('a public file of a draft, or asked for under another listing, does not exist', async () => {
		const files = await withFiles();
		const other = await listingIn('published', completeOffer());
		await expect(read(network.owner, other, files.open.id)).rejects.toMatchObject({ code: 'not_found' });
		await expect(read(network.owner, files.row, randomUUID())).rejects.toMatchObject({ code: 'not_found' });
		await updateListing(database.db, files.row.id, { state: 'archived' });
		await expect(read(network.visitor, files.row, files.open.id)).rejects.toMatchObject({ code: 'not_found' });
	});
});
