import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { readDocking } from '#lib/server/docking/read-docking.ts';
import { figuresCsv } from '#lib/server/outcomes/figures/figures-csv.ts';
import { outcomeFigures } from '#lib/server/outcomes/figures/outcome-figures.ts';
import { addMilestone, changeMilestone, endProject, writeReport } from '#lib/server/outcomes/projects/change-project.ts';
import { openProject } from '#lib/server/outcomes/projects/open-project.ts';
import { askForConsent, consentToStory, draftStory, editStory, withdrawConsent, writeStoryText } from '#lib/server/outcomes/stories/change-story.ts';
import { ownOutcomes, storiesPage, viewProject, viewRecord, viewStory } from '#lib/server/outcomes/view-record.ts';
import { answerOutcome, answerThroughLink, questionOfLink, type OutcomeAnswer } from '#lib/server/outcomes/yearly/answer-outcome.ts';
import { answerToken } from '#lib/server/outcomes/yearly/answer-link.ts';
import { askOutcomes, expireOutcomes, remindOfMilestones, remindOfOutcomes } from '#lib/server/outcomes/yearly/ask-outcomes.ts';
import type { Person } from '../docking/docking-network.ts';
import { createOutcomesNetwork, type OutcomesNetwork } from './outcomes-network.ts';

let network: OutcomesNetwork;
beforeAll(async () => {
	network = await createOutcomesNetwork();
});
afterAll(() => network.close());

const refused = (code: string) => expect.objectContaining({ code });
const outsiders = () => [network.owner, network.secretariat, network.reviewer, network.authority, network.visitor];
const db = () => network.database.db;
const now = () => network.clock.now;
const DAY = 86_400_000;

const NEW = { title: 'Pilot field', purpose: 'Two hectares', language: 'en' as const, startsOn: null, endsOn: null, milestones: [{ title: 'Lines laid', dueOn: '2026-01-31' }, { title: 'First harvest', dueOn: null }] };
const open = (actor: Actor, reference: string, change = {}) => openProject(network.context, actor, { reference, ...NEW, ...change });
const view = (actor: Actor, reference: string, number = 1) => viewProject(db(), actor, reference, number, now());
async function milestone(actor: Actor, reference: string, event: 'report' | 'confirm' | 'dispute' | 'drop', { at = 0, words = '', reachedOn = '2026-11-01' as string | null } = {}) {
	const seen = (await view(network.editor, reference)).milestones[at]!;
	await changeMilestone(network.context, actor, { reference, project: 1, milestone: seen.id, expected: seen.version, event, words, language: 'en', reachedOn });
}

