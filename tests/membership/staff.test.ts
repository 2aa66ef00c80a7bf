import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sql } from 'drizzle-orm';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { changeRole, handOver, nameOwner, removePerson } from '#lib/server/membership/staff/change-staff.ts';
import { acceptInvitation, invite, viewInvitation, withdrawInvitation } from '#lib/server/membership/staff/invite.ts';
import { askToJoin, decideJoin, dropDomain, proveDomain, withdrawJoin } from '#lib/server/membership/staff/join.ts';
import { viewPeople } from '#lib/server/membership/view-organisation.ts';
import { createMembershipNetwork, type MembershipNetwork, type Person } from './membership-network.ts';

let network: MembershipNetwork;
beforeAll(async () => {
	network = await createMembershipNetwork();
});
afterAll(() => network.close());

const refused = (code: string) => expect.objectContaining({ code });
const idOf = (actor: Actor) => (actor as Person).userId;
/** An admitted organisation with one owner. */
async function organisation(name: string): Promise<{ id: string; slug: string; owner: Person }> {
	const { id, slug, applicant } = await network.apply(name);
	await network.database.db.execute(sql`update organisation set state = 'admitted' where id = ${id}`);
	return { id, slug, owner: applicant };
}
const tokenIn = (text: string) => /\/invitations\/([A-Za-z0-9_-]+)/.exec(text)![1]!;
const invitePerson = async (actor: Actor, organisationId: string, to: Person, role: 'owner' | 'editor' | 'reader' = 'editor') => {
	await invite(network.context, actor, { organisationId, email: to.email, role, language: 'en' });
	return tokenIn((await network.mailsTo(to))[0]!.text);
};

describe('an invitation', () => {
	test('is used once; the second time is told so, and nobody else gets in by it', async () => {
		const { id, slug, owner } = await organisation('Invites Once');
		const [guest, thief] = [await network.person('guest@once.la'), await network.person('thief@elsewhere.la')];
		const token = await invitePerson(owner, id, guest);
		expect(await viewInvitation(network.context, guest, token)).toMatchObject({ state: 'open', role: 'editor' });
		expect(await acceptInvitation(network.context, guest, token)).toEqual({ slug });
		expect((await network.again(guest)).organisations.get(id)).toBe('editor');
		await expect(acceptInvitation(network.context, thief, token)).rejects.toMatchObject({ code: 'expired', detail: { state: 'used' } });
		expect((await network.again(thief)).organisations.size).toBe(0);
		expect(await viewInvitation(network.context, guest, token)).toMatchObject({ state: 'used', usedByReader: true });
	});

	test('two at once: one gets in', async () => {
		const { id, owner } = await organisation('Invites Two At Once');
		const [one, two] = [await network.person('first@twice.la'), await network.person('second@twice.la')];
		const token = await invitePerson(owner, id, one);
		const answers = await Promise.allSettled([acceptInvitation(network.context, one, token), acceptInvitation(network.context, two, token)]);
		expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
	});

	test('ends: too old, withdrawn, or replaced by a newer one; an unknown one is not there', async () => {
		const { id, owner } = await organisation('Invites In Time');
		const guest = await network.person('late@time.la');
		const old = await invitePerson(owner, id, guest);
		const newer = await invitePerson(owner, id, guest);
		expect(await viewInvitation(network.context, guest, old)).toMatchObject({ state: 'withdrawn' });
		const before = network.context.now;
		network.context.now = new Date(before.getTime() + 15 * 86_400_000);
		await expect(acceptInvitation(network.context, guest, newer)).rejects.toMatchObject({ detail: { state: 'expired' } });
		network.context.now = before;
		const { invitations } = await viewPeople(network.context, owner, (await network.organisation(id)).slug);
		await withdrawInvitation(network.context, owner, { organisationId: id, invitationId: invitations.find(({ state }) => state === 'open')!.id });
		await expect(acceptInvitation(network.context, guest, newer)).rejects.toMatchObject({ detail: { state: 'withdrawn' } });
		expect(await viewInvitation(network.context, guest, 'x'.repeat(32))).toBeUndefined();
	});

	test('comes from owners and the centre; from nobody else, and no owner is made by the centre beside another', async () => {
		const { id, owner } = await organisation('Invites Rightly');
		const editor = await network.person('editor@rightly.la');
		await acceptInvitation(network.context, editor, await invitePerson(owner, id, editor));
		const guest = await network.person('guest@rightly.la');
		const ask = (actor: Actor, role: 'owner' | 'editor') => invite(network.context, actor, { organisationId: id, email: guest.email, role, language: 'en' });
		await expect(ask(await network.again(editor), 'editor')).rejects.toEqual(refused('forbidden'));
		for (const actor of [network.stranger, network.thaiOfficer, network.visitor]) await expect(ask(actor, 'editor')).rejects.toEqual(refused('not_found'));
		await expect(ask(network.officer, 'owner')).rejects.toEqual(refused('forbidden'));
		await ask(network.officer, 'editor');
		await expect(invite(network.context, owner, { organisationId: id, email: editor.email, role: 'reader', language: 'en' })).rejects.toEqual(refused('conflict'));
	});
});

