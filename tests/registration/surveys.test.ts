import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { viewOrganised } from '#lib/server/events/desk-view.ts';
import { removeSession, saveSession } from '#lib/server/events/save-session.ts';
import { sessionInput } from '#lib/server/events/session-input.ts';
import { asActor } from '#lib/server/platform/acting.ts';
import { viewOwnBadge } from '#lib/server/registration/badges.ts';
import { doorReport, takeScans } from '#lib/server/registration/door/take-scans.ts';
import { answersCsv } from '#lib/server/registration/surveys/answers-csv.ts';
import { answerSurvey, surveysForMe, viewSurvey } from '#lib/server/registration/surveys/answer-survey.ts';
import { askPeople } from '#lib/server/registration/surveys/ask-people.ts';
import { closeSurvey, createSurvey, openSurvey, raiseSurveyQuestion, removeSurvey, removeSurveyQuestion, saveSurvey, saveSurveyQuestion } from '#lib/server/registration/surveys/change-survey.ts';
import { reopenSurvey } from '#lib/server/registration/surveys/reopen-survey.ts';
import { forgetWhoAnswered, sealSurveys } from '#lib/server/registration/surveys/seal-surveys.ts';
import { sheetId } from '#lib/server/registration/surveys/sheet-id.ts';
import { surveyTable, viewSurveyAtDesk, viewSurveys } from '#lib/server/registration/surveys/view-surveys.ts';
import { eventSurveyAnswer, eventSurveySheet } from '#lib/server/registration/tables.ts';
import type { Person } from '../centres/centres-network.ts';
import { formOf } from '../events/events-network.ts';
import { createRegistrationNetwork, type RegistrationNetwork } from './registration-network.ts';

let network: RegistrationNetwork;
let people: Person[];
beforeAll(async () => {
	network = await createRegistrationNetwork();
	people = [...([network.owner, network.editor, network.reader] as Person[]), await network.person('zh-fourth', {}), await network.person('fifth', {})];
});
afterAll(() => network.close());
beforeEach(() => void (network.events.now = new Date('2026-11-21T12:00:00Z')));

const notFound = { code: 'not_found' };
const at = (field: string) => ({ code: 'invalid_input', field });
const context = () => network.registration;
const SESSION_ENDS = new Date('2027-03-15T04:00:00Z');
const AFTERWARDS = new Date('2027-03-15T05:00:00Z');
const moveTo = (moment: Date | string) => void (network.events.now = new Date(moment));

async function addSession(eventId: string): Promise<string> {
	const { days } = await viewOrganised(network.events, network.secretariat as Person, eventId);
	const form = formOf({ kind: 'parallel', day: days[0]!.id, starts: '10:00', ends: '11:00', title_en: 'Salt and rice' });
	return (await saveSession(network.events, network.officer, { eventId, sessionId: null, expected: 0, session: sessionInput(form, ['en', 'zh']), words: [] })).id;
}

/** A published event with a session and people who have places. */
async function held(name: string, comers: readonly Person[] = people) {
	const eventId = await network.open(name, { approval: null, wishes: [] });
	for (const person of comers) await network.comes(eventId, person);
	return { eventId, sessionId: await addSession(eventId) };
}
async function checkIn(eventId: string, person: Person, sessionId: string | null) {
	const { code } = (await viewOwnBadge(network.registration, person, eventId, 'en')).badge;
	await takeScans(network.registration, network.officer, eventId, doorReport({ door: 'North', session: sessionId, scans: [{ id: crypto.randomUUID(), code, at: network.events.now.toISOString(), session: sessionId }] }));
}
/** An open survey with the two questions that each begins with. */
async function opened(eventId: string, of: string, settings: Record<string, string> = {}) {
	const { id: surveyId } = await createSurvey(context(), network.officer, { eventId, form: formOf({ of }) });
	if (Object.keys(settings).length > 0) await saveSurvey(context(), network.officer, { eventId, surveyId, form: formOf({ closes_on: '2027-03-30', anonymous: 'yes', ...settings }) });
	await openSurvey(context(), network.officer, { eventId, surveyId });
	const { questions } = await desk(eventId, surveyId);
	return { surveyId, rating: questions[0]!.id, words: questions[1]!.id };
}
const desk = (eventId: string, surveyId: string, actor: Actor = network.officer) => viewSurveyAtDesk(context(), actor, eventId, surveyId);
async function answer(actor: Person, eventId: string, surveyId: string, answers: Record<string, string | string[]>, language: 'en' | 'zh' = 'en') {
	const shown = (await desk(eventId, surveyId)).questions.map(({ id }) => id);
	await answerSurvey(context(), actor, { eventId, surveyId, form: formOf({ shown, ...Object.fromEntries(Object.entries(answers).map(([id, value]) => [`q_${id}`, value])) }), language });
}
const askAll = async () => {
	while ((await askPeople(context())) > 0);
};
const asked = async (person: Person, name: string) => (await network.mailsTo(person)).filter(({ text }) => text.includes('/surveys/') && text.includes(name));
const add = async (eventId: string, surveyId: string, fields: Record<string, string | string[]>) => {
	await saveSurveyQuestion(context(), network.officer, { eventId, surveyId, form: formOf({ label_en: 'A question', ...fields }) });
	return (await desk(eventId, surveyId)).questions.at(-1)!.id;
};

