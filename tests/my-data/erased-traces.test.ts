import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AccountsContext } from '#lib/server/accounts/accounts-context.ts';
import { changeName } from '#lib/server/accounts/change-name.ts';
import { giveConsent } from '#lib/server/accounts/support/consent.ts';
import { startVisit, supportedActor } from '#lib/server/accounts/support/support-visit.ts';
import { askForService } from '#lib/server/experts/missions/ask-for-service.ts';
import { answerPlace, inviteToMission, releaseExpert } from '#lib/server/experts/missions/form-task-force.ts';
import { beginMission, planMission, reportMission, thankTaskForce } from '#lib/server/experts/missions/run-mission.ts';
import { screenRequest } from '#lib/server/experts/missions/screen-request.ts';
import { viewRequest } from '#lib/server/experts/missions/view-request.ts';
import { askToJoin } from '#lib/server/membership/staff/join.ts';
import { askForErasure } from '#lib/server/my-data/ask-for-erasure.ts';
import { carryOutErasures } from '#lib/server/my-data/carry-out-erasures.ts';
import { openCopyStore } from '#lib/server/my-data/copy-store.ts';
import type { DataContext } from '#lib/server/my-data/data-context.ts';
import { pseudonymOf } from '#lib/server/my-data/pseudonym.ts';
import { openFileStore } from '#lib/server/platform/files.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import { createExpertsNetwork, serviceNeed, type ExpertsNetwork, type Person } from '../experts/experts-network.ts';

let network: ExpertsNetwork;
let folder: string;
beforeAll(async () => {
	network = await createExpertsNetwork();
	folder = mkdtempSync(join(tmpdir(), 'mitra-erased-'));
});
afterAll(async () => {
	await network.close();
	rmSync(folder, { recursive: true, force: true });
});

const written = (words = '') => ({ words, language: 'en' as const });
const plan = { startsOn: '2027-01-11', endsOn: '2027-01-24', place: 'Savannakhet', tasks: 'Drainage and leaching.' };

/** Every table of the database with a row that holds one of some words in any column, whatever their case. */
async function tablesNaming(...words: string[]): Promise<string[]> {
	return network.database.asOwner(async (client) => {
		const { rows } = await client.query<{ name: string }>("select table_name as name from information_schema.tables where table_schema = current_schema() and table_type = 'BASE TABLE' order by 1");
		const found: string[] = [];
		for (const { name } of rows) {
			const { rowCount } = await client.query(`select 1 from "${name}" t where exists (select from unnest($1::text[]) word where position(word in lower(t::text)) > 0) limit 1`, [words]);
			if (rowCount) found.push(name);
		}
		return found;
	});
}

/** A request that the centre has taken on, with the expert invited. */
async function invited(slug: string): Promise<{ number: number; placeId: string }> {
	const { context, officer, owner, institute } = network;
	const number = await askForService(context, owner, serviceNeed(institute));
	await screenRequest(context, officer, { number, expected: 1, step: 'accept', written: written() });
	await inviteToMission(context, officer, { number, slug, role: 'leader', written: written('Please come.'), replaces: null });
	return { number, placeId: (await viewRequest(network.database.db, officer, number)).places[0]!.id };
}

test('after an erasure the name of an expert, who went on missions, was helped and asked to join, stands in no table', async () => {
	const { context, officer, owner, database, secretariat } = network;
	const { person, slug } = await network.expert('zephyrine-quillmark', { names: [{ language: 'en', text: 'Zephyrine Quillmark', provenance: 'original' }] }, 'en');
	const done = await invited(slug);
	await answerPlace(context, person, { ...done, step: 'accept', written: written() });
	await planMission(context, officer, { number: done.number, mission: plan, language: 'en' });
	await beginMission(context, officer, { number: done.number, language: 'en' });
	await reportMission(context, person, { number: done.number, written: written('Salt fell.') });
	await thankTaskForce(context, owner, { number: done.number, written: written('With many thanks.') });
	const released = await invited(slug);
	await releaseExpert(context, officer, released);
	const declined = await invited(slug);
	await answerPlace(context, person, { ...declined, step: 'decline', written: written('No time.') });
	await askToJoin(context, person, { organisationId: network.company, words: 'I would like to help.' });
	await visitFor(person);
	await changeName(context, person, { name: 'Zephyrine Quillmark-Marlowe', now: context.clock() });
	expect(await tablesNaming('quillmark')).toEqual(expect.arrayContaining(['expert', 'mail', 'mission', 'service_request_step', 'task_force_place', 'user']));

	const now = context.clock();
	const data: DataContext = { ...context, clock: () => now, files: openFileStore(folder), copies: openCopyStore(folder), organiser: 'mitra@mitra.example' };
	await askForErasure(data, person, { organisationId: null });
	expect(await carryOutErasures({ ...data, clock: () => new Date(now.getTime() + 15 * 86_400_000) })).toBe(1);
	expect(await tablesNaming('quillmark', 'zephyrine', person.email)).toEqual([]);

	// What was done stays whole, under a pseudonym that tells nothing.
	const pseudonym = pseudonymOf(person.userId);
	const seen = await viewRequest(database.db, officer, done.number);
	expect(seen.mission).toMatchObject({ report: 'Salt fell.', reportBy: pseudonym, thanks: 'With many thanks.' });
	expect(seen.places.map(({ called }) => called)).toEqual([pseudonym]);
	const release = await viewRequest(database.db, officer, released.number);
	expect(release.steps.filter(({ step }) => step === 'invite' || step === 'release').map(({ called }) => called)).toEqual([pseudonym, pseudonym]);
	expect((await network.mailsTo(owner)).length, 'letters that name nobody stay').toBeGreaterThan(0);
	expect((await network.mailsTo(secretariat)).every(({ text }) => !/quillmark/i.test(text))).toBe(true);
});

/** The secretariat helps the person, with her consent, and does something through her eyes. */
async function visitFor(person: Person): Promise<void> {
	const { context, secretariat, database } = network;
	const now = context.clock();
	const sessionId = 'visit-session';
	const helper = { ...(secretariat as Person), origin: { place: null, sessionId, apiKeyId: null } };
	await database.asOwner((client) => client.query("insert into session (id, token, expires_at, user_id) values ($1, 'vt', now() + interval '1 day', $2)", [sessionId, helper.userId]));
	await giveConsent(context, person, { hours: 1, now });
	const { rows } = await database.asOwner((client) => client.query<{ id: string }>('select id from support_consent where user_id = $1', [person.userId]));
	// Only what a visit needs of the accounts.
	await startVisit(context as unknown as AccountsContext, helper, { consentId: rows[0]!.id, reason: 'The form does not save.', now });
	const eyes = await supportedActor(context, helper);
	expect(eyes).toMatchObject({ userId: person.userId, support: { helperId: helper.userId } });
	await recordAudit(database.db, { actor: eyes, action: 'listing.start', entity: 'user', entityId: person.userId });
}