describe('a co-operation project', () => {
	test('is opened by a party of a signed agreement; the docking runs; nobody outside learns of it', async () => {
		const { reference, docking } = await network.signed();
		for (const actor of outsiders()) {
			await expect(open(actor, reference)).rejects.toEqual(refused('not_found'));
			await expect(viewRecord(db(), actor, reference, now())).rejects.toEqual(refused('not_found'));
		}
		for (const actor of [network.officer, network.thaiOfficer]) await expect(open(actor, reference)).rejects.toEqual(refused('forbidden'));
		await expect(open(network.editor, reference, { milestones: [] })).rejects.toEqual(expect.objectContaining({ field: 'milestone_0' }));
		expect(await open(network.editor, reference)).toBe(1);
		expect(await open(network.stranger, reference)).toBe(2);
		expect((await readDocking(db(), network.officer, docking)).state).toBe('running');
		expect(await viewRecord(db(), network.thaiOfficer, reference, now())).toMatchObject({ docking, projects: [{ number: 1, milestones: 2, confirmed: 0 }, { number: 2 }], answerable: [], may: { beginProject: false } });
		expect((await network.mailsTo(network.stranger)).some(({ text }) => text.includes('/outcome') && !text.includes('Pilot field'))).toBe(true);
	});

	test('of an agreement that is not signed does not exist', async () => {
		const { reference, id } = await network.signed();
		await network.database.asOwner((client) => client.query(`alter table agreement disable trigger agreement_stands`));
		await network.database.asOwner((client) => client.query(`update agreement set state = 'ready' where id = $1`, [id]));
		await network.database.asOwner((client) => client.query(`alter table agreement enable trigger agreement_stands`));
		await expect(open(network.editor, reference)).rejects.toEqual(refused('not_found'));
	});

	test('a milestone that one side reports counts when the other confirms it; disputed, it is open again', async () => {
		const { reference, docking } = await network.signed();
		await open(network.editor, reference);
		await expect(milestone(network.editor, reference, 'report', { reachedOn: '2026-11-22' })).rejects.toEqual(expect.objectContaining({ field: 'reachedOn' }));
		await milestone(network.editor, reference, 'report');
		expect(await readDocking(db(), network.editor, docking)).toMatchObject({ ball: 'seeking', nextStep: 'report_milestone' });
		for (const actor of [network.editor, network.officer]) await expect(milestone(actor, reference, 'confirm')).rejects.toEqual(refused('forbidden'));
		await expect(milestone(network.secretariat, reference, 'confirm')).rejects.toEqual(refused('not_found'));
		await expect(milestone(network.stranger, reference, 'dispute')).rejects.toEqual(expect.objectContaining({ field: 'words' }));
		await milestone(network.stranger, reference, 'dispute', { words: 'Half of the lines are missing.' });
		await milestone(network.editor, reference, 'report');
		const both = await Promise.allSettled([milestone(network.stranger, reference, 'confirm'), milestone(network.stranger, reference, 'confirm')]);
		expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
		await expect(milestone(network.stranger, reference, 'dispute', { words: 'Too late.' })).rejects.toEqual(refused('forbidden'));
		await writeReport(network.context, network.stranger, { reference, project: 1, words: 'Salt fell by a third.', language: 'en' });
		for (const actor of [network.officer, network.thaiOfficer]) await expect(writeReport(network.context, actor, { reference, project: 1, words: 'x', language: 'en' })).rejects.toEqual(refused('forbidden'));
		expect((await view(network.officer, reference)).reports.map(({ kind, party }) => [kind, party])).toEqual([['report', 1], ['confirmed', 1], ['reached', 0], ['disputed', 1], ['reached', 0]]);
		await addMilestone(network.context, network.stranger, { reference, project: 1, title: 'Second field', dueOn: null, language: 'en' });
		await milestone(network.editor, reference, 'drop', { at: 2 });
		expect((await view(network.editor, reference)).milestones.map(({ state }) => state)).toEqual(['confirmed', 'planned', 'dropped']);
	});

	test('is stopped with words, goes on, and completes the whole where it is the last', async () => {
		const { reference, docking } = await network.signed();
		await open(network.editor, reference);
		const end = async (actor: Actor, event: 'complete' | 'stop' | 'reopen', words = '', whole = false) => endProject(network.context, actor, { reference, project: 1, expected: (await view(network.editor, reference)).version, event, words, language: 'en', whole });
		await expect(end(network.stranger, 'stop')).rejects.toEqual(expect.objectContaining({ field: 'words' }));
		await end(network.stranger, 'stop', 'No water this year.');
		await expect(open(network.officer, reference)).rejects.toEqual(refused('forbidden'));
		await end(network.editor, 'reopen');
		await end(network.editor, 'complete', '', true);
		expect((await readDocking(db(), network.editor, docking)).state).toBe('completed');
		await end(network.editor, 'reopen');
		expect((await readDocking(db(), network.editor, docking)).state).toBe('running');
	});

	test('whose milestone is due: both sides are reminded once, without a word of what it is', async () => {
		const { reference } = await network.signed();
		await open(network.editor, reference);
		expect(await remindOfMilestones(network.context)).toBeGreaterThan(0);
		expect(await remindOfMilestones(network.context)).toBe(0);
		const letters = (await network.mailsAbout(reference)).filter(({ text }) => text.includes('/projects/1'));
		expect(letters.map(({ to }) => to).sort()).toEqual([network.editor, network.stranger].map((actor) => (actor as Person).email).sort());
		for (const { text } of letters) expect(text).not.toContain('Lines laid');
	});
});

