import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { asActor } from '#lib/server/platform/acting.ts';
import { answersCsv } from '#lib/server/registration/surveys/answers-csv.ts';
import { surveysForMe, viewSurvey } from '#lib/server/registration/surveys/answer-survey.ts';
import { closeSurvey, saveSurvey } from '#lib/server/registration/surveys/change-survey.ts';
import { reopenSurvey } from '#lib/server/registration/surveys/reopen-survey.ts';
import { forgetWhoAnswered, sealSurveys } from '#lib/server/registration/surveys/seal-surveys.ts';
import { sheetId } from '#lib/server/registration/surveys/sheet-id.ts';
import { surveyTable } from '#lib/server/registration/surveys/view-surveys.ts';
import type { Person } from '../centres/centres-network.ts';
import { formOf } from '../events/events-network.ts';
import { AFTERWARDS, createSurveyNetwork, type SurveyNetwork } from './survey-network.ts';

let network: SurveyNetwork;
beforeAll(async () => {
	network = await createSurveyNetwork();
});
afterAll(() => network.close());
beforeEach(() => void (network.events.now = new Date('2026-11-21T12:00:00Z')));

const at = (field: string) => ({ code: 'invalid_input', field });

describe('opening a survey again', () => {
	const CLOSED = new Date('2027-03-30T12:00:00Z');
	const seal = async () => {
		while ((await sealSurveys(network.registration)) > 0);
	};
	const reopen = (eventId: string, surveyId: string, day = '2027-04-20', actor: Actor = network.officer) => reopenSurvey(network.registration, actor, { eventId, surveyId, form: formOf({ closes_on: day }) });
	const marks = (surveyId: string) => network.database.asOwner(async (client) => (await client.query<{ mark: string }>('select mark from event_survey_mark where survey_id = $1', [surveyId])).rows.map(({ mark }) => mark));
	/** A survey of a session, sealed after so many answered with 1, 2 ... and words. */
	async function sealed(name: string, answers: number, more: readonly Person[] = []) {
		const { eventId, sessionId } = await network.held(name, [...network.people, ...more]);
		const survey = await network.opened(eventId, sessionId);
		network.moveTo(AFTERWARDS);
		await network.askAll();
		for (const [index, person] of network.people.slice(0, answers).entries()) await network.answer(person, eventId, survey.surveyId, { [survey.rating]: String(index + 1), [survey.words]: `Words ${index}` });
		network.moveTo(CLOSED);
		await seal();
		return { eventId, ...survey };
	}

	test('is for organisers, with a day to come, and not while it is open; it is on record', async () => {
		const { eventId, sessionId } = await network.held('Again');
		const { surveyId } = await network.opened(eventId, sessionId);
		network.moveTo(AFTERWARDS);
		await expect(reopen(eventId, surveyId)).rejects.toMatchObject({ code: 'conflict' });
		network.moveTo(CLOSED);
		await seal();
		await expect(saveSurvey(network.registration, network.officer, { eventId, surveyId, form: formOf({ closes_on: '2027-05-01', anonymous: 'yes' }) })).rejects.toMatchObject({ code: 'conflict' });
		await expect(reopen(eventId, surveyId, '2027-03-29')).rejects.toMatchObject({ ...at('closes_on'), detail: { code: 'day_over' } });
		await expect(reopen(eventId, surveyId, '')).rejects.toMatchObject(at('closes_on'));
		for (const [actor, code] of [[network.thaiOfficer, 'forbidden'], [network.people[0]!, 'forbidden'], [network.visitor, 'forbidden']] as const) await expect(reopen(eventId, surveyId, '2027-04-20', actor)).rejects.toMatchObject({ code });
		expect((await network.desk(eventId, surveyId)).survey.stage).toBe('closed');
		await reopen(eventId, surveyId);
		expect((await network.desk(eventId, surveyId)).survey).toMatchObject({ stage: 'asking', lastDay: '2027-04-20', sealed: false });
		expect(await network.audited('survey.reopen', surveyId)).toHaveLength(1);
	});

	test('lets nobody answer twice, leads from no answer to a person, and asks all once more', async () => {
		const late = await Promise.all(Array.from({ length: 5 }, (_none, index) => network.person(`late${index}`, {})));
		const { eventId, surveyId, rating, words } = await sealed('Once', 5, late);
		const sheets = () => network.database.asOwner(async (client) => (await client.query<{ id: string; round: number }>('select id, round from event_survey_sheet where survey_id = $1', [surveyId])).rows);
		const before = (await sheets()).map(({ id }) => id);
		// What says that somebody answered is kept apart from the sheets, and names nobody without the secret.
		expect(await marks(surveyId)).toHaveLength(5);
		expect((await marks(surveyId)).filter((mark) => before.includes(mark))).toEqual([]);
		await expect(asActor(network.events.db, network.officer, (tx) => tx.execute('select * from event_survey_mark')).then(({ rows }) => rows)).resolves.toEqual([]);

		await reopen(eventId, surveyId);
		expect(await viewSurvey(network.registration, network.people[0]!, { eventId, surveyId })).toMatchObject({ settled: true, mayAnswer: false, answered: false, answers: {} });
		expect(await surveysForMe(network.registration, network.people[0]!, eventId)).toEqual([]);
		await expect(network.answer(network.people[0]!, eventId, surveyId, { [rating]: '5' })).rejects.toMatchObject({ code: 'forbidden' });
		await expect(network.answer(network.people[0]!, eventId, surveyId, {})).rejects.toMatchObject({ code: 'forbidden' });
		await network.askAll();
		await network.askAll();
		// Letters say nothing of who has answered: everybody gets the same.
		for (const person of [network.people[0]!, late[0]!]) expect((await network.asked(person, 'Once')).map(({ text }) => text.includes('opened again')).sort()).toEqual([false, true]);

		// One more answer would be read off two means; so the figures stay until there are five.
		const figures = async (id: string) => (await network.desk(eventId, surveyId)).questions.find((each) => each.id === id)!.figures;
		for (const [index, person] of late.slice(0, 4).entries()) await network.answer(person, eventId, surveyId, { [rating]: '1', [words]: `Late ${index}` });
		expect(await figures(rating)).toMatchObject({ answered: 9, held: 4, mean: 3 });
		expect(JSON.stringify(await figures(words))).not.toContain('Late');
		expect(answersCsv(await surveyTable(network.registration, network.officer, eventId, surveyId), 'en')).not.toContain('Late');
		expect((await viewSurvey(network.registration, late[0]!, { eventId, surveyId })).answers).toEqual({ [rating]: '1', [words]: 'Late 0' });
		await network.answer(late[4]!, eventId, surveyId, { [rating]: '1' });
		expect(await figures(rating)).toMatchObject({ answered: 10, held: 0, mean: 2 });
		// To this question four have answered since.
		expect(await figures(words)).toMatchObject({ answered: 9, held: 4 });

		network.moveTo('2027-04-25T00:00:00Z');
		await seal();
		const after = (await sheets()).map(({ id }) => id);
		expect(after).toHaveLength(10);
		for (const person of [...network.people, ...late]) expect(after).not.toContain(sheetId('a secret of the tests', surveyId, await network.idOf(eventId, person)));
		expect(await marks(surveyId)).toHaveLength(10);
		// Nor does it say which of the marks are of those who came late, among whom there may be one alone.
		const written = await network.database.asOwner(async (client) => (await client.query<{ by: string; mark: string }>('select xmin::text as by, mark from event_survey_mark where survey_id = $1 order by ctid', [surveyId])).rows);
		expect(new Set(written.map(({ by }) => by)).size).toBe(1);
		expect(written.map(({ mark }) => mark)).toEqual(written.map(({ mark }) => mark).sort());
		await reopen(eventId, surveyId, '2027-05-20');
		for (const person of [network.people[4]!, late[4]!]) expect((await viewSurvey(network.registration, person, { eventId, surveyId })).settled).toBe(true);
	});

	test('begins anew where so few answered that even that they did would say too much', async () => {
		const { eventId, surveyId, rating } = await sealed('Few again', 2);
		expect(await marks(surveyId)).toEqual([]);
		expect((await network.desk(eventId, surveyId)).survey).toMatchObject({ reopening: 'anew', answered: 2 });
		await reopen(eventId, surveyId);
		expect((await network.desk(eventId, surveyId)).survey.answered).toBe(0);
		expect(await viewSurvey(network.registration, network.people[0]!, { eventId, surveyId })).toMatchObject({ begunAnew: true, mayAnswer: true, settled: false });
		await network.askAll();
		expect((await network.asked(network.people[1]!, 'Few again')).filter(({ text }) => text.includes('begins anew'))).toHaveLength(1);
		await network.answer(network.people[0]!, eventId, surveyId, { [rating]: '4' });
		expect((await network.desk(eventId, surveyId)).survey.answered).toBe(1);
	});

	test('is no more once it is forgotten who answered', async () => {
		const { eventId, surveyId } = await sealed('Forgotten', 5);
		expect((await network.desk(eventId, surveyId)).survey).toMatchObject({ reopening: 'goes-on', reopenUntil: '2027-04-29' });
		network.moveTo(new Date(CLOSED.getTime() + 31 * 86_400_000));
		while ((await forgetWhoAnswered(network.registration)) > 0);
		expect(await marks(surveyId)).toEqual([]);
		expect((await network.desk(eventId, surveyId)).survey.reopening).toBeUndefined();
		await expect(reopen(eventId, surveyId, '2027-06-01')).rejects.toMatchObject({ code: 'conflict' });
	});

	test('with names, goes on where it was, and closed by mistake a moment ago as if nothing had been', async () => {
		const { eventId, sessionId } = await network.held('Names again', network.people.slice(0, 2));
		const { surveyId, rating } = await network.opened(eventId, sessionId, { anonymous: '' });
		network.moveTo(AFTERWARDS);
		await network.askAll();
		await network.answer(network.people[0]!, eventId, surveyId, { [rating]: '2' });
		await closeSurvey(network.registration, network.officer, { eventId, surveyId });
		await reopen(eventId, surveyId, '2027-03-29');
		await network.askAll();
		expect(await network.asked(network.people[0]!, 'Names again')).toHaveLength(1);
		network.moveTo(CLOSED);
		await seal();
		await reopen(eventId, surveyId);
		await network.answer(network.people[0]!, eventId, surveyId, { [rating]: '5' });
		expect(answersCsv(await surveyTable(network.registration, network.officer, eventId, surveyId), 'en')).toContain('owner,5');
		expect((await network.desk(eventId, surveyId)).survey.answered).toBe(1);
	});
});
