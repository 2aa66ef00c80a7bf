import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { askedQuestions, type Question } from '#lib/registration/questions.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { actorOfUser } from '#lib/server/accounts/queries.ts';
import { user } from '#lib/server/accounts/tables.ts';
import { settleSeats } from '#lib/server/events/seats/settle-seats.ts';
import { viewSignedUp } from '#lib/server/events/seats/view-seats.ts';
import { viewEvent } from '#lib/server/events/view-event.ts';
import { applicationFilters, viewApplications } from '#lib/server/exhibition/applications/view-applications.ts';
import { contactFilters, viewContacts } from '#lib/server/exhibition/visits/contacts.ts';
import { askVisitors } from '#lib/server/exhibition/visits/ask-visitors.ts';
import { viewOwnVisits } from '#lib/server/exhibition/visits/own-visits.ts';
import { viewExhibition } from '#lib/server/exhibition/view-exhibition.ts';
import { viewAgenda } from '#lib/server/meetings/agenda/view-agenda.ts';
import { askOutcomes } from '#lib/server/meetings/follow-up/ask-outcomes.ts';
import { viewStatistics } from '#lib/server/meetings/statistics/view-statistics.ts';
import { asActor, operator } from '#lib/server/platform/acting.ts';
import { viewCertificate } from '#lib/server/registration/certificate.ts';
import { markCertificatesTold } from '#lib/server/registration/door/queries.ts';
import { viewNeeds } from '#lib/server/registration/desk/view-needs.ts';
import { fullFor, movedUp } from '#lib/server/registration/places.ts';
import { answersOf, findFrame, placedIn, questionsOf, quotasOf, registrationsById } from '#lib/server/registration/queries.ts';
import { askPeople } from '#lib/server/registration/surveys/ask-people.ts';
import { sealSurveys } from '#lib/server/registration/surveys/seal-surveys.ts';
import { viewSurveyAtDesk, viewSurveys } from '#lib/server/registration/surveys/view-surveys.ts';
import { eventRegistration, eventScan } from '#lib/server/registration/tables.ts';
import { viewFrame, viewList } from '#lib/server/registration/view-desk.ts';
import { createSampleDatabase, SAMPLE_NOW, type TestDatabase } from '../database.ts';

const FORUM = 'sample-forum-2027';
const HELD = 'sample-rice-days';
const NO_FILTERS = { state: null, category: null, country: null, text: '' };
const noCard = () => undefined;

let database: TestDatabase;
let context: { db: TestDatabase['db']; clock: () => Date };
let officer: Actor;
const personOf = async (who: string): Promise<Actor> => actorOfUser(database.db, (await database.db.select({ id: user.id }).from(user).where(eq(user.email, `${who}@mitra.example`)))[0]!.id);
const asSystem = <Result>(work: Parameters<typeof asActor<Result>>[2]) => asActor(database.db, operator('test'), work);
beforeAll(async () => {
	database = await createSampleDatabase();
	context = { db: database.db, clock: () => SAMPLE_NOW };
	officer = await personOf('officer.nanning');
}, 60_000);
afterAll(() => database.close());