const SECRET = 'a secret of the installation';
const asking = () => ({ ...network.context, secret: SECRET });
const ANSWER: OutcomeAnswer = { status: 'running', reason: null, words: '', language: 'en', jobs: 12, publications: 1, agreements: 0, sales: { minor: '250000', currency: 'CNY' }, investment: null };
const answer = (actor: Actor, reference: string, party: number, change: Partial<OutcomeAnswer> = {}, { year = 2026, expected = 0 } = {}) => answerOutcome(network.context, actor, { reference, party, year, expected, answer: { ...ANSWER, ...change } });

describe('the outcome of a year', () => {
	test('is asked of each party once a year, by letters whose links answer in one click and change nothing by being opened', async () => {
		const { reference } = await network.signed({ signedOn: '2024-11-20' });
		const young = await network.signed({ signedOn: '2026-03-01' });
		while ((await askOutcomes(asking())) > 0);
		const letters = (await network.mailsAbout(reference)).filter(({ text }) => text.includes('/outcomes/answer/'));
		expect(letters.map(({ to }) => to).sort()).toEqual([network.editor, network.stranger].map((actor) => (actor as Person).email).sort());
		for (const { text } of letters) for (const secret of ['drip lines', 'Party', 'Nanning']) expect(text).not.toContain(secret);
		expect((await network.mailsAbout(young.reference)).filter(({ text }) => text.includes('/outcomes/answer/'))).toEqual([]);
		expect((await ownOutcomes(db(), network.stranger as Person)).questions.map((each) => each.reference)).toContain(reference);

		const own = letters.find(({ to }) => to === (network.stranger as Person).email)!;
		const token = /answer\/([^?\s]+)\?is=running/.exec(own.text)![1]!;
		expect(await questionOfLink(db(), SECRET, token, now())).toMatchObject({ reference, year: 2026, state: 'asked' });
		await expect(questionOfLink(db(), 'another secret', token, now())).rejects.toEqual(refused('not_found'));
		await expect(questionOfLink(db(), SECRET, `${token.slice(0, -1)}A`, now())).rejects.toEqual(refused('not_found'));
		await expect(questionOfLink(db(), SECRET, token, new Date(now().getTime() + 91 * DAY))).rejects.toEqual(refused('expired'));
		expect((await viewRecord(db(), network.editor, reference, now())).outcomes.map(({ state }) => state)).toEqual(['asked', 'asked']);

		await expect(answerThroughLink(network.context, SECRET, token, { ...ANSWER, status: 'stopped', reason: null })).rejects.toEqual(expect.objectContaining({ field: 'reason' }));
		const both = await Promise.allSettled([answerThroughLink(network.context, SECRET, token, ANSWER), answerThroughLink(network.context, SECRET, token, { ...ANSWER, jobs: 99 })]);
		expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
		await expect(answerThroughLink(network.context, SECRET, token, ANSWER)).rejects.toEqual(refused('conflict'));
		const { outcomes } = await viewRecord(db(), network.officer, reference, now());
		expect(outcomes.find(({ party }) => party === 1)).toMatchObject({ state: 'answered', status: 'running', throughLink: true, sales: { minor: '250000', currency: 'CNY' } });
	});

	test('a link is worth nothing to another person, nor once its person speaks for the party no more', async () => {
		const { reference, id } = await network.signed({ signedOn: '2024-11-20' });
		while ((await askOutcomes(asking())) > 0);
		const { rows } = await network.database.asOwner((client) => client.query<{ id: string }>('select id from outcome where agreement_id = $1 and party = 0', [id]));
		for (const actor of [network.stranger, network.officer, network.reader, network.owner]) {
			const forged = answerToken(SECRET, { outcomeId: rows[0]!.id, userId: (actor as Person).userId });
			await expect(questionOfLink(db(), SECRET, forged, now())).rejects.toEqual(refused('not_found'));
			await expect(answerThroughLink(network.context, SECRET, forged, ANSWER)).rejects.toEqual(refused('not_found'));
		}
		expect((await viewRecord(db(), network.editor, reference, now())).outcomes.every(({ state }) => state === 'asked')).toBe(true);
	});

	test('who does not answer is reminded once, then the question ends; a late answer on the page counts', async () => {
		const { reference } = await network.signed({ signedOn: '2024-11-20', docked: false });
		while ((await askOutcomes(asking())) > 0);
		const count = async () => (await network.mailsAbout(reference)).length;
		const asked = await count();
		expect(asked).toBeGreaterThanOrEqual(2);
		const later = (days: number) => ({ ...asking(), clock: () => new Date(now().getTime() + days * DAY) });
		while ((await remindOfOutcomes(later(15))) > 0);
		expect(await count()).toBe(2 * asked);
		await remindOfOutcomes(later(16));
		expect(await count()).toBe(2 * asked);
		while ((await expireOutcomes(later(91))) > 0);
		const { outcomes } = await viewRecord(db(), network.stranger, reference, now());
		const own = outcomes.find(({ party }) => party === 1)!;
		expect(own.state).toBe('expired');
		await answer(network.stranger, reference, 1, {}, { expected: own.version });
		expect((await viewRecord(db(), network.stranger, reference, now())).outcomes.find(({ party }) => party === 1)!.state).toBe('answered');
	});

	test('is told by the party itself; a party that has stopped is asked no more', async () => {
		const { reference } = await network.signed({ signedOn: '2024-06-01' });
		for (const actor of [network.stranger, network.officer]) await expect(answer(actor, reference, 0)).rejects.toEqual(refused('forbidden'));
		for (const actor of outsiders()) await expect(answer(actor, reference, 0)).rejects.toEqual(refused('not_found'));
		await expect(answer(network.editor, reference, 0, {}, { year: 2023 })).rejects.toEqual(expect.objectContaining({ field: 'year' }));
		await answer(network.editor, reference, 0, { status: 'stopped', reason: 'funding' }, { year: 2025 });
		await expect(answer(network.editor, reference, 0, {}, { year: 2025 })).rejects.toEqual(refused('conflict'));
		while ((await askOutcomes(asking())) > 0);
		expect((await viewRecord(db(), network.editor, reference, now())).outcomes.map(({ party, year, state }) => [party, year, state])).toEqual([[1, 2026, 'asked'], [0, 2025, 'answered']]);
	});

	test('is counted in figures by year, pair and area, corrected with a correction, and gone with the agreement', async () => {
		const area = 'space';
		const group = async () => (await outcomeFigures(db(), network.authority)).by.area.find(({ key }) => key === area);
		const all = [await network.signed({ area }), await network.signed({ area })];
		for (const { reference } of all) {
			await answer(network.editor, reference, 0);
			await answer(network.stranger, reference, 1, { status: 'completed', jobs: null, sales: { minor: '1', currency: 'THB' } });
		}
		expect(await group()).toMatchObject({ reports: 4, running: 2, completed: 2, jobs: 24, publications: 4, sales: [{ currency: 'CNY', reports: 2, minor: 500000n }, { currency: 'THB', reports: 2, minor: 2n }] });
		await answer(network.editor, all[0]!.reference, 0, { jobs: 20 }, { expected: 2 });
		expect(await group()).toMatchObject({ reports: 4, jobs: 32 });
		const shown = (await outcomeFigures(db(), network.visitor)).by.area.find(({ key }) => key === area)!;
		expect(shown).toMatchObject({ reports: 4, jobs: 32, sales: [], withheld: true });
		expect((await outcomeFigures(db(), network.visitor)).by.pair.map(({ key }) => key)).toContain('LA-TH');
		// The table that is saved says no more than the page: amounts of two reports are for the authority and the secretariat.
		const table = async (actor: Actor) => {
			const lines = figuresCsv((await outcomeFigures(db(), actor)).by).slice(1).split('\r\n').map((each) => each.split(','));
			const own = lines.find(([by, key]) => by === 'area' && key === area)!;
			return Object.fromEntries(lines[0]!.map((name, at) => [name, own[at]]));
		};
		for (const actor of [network.authority, network.secretariat]) expect(await table(actor)).toMatchObject({ reports: '4', jobs: '32', sales_CNY: '5000.00', sales_THB: '0.02' });
		for (const actor of [network.visitor, network.officer, network.editor, network.reviewer]) {
			expect(await table(actor)).toMatchObject({ by: 'area', group: area, reports: '4', running: '2', completed: '2', jobs: '32' });
			expect(Object.entries(await table(actor)).filter(([name, cell]) => name.startsWith('sales_') && cell !== '')).toEqual([]);
		}
		await network.database.asOwner((client) => client.query('delete from agreement where id = any($1)', [all.map(({ id }) => id)]));
		expect(await group()).toBeUndefined();
	});
});

