import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sql } from 'drizzle-orm';
import type { Member } from '#lib/server/accounts/acting-person.ts';
import { auditFilters } from '#lib/audit/filters.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { giveConsent, withdrawConsent } from '#lib/server/accounts/support/consent.ts';
import { standingConsent, visitsTo } from '#lib/server/accounts/support/queries.ts';
import { mayActInVisit, supportRules, VISIT_ACTS } from '#lib/server/accounts/support/rules.ts';
import { endVisit, startVisit, supportedActor } from '#lib/server/accounts/support/support-visit.ts';
import { endOtherSessions, endSession, viewSessions } from '#lib/server/accounts/sessions/sessions.ts';
import { sessionFor } from '#lib/server/accounts/session-for.ts';
import { entryView } from '#lib/server/audit/audit-page.ts';
import { entriesOf } from '#lib/server/audit/queries.ts';
import { user } from '#lib/server/accounts/tables.ts';
import { saveDraft } from '#lib/server/listings/save-draft.ts';
import { startDraft } from '#lib/server/listings/start-draft.ts';
import { submitListing } from '#lib/server/listings/submit-listing.ts';
import { asActor } from '#lib/server/platform/acting.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import { inTransaction } from '#lib/server/platform/database.ts';
import { databaseOfVisit } from '#lib/server/platform/visit-scope.ts';
import { completeOffer, createSmallNetwork, type SmallNetwork } from '../small-network.ts';
import { sourceFiles } from '../tidy/source-files.ts';
import { cookieHeaders, createAccounts, type TestAccounts } from './test-accounts.ts';

let accounts: TestAccounts;
let network: SmallNetwork;
beforeAll(async () => {
	accounts = await createAccounts();
	network = await createSmallNetwork(accounts.db);
});
afterAll(() => accounts.close());

const member = (actor: Actor) => actor as Member;
const HOUR = 60 * 60_000;
const at = (hours: number) => new Date(accounts.now.getTime() + hours * HOUR);
const inSession = (actor: Actor, sessionId: string): Member => ({ ...member(actor), origin: { place: null, sessionId, apiKeyId: null } });
const seen = (actor: Member, now: Date) => supportedActor({ db: accounts.db, clock: () => now }, actor);

async function consentOf(actor: Actor, hours = 24): Promise<string> {
	await giveConsent(accounts.context, member(actor), { hours, now: accounts.now });
	return (await standingConsent(accounts.db, member(actor).userId, accounts.now))!.id;
}