describe('the sample Forum', () => {
	test('has registrations in every state, of people of all twelve countries, in both scripts, all of them samples', async () => {
		const { registrations, states } = await viewList(context, officer, FORUM, NO_FILTERS, 0);
		expect(registrations).toHaveLength(60);
		expect(states.filter(({ count }) => count < 2)).toEqual([]);
		const rows = await asSystem((tx) => registrationsById(tx, FORUM, registrations.map(({ id }) => id)));
		expect([...new Set(rows.map(({ country }) => country))].sort()).toEqual(['BN', 'CN', 'ID', 'JP', 'KH', 'LA', 'MM', 'MY', 'PH', 'SG', 'TH', 'TL', 'VN']);
		expect(rows.filter(({ isSample, names }) => !isSample || !names[0]!.text.endsWith(' Sample'))).toEqual([]);
		const bothScripts = rows.filter(({ country }) => ['CN', 'KH', 'LA', 'MM', 'TH'].includes(country));
		expect(bothScripts.filter(({ names }) => names.length < 2)).toEqual([]);
		expect(rows.filter(({ createdAt, updatedAt }) => createdAt > SAMPLE_NOW || updatedAt > SAMPLE_NOW)).toEqual([]);
	});

	test('has quotas by country and group that are full, so that some wait, and none of them could move up', async () => {
		const { quotas } = await viewFrame(context, officer, FORUM);
		expect(quotas.filter(({ kind, taken, places }) => kind !== 'per-organisation' && taken >= places).map(({ kind, key }) => `${kind}:${key}`)).toEqual(['category:press', 'country:LA', 'country:MM', 'organisation-kind:university']);
		expect(quotas.filter(({ taken, places }) => taken > places)).toEqual([]);
		await asSystem(async (tx) => {
			const limits = { places: (await findFrame(tx, FORUM, SAMPLE_NOW))!.frame.places, quotas: await quotasOf(tx, FORUM) };
			const [waiting, approved] = [await placedIn(tx, FORUM, 'waiting'), await placedIn(tx, FORUM, 'approved')];
			expect(new Set(waiting.map((each) => fullFor(each, approved, limits)?.kind))).toEqual(new Set(['country', 'category', 'organisation-kind']));
			expect(movedUp(waiting, approved, limits)).toEqual([]);
		});
	});

	test('asks questions with conditions and for a file, and everybody has answered only what is asked of them', async () => {
		const { questions } = await viewFrame(context, officer, FORUM);
		expect(questions.filter(({ shownWhen }) => shownWhen).map(({ kind }) => kind)).toEqual(['file', 'choices']);
		await asSystem(async (tx) => {
			const asked: Question[] = await questionsOf(tx, FORUM);
			for (const { id } of await tx.select({ id: eventRegistration.id }).from(eventRegistration).where(eq(eventRegistration.eventId, FORUM))) {
				const answers = await answersOf(tx, id);
				const open = askedQuestions(asked, answers).map((question) => question.id);
				expect([...answers.keys()].filter((question) => !open.includes(question))).toEqual([]);
			}
		});
	});

	test('has invitations that are used, unused, for one address, and withdrawn; none used more often than it may', async () => {
		const { invitations } = await viewFrame(context, officer, FORUM);
		expect(invitations.filter(({ used, uses }) => used > uses)).toEqual([]);
		for (const kind of [invitations.filter(({ used }) => used > 1), invitations.filter(({ used }) => used === 0), invitations.filter(({ email }) => email), invitations.filter(({ withdrawn }) => withdrawn)]) expect(kind.length).toBeGreaterThan(0);
	});

	test('tells organisers what those who come need, and has surveys that wait for its end', async () => {
		const needs = await viewNeeds(context, officer, FORUM);
		expect(needs.diets.length).toBeGreaterThan(5);
		for (const list of [needs.nights, needs.arrivals, needs.departures]) expect(list.length).toBeGreaterThan(0);
		expect(needs.visas).toBeGreaterThan(5);
		expect((await viewSurveys(context, officer, FORUM)).surveys.map(({ stage }) => stage)).toEqual(['waiting', 'waiting']);
	});

	test('has stands in two halls and exhibitors of all twelve countries', async () => {
		const { halls, exhibitors } = await viewExhibition(context, { kind: 'visitor' }, FORUM, noCard);
		expect(halls).toHaveLength(2);
		expect(new Set(exhibitors.map(({ organisation }) => organisation.country)).size).toBe(12);
	});

	test('calls for exhibitors, with applications in every state, of none that exhibits already but those admitted', async () => {
		const { call, counts, applications } = await viewApplications(context, officer, FORUM, applicationFilters(new URLSearchParams('state=')), noCard);
		expect(call!.words.map(({ language }) => language)).toEqual(['en', 'zh', 'vi']);
		expect(counts).toEqual({ waiting: 6, admitted: 3, declined: 1, withdrawn: 1 });
		const { exhibitors, openUntil } = await viewExhibition(context, { kind: 'visitor' }, FORUM, noCard);
		expect(openUntil).toBe(call!.closesOn);
		const exhibiting = new Set(exhibitors.map(({ organisation }) => organisation.slug));
		expect(applications.filter(({ organisation, state }) => exhibiting.has(organisation.slug) !== (state === 'admitted'))).toEqual([]);
		expect(applications.filter(({ about, remark, reason }) => [...about, ...remark, ...reason].some(({ language, text }) => language === 'en' && !text.endsWith('(sample).')))).toEqual([]);
	});

	test('has people who signed up for its visits, more than one has places for, all of them approved', async () => {
		const { sessions } = await viewEvent(context, { kind: 'visitor' }, FORUM);
		const signedUp = await Promise.all(sessions.filter(({ kind }) => kind === 'field-visit').map(({ id }) => viewSignedUp(context, officer, { eventId: FORUM, sessionId: id })));
		const counts = signedUp.map(({ people, session }) => ({ seats: session.seats, taken: people.filter(({ place }) => place === 'taken').length, waiting: people.filter(({ place }) => place === 'waiting').length }));
		expect(counts.sort((a, b) => a.taken - b.taken)).toEqual([{ seats: 40, taken: 8, waiting: 0 }, { seats: 12, taken: 12, waiting: 3 }, { seats: 40, taken: 14, waiting: 0 }]);
		const approved = new Set((await viewList(context, officer, FORUM, { ...NO_FILTERS, state: 'approved' }, 0)).registrations.map(({ names }) => names[0]!.text));
		expect(signedUp.flatMap(({ people }) => people).filter(({ names }) => !approved.has(names![0]!.text))).toEqual([]);
		expect(await settleSeats({ ...context, jobs: undefined as never, baseUrl: '', organiser: '' })).toBe(false);
	});
});

