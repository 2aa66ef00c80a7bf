import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { INTEREST_STATES, STEP_DAYS, type InterestState } from '#lib/docking/vocabulary.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { expireInterests, remindOfInterests, remindOfTurns } from '#lib/server/docking/interests/clocks.ts';
import { setScreening } from '#lib/server/docking/interests/centre-settings.ts';
import { acceptInterest, passInterest, refuseInterest, withdrawInterest } from '#lib/server/docking/interests/decide-interest.ts';
import { expressInterest } from '#lib/server/docking/interests/express-interest.ts';
import { ownerQuestions, setOwnerQuestions } from '#lib/server/docking/interests/owner-questions.ts';
import { viewInterest } from '#lib/server/docking/interests/view-interest.ts';
import { firstInterestState, INTEREST_EVENT_RULES, INTEREST_EVENTS, nextInterestState } from '#lib/server/docking/interest.ts';
import type { InterestInput } from '#lib/server/docking/input.ts';
import { INTEREST_RIGHTS } from '#lib/server/docking/rules.ts';
import { replyToIntroduction } from '#lib/server/brokering/reply-to-introduction.ts';
import { readDocking } from '#lib/server/docking/read-docking.ts';
import { listing } from '#lib/server/listings/tables.ts';
import { asActor } from '#lib/server/platform/acting.ts';
import { eq } from 'drizzle-orm';
import { createDockingNetwork, type DockingNetwork, type Person } from './docking-network.ts';

let network: DockingNetwork;
let colleague: Person;
beforeAll(async () => {
	network = await createDockingNetwork();
	colleague = await network.person('colleague', [{ organisationId: network.company, role: 'editor' }]);
});
afterAll(() => network.close());

const DAY = 86_400_000;
const start = new Date('2026-11-21T08:00:00Z');
beforeEach(async () => {
	network.clock.now = start;
	for (const centreId of ['laos', 'thailand']) await screening(centreId, false);
});

const refused = (code: string) => expect.objectContaining({ code });
const screening = (centreId: string, screens: boolean) => setScreening(network.context, centreId === 'laos' ? network.officer : network.thaiOfficer, { centreId, screens });
const view = (actor: Actor, id: string) => viewInterest(network.database.db, actor, id);
const later = (days: number) => (network.clock.now = new Date(network.clock.now.getTime() + days * DAY));
const text = (change: Partial<InterestInput> = {}): InterestInput => ({
	organisationId: network.company,
	ownListingId: network.needId,
	language: 'vi',
	whoWeAre: 'Hợp tác xã rau ở Ninh Thuận.',
	why: 'Đất nhiễm mặn.',
	brings: '60 ha',
	questions: '',
	answers: [],
	...change,
});

/** A new offer of the institute, so that every test has its own interest. */
async function offered(): Promise<{ id: string; reference: number }> {
	const id = await network.offer(`Offer ${crypto.randomUUID()}`);
	return { id, reference: (await network.database.db.select({ reference: listing.reference }).from(listing).where(eq(listing.id, id)))[0]!.reference };
}
async function expressed(actor: Actor = network.stranger, change: Partial<InterestInput> = {}, reference?: number): Promise<string> {
	const result = await expressInterest(network.context, actor, { ...text(change), listingReference: reference ?? (await offered()).reference });
	if (result.outcome === 'docked') throw new Error('docked already');
	return result.id;
}

describe('the states of an interest', () => {
	const table: Record<InterestState, Partial<Record<(typeof INTEREST_EVENTS)[number], InterestState>>> = {
		at_own_centre: { pass: 'at_their_centre', refuse: 'refused', withdraw: 'withdrawn', expire: 'expired' },
		at_their_centre: { pass: 'with_owner', refuse: 'refused', withdraw: 'withdrawn', expire: 'expired' },
		with_owner: { accept: 'accepted', refuse: 'refused', withdraw: 'withdrawn', expire: 'expired' },
		accepted: {},
		refused: {},
		withdrawn: {},
		expired: {},
	};
	for (const state of INTEREST_STATES)
		for (const event of INTEREST_EVENTS) test(`${state}, ${event}`, () => expect(nextInterestState(state, event, { theirCentreScreens: true })).toBe(table[state][event]));

	test('every right to decide brings one event about, and the clock alone another', () => {
		const rights = INTEREST_EVENTS.flatMap((event) => INTEREST_EVENT_RULES[event].may);
		expect(rights.sort()).toEqual(INTEREST_RIGHTS.filter((right) => right !== 'view').sort());
		expect(INTEREST_EVENTS.filter((event) => INTEREST_EVENT_RULES[event].may.length === 0)).toEqual(['expire']);
	});

	test('it begins with the first who screens, and one centre looks once', () => {
		const way = { ownCentreScreens: false, theirCentreScreens: false, sameCentre: false, introduced: false };
		expect(firstInterestState(way)).toBe('with_owner');
		expect(firstInterestState({ ...way, ownCentreScreens: true, theirCentreScreens: true })).toBe('at_own_centre');
		expect(firstInterestState({ ...way, theirCentreScreens: true })).toBe('at_their_centre');
		expect(firstInterestState({ ...way, ownCentreScreens: true, theirCentreScreens: true, introduced: true })).toBe('with_owner');
		expect(nextInterestState('at_own_centre', 'pass', { theirCentreScreens: false })).toBe('with_owner');
	});
});

