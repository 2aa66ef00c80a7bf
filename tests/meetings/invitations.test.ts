import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { putForbiddenPair } from '#lib/server/meetings/host/queries.ts';
import { answerRequest } from '#lib/server/meetings/requests/answer-request.ts';
import { sendRequest } from '#lib/server/meetings/requests/send-request.ts';
import { viewRequests } from '#lib/server/meetings/requests/view-requests.ts';
import { refuseInvitation, viewInvitation } from '#lib/server/meetings/invitations/answer-invitation.ts';
import { followInvitations } from '#lib/server/meetings/invitations/follow-invitations.ts';
import { invitationToken } from '#lib/server/meetings/invitations/invitation-link.ts';
import { inviteOwner, viewInvitations, viewInvitee, withdrawInvitation } from '#lib/server/meetings/invitations/invite-owner.ts';
import { ownersNotThere, suggestOwners } from '#lib/server/meetings/invitations/suggest-owners.ts';
import { suggestPeople } from '#lib/server/meetings/suggestions/suggest-people.ts';
import { meetingInvitation } from '#lib/server/meetings/tables.ts';
import { organisation as organisations } from '#lib/server/network/tables.ts';
import { asActor } from '#lib/server/platform/acting.ts';
import { listMails } from '#lib/server/platform/mail.ts';
import { eventInvitation, eventRegistration, eventRegistrationFrame } from '#lib/server/registration/tables.ts';
import { createMeetingsNetwork, EVENT, type MeetingsNetwork } from './meetings-network.ts';

const SECRET = 'a secret of the tests';
let network: MeetingsNetwork;
let reference: number;
beforeAll(async () => {
	network = await createMeetingsNetwork();
	reference = await network.read(async (tx) => Number((await tx.execute<{ reference: number }>(sql`select reference from listing where id = ${network.need}`)).rows[0]!.reference));
});
afterAll(() => network.close());
beforeEach(async () => {
	network.context.now = new Date('2027-02-01T03:00:00Z');
	await network.read(async (tx) => {
		for (const table of ['meeting_invitation', 'meeting_invitation_block', 'meeting_request', 'event_registration', 'event_invitation', 'event_registration_frame', 'mail']) await tx.execute(sql`delete from ${sql.identifier(table)}`);
		await tx.insert(eventRegistrationFrame).values({ eventId: EVENT, state: 'open', audience: 'anyone', approval: true, categories: ['delegate'], wishes: [], welcome: [], updatedAt: network.context.now });
	});
	await network.frame({ state: 'open', mode: 'booking', requestLimit: 20, requestDeadline: null });
});

const notFound = { code: 'not_found' };
const forbidden = { code: 'forbidden' };
let count = 0;
const asker = () => network.participant(`an-${++count}`, { listings: [network.offer] });
const invite = (actor: Actor, message = 'Your fields and our salt belong together.') => inviteOwner({ ...network.context, secret: SECRET }, actor, { eventId: EVENT, reference, invitation: { message, language: 'en', ownListingId: network.offer } });
const letters = async () => (await listMails(network.database.db, { limit: 50 })).filter(({ text }) => text.includes('/meetings/invited/'));
const tokenIn = (text: string) => /invited\/([\w.-]+)/.exec(text)![1]!;
const stateOf = async (actor: Actor) => (await viewInvitations(network.context, actor, EVENT)).map(({ state }) => state);
const code = (name: string) => ({ detail: { code: name } });

test('is proposed where a listing fits whose owner is not registered, and goes to the owner by letter, whose address nobody sees', async () => {
	const an = await asker();
	const suggest = () => suggestOwners({ ...network.context, thesaurus: network.thesaurus }, an.actor, { eventId: EVENT, reader: 'en' });
	expect((await suggest()).map(({ own, reasons }) => [own.id, reasons.card.id])).toEqual([[network.offer, network.need]]);
	// Where nobody answers for the organisation, a letter has nowhere to go.
	const answering = (role: string, as: string) => network.read((tx) => tx.execute(sql`update membership set role = ${as} where organisation_id = ${network.network.company} and role = ${role}`));
	await answering('owner', 'reader');
	expect(await suggest()).toEqual([]);
	await answering('reader', 'owner');
	await invite(an.actor);
	expect(await suggest()).toEqual([]);
	const sent = await letters();
	expect(sent.length).toBeGreaterThan(0);
	expect(sent[0]!.text).toContain('Your fields and our salt');
	expect(sent[0]!.text).toContain(an.actor.name);
	const view = await viewInvitations(network.context, an.actor, EVENT);
	expect(view).toMatchObject([{ state: 'open', mayWithdraw: true }]);
	expect(JSON.stringify(view)).not.toContain('@');
	const invitation = await viewInvitation(network.context, SECRET, { eventId: EVENT, token: tokenIn(sent[0]!.text) });
	expect(invitation).toMatchObject({ state: 'open', code: null, listing: { reference } });
	expect(JSON.stringify(invitation)).not.toContain(an.actor.email);
});

