import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { moveDay, removeDay, saveDay } from '#lib/server/events/change-days.ts';
import { viewOrganised } from '#lib/server/events/desk-view.ts';
import { previewMove } from '#lib/server/events/move-event.ts';
import { saveEvent } from '#lib/server/events/save-event.ts';
import { removeSession, saveSession } from '#lib/server/events/save-session.ts';
import { sessionInput } from '#lib/server/events/session-input.ts';
import { saveFrame } from '#lib/server/meetings/frame/save-frame.ts';
import { asActor } from '#lib/server/platform/acting.ts';
import { answersCsv } from '#lib/server/registration/surveys/answers-csv.ts';
import { surveysForMe, viewSurvey } from '#lib/server/registration/surveys/answer-survey.ts';
import { closeSurvey, createSurvey, openSurvey, raiseSurveyQuestion, removeSurvey, removeSurveyQuestion, saveSurvey, saveSurveyQuestion } from '#lib/server/registration/surveys/change-survey.ts';
import { sealSurveys } from '#lib/server/registration/surveys/seal-surveys.ts';
import { sheetId } from '#lib/server/registration/surveys/sheet-id.ts';
import { surveyTable, viewSurveys } from '#lib/server/registration/surveys/view-surveys.ts';
import { eventSurveyAnswer, eventSurveySheet } from '#lib/server/registration/tables.ts';
import type { Person } from '../centres/centres-network.ts';
import { both, formOf, FRAME } from '../events/events-network.ts';
import { AFTERWARDS, createSurveyNetwork, SESSION_ENDS, type SurveyNetwork } from './survey-network.ts';

let network: SurveyNetwork;
beforeAll(async () => {
	network = await createSurveyNetwork();
});
afterAll(() => network.close());
beforeEach(() => void (network.events.now = new Date('2026-11-21T12:00:00Z')));

const notFound = { code: 'not_found' };
const at = (field: string) => ({ code: 'invalid_input', field });
const add = async (eventId: string, surveyId: string, fields: Record<string, string | string[]>) => {
	await saveSurveyQuestion(network.registration, network.officer, { eventId, surveyId, form: formOf({ label_en: 'A question', ...fields }) });
	return (await network.desk(eventId, surveyId)).questions.at(-1)!.id;
};