describe('the way of an interest', () => {
	test('through both centres to the owner, each seeing it from its step on, and a docking opens for both sides', async () => {
		await screening('laos', true);
		await screening('thailand', true);
		const { id: listingId, reference } = await offered();
		const id = await expressed(network.stranger, {}, reference);
		expect(await view(network.stranger, id)).toMatchObject({ state: 'at_own_centre', may: { withdraw: true, pass: false } });
		for (const actor of [network.officer, network.owner, network.secretariat, network.authority, network.visitor]) await expect(view(actor, id)).rejects.toEqual(refused('not_found'));
		expect((await network.mailsTo(network.thaiOfficer)).at(0)?.subject).toBe(`An interest in listing ${reference} waits for your centre`);

		await passInterest(network.context, network.thaiOfficer, { id, expected: 1 });
		expect(await view(network.officer, id)).toMatchObject({ state: 'at_their_centre', may: { pass: true } });
		await expect(view(network.editor, id)).rejects.toEqual(refused('not_found'));
		await expect(passInterest(network.context, network.thaiOfficer, { id, expected: 2 })).rejects.toEqual(refused('forbidden'));
		// An officer who also writes for the institute does not screen what comes to it.
		await expect(passInterest(network.context, network.officerAndOwner, { id, expected: 2 })).rejects.toEqual(refused('forbidden'));

		await passInterest(network.context, network.officer, { id, expected: 2 });
		expect(await view(network.editor, id)).toMatchObject({ state: 'with_owner', texts: { why: { text: 'Đất nhiễm mặn.', language: 'vi' } }, may: { accept: true } });
		await expect(acceptInterest(network.context, network.reader, { id, expected: 3 })).rejects.toEqual(refused('forbidden'));
		await expect(acceptInterest(network.context, network.stranger, { id, expected: 3 })).rejects.toEqual(refused('forbidden'));

		const docking = await acceptInterest(network.context, network.editor, { id, expected: 3 });
		const seen = await readDocking(network.database.db, network.stranger, docking);
		expect(seen).toMatchObject({ side: 'seeking', state: 'introduced', ball: 'seeking', interestId: id });
		expect(seen.parties.offering.people.map(({ name }) => name)).toContain('editor');
		expect(seen.listings.map(({ kind }) => kind).sort()).toEqual(['need', 'offer']);
		expect((await view(network.stranger, id)).docking).toBe(docking);
		// The sections for the parties open to the other side, and only to it.
		const introduced = (await network.database.db.execute<{ id: string }>(sql`select introduced.id from listing_introduced_to(${listingId}) as introduced(id)`)).rows;
		expect(introduced).toEqual([{ id: network.company }]);
	});

	test('a second interest of an organisation joins the first, also when two ask at once', async () => {
		const { reference } = await offered();
		const both = await Promise.all([network.stranger, colleague].map((actor) => expressInterest(network.context, actor, { ...text(), listingReference: reference })));
		expect(both.map(({ outcome }) => outcome).sort()).toEqual(['joined', 'sent']);
		expect(new Set(both.map((each) => 'id' in each && each.id)).size).toBe(1);
		const id = (both[0] as { id: string }).id;
		expect((await view(network.editor, id)).joined).toHaveLength(1);
		const docking = await acceptInterest(network.context, network.editor, { id, expected: 1 });
		// Both are in, and a third interest is led to the docking.
		for (const actor of [network.stranger, colleague]) expect((await readDocking(network.database.db, actor, docking)).side).toBe('seeking');
		expect(await expressInterest(network.context, colleague, { ...text(), listingReference: reference })).toEqual({ outcome: 'docked', reference: docking });
	});

	test('who asks again adds words to what was said, and once only', async () => {
		const { reference } = await offered();
		const id = await expressed(network.stranger, {}, reference);
		const again = (why: string) => expressInterest(network.context, network.stranger, { ...text({ why }), listingReference: reference });
		for (const why of ['Đất nhiễm mặn.', 'Chúng tôi có thêm 20 ha.', 'Chúng tôi có thêm 20 ha.']) expect(await again(why)).toEqual({ outcome: 'joined', id });
		expect((await view(network.editor, id)).joined.map(({ words }) => words.text)).toEqual(['Chúng tôi có thêm 20 ha.']);
	});

	test('of two who decide at once, one gets a conflict', async () => {
		const id = await expressed();
		const results = await Promise.allSettled([
			acceptInterest(network.context, network.editor, { id, expected: 1 }),
			refuseInterest(network.context, network.owner, { id, expected: 1, by: 'owner', reason: 'no_capacity', words: '', language: 'en' }),
		]);
		expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
		expect(results.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'conflict' } });
	});

	test('a refusal says why, to those who asked, and the letter says nothing of it', async () => {
		await screening('thailand', true);
		const { reference } = await offered();
		const id = await expressed(network.stranger, {}, reference);
		await expect(refuseInterest(network.context, network.officer, { id, expected: 1, by: 'centre', reason: 'incomplete', words: '', language: 'en' })).rejects.toEqual(refused('not_found'));
		await refuseInterest(network.context, network.thaiOfficer, { id, expected: 1, by: 'centre', reason: 'incomplete', words: 'Say who pays.', language: 'en' });
		expect(await view(network.stranger, id)).toMatchObject({ state: 'refused', endedIn: 'at_own_centre', refusal: { reason: 'incomplete', words: 'Say who pays.' } });
		await expect(view(network.owner, id)).rejects.toEqual(refused('not_found'));
		const letter = (await network.mailsTo(network.stranger)).find(({ subject }) => subject === `Your interest in listing ${reference} was not accepted`);
		expect(letter?.text).not.toContain('Say who pays');
	});

	test('nobody is interested in the own listing, a draft, or for an organisation that is not the own one', async () => {
		const { reference, id } = await offered();
		await expect(expressed(network.editor, { organisationId: network.institute }, reference)).rejects.toEqual(refused('forbidden'));
		await expect(expressed(network.stranger, { organisationId: network.institute }, reference)).rejects.toEqual(refused('forbidden'));
		await expect(expressed(network.visitor, {}, reference)).rejects.toEqual(refused('unauthenticated'));
		await expect(expressed(network.reader, {}, reference)).rejects.toEqual(refused('forbidden'));
		await network.database.db.update(listing).set({ state: 'paused' }).where(eq(listing.id, id));
		await expect(expressed(network.stranger, {}, reference)).rejects.toEqual(refused('forbidden'));
	});

	test('who asked may withdraw, and then ask anew', async () => {
		const { reference } = await offered();
		const id = await expressed(network.stranger, {}, reference);
		await expect(withdrawInterest(network.context, network.editor, { id, expected: 1 })).rejects.toEqual(refused('forbidden'));
		await withdrawInterest(network.context, colleague, { id, expected: 1 });
		expect(await expressed(network.stranger, {}, reference)).not.toBe(id);
	});

	test('the owner’s questions are answered with it, and stay with it as they were', async () => {
		await setOwnerQuestions(network.context, network.editor, { organisationId: network.institute, questions: ['How large is your farm?', 'Who pays?'], language: 'en' });
		await expect(setOwnerQuestions(network.context, network.stranger, { organisationId: network.institute, questions: [], language: 'en' })).rejects.toEqual(refused('forbidden'));
		const questions = await ownerQuestions(network.database.db, network.stranger, network.institute);
		const id = await expressed(network.stranger, { answers: questions.map(({ id: questionId }, index) => ({ questionId, text: `Answer ${index}` })) });
		await setOwnerQuestions(network.context, network.editor, { organisationId: network.institute, questions: ['Who pays?'], language: 'en' });
		expect((await view(network.editor, id)).answers.map(({ question, answer }) => [question.text, answer.text])).toEqual([['How large is your farm?', 'Answer 0'], ['Who pays?', 'Answer 1']]);
		expect((await ownerQuestions(network.database.db, network.stranger, network.institute)).map(({ id: kept }) => kept)).toEqual([questions[1]!.id]);
		await setOwnerQuestions(network.context, network.editor, { organisationId: network.institute, questions: [], language: 'en' });
	});

	test('the database shows an interest to nobody whom it has not reached', async () => {
		await screening('thailand', true);
		const id = await expressed();
		const seen = (actor: Actor) => asActor(network.database.db, actor, async (tx) => (await tx.execute(sql`select from interest where id = ${id}`)).rows.length);
		for (const actor of [network.stranger, colleague, network.thaiOfficer]) expect(await seen(actor)).toBe(1);
		for (const actor of [network.officer, network.editor, network.secretariat, network.authority, network.visitor]) expect(await seen(actor)).toBe(0);
	});
});

