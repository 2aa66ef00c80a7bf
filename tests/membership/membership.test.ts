import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sql } from 'drizzle-orm';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { decideNomination, nominate, reviewCore, viewCoreProgramme, viewCoreWork } from '#lib/server/membership/core/core-members.ts';
import { applyToNetwork, changeCoordinator, decideNetworkMember, linkEvent } from '#lib/server/membership/networks/change-network.ts';
import { addDocument, readDocument, removeDocument } from '#lib/server/membership/networks/documents.ts';
import { loadNetworks } from '#lib/server/membership/networks/load-networks.ts';
import { allNetworks } from '#lib/server/membership/networks/queries.ts';
import { viewNetwork } from '#lib/server/membership/networks/view-networks.ts';
import { asActor, operator } from '#lib/server/platform/acting.ts';
import { createMembershipNetwork, type MembershipNetwork, type Person } from './membership-network.ts';

let network: MembershipNetwork;
beforeAll(async () => {
	network = await createMembershipNetwork();
});
afterAll(() => network.close());
const refused = (code: string) => expect.objectContaining({ code });

const DOCKING = '00000000-0000-4000-8000-0000000000d0';

describe('core members', () => {
	const propose = (actor: Actor, organisationId = network.institute) => nominate(network.context, actor, { organisationId, criteria: ['listings', 'events'], words: 'Exhibits every year.', language: 'en' });
	const open = async () => (await viewCoreWork(network.context, network.secretariat)).nominations;

	test('are nominated by an officer, decided by the secretariat, reviewed each year, and counted against the target', async () => {
		for (const actor of [network.owner, network.thaiOfficer, network.visitor, network.officerAndOwner]) await expect(propose(actor)).rejects.toThrow();
		await propose(network.officer);
		await expect(propose(network.officer)).rejects.toEqual(refused('conflict'));
		await asActor(network.database.db, operator('test'), async (tx) => {
			await tx.execute(sql`insert into docking (id, reference, title, title_language, state_since, ball, ball_since, next_step, opened_at, touched_at) values (${DOCKING}, 'D-2026-0001', 'Pump', 'en', now(), 'seeking', now(), 'answer', now(), now())`);
			await tx.execute(sql`insert into docking_party (docking_id, side, organisation_id, called, country, centre_id, state, furthest, ball, ball_since, opened_at, touched_at) values (${DOCKING}, 'offering', ${network.institute}, '[]', 'LA', 'laos', 'introduced', 'introduced', 'seeking', now(), now(), now())`);
		});
		const [nomination] = await open();
		expect(nomination).toMatchObject({ activity: { published: 0, introductions: 0, answered: 0, dockings: 1, agreements: 0 }, own: false });
		const decide = (actor: Actor) => decideNomination(network.context, actor, { nominationId: nomination!.nomination.id, accept: true, words: '' });
		await expect(decide(network.officer)).rejects.toEqual(refused('forbidden'));
		await expect(decide(network.thaiOfficer)).rejects.toEqual(refused('not_found'));
		await decide(network.secretariat);
		await expect(decide(network.secretariat)).rejects.toEqual(refused('conflict'));
		const programme = await viewCoreProgramme(network.database.db);
		expect(programme.target).toEqual({ members: 100, from: 2020, to: 2022, reached: 1 });
		expect(programme.members.map(({ slug }) => slug)).toEqual(['test-institute']);
		expect((await network.mailsTo(network.owner)).some(({ text }) => text.includes('/organisations/core'))).toBe(true);

		// Whoever became one this year is looked at next year.
		expect((await viewCoreWork(network.context, network.secretariat)).reviews).toEqual([]);
		network.context.now = new Date('2027-03-01T08:00:00Z');
		const [due] = (await viewCoreWork(network.context, network.secretariat)).reviews;
		const review = (actor: Actor, year: number, outcome: Parameters<typeof reviewCore>[2]['outcome']) => reviewCore(network.context, actor, { membershipId: due!.membershipId, year, outcome, words: '' });
		await expect(review(network.officer, 2027, { keep: true })).rejects.toEqual(refused('forbidden'));
		await review(network.secretariat, 2027, { keep: true });
		await expect(review(network.secretariat, 2027, { keep: true })).rejects.toEqual(refused('conflict'));
		await review(network.secretariat, 2028, { keep: false, reason: 'inactive' });
		expect((await viewCoreProgramme(network.database.db)).members).toEqual([]);
		expect((await viewCoreProgramme(network.database.db)).byYear).toEqual([{ year: 2026, joined: 1, ended: 0 }, { year: 2027, joined: 0, ended: 1 }]);
		await expect(review(network.secretariat, 2029, { keep: true })).rejects.toEqual(refused('conflict'));
	});

	test('who nominated does not decide', async () => {
		await propose(network.secretariat, network.company);
		const nomination = (await open()).find(({ organisation }) => organisation.slug === 'test-company')!;
		expect(nomination.own).toBe(true);
		await expect(decideNomination(network.context, network.secretariat, { nominationId: nomination.nomination.id, accept: true, words: '' })).rejects.toEqual(refused('forbidden'));
	});
});