test('is offered among the participants where the listing fits what they are narrowed by, to who may invite', async () => {
	const an = await asker();
	const among = async (actor: Actor, filters = {}) => (await ownersNotThere(network.context, actor, { eventId: EVENT, filters: { words: '', country: null, area: null, kind: null, ...filters } })).map(({ own, card }) => [own.id, card.id]);
	const found = [[network.offer, network.need]];
	expect(await among(an.actor)).toEqual(found);
	expect(await among(an.actor, { kind: 'need', area: 'agriculture', words: 'SALINE' })).toEqual(found);
	for (const filters of [{ kind: 'offer' }, { country: 'PT' }, { area: 'health-biotech' }, { words: 'nothing of the kind' }]) expect(await among(an.actor, filters)).toEqual([]);
	// Who shows nothing, and who organises, has nobody to invite; who wants no meetings sees nobody at all.
	expect(await among((await network.participant(`bare-${++count}`)).actor)).toEqual([]);
	expect(await among(network.network.officer)).toEqual([]);
	await expect(among((await network.participant(`silent-${++count}`, { wants: false })).actor)).rejects.toMatchObject(forbidden);
	await expect(among(network.network.stranger)).rejects.toMatchObject(notFound);
	await network.frame({ requestDeadline: new Date('2027-01-31T00:00:00Z') });
	expect(await among(an.actor)).toEqual([]);
	await network.frame({ requestDeadline: null });
	await invite(an.actor);
	expect(await among(an.actor)).toEqual([]);
	network.context.now = new Date('2027-03-15T03:00:00Z');
	expect(await among((await asker()).actor)).toEqual([]);
});

