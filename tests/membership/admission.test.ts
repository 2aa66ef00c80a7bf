import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sql } from 'drizzle-orm';
import { foundOrganisation } from '#lib/server/accounts/found-organisation.ts';
import { parseOrganisation } from '#lib/server/accounts/input.ts';
import { nextAdmissionState } from '#lib/server/membership/admission.ts';
import { answerCentre, saveProfile } from '#lib/server/membership/answer-centre.ts';
import { applyForAdmission } from '#lib/server/membership/apply-for-admission.ts';
import { decideAdmission } from '#lib/server/membership/decide-admission.ts';
import { findOrganisations } from '#lib/server/membership/find-organisations.ts';
import { mergeOrganisations } from '#lib/server/membership/merge-organisations.ts';
import { addProof, readProof, removeProof } from '#lib/server/membership/proof.ts';
import { mergedTarget } from '#lib/server/membership/queries.ts';
import { viewOrganisation } from '#lib/server/membership/view-organisation.ts';
import { asActor } from '#lib/server/platform/acting.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { createMembershipNetwork, profile, type MembershipNetwork, type Person } from './membership-network.ts';

let network: MembershipNetwork;
beforeAll(async () => {
	network = await createMembershipNetwork();
});
afterAll(() => network.close());

const ask = { type: 'return', question: 'Which ministry registered you?' } as const;
const decide = (actor: Actor, id: string, expected: number, step: Parameters<typeof decideAdmission>[2]['step']) => decideAdmission(network.context, actor, { organisationId: id, expected, step, language: 'en' });
const refused = (code: string) => expect.objectContaining({ code });
const PDF = new TextEncoder().encode('%PDF-1.4 a registration certificate');

test('states follow one another in one place', () => {
	expect(nextAdmissionState('applied', 'admit')).toBe('admitted');
	expect(nextAdmissionState('applied', 'answer')).toBeUndefined();
	expect(nextAdmissionState('returned', 'answer')).toBe('applied');
	expect(nextAdmissionState('refused', 'answer')).toBe('applied');
	expect(nextAdmissionState('admitted', 'refuse')).toBeUndefined();
	for (const step of ['admit', 'return', 'refuse', 'answer'] as const) expect(nextAdmissionState('merged', step)).toBeUndefined();
});

