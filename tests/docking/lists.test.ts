import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { addPerson, peopleToAdd, removePerson } from '#lib/server/docking/change-people.ts';
import { changeDocking } from '#lib/server/docking/change-docking.ts';
import { completeDocking, giveTurn, reopenDocking, stopDocking } from '#lib/server/docking/end-docking.ts';
import { questionsInput, refusalInput, parseInterest } from '#lib/server/docking/input.ts';
import { afterOf, afterText } from '#lib/server/docking/lists/queries.ts';
import { readDocking, readHistory } from '#lib/server/docking/read-docking.ts';
import { centreDockings, centreQueue, dockingFigures, dockingsOfColleagues, ownDockings } from '#lib/server/docking/view-lists.ts';
import { setScreening } from '#lib/server/docking/interests/centre-settings.ts';
import { createDockingNetwork, type DockingNetwork, type Person } from './docking-network.ts';

let network: DockingNetwork;
let references: string[];
beforeAll(async () => {
	network = await createDockingNetwork();
	references = [];
	// More than a page, all opened at the same instant.
	for (let index = 0; index < 27; index++) references.push((await network.dock()).reference);
});
afterAll(() => network.close());

const refused = (code: string) => expect.objectContaining({ code });
const db = () => network.database.db;
const idOf = (actor: Actor) => (actor as Person).userId;

describe('lists', () => {
	test('pages follow one another without a gap or a double, also where all changed at one instant', async () => {
		const first = await ownDockings(db(), network.stranger as Person, { after: null });
		expect(first.lines).toHaveLength(25);
		const second = await ownDockings(db(), network.stranger as Person, { after: afterOf(first.next) });
		expect(second.next).toBeNull();
		expect([...first.lines, ...second.lines].map(({ reference }) => reference).sort()).toEqual([...references].sort());
		expect(afterOf('nonsense')).toBeNull();
		expect(afterText(afterOf(first.next)!)).toBe(first.next);
	});

	test('officers see what their centre advises, and nobody another centre’s', async () => {
		const page = await centreDockings(db(), network.officer as Person, { centreId: 'laos', after: null });
		expect(page.lines[0]).toMatchObject({ stand: 'officers', state: 'introduced' });
		await expect(centreDockings(db(), network.officer as Person, { centreId: 'thailand', after: null })).rejects.toEqual(refused('forbidden'));
		await expect(centreDockings(db(), network.secretariat as Person, { centreId: 'laos', after: null })).rejects.toEqual(refused('forbidden'));
		expect((await ownDockings(db(), network.secretariat as Person, { after: null })).lines).toEqual([]);
		const queue = await centreQueue(db(), network.officer, { centreId: 'laos', interestsAfter: null, dockingsAfter: null });
		expect(queue.waiting.lines).toHaveLength(25);
		await expect(centreQueue(db(), network.secretariat, { centreId: 'laos', interestsAfter: null, dockingsAfter: null })).rejects.toEqual(refused('forbidden'));
	});
});

describe('figures', () => {
	test('each docking counts once in every stage it has reached, also after it was stopped', async () => {
		const range = { since: new Date(0), now: network.clock.now };
		const before = await dockingFigures(db(), network.officer, { centreId: 'laos', ...range });
		expect(before.progress.reached).toMatchObject({ introduced: 27, confidential: 0 });
		expect(before.ageing.seeking).toEqual({ week: 27, month: 0, quarter: 0, older: 0 });
		const reference = references[0]!;
		await changeDocking(network.context, network.stranger, { reference, right: 'negotiate' }, ({ move }) => move({ type: 'terms-offered' }));
		const { version } = await readDocking(db(), network.stranger, reference);
		await stopDocking(network.context, network.stranger, { reference, expected: version, reason: 'terms', words: '', language: 'en' });
		for (const centreId of ['laos', null]) {
			const actor = centreId ? network.officer : network.secretariat;
			const after = await dockingFigures(db(), actor, { centreId, since: new Date(0), now: new Date(network.clock.now.getTime() + 40 * 86_400_000) });
			expect(after.progress.reached).toMatchObject({ introduced: 27, confidential: 1, negotiating: 1, agreed: 0 });
			expect(after.progress.stoppedAt.negotiating).toBe(1);
			expect(after.ageing.seeking).toEqual({ week: 0, month: 0, quarter: 26, older: 0 });
		}
	});

	test('the secretariat and the authority see the figures of all, an officer those of the own centre, others none', async () => {
		const range = { since: new Date(0), now: network.clock.now };
		for (const actor of [network.secretariat, network.authority]) expect((await dockingFigures(db(), actor, { centreId: 'thailand', ...range })).progress.reached.introduced).toBe(27);
		for (const [actor, centreId] of [[network.officer, 'thailand'], [network.officer, null], [network.owner, 'laos'], [network.reviewer, 'laos'], [network.visitor, null]] as const)
			await expect(dockingFigures(db(), actor, { centreId, ...range })).rejects.toEqual(refused('forbidden'));
	});

	test('only officers say whether their centre screens', async () => {
		await expect(setScreening(network.context, network.thaiOfficer, { centreId: 'laos', screens: true })).rejects.toEqual(refused('forbidden'));
		await expect(setScreening(network.context, network.owner, { centreId: 'laos', screens: true })).rejects.toEqual(refused('forbidden'));
		await setScreening(network.context, network.officer, { centreId: 'laos', screens: true });
		expect((await centreQueue(db(), network.officer, { centreId: 'laos', interestsAfter: null, dockingsAfter: null })).screens).toBe(true);
	});
});