test('counts with the requests that one may have open, either way, until its time is over', async () => {
	const an = await asker();
	const [bo, chai] = [await network.participant(`bo-${++count}`), await network.participant(`chai-${++count}`)];
	await network.frame({ requestLimit: 2 });
	const left = async () => (await viewRequests(network.context, an.actor, EVENT)).left;
	const ask = (registrationId: string) => sendRequest(network.context, an.actor, { eventId: EVENT, registrationId, request: { message: 'Salt?', language: 'en', ownListingId: null, theirListingId: null, also: [] } });
	await invite(an.actor);
	expect(await left()).toBe(1);
	await ask(bo.id);
	expect(await left()).toBe(0);
	await expect(ask(chai.id)).rejects.toMatchObject({ code: 'rate_limited', detail: { code: 'request_limit', limit: 2 } });
	// Both in the same moment: one of them is too many.
	await network.frame({ requestLimit: 1 });
	const dao = await asker();
	const at = await Promise.allSettled([invite(dao.actor), sendRequest(network.context, dao.actor, { eventId: EVENT, registrationId: bo.id, request: { message: 'Salt?', language: 'en', ownListingId: null, theirListingId: null, also: [] } })]);
	expect(at.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
	expect((await viewRequests(network.context, dao.actor, EVENT)).left).toBe(0);
	// What nobody took up in time blocks nothing, though no job has said so yet.
	network.context.now = new Date('2027-02-22T03:00:01Z');
	expect((await viewRequests(network.context, dao.actor, EVENT)).left).toBe(1);
});

test('stands as a request once somebody of the organisation is approved, who answers after saying what to show', async () => {
	const an = await asker();
	await invite(an.actor);
	const waiting = await network.participant('early', { organisation: network.network.company, state: 'waiting' });
	expect(await followInvitations(network.context, 100)).toBe(0);
	await network.read((tx) => tx.delete(eventRegistration).where(eq(eventRegistration.id, waiting.id)));
	const bo = await network.participant(`bo-${++count}`, { organisation: network.network.company, wants: false });
	expect(await followInvitations(network.context, 100)).toBe(1);
	expect(await followInvitations(network.context, 100)).toBe(0);
	expect(await stateOf(an.actor)).toEqual(['taken']);
	const [request] = (await viewRequests(network.context, bo.actor, EVENT)).requests;
	expect(request).toMatchObject({ state: 'asked', words: [{ text: 'Your fields and our salt belong together.' }], may: { answer: true } });
	const answer = () => answerRequest(network.context, bo.actor, { eventId: EVENT, requestId: request!.id, answer: { answer: 'yes', slotId: null } });
	await expect(answer()).rejects.toMatchObject(code('join_first'));
	await network.read((tx) => tx.execute(sql`insert into meeting_participant (registration_id, event_id, joined_at, changed_at) values (${bo.id}, ${EVENT}, now(), now())`));
	expect((await answer())!.meeting).not.toBeNull();
});

test('is sent by who wants meetings, once to each organisation, within the limits, and to nobody who comes', async () => {
	const an = await asker();
	for (const actor of [network.network.visitor, network.network.stranger, network.network.thaiOfficer]) await expect(invite(actor)).rejects.toMatchObject(notFound);
	await expect(invite(network.network.officer)).rejects.toMatchObject(forbidden);
	await expect(invite((await network.participant('silent', { wants: false })).actor)).rejects.toMatchObject(forbidden);
	// What one's own organisation shows, and what is not public, has no owner to invite.
	const own = await network.participant('own', { organisation: network.network.company });
	await expect(viewInvitee(network.context, own.actor, { eventId: EVENT, reference })).rejects.toMatchObject(notFound);
	await expect(viewInvitee(network.context, an.actor, { eventId: EVENT, reference: 999_999 })).rejects.toMatchObject(notFound);
	await expect(invite(an.actor)).rejects.toMatchObject(code('comes_already'));
	await network.read((tx) => tx.delete(eventRegistration).where(eq(eventRegistration.id, own.id)));
	await invite(an.actor);
	await expect(invite(an.actor)).rejects.toMatchObject(code('invited_already'));
	await network.frame({ requestLimit: 1 });
	const other = await asker();
	await invite(other.actor);
	const rowsFor = (actor: Actor) => asActor(network.database.db, actor, (tx) => tx.$count(meetingInvitation));
	expect([await rowsFor(an.actor), await rowsFor(other.actor), await rowsFor(network.network.stranger)]).toEqual([1, 1, 0]);
	await network.frame({ requestLimit: 20 });
	for (let i = 0; i < 3; i++) await invite((await asker()).actor);
	await expect(invite((await asker()).actor)).rejects.toMatchObject(code('invited_often'));
});

test('is declined through its letter alone; who wants none any more gets none, from nobody', async () => {
	const an = await asker();
	await invite(an.actor);
	const token = tokenIn((await letters())[0]!.text);
	const refuse = (wrong: string, never = false, eventId = EVENT) => refuseInvitation(network.context, SECRET, { eventId, token: wrong, never });
	const [row] = await network.read((tx) => tx.select().from(meetingInvitation));
	for (const wrong of [`${token.slice(0, -1)}x`, invitationToken('another secret', { invitationId: row!.id, personId: an.actor.userId })]) await expect(refuse(wrong)).rejects.toMatchObject(notFound);
	await expect(refuse(token, false, 'another-event')).rejects.toMatchObject(notFound);
	await refuse(token);
	expect(await stateOf(an.actor)).toEqual(['refused']);
	await expect(refuse(token)).rejects.toMatchObject(forbidden);
	for (const { text } of await letters()) await refuse(tokenIn(text), true);
	await expect(invite((await asker()).actor)).rejects.toMatchObject(code('takes_no_invitations'));
	// Who comes after all is asked nothing that was declined.
	await network.participant(`late-${++count}`, { organisation: network.network.company, wants: false });
	expect(await followInvitations(network.context, 100)).toBe(0);
});

test('is no second request where the two are asked to a meeting of several already, also in the same moment', async () => {
	const an = await asker();
	await invite(an.actor);
	const bo = await network.participant(`bo-${++count}`, { organisation: network.network.company });
	const chai = await network.participant(`chai-${++count}`);
	await Promise.all([
		sendRequest(network.context, an.actor, { eventId: EVENT, registrationId: bo.id, request: { message: 'All of us.', language: 'en', ownListingId: null, theirListingId: null, also: [chai.id] } }).catch((error: unknown) => expect(error).toMatchObject(code('asked_together'))),
		followInvitations(network.context, 100),
	]);
	await followInvitations(network.context, 100);
	expect((await viewRequests(network.context, bo.actor, EVENT)).requests).toHaveLength(1);
	expect(await stateOf(an.actor)).toEqual(['taken']);
});

test('is taken back by who sent it, and ends by itself', async () => {
	const [an, other] = [await asker(), await asker()];
	await invite(an.actor);
	const { id } = (await viewInvitations(network.context, an.actor, EVENT))[0]!;
	const withdraw = (actor: Actor) => withdrawInvitation(network.context, actor, { eventId: EVENT, invitationId: id });
	await expect(withdraw(other.actor)).rejects.toMatchObject(notFound);
	await expect(withdraw(network.network.stranger)).rejects.toMatchObject(notFound);
	await withdraw(an.actor);
	await expect(withdraw(an.actor)).rejects.toMatchObject(forbidden);
	await invite(other.actor);
	network.context.now = new Date('2027-02-22T03:00:01Z');
	expect(await stateOf(other.actor)).toEqual(['expired']);
	await network.participant(`late-${++count}`, { organisation: network.network.company, wants: false });
	expect(await followInvitations(network.context, 100)).toBe(1);
	expect((await viewRequests(network.context, other.actor, EVENT)).requests).toEqual([]);
});

test('comes to nothing where the host keeps the two apart', async () => {
	const an = await asker();
	await invite(an.actor);
	const bo = await network.participant(`bo-${++count}`, { organisation: network.network.company, wants: false });
	await network.read((tx) => putForbiddenPair(tx, { eventId: EVENT, people: [an.id, bo.id], reason: 'A lawsuit.', madeBy: null, madeAt: network.context.now }));
	expect(await followInvitations(network.context, 100)).toBe(1);
	expect(await stateOf(an.actor)).toEqual(['expired']);
	expect((await viewRequests(network.context, bo.actor, EVENT)).requests).toEqual([]);
});

test('brings a code for one person where nobody registers without, who is approved like anybody', async () => {
	const an = await asker();
	await network.read((tx) => tx.update(eventRegistrationFrame).set({ audience: 'invited' }));
	await invite(an.actor);
	const { code: given } = await viewInvitation(network.context, SECRET, { eventId: EVENT, token: tokenIn((await letters())[0]!.text) });
	expect(await network.read((tx) => tx.select().from(eventInvitation))).toMatchObject([{ code: given, uses: 1, approved: false }]);
	await network.read((tx) => tx.update(eventRegistrationFrame).set({ state: 'closed' }));
	await expect(invite((await asker()).actor)).rejects.toMatchObject(code('registration_closed'));
});

describe('suggestions to and of those who show no listing', () => {
	const suggest = async (actor: Actor) => (await suggestPeople({ ...network.context, thesaurus: network.thesaurus }, actor, { eventId: EVENT, reader: 'en' })).suggested;
	/** Somebody of an organisation that works in agriculture and whose one need asks to stay unnamed. */
	async function ofAnother() {
		const [row] = await network.database.db.insert(organisations).values({ slug: `orchards-${++count}`, kind: 'company', country: 'TH', centreId: 'thailand', names: [], about: [], areas: ['agriculture', 'energy'] }).returning();
		const organisation = row!.id;
		await network.publish('need', organisation, { display: 'hidden' });
		return network.participant(`quiet-${++count}`, { organisation });
	}

	test('come from what their organisation has published, after those who show what fits', async () => {
		const an = await network.participant(`an-${++count}`);
		const [silent, shows] = [await network.participant(`silent-${++count}`, { organisation: network.network.company }), await network.participant(`shows-${++count}`, { organisation: network.network.company, listings: [network.need] })];
		expect(await suggest(an.actor)).toMatchObject([
			{ by: 'listings', person: { id: shows.id, cards: [{ id: network.need }] }, own: { id: network.offer }, shows: { own: false, theirs: true } },
			// What the organisation has published stands as the reason, not among what the person shows.
			{ by: 'listings', person: { id: silent.id, cards: [] }, reasons: { card: { id: network.need } }, shows: { own: false, theirs: false } },
		]);
	});

	test('and else from the areas in which both work, never from what stays unnamed', async () => {
		const an = await network.participant(`an-${++count}`, { listings: [network.offer] });
		const quiet = await ofAnother();
		expect(await suggest(an.actor)).toMatchObject([{ by: 'areas', person: { id: quiet.id }, areas: ['agriculture'] }]);
		const other = await ofAnother();
		expect(await suggest(quiet.actor)).toEqual(expect.arrayContaining([expect.objectContaining({ by: 'areas', areas: ['agriculture', 'energy'] }), expect.objectContaining({ by: 'areas', areas: ['agriculture'] })]));
		for (const { person } of await suggest(an.actor)) expect([quiet.id, other.id]).toContain(person.id);
	});

	test('but of two who show listings that do not fit, the areas say nothing', async () => {
		const [an, bo] = [await network.participant(`an-${++count}`, { listings: [network.offer] }), await network.participant(`bo-${++count}`, { organisation: network.network.company, listings: [await network.publish('offer', network.network.company, { title: 'Greenhouse films' })] })];
		expect((await suggest(an.actor)).map(({ person }) => person.id)).not.toContain(bo.id);
	});
});