describe('support', () => {
	test('shows the secretariat the site as the person sees it, for an hour, with both on record by their ids', async () => {
		const helper = inSession(network.secretariat, 's-1');
		const consentId = await consentOf(network.owner);
		await startVisit(accounts.context, helper, { consentId, reason: 'The draft does not save', now: accounts.now });
		const eyes = await seen(helper, accounts.now);
		expect(eyes).toMatchObject({ kind: 'member', userId: member(network.owner).userId, support: { helperId: helper.userId, helperName: helper.name } });
		expect((await accounts.lastLetter('owner@example.org')).text).toContain('the secretariat has begun to look');
		await startDraft(accounts.db, eyes, { kind: 'offer', language: 'en', organisationId: network.institute });
		const { rows } = await accounts.db.execute<{ actor_id: string; helper: string; name: string }>(
			sql`select actor_id, detail->'support'->>'helperId' as helper, detail->'support'->>'helperName' as name from audit where action = 'listing.create' or action = 'listing.start'`,
		);
		expect(rows).toEqual([{ actor_id: member(network.owner).userId, helper: helper.userId, name: null }]);
		const [entry] = await entriesOf(accounts.db, { kind: 'all' }, { ...auditFilters(new URLSearchParams()), person: member(network.owner).userId }, null, 1);
		expect(entry && entryView(entry).detail.support, 'whoever reads the log sees the name of today').toMatchObject({ helperId: helper.userId, helperName: helper.name });
		expect(await seen(helper, at(1.1)), 'it ends by itself').toMatchObject({ userId: helper.userId });
		expect(await seen(inSession(network.secretariat, 's-other'), accounts.now), 'it belongs to its session').toMatchObject({ userId: helper.userId });
		await endVisit(accounts.context, eyes, accounts.now);
		expect(await seen(helper, accounts.now)).toMatchObject({ userId: helper.userId });
		expect(await visitsTo(accounts.db, member(network.owner).userId, 5)).toMatchObject([{ helper: helper.name, reason: 'The draft does not save' }]);
	});

	test('rests on the consent: without one there is no visit, and it ends when that is taken back or runs out', async () => {
		const helper = inSession(network.secretariat, 's-2');
		const consentId = await consentOf(network.editor, 1);
		await startVisit(accounts.context, helper, { consentId, reason: 'x', now: at(0.5) });
		expect(await seen(helper, at(0.9))).toHaveProperty('support');
		expect(await seen(helper, at(1.1)), 'no longer than the consent').not.toHaveProperty('support');
		const second = await consentOf(network.editor, 24);
		await startVisit(accounts.context, helper, { consentId: second, reason: 'x', now: accounts.now });
		await withdrawConsent(accounts.context, member(network.editor), accounts.now);
		expect(await seen(helper, accounts.now)).not.toHaveProperty('support');
		for (const gone of [consentId, second, crypto.randomUUID()])
			await expect(startVisit(accounts.context, helper, { consentId: gone, reason: 'x', now: accounts.now })).rejects.toMatchObject({ code: 'not_found' });
	});

	test('is for the secretariat alone, and never of one of its own', async () => {
		const consentId = await consentOf(network.owner);
		for (const refused of [network.officer, network.stranger, network.reader])
			await expect(startVisit(accounts.context, inSession(refused, 's-3'), { consentId, reason: 'x', now: accounts.now })).rejects.toMatchObject({ code: 'forbidden' });
		await expect(startVisit(accounts.context, inSession(network.secretariat, 's-3'), { consentId, reason: ' ', now: accounts.now })).rejects.toMatchObject({ code: 'invalid_input' });
		const own = await consentOf(network.secretariat);
		await expect(startVisit(accounts.context, inSession(network.secretariat, 's-3'), { consentId: own, reason: 'x', now: accounts.now })).rejects.toMatchObject({ code: 'forbidden' });
		const eyes = { ...member(network.secretariat), support: { visitId: 'v', helperId: 'h', helperName: 'H', until: accounts.now } };
		expect(supportRules.visit(eyes, network.owner), 'no visit from a visit').toBe(false);
		await expect(giveConsent(accounts.context, eyes, { hours: 1, now: accounts.now })).rejects.toMatchObject({ code: 'forbidden' });
		await expect(giveConsent(accounts.context, member(network.owner), { hours: 10_000, now: accounts.now })).rejects.toMatchObject({ code: 'invalid_input' });
	});

	const eyesOf = (actor: Actor): Member => ({ ...member(actor), support: { visitId: 'v', helperId: 'h', helperName: 'H', until: accounts.now } });

	test('lets the helper write drafts, on record; hand in, decide and everything else is refused by the one place that records', async () => {
		const eyes = eyesOf(network.owner);
		const db = databaseOfVisit(accounts.db);
		const { id } = await startDraft(db, eyes, { kind: 'offer', language: 'en', organisationId: network.institute });
		await saveDraft(db, eyes, { listingId: id, content: completeOffer({ title: 'Written by the helper' }) });
		await expect(submitListing(db, eyes, { listingId: id, areaExists: () => true })).rejects.toMatchObject({ code: 'forbidden' });
		const { rows } = await accounts.db.execute<{ action: string }>(sql`select action from audit where entity_id = ${id} order by id`);
		expect(rows.map(({ action }) => action)).toEqual(['listing.start', 'listing.save']);
		// Every act that any use case puts on record, known today or not.
		const acts = actsInSource();
		expect(acts.length).toBeGreaterThan(100);
		const allowed = acts.filter((action) => mayActInVisit(eyes, action) && !action.includes('read-guarded'));
		expect(allowed.sort()).toEqual([...VISIT_ACTS].sort());
		for (const action of ['agreement.sign', 'trade.bid', 'something.new']) await expect(recordAudit(accounts.db, { actor: eyes, action, entity: 'x', entityId: 'x' })).rejects.toMatchObject({ code: 'forbidden' });
		for (const action of acts) expect(mayActInVisit(network.owner, action)).toBe(true);
	});

	test('keeps back what a use case writes without a record, whichever way it writes', async () => {
		const db = databaseOfVisit(accounts.db);
		const nameOf = async () => (await accounts.db.execute<{ name: string }>(sql`select name from "user" where id = ${member(network.owner).userId}`)).rows[0]!.name;
		const rename = sql`update "user" set name = 'Changed' where id = ${member(network.owner).userId}`;
		const forbidden = expect.objectContaining({ code: 'forbidden' }) as Error;
		await expect(inTransaction(db, (tx) => tx.execute(rename))).rejects.toEqual(forbidden);
		await expect(db.execute(rename)).rejects.toEqual(forbidden);
		expect(() => db.insert(user)).toThrow(forbidden);
		await expect(asActor(db, eyesOf(network.owner), (tx) => tx.execute(rename))).rejects.toEqual(forbidden);
		expect(await nameOf()).toBe('owner');
		// Looking is free, and so is what the rules allow.
		expect((await db.execute<{ name: string }>(sql`select name from "user" where id = ${member(network.owner).userId}`)).rows).toEqual([{ name: 'owner' }]);
		expect(await db.select({ id: user.id }).from(user).limit(1)).toHaveLength(1);
		await inTransaction(db, async (tx) => recordAudit(tx, { actor: eyesOf(network.owner), action: 'listing.read-guarded', entity: 'listing', entityId: crypto.randomUUID() }));
	});
});

