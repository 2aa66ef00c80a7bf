import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { listMails } from '#lib/server/platform/mail.ts';
import { createTestDatabase, type TestDatabase } from '../../../../tests/database.ts';
import { completeOffer, createSmallNetwork, idleJobs, type SmallNetwork } from '../../../../tests/small-network.ts';
import { changeLife } from './change-life.ts';
import { expireListings } from './expire-listings.ts';
import { listingById, reviewsOf, type ListingRow } from './queries.ts';
import { reviewListing, type ReviewInput } from './review-listing.ts';
import { saveDraft } from './save-draft.ts';
import { startDraft } from './start-draft.ts';
import { submitListing } from './submit-listing.ts';

let database: TestDatabase;
let network: SmallNetwork;
let today = new Date('2026-11-21T08:00:00Z');
const context = () => ({ db: database.db, clock: () => today, jobs: idleJobs, baseUrl: 'https://mitra.example' });

beforeAll(async () => {
	database = await createTestDatabase();
	network = await createSmallNetwork(database.db);
});
afterAll(() => database.close());

async function submitted(): Promise<ListingRow> {
	const row = await startDraft(database.db, network.owner, { kind: 'offer', language: 'en', organisationId: network.institute });
	await saveDraft(database.db, network.owner, { listingId: row.id, content: completeOffer() });
	await submitListing(database.db, network.owner, { listingId: row.id, areaExists: () => true });
	return (await listingById(database.db, row.id))!;
}
const review = (row: ListingRow, actor: Actor, change: Partial<ReviewInput> = {}) =>
	reviewListing(context(), actor, {
		listingId: row.id,
		versionId: row.workingVersionId!,
		expected: row.changeNumber,
		decision: 'publish',
		remark: '',
		language: 'en',
		...change,
	});

describe('a review', () => {
	test('is the officer’s of the owner’s centre, or the secretariat’s, and never one’s own', async () => {
		const row = await submitted();
		for (const actor of [network.visitor, network.stranger, network.thaiOfficer])
			await expect(review(row, actor)).rejects.toMatchObject({ code: 'not_found' });
		for (const actor of [network.owner, network.editor, network.reader, network.officerAndOwner])
			await expect(review(row, actor)).rejects.toMatchObject({ code: 'forbidden' });
		await review(row, network.secretariat);
		expect(await listingById(database.db, row.id)).toMatchObject({ state: 'published', validUntil: '2027-11-21', workingVersionId: null });
	});

	test('that returns says why, and the contacts get a letter', async () => {
		const row = await submitted();
		await expect(review(row, network.officer, { decision: 'return', remark: ' \u0000 ' })).rejects.toMatchObject({ code: 'invalid_input', field: 'remark' });
		await expect(review(row, network.officer, { decision: 'return', remark: 'x'.repeat(2001) })).rejects.toMatchObject({ code: 'invalid_input' });
		await review(row, network.officer, { decision: 'return', remark: 'Which seasons were measured?\u0000' });
		expect((await listingById(database.db, row.id))!.state).toBe('returned');
		expect(await reviewsOf(database.db, row.id)).toMatchObject([{ decision: 'returned', remark: 'Which seasons were measured?', reviewer: 'officer' }]);
		const [letter] = await listMails(database.db, { limit: 1 });
		expect(letter).toMatchObject({ to: 'owner@example.org' });
		expect(letter!.text).toContain('Which seasons were measured?');
		expect(letter!.text).toContain(`https://mitra.example/desk/listings/${row.id}`);
	});

	test('by two officers at once is decided by one, and the other is told', async () => {
		const row = await submitted();
		const decisions = await Promise.allSettled([
			review(row, network.officer),
			review(row, network.secondOfficer, { decision: 'return', remark: 'No.' }),
			review(row, network.secretariat),
		]);
		expect(decisions.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
		for (const decision of decisions)
			if (decision.status === 'rejected') expect(decision.reason).toMatchObject({ code: 'conflict' });
		expect(await reviewsOf(database.db, row.id)).toHaveLength(1);
		const audited = await database.db.execute(sql`select 1 from audit where entity_id = ${row.id} and action in ('listing.publish', 'listing.return')`);
		expect(audited.rowCount).toBe(1);
	});

	test('of a text that was taken back and changed since it was read is refused', async () => {
		const read = await submitted();
		await changeLife(context(), network.owner, { listingId: read.id, change: { type: 'take-back' } });
		await saveDraft(database.db, network.owner, { listingId: read.id, content: completeOffer({ title: 'Something else entirely' }) });
		await submitListing(database.db, network.owner, { listingId: read.id, areaExists: () => true });
		expect((await listingById(database.db, read.id))!.workingVersionId).toBe(read.workingVersionId);
		await expect(review(read, network.officer)).rejects.toMatchObject({ code: 'conflict' });
	});

	test('of a revision replaces the published version and keeps its validity while it lasts', async () => {
		const row = await submitted();
		await review(row, network.officer);
		today = new Date('2027-03-01T00:00:00Z');
		await saveDraft(database.db, network.owner, { listingId: row.id, content: completeOffer({ title: 'Revised' }) });
		await submitListing(database.db, network.owner, { listingId: row.id, areaExists: () => true });
		await review((await listingById(database.db, row.id))!, network.officer);
		const after = (await listingById(database.db, row.id))!;
		expect(after.publishedVersionId).not.toBe(row.workingVersionId);
		expect(after).toMatchObject({ validUntil: '2027-11-21', revision: null });
		today = new Date('2026-11-21T08:00:00Z');
	});
});

describe('the daily round', () => {
	test('reminds once, fourteen days before, and lets expire what is over; publishing again makes it valid again', async () => {
		const row = await submitted();
		await review(row, network.officer);
		const run = async (day: string) => {
			today = new Date(`${day}T23:20:00Z`);
			return expireListings(context());
		};
		const others = await run('2027-11-06');
		expect(others.expired).toBe(0);
		const reminded = await run('2027-11-07');
		expect(reminded.reminded).toBeGreaterThan(0);
		expect((await run('2027-11-08')).reminded).toBe(0);
		await run('2027-11-21');
		expect((await listingById(database.db, row.id))!.state).toBe('published');
		await run('2027-11-22');
		expect((await listingById(database.db, row.id))!.state).toBe('expired');
		await saveDraft(database.db, network.owner, { listingId: row.id, content: completeOffer({ title: 'Still good' }) });
		await submitListing(database.db, network.owner, { listingId: row.id, areaExists: () => true });
		await review((await listingById(database.db, row.id))!, network.officer);
		expect(await listingById(database.db, row.id)).toMatchObject({ state: 'published', validUntil: '2028-11-22' });
		await run('2027-11-23');
		expect((await listingById(database.db, row.id))!.state).toBe('published');
	});
});
