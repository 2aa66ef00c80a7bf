import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { askForService } from '#lib/server/experts/missions/ask-for-service.ts';
import { answerPlace, inviteToMission, releaseExpert } from '#lib/server/experts/missions/form-task-force.ts';
import { beginMission, planMission, reportMission, thankTaskForce } from '#lib/server/experts/missions/run-mission.ts';
import { answerScreening, screenRequest } from '#lib/server/experts/missions/screen-request.ts';
import { nextPlaceState, nextRequestState, needsReplacement } from '#lib/server/experts/missions/service-request.ts';
import { viewRequest } from '#lib/server/experts/missions/view-request.ts';
import { withdrawConsent } from '#lib/server/experts/profiles/save-profile.ts';
import { REQUEST_STATES } from '#lib/experts/vocabulary.ts';
import { createExpertsNetwork, serviceNeed, type ExpertsNetwork, type Person } from './experts-network.ts';

let network: ExpertsNetwork;
let leader: { person: Person; slug: string };
let second: { person: Person; slug: string };
beforeAll(async () => {
	network = await createExpertsNetwork();
	leader = await network.expert('leading-expert');
	second = await network.expert('second-expert', {}, 'vi');
});
afterAll(() => network.close());

const refused = (code: string) => expect.objectContaining({ code });
const written = (words = '') => ({ words, language: 'en' as const });
const view = (actor: Actor, number: number) => viewRequest(network.database.db, actor, number);
const screen = (actor: Actor, number: number, expected: number, step: 'accept' | 'return' | 'decline', words = '') => screenRequest(network.context, actor, { number, expected, step, written: written(words) });
const invite = (number: number, slug: string, role: 'leader' | 'member', replaces: string | null = null) => inviteToMission(network.context, network.officer, { number, slug, role, written: written('Please come.'), replaces });
const answer = (person: Person, number: number, placeId: string, step: 'accept' | 'decline' | 'withdraw') => answerPlace(network.context, person, { number, placeId, step, written: written() });
const placeOf = async (number: number, called: string) => (await view(network.officer, number)).places.filter((place) => place.called === called).at(-1)!;
const plan = { startsOn: '2027-01-11', endsOn: '2027-01-24', place: 'Savannakhet', tasks: 'Drainage and leaching.' };

/** A request that the centre has taken on. */
async function takenOn(): Promise<number> {
	const number = await askForService(network.context, network.owner, serviceNeed(network.institute));
	await screen(network.officer, number, 1, 'accept');
	return number;
}

async function underWay(): Promise<number> {
	const number = await takenOn();
	await invite(number, leader.slug, 'leader');
	await answer(leader.person, number, (await placeOf(number, leader.slug)).id, 'accept');
	await planMission(network.context, network.officer, { number, mission: plan, language: 'en' });
	await beginMission(network.context, network.officer, { number, language: 'en' });
	return number;
}

test('states follow one another in one place', () => {
	const led = { places: [{ role: 'leader' as const, state: 'accepted' as const }] };
	expect(nextRequestState('matching', 'plan', { places: [] })).toBeUndefined();
	expect(nextRequestState('matching', 'plan', led)).toBe('planned');
	expect(nextRequestState('planned', 'begin', { places: [{ role: 'member', state: 'accepted' }] })).toBeUndefined();
	for (const state of REQUEST_STATES) expect(nextRequestState(state, 'thank', led)).toBe(state === 'reported' ? 'thanked' : undefined);
	for (const state of ['thanked', 'declined', 'withdrawn'] as const) for (const step of ['accept', 'plan', 'begin', 'report', 'withdraw'] as const) expect(nextRequestState(state, step, led)).toBeUndefined();
	expect(nextPlaceState('withdrawn', 'accept')).toBeUndefined();
	const left = { id: 'a', role: 'leader' as const, state: 'withdrawn' as const, replaces: null };
	expect(needsReplacement('under-way', [left])).toBe(true);
	expect(needsReplacement('under-way', [left, { id: 'b', role: 'leader', state: 'accepted', replaces: 'a' }])).toBe(false);
	expect(needsReplacement('reported', [left])).toBe(false);
});

