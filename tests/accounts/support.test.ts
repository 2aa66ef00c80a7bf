import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sql } from 'drizzle-orm';
import type { Member } from '#lib/server/accounts/acting-person.ts';
import { auditFilters } from '#lib/audit/filters.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { giveConsent, withdrawConsent } from '#lib/server/accounts/support/consent.ts';
import { standingConsent, visitsTo } from '#lib/server/accounts/support/queries.ts';
import { isRefusedInVisit } from '#lib/server/accounts/support/refuse-in-support.ts';
import { supportRules } from '#lib/server/accounts/support/rules.ts';
import { endVisit, startVisit, supportedActor } from '#lib/server/accounts/support/support-visit.ts';
import { endOtherSessions, endSession, viewSessions } from '#lib/server/accounts/sessions/sessions.ts';
import { sessionFor } from '#lib/server/accounts/session-for.ts';
import { entryView } from '#lib/server/audit/audit-page.ts';
import { entriesOf } from '#lib/server/audit/queries.ts';
import { startDraft } from '#lib/server/listings/start-draft.ts';
import { createSmallNetwork, type SmallNetwork } from '../small-network.ts';
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

	test.each([
		['POST', '/account/password', true],
		['POST', '/account', true],
		['POST', '/account/support', true],
		['POST', '/desk/my-data', true],
		['POST', '/desk/organisation/staff', true],
		['PUT', '/api/v1/listings/x/draft', true],
		['POST', '/account/support/end', false],
		['POST', '/desk/new', false],
		['GET', '/account', false],
	])('%s %s is refused during a visit: %s', (method, path, refused) => {
		const eyes: Actor = { ...member(network.owner), support: { visitId: 'v', helperId: 'h', helperName: 'H', until: accounts.now } };
		expect(isRefusedInVisit(eyes, { method, path })).toBe(refused);
		expect(isRefusedInVisit(network.owner, { method, path }), 'of oneself').toBe(false);
	});
});

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