describe('the clocks', () => {
	test('whoever holds an interest up is reminded once a step, and then it expires', async () => {
		const { reference } = await offered();
		const id = await expressed(network.stranger, {}, reference);
		const reminders = async () => (await network.mailsTo(network.owner)).filter(({ subject }) => subject === `An interest in listing ${reference} still waits for your answer`).length;
		later(STEP_DAYS.with_owner.reminder - 1);
		await remindOfInterests(network.context);
		expect(await reminders()).toBe(0);
		later(2);
		await remindOfInterests(network.context);
		await remindOfInterests(network.context);
		expect(await reminders()).toBe(1);
		later(STEP_DAYS.with_owner.expiry);
		await expireInterests(network.context);
		expect(await view(network.stranger, id)).toMatchObject({ state: 'expired', endedIn: 'with_owner' });
		await expect(acceptInterest(network.context, network.editor, { id, expected: 2 })).rejects.toEqual(refused('forbidden'));
		expect(await expireInterests(network.context)).toBe(0);
	});

	test('whoever has the ball of a docking is reminded once a turn', async () => {
		const { reference } = await network.dock();
		later(15);
		expect(await remindOfTurns(network.context)).toBeGreaterThan(0);
		expect(await remindOfTurns(network.context)).toBe(0);
		const told = async (actor: Actor) => (await network.mailsTo(actor)).filter(({ subject }) => subject === `${reference}: it is your turn`).length;
		expect([await told(network.stranger), await told(network.editor), await told(network.officer)]).toEqual([1, 0, 0]);
	});
});