describe('the sample event that was held', () => {
	test('has people who were let in on both days and at a session, with certificates', async () => {
		const visitor = await personOf('member.danang');
		const { certificate } = await viewCertificate(context, visitor, { eventId: HELD, registrationId: null });
		expect(certificate.days).toHaveLength(2);
		expect(certificate.sessions).toHaveLength(1);
		const scans = await asSystem((tx) => tx.select().from(eventScan).where(eq(eventScan.eventId, HELD)));
		expect(scans.filter(({ scannedAt }) => scannedAt > SAMPLE_NOW)).toEqual([]);
		expect(new Set(scans.map(({ day }) => day)).size).toBe(2);
		expect(await asSystem((tx) => markCertificatesTold(tx, SAMPLE_NOW, new Date('2026-01-01T00:00:00Z'), 100))).toEqual([]);
	});

	test('has a survey whose figures show, sealed already, and one with names that still asks', async () => {
		expect(await sealSurveys(context)).toBe(0);
		const { surveys } = await viewSurveys(context, officer, HELD);
		expect(surveys.map(({ stage, anonymous }) => [stage, anonymous])).toEqual([['closed', true], ['asking', false]]);
		const { questions } = await viewSurveyAtDesk(context, officer, HELD, surveys[0]!.id);
		expect(questions.filter(({ figures }) => figures.hidden || figures.answered === 0)).toEqual([]);
	});

	test('has visits at stands: named only with consent, some that wait for an answer, and none of whom is asked by letter again', async () => {
		const member = await personOf('member.hangzhou');
		const { exhibitors } = await viewExhibition(context, { kind: 'visitor' }, HELD, noCard);
		const own = exhibitors.find(({ organisation }) => organisation.slug === 'sample-zhejiang-membrane-works')!;
		const { counts } = await viewContacts(context, member, { eventId: HELD, id: own.id, filters: contactFilters(new URLSearchParams()), cardOf: noCard });
		expect(counts).toEqual({ visits: 6, named: 4 });
		expect(await viewOwnVisits(context, await personOf('member.danang'), HELD, noCard)).toMatchObject({ registered: true, visits: [{}, {}] });
		const silent = { ...context, jobs: undefined as never, baseUrl: '', secret: async () => '' } as never;
		expect(await askVisitors(silent)).toBe(0);
		expect(await askPeople(silent)).toBe(0);
	});

	test('has meetings with what came of them, of which nobody is asked by letter again', async () => {
		const { figures } = await viewStatistics(context, officer, HELD);
		expect(figures).toMatchObject({ participants: 10, requests: 15, accepted: 12, refused: 2, expired: 1, open: 0, meetings: 12, held: 10, noShows: 2, disputed: 1, meetingsEach: 2 });
		expect([figures.followUps, figures.contacts].map((count) => count > 5)).toEqual([true, true]);
		expect(figures.countries.length).toBeGreaterThan(5);
		expect(figures.areas.filter(({ key }) => key !== '').length).toBeGreaterThan(3);
		const { meetings } = await viewAgenda(context, await personOf('member.danang'), HELD);
		expect(meetings.map(({ state }) => state)).toEqual(['held', 'held', 'no_show']);
		expect(await askOutcomes({ ...context, jobs: undefined, baseUrl: '', secret: '' } as never)).toBe(0);
	});

	test('is not for those who have nothing to do with it to look into', async () => {
		await expect(viewList(context, await personOf('officer.thailand'), HELD, NO_FILTERS, 0)).rejects.toMatchObject({ code: 'not_found' });
		await expect(viewCertificate(context, await personOf('officer.thailand'), { eventId: HELD, registrationId: null })).rejects.toMatchObject({ code: 'not_found' });
	});
});