/** The acts that the sources name where they put them on record. */
function actsInSource(): string[] {
	const files = sourceFiles('src/lib/server', ['.ts']).filter(({ path }) => !path.endsWith('.test.ts') && !path.endsWith('support/rules.ts'));
	return [...new Set(files.flatMap(({ text }) => [...text.matchAll(/'([a-z]+(?:-[a-z]+)*\.[a-z]+(?:-[a-z]+)*)'/g)].map((match) => match[1]!)))].filter((action) => !/\.(ts|js|json|csv|html|css)$/.test(action));
}

describe('sessions', () => {
	test('are seen with device and network, and ended one by one or all others; nobody ends those of another', async () => {
		const { userId } = member(network.reader);
		const begin = async (place: string) => {
			const cookies = await sessionFor(accounts.context, { ...accounts.asking(place), userId, email: 'reader@example.org' });
			const { session } = (await accounts.context.auth.api.getSession({ headers: cookieHeaders(cookies) }))!;
			return { cookies, id: session.id };
		};
		const [here, there, elsewhere] = [await begin('203.0.113.9'), await begin('2001:db8:7:1::5'), await begin('198.51.100.1')];
		const self = inSession(network.reader, here.id);
		const views = await viewSessions(accounts.context, self, accounts.now);
		expect(views.map(({ place, isThis }) => `${place} ${isThis}`).sort()).toEqual(['198.51.100.0/24 false', '2001:db8:7::/48 false', '203.0.113.0/24 true']);
		expect(JSON.stringify(views)).not.toMatch(/token/i);
		expect(await endSession(accounts.context, inSession(network.stranger, 'x'), there.id)).toBe(false);
		expect(await endSession(accounts.context, self, there.id)).toBe(true);
		expect(await accounts.context.auth.api.getSession({ headers: cookieHeaders(there.cookies) })).toBeNull();
		expect(await endOtherSessions(accounts.context, self)).toBe(1);
		expect(await accounts.context.auth.api.getSession({ headers: cookieHeaders(elsewhere.cookies) })).toBeNull();
		expect(await accounts.context.auth.api.getSession({ headers: cookieHeaders(here.cookies) })).not.toBeNull();
	});
});