describe('people', () => {
	test('an owner sees that dockings are there, goes in, and adds and takes off people of the own side only', async () => {
		network.clock.now = new Date(network.clock.now.getTime() + 60_000);
		const { reference } = await network.dock();
		expect((await dockingsOfColleagues(db(), network.owner as Person)).find((each) => each.reference === reference)).toMatchObject({ people: ['editor'] });
		for (const actor of [network.reader, network.secretariat, network.stranger]) expect((await dockingsOfColleagues(db(), actor as Person)).map((each) => each.reference)).not.toContain(reference);
		await expect(readDocking(db(), network.owner, reference)).rejects.toEqual(refused('not_found'));
		await addPerson(network.context, network.owner, { reference, personId: idOf(network.owner) });
		expect((await readDocking(db(), network.owner, reference)).side).toBe('offering');
		expect((await peopleToAdd(db(), network.owner, reference)).map(({ name }) => name)).toContain('reader');
		await expect(addPerson(network.context, network.owner, { reference, personId: idOf(network.secretariat) })).rejects.toEqual(refused('invalid_input'));
		await expect(addPerson(network.context, network.reader, { reference, personId: idOf(network.reader) })).rejects.toEqual(refused('not_found'));
		await expect(addPerson(network.context, network.officer, { reference, personId: idOf(network.reader) })).rejects.toEqual(refused('forbidden'));
		await expect(removePerson(network.context, network.owner, { reference, personId: idOf(network.stranger) })).rejects.toEqual(refused('not_found'));
		await removePerson(network.context, network.owner, { reference, personId: idOf(network.editor) });
		await expect(removePerson(network.context, network.owner, { reference, personId: idOf(network.owner) })).rejects.toEqual(refused('conflict'));
		await expect(readDocking(db(), network.editor, reference)).rejects.toEqual(refused('not_found'));
	});
});

describe('how it ends', () => {
	test('the turn is given, what is signed is completed and opened again, and history says who', async () => {
		const { reference } = await network.dock();
		const seen = () => readDocking(db(), network.officer, reference);
		await giveTurn(network.context, network.officer, { reference, expected: 1, ball: 'offering' });
		await expect(giveTurn(network.context, network.officer, { reference, expected: 1, ball: 'seeking' })).rejects.toEqual(refused('conflict'));
		await expect(giveTurn(network.context, network.officer, { reference, expected: 2, ball: 'nobody' })).rejects.toEqual(refused('invalid_input'));
		await expect(completeDocking(network.context, network.editor, { reference, expected: 2 })).rejects.toEqual(refused('conflict'));
		await changeDocking(network.context, network.editor, { reference, right: 'negotiate' }, ({ move }) => move({ type: 'agreement-signed' }));
		await expect(completeDocking(network.context, network.officer, { reference, expected: 3 })).rejects.toEqual(refused('forbidden'));
		await completeDocking(network.context, network.editor, { reference, expected: 3 });
		await reopenDocking(network.context, network.stranger, { reference, expected: 4 });
		expect(await seen()).toMatchObject({ state: 'running', ball: 'seeking' });
		expect((await readHistory(db(), network.officer, (await seen()).id)).map(({ event, called, side }) => [event, called, side])).toEqual([
			['reopen', 'stranger', 'seeking'],
			['completed', 'editor', 'offering'],
			['agreement-signed', 'editor', 'offering'],
			['pass-ball', 'officer', 'officers'],
			['open', 'editor', null],
		]);
		expect(await readHistory(db(), network.secretariat, (await seen()).id)).toEqual([]);
	});
});

describe('what comes in', () => {
	const form = (fields: Record<string, string | string[]>) => {
		const data = new FormData();
		for (const [name, value] of Object.entries(fields)) for (const each of [value].flat()) data.append(name, each);
		return data;
	};
	test('says at each field what is missing or too long', () => {
		const { errors } = parseInterest(form({ organisation: crypto.randomUUID(), whoWeAre: 'x'.repeat(801), why: ' ', language: 'xx' }), { questionIds: ['q'], language: 'en' });
		expect(errors.map(({ field, code }) => `${field} ${code}`)).toEqual(['language not_allowed', 'whoWeAre too_long', 'why required', 'answer_q required']);
		// Who joins an interest that stands says only why.
		expect(parseInterest(form({ organisation: crypto.randomUUID(), why: 'y' }), { questionIds: ['q'], language: 'en', joins: true })).toMatchObject({ errors: [], input: { answers: [] } });
		// A character outside the basic plane counts as one, as it does in the database.
		expect(parseInterest(form({ organisation: crypto.randomUUID(), whoWeAre: '𠮷'.repeat(800), why: 'y' }), { questionIds: [], language: 'zh' }).errors).toEqual([]);
	});
	test('a refusal needs a reason of the list, and words where that is another one', () => {
		expect(() => refusalInput(form({ reason: 'because' }))).toThrow();
		expect(() => refusalInput(form({ reason: 'other', words: '' }))).toThrow();
		expect(refusalInput(form({ reason: 'other', words: ' x ' }))).toEqual({ reason: 'other', words: 'x' });
		expect(questionsInput(form({ question: ['', ' How? ', 'x'] }))).toEqual(['How?', 'x']);
	});
});