describe('alliances and networks', () => {
	const ID = 'agricultural-science-technology-network';
	const PDF = (text: string) => new TextEncoder().encode(`%PDF-1.4 ${text}`);
	let coordinator: Person;

	test('are those that the documents name, loaded again without doubling', async () => {
		await loadNetworks(network.database.db, 'data/network');
		const all = await allNetworks(network.database.db);
		expect(all.map(({ id }) => id)).toEqual(['technology-transfer-alliance', ID, 'clean-energy-innovation-network', 'vaccine-research-alliance', 'mariculture-research-centre', 'public-health-cooperation-center']);
		for (const { source } of all) expect(source).not.toBe('');
	});

	test('a coordinator, named by the secretariat, admits who applies', async () => {
		coordinator = await network.person('coordinator@network.la');
		const name = (actor: Actor, email: string) => changeCoordinator(network.context, actor, { networkId: ID, change: { name: email } });
		await expect(name(network.officer, coordinator.email)).rejects.toEqual(refused('forbidden'));
		await expect(name(network.secretariat, 'nobody@network.la')).rejects.toEqual(refused('not_found'));
		await name(network.secretariat, coordinator.email);

		const change = (actor: Actor, apply: boolean) => applyToNetwork(network.context, actor, { networkId: ID, organisationId: network.institute, change: apply ? { apply, words: 'Salt-tolerant rice.' } : { apply } });
		for (const actor of [network.editor, network.officer]) await expect(change(actor, true)).rejects.toEqual(refused('forbidden'));
		await expect(change(network.stranger, true)).rejects.toEqual(refused('not_found'));
		await change(network.owner, true);
		await expect(change(network.owner, true)).rejects.toEqual(refused('conflict'));
		const decide = (actor: Actor) => decideNetworkMember(network.context, actor, { networkId: ID, organisationId: network.institute, admit: true });
		await expect(decide(network.owner)).rejects.toEqual(refused('forbidden'));
		await decide(coordinator);
		await expect(decide(coordinator)).rejects.toEqual(refused('conflict'));
		expect((await viewNetwork(network.database.db, network.visitor, ID)).members.map(({ slug }) => slug)).toEqual(['test-institute']);
	});

	test('a document is read by whom it is for; the wall stands under the rule; reading is on record', async () => {
		for (const disclosure of ['public', 'network', 'members'] as const)
			await addDocument(network.context, coordinator, { networkId: ID, title: disclosure, language: 'en', disclosure, name: `${disclosure}.pdf`, source: PDF(disclosure) });
		await expect(addDocument(network.context, network.owner, { networkId: ID, title: 'x', language: 'en', disclosure: 'public', name: 'x.pdf', source: PDF('x') })).rejects.toEqual(refused('forbidden'));
		const titles = async (actor: Actor) => (await viewNetwork(network.database.db, actor, ID)).documents.map(({ title }) => title).sort();
		expect(await titles(network.visitor)).toEqual(['public']);
		expect(await titles(network.stranger)).toEqual(['network', 'public']);
		for (const actor of [network.reader, coordinator, network.secretariat]) expect(await titles(actor)).toEqual(['members', 'network', 'public']);
		const all = (await viewNetwork(network.database.db, coordinator, ID)).documents;
		const guarded = all.find(({ title }) => title === 'members')!;
		await expect(readDocument(network.context, network.stranger, { networkId: ID, documentId: guarded.id })).rejects.toEqual(refused('not_found'));
		expect((await readDocument(network.context, network.reader, { networkId: ID, documentId: guarded.id })).name).toBe('members.pdf');
		const { rows } = await network.database.db.execute<{ count: number }>(sql`select count(*)::int as count from audit where action = 'thematic-network.read-guarded-file'`);
		expect(rows[0]!.count).toBe(1);
		// A member who reads it may not write it, even where the application forgot to ask.
		await asActor(network.database.db, network.reader, async (tx) => {
			await tx.execute(sql`delete from network_document where id = ${guarded.id}`);
		});
		expect(await titles(network.reader)).toContain('members');
		await removeDocument(network.context, coordinator, { networkId: ID, documentId: guarded.id });
		expect(await titles(network.reader)).not.toContain('members');
	});

	test('events are linked by a coordinator', async () => {
		await expect(linkEvent(network.context, network.owner, { networkId: ID, eventId: 'forum-10', link: true })).rejects.toEqual(refused('forbidden'));
		await linkEvent(network.context, coordinator, { networkId: ID, eventId: 'forum-10', link: true });
		expect((await viewNetwork(network.database.db, network.visitor, ID)).events.map(({ id }) => id)).toEqual(['forum-10', 'forum-1']);
		await applyToNetwork(network.context, network.owner, { networkId: ID, organisationId: network.institute, change: { apply: false } });
		expect((await viewNetwork(network.database.db, network.visitor, ID)).members).toEqual([]);
	});
});