describe('joining by asking', () => {
	test('by the name or by a proved mail domain; an owner decides, once', async () => {
		const { id, slug, owner } = await organisation('Domain Holder');
		expect(await proveDomain(network.context, owner, { organisationId: id })).toBe('domain-holder.la');
		const [colleague, other] = [await network.person('colleague@domain-holder.la'), await network.person('someone@gmail.com')];
		await askToJoin(network.context, colleague, { organisationId: id, words: 'I run the laboratory.' });
		await askToJoin(network.context, other, { organisationId: id, words: '' });
		await expect(askToJoin(network.context, other, { organisationId: id, words: '' })).rejects.toEqual(refused('conflict'));
		// Who comes by the domain is told to the officers of the centre; who comes by the name is the owners' affair.
		const told = (await network.mailsTo(network.officer)).filter(({ text }) => text.includes(`/desk/organisation/${slug}/people`));
		expect(told.map(({ text }) => text.includes('colleague@domain-holder.la') && text.includes('I run the laboratory.'))).toEqual([true]);
		expect((await network.mailsTo(network.thaiOfficer)).filter(({ text }) => text.includes(slug))).toEqual([]);
		const { requests } = await viewPeople(network.context, owner, slug);
		expect(requests.map(({ email, origin }) => [email, origin]).sort()).toEqual([['colleague@domain-holder.la', 'domain'], ['someone@gmail.com', 'name']]);
		const request = requests.find(({ origin }) => origin === 'domain')!;
		const accept = (actor: Actor) => decideJoin(network.context, actor, { organisationId: id, requestId: request.id, decision: { accept: true, role: 'reader' } });
		await expect(accept(network.officer)).rejects.toEqual(refused('forbidden'));
		await expect(accept(network.stranger)).rejects.toEqual(refused('not_found'));
		await accept(owner);
		await expect(accept(owner)).rejects.toEqual(refused('conflict'));
		expect((await network.again(colleague)).organisations.get(id)).toBe('reader');
		const waiting = requests.find(({ origin }) => origin === 'name')!;
		await expect(withdrawJoin(network.context, colleague, waiting.id)).rejects.toEqual(refused('not_found'));
		await withdrawJoin(network.context, other, waiting.id);
	});

	test('a domain is proved by a verified address of it; public mail proves nothing, and one domain is one organisation’s', async () => {
		const { id } = await organisation('Proves Nothing');
		const add = async (email: string, verified: boolean) => {
			const person = await network.person(email, { verified });
			await network.database.db.execute(sql`insert into membership (user_id, organisation_id, role) values (${person.userId}, ${id}, 'owner')`);
			return network.again(person);
		};
		await expect(proveDomain(network.context, await add('a@gmail.com', true), { organisationId: id })).rejects.toMatchObject({ detail: { code: 'public_mail' } });
		await expect(proveDomain(network.context, await add('b@unverified.la', false), { organisationId: id })).rejects.toMatchObject({ detail: { code: 'not_verified' } });
		await expect(proveDomain(network.context, await add('c@domain-holder.la', true), { organisationId: id })).rejects.toEqual(refused('conflict'));
		await expect(proveDomain(network.context, network.officer, { organisationId: id })).rejects.toEqual(refused('forbidden'));
		await expect(dropDomain(network.context, await add('d@x.la', true), { organisationId: id, domain: 'domain-holder.la' })).rejects.toEqual(refused('not_found'));
	});
});

describe('roles', () => {
	test('the last owner hands over before leaving; two owners who leave at once do not both go', async () => {
		const { id, owner } = await organisation('Handed Over');
		const second = await network.person('second@handed.la');
		await acceptInvitation(network.context, second, await invitePerson(owner, id, second));
		await expect(removePerson(network.context, owner, { organisationId: id, userId: owner.userId })).rejects.toEqual(refused('conflict'));
		await expect(changeRole(network.context, owner, { organisationId: id, userId: owner.userId, role: 'reader' })).rejects.toEqual(refused('conflict'));
		await expect(handOver(network.context, await network.again(second), { organisationId: id, toUserId: second.userId, leave: false })).rejects.toEqual(refused('forbidden'));
		await changeRole(network.context, owner, { organisationId: id, userId: second.userId, role: 'owner' });
		const owners = [await network.again(owner), await network.again(second)];
		const answers = await Promise.allSettled(owners.map((each) => removePerson(network.context, each, { organisationId: id, userId: each.userId })));
		expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
	});

	test('an owner hands over and leaves; the centre names an owner only where none is left', async () => {
		const { id, owner } = await organisation('Left Alone');
		const heir = await network.person('heir@alone.la');
		await acceptInvitation(network.context, heir, await invitePerson(owner, id, heir, 'reader'));
		await expect(nameOwner(network.context, network.officer, { organisationId: id, userId: heir.userId })).rejects.toEqual(refused('forbidden'));
		await handOver(network.context, owner, { organisationId: id, toUserId: heir.userId, leave: true });
		expect((await network.again(owner)).organisations.size).toBe(0);
		expect((await network.again(heir)).organisations.get(id)).toBe('owner');
		await network.database.db.execute(sql`delete from membership where user_id = ${heir.userId}`);
		const next = await network.person('next@alone.la');
		await expect(nameOwner(network.context, network.thaiOfficer, { organisationId: id, userId: next.userId })).rejects.toEqual(refused('not_found'));
		await nameOwner(network.context, network.officer, { organisationId: id, userId: next.userId });
		expect((await network.again(next)).organisations.get(id)).toBe('owner');
		expect((await network.mailsTo(next))[0]!.text).toContain('Left Alone');
	});

	test('editors and readers change nobody; a stranger sees nobody', async () => {
		const remove = (actor: Actor) => removePerson(network.context, actor, { organisationId: network.institute, userId: idOf(network.reader) });
		await expect(remove(network.editor)).rejects.toEqual(refused('forbidden'));
		await expect(remove(network.stranger)).rejects.toEqual(refused('not_found'));
		await expect(viewPeople(network.context, network.stranger, 'test-institute')).rejects.toEqual(refused('not_found'));
		expect((await viewPeople(network.context, network.reader, 'test-institute')).requests).toEqual([]);
	});
});