describe('an organisation applies', () => {
	test('is returned with a question, answers and corrects, and is admitted; letters are in the applicant’s language', async () => {
		const { id, slug, applicant } = await network.apply('Mekong Silk Works');
		expect(await network.organisation(id)).toMatchObject({ state: 'applied', centreId: 'laos', countries: ['CN'] });
		expect(await decide(network.officer, id, 1, ask)).toBe(2);
		expect((await network.mailsTo(applicant))[0]).toMatchObject({ language: 'zh', text: expect.stringContaining('Which ministry registered you?') as string });
		await saveProfile(network.context, applicant, { organisationId: id, profile: profile('Mekong Silk Works', { website: 'https://silk.la/' }) });
		await answerCentre(network.context, applicant, { organisationId: id, words: 'The Ministry of Industry.', language: 'en' });
		const seen = await viewOrganisation(network.database.db, network.officer, slug);
		expect(seen.steps.map(({ step }) => step)).toEqual(['apply', 'return', 'answer']);
		expect(seen.organisation).toMatchObject({ state: 'applied', website: 'https://silk.la/' });
		await decide(network.officer, id, 3, { type: 'admit' });
		expect(await network.organisation(id)).toMatchObject({ state: 'admitted' });
		expect((await network.mailsTo(applicant)).some(({ text }) => text.includes('/zh/desk/organisation/'))).toBe(true);
	});

	test('two officers at once: the slower one is told, and nothing happens twice', async () => {
		const { id, applicant } = await network.apply('Twice Decided');
		const answers = await Promise.allSettled([decide(network.officer, id, 1, { type: 'admit' }), decide(network.secondOfficer, id, 1, { type: 'refuse', reason: 'no-proof', words: '' })]);
		expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
		expect(answers.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'conflict' } });
		expect(await network.mailsTo(applicant)).toHaveLength(1);
	});

	test('only officers of its centre decide, and never about an own organisation', async () => {
		const { id, applicant, slug } = await network.apply('Somebody Else');
		for (const actor of [network.thaiOfficer, network.owner, network.stranger, network.visitor]) {
			await expect(decide(actor, id, 1, { type: 'admit' })).rejects.toEqual(refused('not_found'));
			await expect(viewOrganisation(network.database.db, actor, slug)).rejects.toEqual(refused('not_found'));
		}
		await expect(decide(applicant, id, 1, { type: 'admit' })).rejects.toEqual(refused('forbidden'));
		await expect(answerCentre(network.context, applicant, { organisationId: id, words: 'x', language: 'en' })).rejects.toEqual(refused('conflict'));
		const own = await applyForAdmission(network.context, network.officer, { profile: profile('Officer’s own'), directoryId: null });
		await expect(decide(await network.again(network.officer), own, 1, { type: 'admit' })).rejects.toEqual(refused('forbidden'));
		await decide(network.secretariat, own, 1, { type: 'admit' });
	});

	test('is told to the officers of its centre in their language, and to the secretariat where it has none', async () => {
		await network.database.db.execute(sql`update "user" set language = 'zh' where id = ${(network.secondOfficer as Person).userId}`);
		const { applicant, slug } = await network.apply('Waiting Mill');
		const told = async (actor: Actor) => (await network.mailsTo(actor)).filter(({ text }) => text.includes(`/centre-desk/members/${slug}`));
		expect((await told(network.officer))[0]).toMatchObject({ subject: 'Waiting Mill asks to join the network', language: 'en', text: expect.stringContaining(applicant.name) as string });
		expect((await told(network.secondOfficer))[0]).toMatchObject({ subject: 'Waiting Mill申请加入网络', language: 'zh', text: expect.stringContaining('/zh/centre-desk/members/') as string });
		for (const actor of [network.thaiOfficer, network.secretariat, network.reviewer, applicant]) expect(await told(actor)).toEqual([]);
		// Officers do not write to themselves, and nobody serves Brunei yet.
		const own = await network.person('brunei@example.org');
		await applyForAdmission(network.context, own, { profile: profile('Brunei Mill', { country: 'BN' }), directoryId: null });
		expect((await network.mailsTo(network.secretariat)).map(({ subject }) => subject)).toContain('Brunei Mill asks to join the network');
		// Nor is there a centre for guests from elsewhere: the headquarters look after them.
		const guest = await network.person('guest@example.fr');
		const form = new FormData();
		for (const [name, value] of Object.entries({ organisationName: 'Institut du Sol', organisationKind: 'institute', country: 'FR', place: 'Montpellier' })) form.set(name, value);
		const { organisation, errors } = parseOrganisation(form);
		expect(errors).toEqual([]);
		const id = await foundOrganisation(network.context, { userId: guest.userId, name: guest.name }, organisation);
		expect(await network.organisation(id)).toMatchObject({ country: 'FR', centreId: 'cattc', state: 'applied' });
		expect((await network.mailsTo(network.secretariat)).map(({ subject }) => subject)).toContain('Institut du Sol asks to join the network');
		form.set('country', 'XX');
		expect(parseOrganisation(form).errors).toEqual([{ field: 'country', code: 'not_allowed' }]);
	});

	test('a second application of the same person, or of the same entry of the directory, is refused', async () => {
		const { applicant } = await network.apply('First Of Two');
		await expect(applyForAdmission(network.context, applicant, { profile: profile('Second'), directoryId: null })).rejects.toEqual(refused('conflict'));
		const known = (await findOrganisations(network.database.db, { name: 'National University of Laos', country: 'LA' })).known[0];
		const directoryId = known?.organisation.id ?? '05nyjx862';
		const [one, two] = [await network.person('one@nuol.la'), await network.person('two@nuol.la')];
		await applyForAdmission(network.context, one, { profile: profile('National University of Laos', { kind: 'university' }), directoryId });
		if (known) await expect(applyForAdmission(network.context, two, { profile: profile('NUOL'), directoryId })).rejects.toEqual(refused('conflict'));
	});
});

test('what proves an organisation is read by its owners and its centre, by nobody else, and the reading is on record', async () => {
	const { id, applicant } = await network.apply('Proven Ltd');
	await addProof(network.context, applicant, { organisationId: id, name: 'C:\\certificate.pdf', source: PDF });
	const proofs = (actor: Actor) => asActor(network.database.db, actor, async (tx) => (await tx.execute<{ id: string; name: string }>(sql`select id, name from organisation_proof where organisation_id = ${id}`)).rows);
	const [proof] = await proofs(applicant);
	expect(proof).toMatchObject({ name: 'certificate.pdf' });
	expect((await readProof(network.context, network.officer, { proofId: proof!.id })).name).toBe('certificate.pdf');
	for (const actor of [network.thaiOfficer, network.stranger, network.visitor]) {
		await expect(readProof(network.context, actor, { proofId: proof!.id })).rejects.toEqual(refused('not_found'));
		// The second wall: a query that forgot to ask gets nothing.
		expect(await proofs(actor)).toEqual([]);
	}
	const { rows } = await network.database.db.execute<{ count: number }>(sql`select count(*)::int as count from audit where action = 'organisation.read-guarded-file' and entity_id = ${id}`);
	expect(rows[0]!.count).toBe(1);
	await expect(addProof(network.context, applicant, { organisationId: id, name: 'run.exe', source: new Uint8Array([77, 90, 0, 1]) })).rejects.toEqual(refused('unsupported_type'));
	await expect(removeProof(network.context, network.officer, { organisationId: id, proofId: proof!.id })).rejects.toEqual(refused('forbidden'));
	await removeProof(network.context, applicant, { organisationId: id, proofId: proof!.id });
	expect(await proofs(applicant)).toEqual([]);
});