describe('who is asked', () => {
	test('is whoever was checked in at the session, once, by one letter, and nobody before it ended', async () => {
		const { eventId, sessionId } = await network.held('Counted');
		const { surveyId } = await network.opened(eventId, sessionId);
		await network.opened(eventId, 'event');
		network.moveTo(new Date(SESSION_ENDS.getTime() - 60_000));
		await network.checkIn(eventId, network.people[0]!, sessionId);
		await network.checkIn(eventId, network.people[3]!, sessionId);
		await network.checkIn(eventId, network.people[1]!, null);
		await network.askAll();
		expect(await network.asked(network.people[0]!, 'Counted')).toEqual([]);
		await expect(viewSurvey(network.registration, network.people[0]!, { eventId, surveyId })).rejects.toMatchObject(notFound);

		network.moveTo(AFTERWARDS);
		await network.askAll();
		await network.askAll();
		// The event's own survey is due at the same time, for its last session has ended: one letter asks for both.
		const letters = await network.asked(network.people[0]!, 'Counted');
		expect(letters).toHaveLength(1);
		expect(letters[0]!.text.match(/\/surveys\//g)).toHaveLength(2);
		expect((await network.asked(network.people[3]!, 'Counted（中文）'))[0]).toMatchObject({ language: 'zh' });
		expect((await network.asked(network.people[1]!, 'Counted'))[0]!.text.match(/\/surveys\//g)).toHaveLength(1);
		expect(await network.asked(network.people[2]!, 'Counted')).toEqual([]);
		expect((await surveysForMe(network.registration, network.people[0]!, eventId)).map(({ titles }) => titles?.[0]?.text ?? null)).toEqual([null, 'Salt and rice']);
		expect(await surveysForMe(network.registration, network.people[2]!, eventId)).toEqual([]);
		for (const actor of [network.people[1]!, network.people[2]!, network.stranger, network.thaiOfficer, network.visitor]) await expect(viewSurvey(network.registration, actor, { eventId, surveyId })).rejects.toMatchObject(notFound);

		// Whose scan comes late is asked at the next turn, and nobody else again.
		await network.checkIn(eventId, network.people[2]!, sessionId);
		await network.askAll();
		expect(await network.asked(network.people[2]!, 'Counted')).toHaveLength(1);
		expect(await network.asked(network.people[0]!, 'Counted')).toHaveLength(1);
	});

	test('is whoever has a place where nobody was counted, but not who withdrew or only asked', async () => {
		const { eventId, sessionId } = await network.held('Uncounted', network.people.slice(0, 2));
		await network.opened(eventId, sessionId);
		network.moveTo(AFTERWARDS);
		await network.askAll();
		expect([await network.asked(network.people[0]!, 'Uncounted'), await network.asked(network.people[2]!, 'Uncounted')].map(({ length }) => length)).toEqual([1, 0]);
	});

	test('of a session without a door is whoever was let in to the event on its day, else on any', async () => {
		const asked = (name: string) => Promise.all(network.people.slice(0, 3).map(async (person) => (await network.asked(person, name)).length));
		const held = async (name: string, scans: readonly (readonly [string, number])[]) => {
			const { eventId, sessionId } = await network.held(name, network.people.slice(0, 3));
			const { surveyId } = await network.opened(eventId, sessionId);
			for (const [moment, person] of scans) {
				network.moveTo(moment);
				await network.checkIn(eventId, network.people[person]!, null);
			}
			return { eventId, surveyId };
		};
		const onItsDay = await held('Doorless', [['2027-03-14T03:00:00Z', 1], ['2027-03-15T02:00:00Z', 0]]);
		network.moveTo('2026-11-21T12:00:00Z');
		await held('Counted early', [['2027-03-14T03:00:00Z', 1]]);
		network.moveTo(AFTERWARDS);
		await network.askAll();
		expect([await asked('Doorless'), await asked('Counted early')]).toEqual([[1, 0, 0], [0, 1, 0]]);
		// Who registered and never came rates nothing, though nobody counted at the session itself.
		for (const person of network.people.slice(1, 3)) await expect(viewSurvey(network.registration, person, onItsDay)).rejects.toMatchObject(notFound);
	});

	test('nobody of a draft, of a session that was called off, or of a survey that nobody opened', async () => {
		const { eventId, sessionId } = await network.held('Silent', network.people.slice(0, 1));
		await createSurvey(network.registration, network.officer, { eventId, form: formOf({ of: sessionId }) });
		network.moveTo(AFTERWARDS);
		await network.askAll();
		expect(await network.asked(network.people[0]!, 'Silent')).toEqual([]);
	});
});

describe('what is answered', () => {
	test('is changed until the survey closes, in any language, and nothing of it is anybody’s but the person’s', async () => {
		const { eventId, sessionId } = await network.held('Changing');
		const { surveyId, rating, words } = await network.opened(eventId, sessionId);
		network.moveTo(AFTERWARDS);
		await expect(network.answer(network.people[0]!, eventId, surveyId, { [words]: 'No rating' })).rejects.toMatchObject(at(`q_${rating}`));
		await expect(network.answer(network.people[0]!, eventId, surveyId, { [rating]: '6' })).rejects.toMatchObject(at(`q_${rating}`));
		await network.answer(network.people[0]!, eventId, surveyId, { [rating]: '2', [words]: 'CANARY first' });
		await network.answer(network.people[0]!, eventId, surveyId, { [rating]: '4', [words]: '很好' }, 'zh');
		expect((await viewSurvey(network.registration, network.people[0]!, { eventId, surveyId })).answers).toEqual({ [rating]: '4', [words]: '很好' });
		expect((await viewSurvey(network.registration, network.people[1]!, { eventId, surveyId })).answers).toEqual({});
		expect((await viewSurvey(network.registration, network.officer, { eventId, surveyId })).answers).toEqual({});
		expect((await network.desk(eventId, surveyId)).survey.answered).toBe(1);
		for (const actor of [network.stranger as Person, network.officer as Person]) await expect(network.answer(actor, eventId, surveyId, { [rating]: '1' })).rejects.toMatchObject({ code: actor === network.officer ? 'forbidden' : 'not_found' });
		network.moveTo('2027-03-29T16:59:00Z');
		await network.answer(network.people[0]!, eventId, surveyId, { [rating]: '5' });
		// The last day ends at midnight where the event is.
		network.moveTo('2027-03-29T17:00:00Z');
		await expect(network.answer(network.people[0]!, eventId, surveyId, { [rating]: '1' })).rejects.toMatchObject({ code: 'forbidden' });
		expect((await network.desk(eventId, surveyId)).survey.answered).toBe(1);
	});

	test('is taken once where two phones send it at the same time', async () => {
		const { eventId, sessionId } = await network.held('Twice', network.people.slice(0, 1));
		const { surveyId, rating, words } = await network.opened(eventId, sessionId);
		network.moveTo(AFTERWARDS);
		await Promise.all(['1', '2', '3', '4'].map((value) => network.answer(network.people[0]!, eventId, surveyId, { [rating]: value, [words]: `Words ${value}` })));
		const { answers } = await viewSurvey(network.registration, network.people[0]!, { eventId, surveyId });
		expect(answers[words]).toBe(`Words ${String(answers[rating])}`);
		expect((await network.desk(eventId, surveyId)).survey.answered).toBe(1);
	});

	test('without names, leads from no row to a person, with the secret neither once it has closed', async () => {
		const { eventId, sessionId } = await network.held('Nameless');
		const { surveyId, rating, words } = await network.opened(eventId, sessionId);
		network.moveTo(AFTERWARDS);
		await network.askAll();
		for (const [index, person] of network.people.entries()) await network.answer(person, eventId, surveyId, { [rating]: String(index + 1), [words]: `Words ${index}` });
		const ids = await Promise.all(network.people.map((person) => network.idOf(eventId, person)));
		const rows = () => network.database.asOwner(async (client) => ({ sheets: (await client.query('select * from event_survey_sheet where survey_id = $1', [surveyId])).rows, answers: (await client.query('select a.* from event_survey_answer a join event_survey_sheet s on s.id = a.sheet_id where s.survey_id = $1', [surveyId])).rows, log: (await client.query("select * from audit where action = 'survey.answer' and entity_id = $1", [surveyId])).rows }));
		const before = await rows();
		expect([before.sheets.length, before.answers.length, before.log.length]).toEqual([5, 10, 5]);
		const said = JSON.stringify(before);
		for (const secret of [...ids, ...network.people.flatMap(({ userId, email }) => [userId, email])]) expect(said).not.toContain(secret);
		// The test means something: with the secret, the application finds a person's own sheet while it can be changed.
		expect(before.sheets.map(({ id }) => id)).toContain(sheetId('a secret of the tests', surveyId, ids[0]!));

		// Nobody but the operator sees a row, the writer neither.
		for (const actor of [network.officer, network.people[0]!, network.visitor]) expect(await asActor(network.events.db, actor, (tx) => tx.$count(eventSurveySheet))).toBe(0);
		expect(await asActor(network.events.db, network.officer, (tx) => tx.$count(eventSurveyAnswer))).toBe(0);

		await closeSurvey(network.registration, network.officer, { eventId, surveyId });
		while ((await sealSurveys(network.registration)) > 0);
		const after = (await rows()).sheets.map(({ id }) => id as string);
		expect(after).toHaveLength(5);
		for (const id of ids) expect(after).not.toContain(sheetId('a secret of the tests', surveyId, id));
		const { questions, survey } = await network.desk(eventId, surveyId);
		expect(survey).toMatchObject({ stage: 'closed', sealed: true, answered: 5 });
		expect(questions[0]!.figures).toMatchObject({ mean: 3 });
		expect((await viewSurvey(network.registration, network.people[0]!, { eventId, surveyId })).answers).toEqual({});
		await expect(saveSurvey(network.registration, network.officer, { eventId, surveyId, form: formOf({ closes_on: '2027-12-31' }) })).rejects.toMatchObject({ code: 'conflict' });
	});

	test('the database itself takes no name into a survey without names', async () => {
		const { eventId, sessionId } = await network.held('Refusing', network.people.slice(0, 1));
		const { surveyId } = await network.opened(eventId, sessionId);
		const registrationId = await network.idOf(eventId, network.people[0]!);
		const insert = (anonymous: boolean) => network.database.asOwner((client) => client.query('insert into event_survey_sheet (id, survey_id, event_id, anonymous, registration_id) values ($1, $2, $3, $4, $5)', ['0'.repeat(64), surveyId, eventId, anonymous, registrationId]));
		await expect(insert(true)).rejects.toThrow(/check constraint/);
		await expect(insert(false)).rejects.toThrow(/foreign key/);
	});

	test('with names, is the organisers’ to read with whose it is, which is on record', async () => {
		const { eventId, sessionId } = await network.held('Named', network.people.slice(0, 2));
		const { surveyId, rating, words } = await network.opened(eventId, sessionId, { anonymous: '' });
		network.moveTo(AFTERWARDS);
		await network.answer(network.people[0]!, eventId, surveyId, { [rating]: '4', [words]: 'Signed' });
		const table = await surveyTable(network.registration, network.officer, eventId, surveyId);
		expect(answersCsv(table, 'en')).toContain('owner,4,Signed');
		expect(await network.audited('survey.read-guarded', surveyId)).toHaveLength(1);
		await expect(surveyTable(network.registration, network.thaiOfficer, eventId, surveyId)).rejects.toMatchObject(notFound);
		expect((await network.desk(eventId, surveyId)).questions[0]!.figures).toMatchObject({ hidden: false, answered: 1 });
	});
});

describe('what organisers see', () => {
	test('of fewer than five answers nothing; then distributions, means and words in an order that says nothing', async () => {
		const { eventId, sessionId } = await network.held('Few');
		const { surveyId, rating, words } = await network.opened(eventId, sessionId);
		const several = await add(eventId, surveyId, { kind: 'choices', choices_en: 'Salt\nRice', choices_zh: '盐\n稻' });
		const number = await add(eventId, surveyId, { kind: 'number' });
		network.moveTo(AFTERWARDS);
		for (const [index, person] of network.people.slice(0, 4).entries()) await network.answer(person, eventId, surveyId, { [rating]: '4', [words]: `z${9 - index}`, [several]: ['c1', ...(index > 1 ? ['c2'] : [])], [number]: String(index) });
		expect((await network.desk(eventId, surveyId)).questions[0]!.figures).toEqual({ answered: 4, hidden: true, held: 0, counts: [], mean: null, texts: [] });
		expect(answersCsv(await surveyTable(network.registration, network.officer, eventId, surveyId), 'en')).not.toMatch(/z9|Salt/);
		await network.answer(network.people[4]!, eventId, surveyId, { [rating]: '1', [words]: 'Zu heiß', [number]: '1,5' });
		const { questions } = await network.desk(eventId, surveyId);
		const of = (id: string) => questions.find((each) => each.id === id)!.figures;
		expect(of(rating)).toMatchObject({ answered: 5, hidden: false, mean: 3.4, counts: [{ key: '1', count: 1 }, { key: '2', count: 0 }, { key: '3', count: 0 }, { key: '4', count: 4 }, { key: '5', count: 0 }] });
		expect(of(words).texts.map(({ text }) => text)).toEqual(['Zu heiß', 'z6', 'z7', 'z8', 'z9']);
		// Four ticked something: still too few for this question.
		expect(of(several)).toMatchObject({ answered: 4, hidden: true, counts: [] });
		expect(of(number)).toMatchObject({ mean: 1.5, counts: [{ key: '0', count: 1 }, { key: '1', count: 1 }, { key: '1.5', count: 1 }, { key: '2', count: 1 }, { key: '3', count: 1 }] });
		const csv = answersCsv(await surveyTable(network.registration, network.officer, eventId, surveyId), 'zh');
		expect(csv).toContain('z6,1');
		expect(csv).not.toContain('稻');
		for (const actor of [network.people[0]!, network.thaiOfficer, network.visitor]) {
			await expect(network.desk(eventId, surveyId, actor)).rejects.toMatchObject(notFound);
			await expect(viewSurveys(network.registration, actor, eventId)).rejects.toMatchObject(notFound);
		}
		expect((await viewSurveys(network.registration, network.officer, eventId)).surveys).toMatchObject([{ answered: 5, asked: 0, stage: 'asking' }]);
	});
});

describe('writing a survey', () => {
	test('questions hang on ratings, keep their kind once answered, and follow those of another survey', async () => {
		const { eventId, sessionId } = await network.held('Writing');
		const { surveyId, rating } = await network.opened(eventId, sessionId);
		const why = await add(eventId, surveyId, { kind: 'text', label_en: 'What went wrong?', required: 'yes', shown_when: [`${rating}:1`, `${rating}:2`] });
		await expect(add(eventId, surveyId, { kind: 'file' })).rejects.toMatchObject(at('kind'));
		await expect(raiseSurveyQuestion(network.registration, network.thaiOfficer, { eventId, surveyId, form: formOf({ id: why }) })).rejects.toMatchObject({ code: 'forbidden' });
		network.moveTo(AFTERWARDS);
		await expect(network.answer(network.people[0]!, eventId, surveyId, { [rating]: '1' })).rejects.toMatchObject(at(`q_${why}`));
		await network.answer(network.people[0]!, eventId, surveyId, { [rating]: '5', [why]: 'Not asked' });
		expect((await viewSurvey(network.registration, network.people[0]!, { eventId, surveyId })).answers).toEqual({ [rating]: '5' });
		await saveSurveyQuestion(network.registration, network.officer, { eventId, surveyId, form: formOf({ id: rating, kind: 'text', label_en: 'How good was it?', required: 'yes' }) });
		expect((await network.desk(eventId, surveyId)).questions[0]).toMatchObject({ kind: 'rating', labels: [{ text: 'How good was it?' }] });
		const { id: copy } = await createSurvey(network.registration, network.officer, { eventId, form: formOf({ of: 'event', like: surveyId }) });
		const copied = (await network.desk(eventId, copy)).questions;
		expect(copied.map(({ labels }) => labels[0]!.text)).toEqual(['How good was it?', 'What should stay, and what should change?', 'What went wrong?']);
		expect(copied[2]!.shownWhen).toEqual({ question: copied[0]!.id, is: ['1', '2'] });
		// An answered question is no longer asked, and its answers stay.
		await removeSurveyQuestion(network.registration, network.officer, { eventId, surveyId, form: formOf({ id: why }) });
		await removeSurveyQuestion(network.registration, network.officer, { eventId, surveyId, form: formOf({ id: rating }) });
		await network.answer(network.people[0]!, eventId, surveyId, {});
		expect((await network.desk(eventId, surveyId)).questions.find(({ id }) => id === rating)).toMatchObject({ retired: true, figures: { answered: 1 } });
	});

	test('what was promised stays: names once people were asked, answers once there are some', async () => {
		const { eventId, sessionId } = await network.held('Promised', network.people.slice(0, 1));
		const { surveyId, rating } = await network.opened(eventId, sessionId);
		await expect(saveSurvey(network.registration, network.officer, { eventId, surveyId, form: formOf({ closes_on: '2027-03-14' }) })).rejects.toMatchObject(at('closes_on'));
		await expect(createSurvey(network.registration, network.officer, { eventId, form: formOf({ of: sessionId }) })).rejects.toMatchObject({ code: 'conflict' });
		await expect(createSurvey(network.registration, network.officer, { eventId, form: formOf({ of: crypto.randomUUID() }) })).rejects.toMatchObject(at('of'));
		await expect(createSurvey(network.registration, network.thaiOfficer, { eventId, form: formOf({ of: 'event' }) })).rejects.toMatchObject({ code: 'forbidden' });
		const withNames = () => saveSurvey(network.registration, network.officer, { eventId, surveyId, form: formOf({ closes_on: '2027-03-20', anonymous: '' }) });
		network.moveTo(AFTERWARDS);
		// No letter has left yet, but the page says already that nobody is named.
		await withNames();
		expect((await viewSurvey(network.registration, network.people[0]!, { eventId, surveyId })).survey.anonymous).toBe(true);
		await network.askAll();
		await withNames();
		expect((await network.desk(eventId, surveyId)).survey).toMatchObject({ anonymous: true, lastDay: '2027-03-20' });
		await network.answer(network.people[0]!, eventId, surveyId, { [rating]: '3' });
		await expect(removeSurvey(network.registration, network.officer, { eventId, surveyId })).rejects.toMatchObject({ code: 'conflict' });
		await expect(removeSession(network.events, network.officer, { eventId, sessionId, words: [] })).rejects.toMatchObject({ code: 'conflict' });
		expect((await network.desk(eventId, surveyId)).survey.answered).toBe(1);
		await expect(openSurvey(network.registration, network.thaiOfficer, { eventId, surveyId })).rejects.toMatchObject({ code: 'forbidden' });
	});

	test('of an event, or a session, that moves closes as long after it as before; what is asked already closes no earlier', async () => {
		network.moveTo('2027-02-01T08:00:00Z');
		const { eventId, sessionId } = await network.held('Postponed', network.people.slice(0, 2));
		const ofEvent = (await network.opened(eventId, 'event')).surveyId;
		const ofSession = (await network.opened(eventId, sessionId, { closes_on: '2027-03-20' })).surveyId;
		const closes = async () => [(await network.desk(eventId, ofEvent)).survey.lastDay, (await network.desk(eventId, ofSession)).survey.lastDay];
		const words = { names: both('Postponed'), theme: [], about: [], place: both('Vientiane'), areas: [], website: null, contact: null };
		const move = async (startsOn: string, endsOn: string) => {
			const frame = { ...FRAME, startsOn, endsOn };
			const asked = await previewMove(network.events, network.officer, { eventId, frame, words });
			await saveEvent(network.events, network.officer, { eventId, expected: await network.version(eventId), frame, words });
			return asked!;
		};
		expect(await closes()).toEqual(['2027-03-29', '2027-03-20']);
		await saveFrame(network.events, network.officer, { eventId, form: formOf({ state: 'open', mode: 'booking', request_limit: '20', request_deadline: '2027-03-10T18:00', answer_days: '7' }) });
		expect((await move('2027-04-14', '2027-04-15')).deadlines).toEqual([{ of: 'requests', day: '2027-03-10' }]);
		expect(await closes()).toEqual(['2027-04-28', '2027-04-19']);
		const { days } = await viewOrganised(network.events, network.officer, eventId);
		await removeDay(network.events, network.officer, { eventId, id: days[1]!.id });
		await moveDay(network.events, network.officer, { eventId, id: days[0]!.id, to: '2027-04-15', words: [] });
		expect(await closes()).toEqual(['2027-04-29', '2027-04-20']);
		network.moveTo('2027-04-15T05:00:00Z');
		await network.askAll();
		expect(await network.asked(network.people[0]!, 'Postponed')).toHaveLength(1);
		await saveDay(network.events, network.officer, { eventId, form: formOf({ day: '2027-04-14', opens: '09:00', closes: '18:00' }) });
		const { sessions, days: [day] } = await viewOrganised(network.events, network.officer, eventId);
		await saveSession(network.events, network.officer, { eventId, sessionId, expected: sessions[0]!.version, session: sessionInput(formOf({ kind: 'parallel', day: day!.id, starts: '10:00', ends: '11:00', title_en: 'Salt and rice' }), ['en', 'zh']), words: [] });
		expect(await closes()).toEqual(['2027-04-29', '2027-04-20']);
	});
});