describe('an introduction by the broker’s desk', () => {
	test('once both owners are interested, their docking opens, and saying it again opens no other', async () => {
		const { id: offerId } = await offered();
		const decisionId = crypto.randomUUID();
		await network.database.asOwner(async (client) => {
			const pair = await client.query<{ id: string }>(
				`insert into suggested_pair (need_id, offer_id, need_centre_id, offer_centre_id, score, need_change, offer_change, engine, state) values ($1, $2, 'thailand', 'laos', 0.9, 1, 1, 'test', 'introduced') returning id`,
				[network.needId, offerId],
			);
			await client.query(`insert into pair_decision (id, pair_id, decision) values ($1, $2, 'introduce')`, [decisionId, pair.rows[0]!.id]);
			await client.query(`insert into introduction (decision_id, pair_id, introduced_at) values ($1, $2, now())`, [decisionId, pair.rows[0]!.id]);
		});
		const reply = (actor: Actor, side: 'need' | 'offer', answer: 'interested' | 'declined') => replyToIntroduction(network.context, actor, { decisionId, side, reply: answer });
		const dockings = () => asActor(network.database.db, network.stranger, async (tx) => (await tx.execute<{ reference: string }>(sql`select reference from docking where offer_listing_id = ${offerId}`)).rows);
		await reply(network.stranger, 'need', 'interested');
		expect(await dockings()).toEqual([]);
		await reply(network.editor, 'offer', 'interested');
		const [docking] = await dockings();
		expect(await readDocking(network.database.db, network.stranger, docking!.reference)).toMatchObject({ side: 'seeking', ball: 'seeking', state: 'introduced' });
		expect((await readDocking(network.database.db, network.editor, docking!.reference)).parties.offering.people.map(({ name }) => name)).toContain('editor');
		await reply(network.editor, 'offer', 'declined');
		await reply(network.editor, 'offer', 'interested');
		expect(await dockings()).toHaveLength(1);
	});
});