describe('who is asked', () => {
	test('is whoever was checked in at the session, once, by one letter, and nobody before it ended', async () => {
		const { eventId, sessionId } = await held('Counted');
		const { surveyId } = await opened(eventId, sessionId);
		await opened(eventId, 'event');
		moveTo(new Date(SESSION_ENDS.getTime() - 60_000));
		await checkIn(eventId, people[0]!, sessionId);
		await checkIn(eventId, people[3]!, sessionId);
		await checkIn(eventId, people[1]!, null);
		await askAll();
		expect(await asked(people[0]!, 'Counted')).toEqual([]);
		await expect(viewSurvey(context(), people[0]!, { eventId, surveyId })).rejects.toMatchObject(notFound);

		moveTo(AFTERWARDS);
		await askAll();
		await askAll();
		// The event's own survey is due at the same time, for its last session has ended: one letter asks for both.
		const letters = await asked(people[0]!, 'Counted');
		expect(letters).toHaveLength(1);
		expect(letters[0]!.text.match(/\/surveys\//g)).toHaveLength(2);
		expect((await asked(people[3]!, 'Counted（中文）'))[0]).toMatchObject({ language: 'zh' });
		expect((await asked(people[1]!, 'Counted'))[0]!.text.match(/\/surveys\//g)).toHaveLength(1);
		expect(await asked(people[2]!, 'Counted')).toEqual([]);
		expect((await surveysForMe(context(), people[0]!, eventId)).map(({ titles }) => titles?.[0]?.text ?? null)).toEqual([null, 'Salt and rice']);
		expect(await surveysForMe(context(), people[2]!, eventId)).toEqual([]);
		for (const actor of [people[1]!, people[2]!, network.stranger, network.thaiOfficer, network.visitor]) await expect(viewSurvey(context(), actor, { eventId, surveyId })).rejects.toMatchObject(notFound);

		// Whose scan comes late is asked at the next turn, and nobody else again.
		await checkIn(eventId, people[2]!, sessionId);
		await askAll();
		expect(await asked(people[2]!, 'Counted')).toHaveLength(1);
		expect(await asked(people[0]!, 'Counted')).toHaveLength(1);
	});

	test('is whoever has a place where nobody was counted, but not who withdrew or only asked', async () => {
		const { eventId, sessionId } = await held('Uncounted', people.slice(0, 2));
		await opened(eventId, sessionId);
		moveTo(AFTERWARDS);
		await askAll();
		expect([await asked(people[0]!, 'Uncounted'), await asked(people[2]!, 'Uncounted')].map(({ length }) => length)).toEqual([1, 0]);
	});

	test('nobody of a draft, of a session that was called off, or of a survey that nobody opened', async () => {
		const { eventId, sessionId } = await held('Silent', people.slice(0, 1));
		await createSurvey(context(), network.officer, { eventId, form: formOf({ of: sessionId }) });
		moveTo(AFTERWARDS);
		await askAll();
		expect(await asked(people[0]!, 'Silent')).toEqual([]);
	});
});

describe('what is answered', () => {
	test('is changed until the survey closes, in any language, and nothing of it is anybody’s but the person’s', async () => {
		const { eventId, sessionId } = await held('Changing');
		const { surveyId, rating, words } = await opened(eventId, sessionId);
		moveTo(AFTERWARDS);
		await expect(answer(people[0]!, eventId, surveyId, { [words]: 'No rating' })).rejects.toMatchObject(at(`q_${rating}`));
		await expect(answer(people[0]!, eventId, surveyId, { [rating]: '6' })).rejects.toMatchObject(at(`q_${rating}`));
		await answer(people[0]!, eventId, surveyId, { [rating]: '2', [words]: 'CANARY first' });
		await answer(people[0]!, eventId, surveyId, { [rating]: '4', [words]: '很好' }, 'zh');
		expect((await viewSurvey(context(), people[0]!, { eventId, surveyId })).answers).toEqual({ [rating]: '4', [words]: '很好' });
		expect((await viewSurvey(context(), people[1]!, { eventId, surveyId })).answers).toEqual({});
		expect((await viewSurvey(context(), network.officer, { eventId, surveyId })).answers).toEqual({});
		expect((await desk(eventId, surveyId)).survey.answered).toBe(1);
		for (const actor of [network.stranger as Person, network.officer as Person]) await expect(answer(actor, eventId, surveyId, { [rating]: '1' })).rejects.toMatchObject({ code: actor === network.officer ? 'forbidden' : 'not_found' });
		moveTo('2027-03-29T16:59:00Z');
		await answer(people[0]!, eventId, surveyId, { [rating]: '5' });
		// The last day ends at midnight where the event is.
		moveTo('2027-03-29T17:00:00Z');
		await expect(answer(people[0]!, eventId, surveyId, { [rating]: '1' })).rejects.toMatchObject({ code: 'forbidden' });
		expect((await desk(eventId, surveyId)).survey.answered).toBe(1);
	});

	test('is taken once where two phones send it at the same time', async () => {
		const { eventId, sessionId } = await held('Twice', people.slice(0, 1));
		const { surveyId, rating, words } = await opened(eventId, sessionId);
		moveTo(AFTERWARDS);
		await Promise.all(['1', '2', '3', '4'].map((value) => answer(people[0]!, eventId, surveyId, { [rating]: value, [words]: `Words ${value}` })));
		const { answers } = await viewSurvey(context(), people[0]!, { eventId, surveyId });
		expect(answers[words]).toBe(`Words ${String(answers[rating])}`);
		expect((await desk(eventId, surveyId)).survey.answered).toBe(1);
	});

	test('without names, leads from no row to a person, with the secret neither once it has closed', async () => {
		const { eventId, sessionId } = await held('Nameless');
		const { surveyId, rating, words } = await opened(eventId, sessionId);
		moveTo(AFTERWARDS);
		await askAll();
		for (const [index, person] of people.entries()) await answer(person, eventId, surveyId, { [rating]: String(index + 1), [words]: `Words ${index}` });
		const ids = await Promise.all(people.map((person) => network.idOf(eventId, person)));
		const rows = () => network.database.asOwner(async (client) => ({ sheets: (await client.query('select * from event_survey_sheet where survey_id = $1', [surveyId])).rows, answers: (await client.query('select a.* from event_survey_answer a join event_survey_sheet s on s.id = a.sheet_id where s.survey_id = $1', [surveyId])).rows, log: (await client.query("select * from audit where action = 'survey.answer' and entity_id = $1", [surveyId])).rows }));
		const before = await rows();
		expect([before.sheets.length, before.answers.length, before.log.length]).toEqual([5, 10, 5]);
		const said = JSON.stringify(before);
		for (const secret of [...ids, ...people.flatMap(({ userId, email }) => [userId, email])]) expect(said).not.toContain(secret);
		// The test means something: with the secret, the application finds a person's own sheet while it can be changed.
		expect(before.sheets.map(({ id }) => id)).toContain(sheetId('a secret of the tests', surveyId, ids[0]!));

		// Nobody but the operator sees a row, the writer neither.
		for (const actor of [network.officer, people[0]!, network.visitor]) expect(await asActor(network.events.db, actor, (tx) => tx.$count(eventSurveySheet))).toBe(0);
		expect(await asActor(network.events.db, network.officer, (tx) => tx.$count(eventSurveyAnswer))).toBe(0);

		await closeSurvey(context(), network.officer, { eventId, surveyId });
		while ((await sealSurveys(context())) > 0);
		const after = (await rows()).sheets.map(({ id }) => id as string);
		expect(after).toHaveLength(5);
		for (const id of ids) expect(after).not.toContain(sheetId('a secret of the tests', surveyId, id));
		const { questions, survey } = await desk(eventId, surveyId);
		expect(survey).toMatchObject({ stage: 'closed', sealed: true, answered: 5 });
		expect(questions[0]!.figures).toMatchObject({ mean: 3 });
		expect((await viewSurvey(context(), people[0]!, { eventId, surveyId })).answers).toEqual({});
		await expect(saveSurvey(context(), network.officer, { eventId, surveyId, form: formOf({ closes_on: '2027-12-31' }) })).rejects.toMatchObject({ code: 'conflict' });
	});

	test('the database itself takes no name into a survey without names', async () => {
		const { eventId, sessionId } = await held('Refusing', people.slice(0, 1));
		const { surveyId } = await opened(eventId, sessionId);
		const registrationId = await network.idOf(eventId, people[0]!);
		const insert = (anonymous: boolean) => network.database.asOwner((client) => client.query('insert into event_survey_sheet (id, survey_id, event_id, anonymous, registration_id) values ($1, $2, $3, $4, $5)', ['0'.repeat(64), surveyId, eventId, anonymous, registrationId]));
		await expect(insert(true)).rejects.toThrow(/check constraint/);
		await expect(insert(false)).rejects.toThrow(/foreign key/);
	});

	test('with names, is the organisers’ to read with whose it is, which is on record', async () => {
		const { eventId, sessionId } = await held('Named', people.slice(0, 2));
		const { surveyId, rating, words } = await opened(eventId, sessionId, { anonymous: '' });
		moveTo(AFTERWARDS);
		await answer(people[0]!, eventId, surveyId, { [rating]: '4', [words]: 'Signed' });
		const table = await surveyTable(context(), network.officer, eventId, surveyId);
		expect(answersCsv(table, 'en')).toContain('owner,4,Signed');
		expect(await network.audited('survey.read-guarded', surveyId)).toHaveLength(1);
		await expect(surveyTable(context(), network.thaiOfficer, eventId, surveyId)).rejects.toMatchObject(notFound);
		expect((await desk(eventId, surveyId)).questions[0]!.figures).toMatchObject({ hidden: false, answered: 1 });
	});
});

describe('what organisers see', () => {
	test('of fewer than five answers nothing; then distributions, means and words in an order that says nothing', async () => {
		const { eventId, sessionId } = await held('Few');
		const { surveyId, rating, words } = await opened(eventId, sessionId);
		const several = await add(eventId, surveyId, { kind: 'choices', choices_en: 'Salt\nRice', choices_zh: '盐\n稻' });
		const number = await add(eventId, surveyId, { kind: 'number' });
		moveTo(AFTERWARDS);
		for (const [index, person] of people.slice(0, 4).entries()) await answer(person, eventId, surveyId, { [rating]: '4', [words]: `z${9 - index}`, [several]: ['c1', ...(index > 1 ? ['c2'] : [])], [number]: String(index) });
		expect((await desk(eventId, surveyId)).questions[0]!.figures).toEqual({ answered: 4, hidden: true, held: 0, counts: [], mean: null, texts: [] });
		expect(answersCsv(await surveyTable(context(), network.officer, eventId, surveyId), 'en')).not.toMatch(/z9|Salt/);
		await answer(people[4]!, eventId, surveyId, { [rating]: '1', [words]: 'Zu heiß', [number]: '1,5' });
		const { questions } = await desk(eventId, surveyId);
		const of = (id: string) => questions.find((each) => each.id === id)!.figures;
		expect(of(rating)).toMatchObject({ answered: 5, hidden: false, mean: 3.4, counts: [{ key: '1', count: 1 }, { key: '2', count: 0 }, { key: '3', count: 0 }, { key: '4', count: 4 }, { key: '5', count: 0 }] });
		expect(of(words).texts.map(({ text }) => text)).toEqual(['Zu heiß', 'z6', 'z7', 'z8', 'z9']);
		// Four ticked something: still too few for this question.
		expect(of(several)).toMatchObject({ answered: 4, hidden: true, counts: [] });
		expect(of(number)).toMatchObject({ mean: 1.5, counts: [{ key: '0', count: 1 }, { key: '1', count: 1 }, { key: '1.5', count: 1 }, { key: '2', count: 1 }, { key: '3', count: 1 }] });
		const csv = answersCsv(await surveyTable(context(), network.officer, eventId, surveyId), 'zh');
		expect(csv).toContain('z6,1');
		expect(csv).not.toContain('稻');
		for (const actor of [people[0]!, network.thaiOfficer, network.visitor]) {
			await expect(desk(eventId, surveyId, actor)).rejects.toMatchObject(notFound);
			await expect(viewSurveys(context(), actor, eventId)).rejects.toMatchObject(notFound);
		}
		expect((await viewSurveys(context(), network.officer, eventId)).surveys).toMatchObject([{ answered: 5, asked: 0, stage: 'asking' }]);
	});
});

describe('writing a survey', () => {
	test('questions hang on ratings, keep their kind once answered, and follow those of another survey', async () => {
		const { eventId, sessionId } = await held('Writing');
		const { surveyId, rating } = await opened(eventId, sessionId);
		const why = await add(eventId, surveyId, { kind: 'text', label_en: 'What went wrong?', required: 'yes', shown_when: [`${rating}:1`, `${rating}:2`] });
		await expect(add(eventId, surveyId, { kind: 'file' })).rejects.toMatchObject(at('kind'));
		await expect(raiseSurveyQuestion(context(), network.thaiOfficer, { eventId, surveyId, form: formOf({ id: why }) })).rejects.toMatchObject({ code: 'forbidden' });
		moveTo(AFTERWARDS);
		await expect(answer(people[0]!, eventId, surveyId, { [rating]: '1' })).rejects.toMatchObject(at(`q_${why}`));
		await answer(people[0]!, eventId, surveyId, { [rating]: '5', [why]: 'Not asked' });
		expect((await viewSurvey(context(), people[0]!, { eventId, surveyId })).answers).toEqual({ [rating]: '5' });
		await saveSurveyQuestion(context(), network.officer, { eventId, surveyId, form: formOf({ id: rating, kind: 'text', label_en: 'How good was it?', required: 'yes' }) });
		expect((await desk(eventId, surveyId)).questions[0]).toMatchObject({ kind: 'rating', labels: [{ text: 'How good was it?' }] });
		const { id: copy } = await createSurvey(context(), network.officer, { eventId, form: formOf({ of: 'event', like: surveyId }) });
		const copied = (await desk(eventId, copy)).questions;
		expect(copied.map(({ labels }) => labels[0]!.text)).toEqual(['How good was it?', 'What should stay, and what should change?', 'What went wrong?']);
		expect(copied[2]!.shownWhen).toEqual({ question: copied[0]!.id, is: ['1', '2'] });
		// An answered question is no longer asked, and its answers stay.
		await removeSurveyQuestion(context(), network.officer, { eventId, surveyId, form: formOf({ id: why }) });
		await removeSurveyQuestion(context(), network.officer, { eventId, surveyId, form: formOf({ id: rating }) });
		await answer(people[0]!, eventId, surveyId, {});
		expect((await desk(eventId, surveyId)).questions.find(({ id }) => id === rating)).toMatchObject({ retired: true, figures: { answered: 1 } });
	});

	test('what was promised stays: names once people were asked, answers once there are some', async () => {
		const { eventId, sessionId } = await held('Promised', people.slice(0, 1));
		const { surveyId, rating } = await opened(eventId, sessionId);
		await expect(saveSurvey(context(), network.officer, { eventId, surveyId, form: formOf({ closes_on: '2027-03-14' }) })).rejects.toMatchObject(at('closes_on'));
		await expect(createSurvey(context(), network.officer, { eventId, form: formOf({ of: sessionId }) })).rejects.toMatchObject({ code: 'conflict' });
		await expect(createSurvey(context(), network.officer, { eventId, form: formOf({ of: crypto.randomUUID() }) })).rejects.toMatchObject(at('of'));
		await expect(createSurvey(context(), network.thaiOfficer, { eventId, form: formOf({ of: 'event' }) })).rejects.toMatchObject({ code: 'forbidden' });
		const withNames = () => saveSurvey(context(), network.officer, { eventId, surveyId, form: formOf({ closes_on: '2027-03-20', anonymous: '' }) });
		moveTo(AFTERWARDS);
		// No letter has left yet, but the page says already that nobody is named.
		await withNames();
		expect((await viewSurvey(context(), people[0]!, { eventId, surveyId })).survey.anonymous).toBe(true);
		await askAll();
		await withNames();
		expect((await desk(eventId, surveyId)).survey).toMatchObject({ anonymous: true, lastDay: '2027-03-20' });
		await answer(people[0]!, eventId, surveyId, { [rating]: '3' });
		await expect(removeSurvey(context(), network.officer, { eventId, surveyId })).rejects.toMatchObject({ code: 'conflict' });
		await expect(removeSession(network.events, network.officer, { eventId, sessionId, words: [] })).rejects.toMatchObject({ code: 'conflict' });
		expect((await desk(eventId, surveyId)).survey.answered).toBe(1);
		await expect(openSurvey(context(), network.thaiOfficer, { eventId, surveyId })).rejects.toMatchObject({ code: 'forbidden' });
	});
});

describe('opening a survey again', () => {
	const CLOSED = new Date('2027-03-30T12:00:00Z');
	const seal = async () => {
		while ((await sealSurveys(context())) > 0);
	};
	const reopen = (eventId: string, surveyId: string, day = '2027-04-20', actor: Actor = network.officer) => reopenSurvey(context(), actor, { eventId, surveyId, form: formOf({ closes_on: day }) });
	const marks = (surveyId: string) => network.database.asOwner(async (client) => (await client.query<{ mark: string }>('select mark from event_survey_mark where survey_id = $1', [surveyId])).rows.map(({ mark }) => mark));
	/** A survey of a session, sealed after so many answered with 1, 2 ... and words. */
	async function sealed(name: string, answers: number, more: readonly Person[] = []) {
		const { eventId, sessionId } = await held(name, [...people, ...more]);
		const survey = await opened(eventId, sessionId);
		moveTo(AFTERWARDS);
		await askAll();
		for (const [index, person] of people.slice(0, answers).entries()) await answer(person, eventId, survey.surveyId, { [survey.rating]: String(index + 1), [survey.words]: `Words ${index}` });
		moveTo(CLOSED);
		await seal();
		return { eventId, ...survey };
	}

	test('is for organisers, with a day to come, and not while it is open; it is on record', async () => {
		const { eventId, sessionId } = await held('Again');
		const { surveyId } = await opened(eventId, sessionId);
		moveTo(AFTERWARDS);
		await expect(reopen(eventId, surveyId)).rejects.toMatchObject({ code: 'conflict' });
		moveTo(CLOSED);
		await seal();
		await expect(saveSurvey(context(), network.officer, { eventId, surveyId, form: formOf({ closes_on: '2027-05-01', anonymous: 'yes' }) })).rejects.toMatchObject({ code: 'conflict' });
		await expect(reopen(eventId, surveyId, '2027-03-29')).rejects.toMatchObject({ ...at('closes_on'), detail: { code: 'day_over' } });
		await expect(reopen(eventId, surveyId, '')).rejects.toMatchObject(at('closes_on'));
		for (const [actor, code] of [[network.thaiOfficer, 'forbidden'], [people[0]!, 'forbidden'], [network.visitor, 'forbidden']] as const) await expect(reopen(eventId, surveyId, '2027-04-20', actor)).rejects.toMatchObject({ code });
		expect((await desk(eventId, surveyId)).survey.stage).toBe('closed');
		await reopen(eventId, surveyId);
		expect((await desk(eventId, surveyId)).survey).toMatchObject({ stage: 'asking', lastDay: '2027-04-20', sealed: false });
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
		expect(await viewSurvey(context(), people[0]!, { eventId, surveyId })).toMatchObject({ settled: true, mayAnswer: false, answered: false, answers: {} });
		expect(await surveysForMe(context(), people[0]!, eventId)).toEqual([]);
		await expect(answer(people[0]!, eventId, surveyId, { [rating]: '5' })).rejects.toMatchObject({ code: 'forbidden' });
		await expect(answer(people[0]!, eventId, surveyId, {})).rejects.toMatchObject({ code: 'forbidden' });
		await askAll();
		await askAll();
		// Letters say nothing of who has answered: everybody gets the same.
		for (const person of [people[0]!, late[0]!]) expect((await asked(person, 'Once')).map(({ text }) => text.includes('opened again')).sort()).toEqual([false, true]);

		// One more answer would be read off two means; so the figures stay until there are five.
		const figures = async (id: string) => (await desk(eventId, surveyId)).questions.find((each) => each.id === id)!.figures;
		for (const [index, person] of late.slice(0, 4).entries()) await answer(person, eventId, surveyId, { [rating]: '1', [words]: `Late ${index}` });
		expect(await figures(rating)).toMatchObject({ answered: 9, held: 4, mean: 3 });
		expect(JSON.stringify(await figures(words))).not.toContain('Late');
		expect(answersCsv(await surveyTable(context(), network.officer, eventId, surveyId), 'en')).not.toContain('Late');
		expect((await viewSurvey(context(), late[0]!, { eventId, surveyId })).answers).toEqual({ [rating]: '1', [words]: 'Late 0' });
		await answer(late[4]!, eventId, surveyId, { [rating]: '1' });
		expect(await figures(rating)).toMatchObject({ answered: 10, held: 0, mean: 2 });
		// To this question four have answered since.
		expect(await figures(words)).toMatchObject({ answered: 9, held: 4 });

		moveTo('2027-04-25T00:00:00Z');
		await seal();
		const after = (await sheets()).map(({ id }) => id);
		expect(after).toHaveLength(10);
		for (const person of [...people, ...late]) expect(after).not.toContain(sheetId('a secret of the tests', surveyId, await network.idOf(eventId, person)));
		expect(await marks(surveyId)).toHaveLength(10);
		// Nor does it say which of the marks are of those who came late, among whom there may be one alone.
		const written = await network.database.asOwner(async (client) => (await client.query<{ by: string; mark: string }>('select xmin::text as by, mark from event_survey_mark where survey_id = $1 order by ctid', [surveyId])).rows);
		expect(new Set(written.map(({ by }) => by)).size).toBe(1);
		expect(written.map(({ mark }) => mark)).toEqual(written.map(({ mark }) => mark).sort());
		await reopen(eventId, surveyId, '2027-05-20');
		for (const person of [people[4]!, late[4]!]) expect((await viewSurvey(context(), person, { eventId, surveyId })).settled).toBe(true);
	});

	test('begins anew where so few answered that even that they did would say too much', async () => {
		const { eventId, surveyId, rating } = await sealed('Few again', 2);
		expect(await marks(surveyId)).toEqual([]);
		expect((await desk(eventId, surveyId)).survey).toMatchObject({ reopening: 'anew', answered: 2 });
		await reopen(eventId, surveyId);
		expect((await desk(eventId, surveyId)).survey.answered).toBe(0);
		expect(await viewSurvey(context(), people[0]!, { eventId, surveyId })).toMatchObject({ begunAnew: true, mayAnswer: true, settled: false });
		await askAll();
		expect((await asked(people[1]!, 'Few again')).filter(({ text }) => text.includes('begins anew'))).toHaveLength(1);
		await answer(people[0]!, eventId, surveyId, { [rating]: '4' });
		expect((await desk(eventId, surveyId)).survey.answered).toBe(1);
	});

	test('is no more once it is forgotten who answered', async () => {
		const { eventId, surveyId } = await sealed('Forgotten', 5);
		expect((await desk(eventId, surveyId)).survey).toMatchObject({ reopening: 'goes-on', reopenUntil: '2027-04-29' });
		moveTo(new Date(CLOSED.getTime() + 31 * 86_400_000));
		while ((await forgetWhoAnswered(context())) > 0);
		expect(await marks(surveyId)).toEqual([]);
		expect((await desk(eventId, surveyId)).survey.reopening).toBeUndefined();
		await expect(reopen(eventId, surveyId, '2027-06-01')).rejects.toMatchObject({ code: 'conflict' });
	});

	test('with names, goes on where it was, and closed by mistake a moment ago as if nothing had been', async () => {
		const { eventId, sessionId } = await held('Names again', people.slice(0, 2));
		const { surveyId, rating } = await opened(eventId, sessionId, { anonymous: '' });
		moveTo(AFTERWARDS);
		await askAll();
		await answer(people[0]!, eventId, surveyId, { [rating]: '2' });
		await closeSurvey(context(), network.officer, { eventId, surveyId });
		await reopen(eventId, surveyId, '2027-03-29');
		await askAll();
		expect(await asked(people[0]!, 'Names again')).toHaveLength(1);
		moveTo(CLOSED);
		await seal();
		await reopen(eventId, surveyId);
		await answer(people[0]!, eventId, surveyId, { [rating]: '5' });
		expect(answersCsv(await surveyTable(context(), network.officer, eventId, surveyId), 'en')).toContain('owner,5');
		expect((await desk(eventId, surveyId)).survey.answered).toBe(1);
	});
});