const story = (actor: Actor, reference: string) => viewStory(db(), actor, reference);
const seen = async (reference: string) => ({ reference, expected: (await story(network.editor, reference)).story!.version });
async function drafted(): Promise<string> {
	const { reference } = await network.signed();
	await open(network.editor, reference);
	await milestone(network.editor, reference, 'report');
	await milestone(network.stranger, reference, 'confirm');
	await answer(network.editor, reference, 0);
	await draftStory(network.context, network.officer, { reference, area: { en: 'Agriculture', zh: '农业' } });
	return reference;
}
async function asked(): Promise<string> {
	const reference = await drafted();
	for (const [actor, party] of [[network.editor, 0], [network.stranger, 1]] as const) await writeStoryText(network.context, actor, { ...(await seen(reference)), party, text: `What side ${party} says`, language: 'en' });
	await askForConsent(network.context, network.officer, await seen(reference));
	return reference;
}
const everybody = () => [network.editor, network.stranger, network.officer, network.thaiOfficer];
const published = async () => (await storiesPage(db(), null)).stories;

describe('a success story', () => {
	test('is drafted from the record in English and Chinese, without amounts', async () => {
		const reference = await drafted();
		const { titles, bodies } = (await story(network.stranger, reference)).story!;
		for (const part of ['Party 0', 'Licence of drip lines', 'Lines laid', 'Nanning', 'Agriculture', '12 jobs']) expect(bodies.en).toContain(part);
		for (const part of ['滴灌技术许可', '农业', '12']) expect(bodies.zh).toContain(part);
		expect(bodies.en).not.toMatch(/2,?500|CNY/);
		expect(Object.keys(titles)).toEqual(['en', 'zh']);
		await expect(draftStory(network.context, network.editor, { reference, area: {} })).rejects.toEqual(refused('conflict'));
		for (const actor of outsiders()) await expect(story(actor, reference)).rejects.toEqual(refused('not_found'));
	});

	test('is published by the last consent, of both sides and both centres, and shows what they consented to', async () => {
		const reference = await drafted();
		await expect(askForConsent(network.context, network.editor, await seen(reference))).rejects.toEqual(refused('conflict'));
		await expect(writeStoryText(network.context, network.editor, { ...(await seen(reference)), party: 1, text: 'x', language: 'en' })).rejects.toEqual(refused('forbidden'));
		await expect(writeStoryText(network.context, network.officer, { ...(await seen(reference)), party: 0, text: 'x', language: 'en' })).rejects.toEqual(refused('forbidden'));
		const ready = await asked();
		const before = (await published()).length;
		for (const actor of outsiders()) await expect(consentToStory(network.context, actor, { reference: ready, expected: 1 })).rejects.toEqual(refused('not_found'));
		for (const [at, actor] of everybody().entries()) {
			expect((await story(actor, ready)).story).toMatchObject({ asksMe: true, state: 'asked' });
			expect(await consentToStory(network.context, actor, await seen(ready))).toEqual({ published: at === 3 });
			expect((await published()).length).toBe(before + (at === 3 ? 1 : 0));
		}
		expect((await published())[0]).toMatchObject({ countries: ['LA', 'TH'], year: 2025, parties: [{ country: 'LA', text: { text: 'What side 0 says' } }, { country: 'TH', text: { text: 'What side 1 says' } }] });
		await expect(editStory(network.context, network.editor, { ...(await seen(ready)), titles: { en: 'x' }, bodies: { en: 'x' } })).rejects.toEqual(refused('forbidden'));
		await expect(network.database.asOwner((client) => client.query(`update published_story set text_sha256 = repeat('0', 64)`))).rejects.toThrow('with the consent of every party');
	});

	test('any consent that is taken back takes it off at once, also that of a centre', async () => {
		for (const who of ['stranger', 'officer'] as const) {
			const reference = await asked();
			for (const actor of everybody()) await consentToStory(network.context, actor, await seen(reference));
			const before = (await published()).length;
			await expect(withdrawConsent(network.context, network.secretariat, await seen(reference))).rejects.toEqual(refused('not_found'));
			await withdrawConsent(network.context, network[who], await seen(reference));
			expect((await published()).length).toBe(before - 1);
			const { state, consents } = (await story(network.editor, reference)).story!;
			expect([state, consents.filter(({ endedHow }) => endedHow === 'withdrawn').length]).toEqual(['withdrawn', 1]);
			await expect(withdrawConsent(network.context, network[who], await seen(reference))).rejects.toEqual(refused('forbidden'));
		}
	});

	test('who changes a word ends what was consented to other words', async () => {
		const reference = await asked();
		await consentToStory(network.context, network.editor, await seen(reference));
		await expect(consentToStory(network.context, network.editor, await seen(reference))).rejects.toEqual(refused('conflict'));
		const { titles, bodies } = (await story(network.editor, reference)).story!;
		await editStory(network.context, network.stranger, { ...(await seen(reference)), titles, bodies: { ...bodies, en: 'Other words.' } });
		expect((await story(network.editor, reference)).story).toMatchObject({ state: 'draft', standsMine: false, consents: [{ endedHow: 'changed' }] });
		await askForConsent(network.context, network.stranger, await seen(reference));
		const both = await Promise.allSettled([consentToStory(network.context, network.editor, await seen(reference)), editStory(network.context, network.stranger, { ...(await seen(reference)), titles, bodies })]);
		expect(both.filter(({ status }) => status === 'fulfilled').length).toBeGreaterThanOrEqual(1);
		expect(await network.database.asOwner((client) => client.query('select * from published_story p join success_story s on s.id = p.story_id join agreement a on a.id = s.agreement_id where a.reference = $1', [reference])).then(({ rows }) => rows)).toEqual([]);
	});

	test('the database asked directly shows nobody a line of it, and an organisation that goes takes its consent along', async () => {
		for (const table of ['project', 'project_milestone', 'project_report', 'outcome', 'success_story', 'story_text', 'story_consent']) expect((await db().execute(sql.raw(`select * from ${table}`))).rows, table).toEqual([]);
		const reference = await asked();
		for (const actor of everybody()) await consentToStory(network.context, actor, await seen(reference));
		const before = (await published()).length;
		await network.database.asOwner((client) => client.query('update story_consent set organisation_id = null where organisation_id = $1 and ended_at is null', [network.company]));
		expect((await published()).length).toBeLessThan(before);
	});
});