describe('a request for technical service', () => {
	test('goes from asking to thanks, with letters in each person’s language', async () => {
		const number = await underWay();
		const invited = (await network.mailsTo(leader.person)).find(({ text }) => text.includes('Please come.'));
		expect(invited).toMatchObject({ language: 'zh', text: expect.stringContaining(`/zh/missions/${number}`) as string });
		await reportMission(network.context, leader.person, { number, written: written('Salt fell from 9 to 4 dS/m.') });
		await thankTaskForce(network.context, network.owner, { number, written: written('With many thanks.') });
		const seen = await view(network.owner, number);
		expect(seen.request.state).toBe('thanked');
		expect(seen.mission).toMatchObject({ report: 'Salt fell from 9 to 4 dS/m.', reportBy: leader.slug, thanks: 'With many thanks.' });
		expect(seen.steps.map(({ step }) => step)).toEqual(['ask', 'accept', 'invite', 'expert-accept', 'plan', 'begin', 'report', 'thank']);
		expect((await network.mailsTo(leader.person)).some(({ text }) => text.includes(`/zh/missions/${number}/thanks`))).toBe(true);
	});

	test('is asked by who writes for an organisation, and seen by nobody outside', async () => {
		for (const actor of [network.reader, network.stranger, network.officer]) await expect(askForService(network.context, actor, serviceNeed(network.institute))).rejects.toEqual(refused('forbidden'));
		await expect(askForService(network.context, network.visitor, serviceNeed(network.institute))).rejects.toEqual(refused('unauthenticated'));
		const number = await takenOn();
		for (const actor of [network.stranger, network.thaiOfficer, network.visitor, network.reviewer, network.authority, leader.person]) await expect(view(actor, number)).rejects.toEqual(refused('not_found'));
		expect((await view(network.reader, number)).may.withdraw).toBe(false);
	});

	test('is screened by another than who asks; two officers at once: the slower one is told', async () => {
		const number = await askForService(network.context, network.officerAndOwner, serviceNeed(network.institute));
		await expect(screen(network.officerAndOwner, number, 1, 'accept')).rejects.toEqual(refused('forbidden'));
		await expect(screen(network.owner, number, 1, 'accept')).rejects.toEqual(refused('forbidden'));
		const answers = await Promise.allSettled([screen(network.officer, number, 1, 'return', 'Which crop?'), screen(network.secondOfficer, number, 1, 'decline', 'No.')]);
		expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
	});

	test('goes back with a question and is answered', async () => {
		const number = await askForService(network.context, network.owner, serviceNeed(network.institute));
		await screen(network.officer, number, 1, 'return', 'Which crop?');
		expect((await network.mailsTo(network.owner)).some(({ text }) => text.includes('Which crop?'))).toBe(true);
		await expect(answerScreening(network.context, network.officer, { number, step: 'answer', written: written('Chilli.') })).rejects.toEqual(refused('forbidden'));
		await answerScreening(network.context, network.editor, { number, step: 'answer', written: written('Chilli.') });
		expect((await view(network.officer, number)).request.state).toBe('asked');
	});
});

describe('an expert who is asked to come', () => {
	test('answers alone, sees the request, and not what others were asked', async () => {
		const number = await takenOn();
		await invite(number, leader.slug, 'leader');
		await invite(number, second.slug, 'member');
		const place = await placeOf(number, leader.slug);
		for (const person of [second.person, network.officer as Person]) await expect(answer(person, number, place.id, 'accept')).rejects.toEqual(refused('not_found'));
		expect((await view(leader.person, number)).places.map(({ called }) => called)).toEqual([leader.slug]);
		expect((await view(leader.person, number)).contacts).toEqual([]);
		await answer(leader.person, number, place.id, 'accept');
		expect((await view(network.officer, number)).contacts).toMatchObject([{ called: leader.slug, phone: '+86 25 0000' }]);
		expect((await view(network.owner, number)).contacts).toEqual([]);
		await answer(second.person, number, (await placeOf(number, second.slug)).id, 'decline');
		await expect(answer(second.person, number, (await placeOf(number, second.slug)).id, 'accept')).rejects.toEqual(refused('conflict'));
		await expect(invite(number, leader.slug, 'member')).rejects.toEqual(refused('conflict'));
	});

	test('may leave in the middle: nothing is lost, the officer is told and another takes the place', async () => {
		const number = await underWay();
		const place = await placeOf(number, leader.slug);
		await answer(leader.person, number, place.id, 'withdraw');
		const seen = await view(network.officer, number);
		expect(seen).toMatchObject({ needsReplacement: true, hasLeader: false, request: { state: 'under-way' }, mission: { tasks: 'Drainage and leaching.' } });
		expect((await network.mailsTo(network.officer)).some(({ text }) => text.includes(leader.slug) && text.includes(String(number)))).toBe(true);
		await invite(number, second.slug, 'leader', place.id);
		await answer(second.person, number, (await placeOf(number, second.slug)).id, 'accept');
		expect(await view(network.officer, number)).toMatchObject({ needsReplacement: false, hasLeader: true });
		await reportMission(network.context, second.person, { number, written: written('Done by two.') });
		await expect(reportMission(network.context, leader.person, { number, written: written('x') })).rejects.toEqual(refused('forbidden'));
		expect((await view(network.owner, number)).places.map(({ called, state }) => [called, state]).sort()).toEqual([[leader.slug, 'withdrawn'], [second.slug, 'accepted']]);
	});

	test('whose profile goes leaves the mission, which stays whole under the name that was given', async () => {
		const going = await network.expert('going-expert');
		const number = await takenOn();
		await invite(number, going.slug, 'leader');
		await answer(going.person, number, (await placeOf(number, going.slug)).id, 'accept');
		await planMission(network.context, network.officer, { number, mission: plan, language: 'en' });
		await withdrawConsent(network.context, going.person);
		const seen = await view(network.officer, number);
		expect(seen).toMatchObject({ needsReplacement: true, request: { state: 'planned' }, contacts: [] });
		expect(seen.places).toMatchObject([{ called: going.slug, state: 'withdrawn', slug: null }]);
		await expect(invite(number, going.slug, 'leader')).rejects.toEqual(refused('not_found'));
	});

	test('is let go by the officer, and one task force has one leader', async () => {
		const number = await takenOn();
		for (const each of [leader, second]) await invite(number, each.slug, 'leader');
		await answer(leader.person, number, (await placeOf(number, leader.slug)).id, 'accept');
		await expect(answer(second.person, number, (await placeOf(number, second.slug)).id, 'accept')).rejects.toEqual(refused('conflict'));
		await expect(releaseExpert(network.context, network.owner, { number, placeId: (await placeOf(number, leader.slug)).id })).rejects.toEqual(refused('forbidden'));
		await releaseExpert(network.context, network.officer, { number, placeId: (await placeOf(number, leader.slug)).id });
		await answer(second.person, number, (await placeOf(number, second.slug)).id, 'accept');
		expect((await view(network.officer, number)).hasLeader).toBe(true);
	});
});