test('without a table’s owner, a query on behalf of nobody reads no admission', async () => {
	const { rows } = await network.database.db.execute<{ count: number }>(sql`select count(*)::int as count from admission_step`);
	expect(rows[0]!.count).toBe(0);
});

describe('a name that is typed', () => {
	test('finds who is registered, in other words and scripts, and what the directory knows', async () => {
		const { id } = await network.apply('Savannakhet Rice Mill Co., Ltd.', { names: [{ language: 'en', text: 'Savannakhet Rice Mill Co., Ltd.' }, { language: 'zh', text: '沙湾拿吉碾米有限公司' }] });
		const find = async (name: string, country = 'LA') => (await findOrganisations(network.database.db, { name, country })).registered.map(({ organisation, likeness }) => [organisation.id, likeness.sure]);
		expect((await find('SAVANNAKHET RICE MILL'))[0]).toEqual([id, true]);
		expect((await find('沙灣拿吉碾米'))[0]?.[0]).toBe(id);
		expect((await find('Savannakhet Rice Mill', 'TH'))[0]?.[1] ?? false).toBe(false);
		const known = await findOrganisations(network.database.db, { name: 'Chulalongkorn Univ.', country: 'TH' });
		expect(known.known[0]?.organisation).toMatchObject({ country: 'TH' });
	});
});

describe('a doubled organisation', () => {
	test('becomes part of the other with everything that refers to it; its address leads there', async () => {
		const { db } = network.database;
		const [double, other] = [await network.apply('Doubled Institute'), await network.apply('The Institute Itself', { names: [{ language: 'lo', text: 'ສະຖາບັນ' }] })];
		for (const each of [double, other]) await decide(network.officer, each.id, 1, { type: 'admit' });
		const add = (organisationId: string, externalId: string | null) => db.execute(sql`insert into listing (kind, organisation_id, centre_id, external_id) values ('offer', ${organisationId}, 'laos', ${externalId})`);
		for (const external of ['A-1', 'A-2', null]) await add(double.id, external);
		await add(other.id, 'A-1');
		await db.execute(sql`insert into membership (user_id, organisation_id, role) values (${other.applicant.userId}, ${double.id}, 'reader')`);
		for (const each of [double, other]) await db.execute(sql`insert into network_member (network_id, organisation_id, state, applied_at, decided_at) values ('technology-transfer-alliance', ${each.id}, 'admitted', now(), now())`);

		for (const actor of [network.thaiOfficer, double.applicant, network.visitor])
			await expect(mergeOrganisations(network.context, actor, { sourceId: double.id, targetId: other.id })).rejects.toThrow();
		// An officer must serve both.
		await expect(mergeOrganisations(network.context, network.officer, { sourceId: double.id, targetId: network.company })).rejects.toEqual(refused('not_found'));
		await expect(mergeOrganisations(network.context, network.officer, { sourceId: double.id, targetId: double.id })).rejects.toEqual(refused('conflict'));

		const { moved } = await mergeOrganisations(network.context, network.officer, { sourceId: double.id, targetId: other.id });
		expect(moved).toMatchObject({ listing: 3, membership: 1 });
		const listings = await db.execute<{ external_id: string | null }>(sql`select external_id from listing where organisation_id = ${other.id} order by external_id`);
		expect(listings.rows).toHaveLength(4);
		expect(new Set(listings.rows.map((row) => row.external_id)).size).toBe(4);
		expect((await network.again(other.applicant)).organisations.get(other.id)).toBe('owner');
		expect([...(await network.again(double.applicant)).organisations]).toEqual([[other.id, 'owner']]);
		expect(await network.organisation(double.id)).toMatchObject({ state: 'merged', mergedInto: other.id });
		expect((await network.organisation(other.id)).names.map(({ language }) => language).sort()).toEqual(['en', 'lo']);
		expect(await mergedTarget(db, double.slug)).toEqual({ id: other.id, slug: other.slug });
		await expect(mergeOrganisations(network.context, network.officer, { sourceId: double.id, targetId: other.id })).rejects.toEqual(refused('conflict'));
		expect((await network.mailsTo(double.applicant)).some(({ text }) => text.includes(other.slug))).toBe(true);
		// What was said at its admission stays with it.
		const said = await asActor(db, network.officer, async (tx) => (await tx.execute(sql`select 1 from admission_step where organisation_id = ${double.id}`)).rowCount);
		expect(said).toBe(2);
	});
});
