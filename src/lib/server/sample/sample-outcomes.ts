import { eq } from 'drizzle-orm';
import { agreement } from '#lib/server/agreements/tables.ts';
import { findAgreement, type FoundAgreement } from '#lib/server/agreements/queries.ts';
import { moveDocking } from '#lib/server/docking/move-docking.ts';
import { peopleById } from '#lib/server/docking/queries.ts';
import { composeDraft } from '#lib/server/outcomes/stories/compose-draft.ts';
import { fingerprint } from '#lib/server/outcomes/stories/change-story.ts';
import { insertConsent, insertPublished, insertStory, putText } from '#lib/server/outcomes/stories/queries.ts';
import { insertMilestones, insertProject, insertReport } from '#lib/server/outcomes/projects/queries.ts';
import { insertOutcome } from '#lib/server/outcomes/yearly/queries.ts';
import { newOutcome } from '#lib/server/outcomes/yearly/answer-outcome.ts';
import { asActor, operator } from '#lib/server/platform/acting.ts';
import type { Transaction } from '#lib/server/platform/database.ts';
import type { SampleDockings } from './sample-dockings.ts';

const DAY = 86_400_000;
const SYSTEM = operator('sample');
const TEXTS = [
	{ language: 'en' as const, text: 'Seeing our maps used by a control room in its first storm taught us more than two years of trials.' },
	{ language: 'vi' as const, text: 'Trước đây chúng tôi chờ một ngày mới có bản đồ ngập; nay chỉ sáu giờ.' },
];

/** What came of the sample agreement: a project with milestones, what both sides report of the year, and a story of it. */
export async function insertSampleOutcomes(tx: Transaction, dockings: SampleDockings, now: Date): Promise<void> {
	const docking = dockings.get('flood-maps');
	if (!docking) return;
	await asActor(tx, SYSTEM, async (tx) => {
		const [signed] = await tx.select({ id: agreement.id }).from(agreement).where(eq(agreement.dockingId, docking.id));
		const found = signed && (await findAgreement(tx, { id: signed.id }));
		if (!found?.row.signedOn) return;
		const names = new Map((await peopleById(tx, Object.values(docking.people))).map(({ id, name }) => [id, name]));
		const people = [docking.people.offering, docking.people.seeking].map((id) => ({ id, name: names.get(id) ?? '' }));
		const reached = await insertSampleProject(tx, found, people, now);
		await moveDocking({ jobs: { enqueue: async () => null, stop: async () => undefined }, baseUrl: '', clock: () => now }, tx, SYSTEM, docking.id, { type: 'implementation-started' }, { tell: false, ball: 'seeking' });
		for (const [party, person] of people.entries())
			await insertOutcome(tx, {
				...newOutcome(found.row, found.parties[party]!, now.getUTCFullYear(), now), state: 'answered', status: 'running', language: 'en', jobs: 3 - party, publications: party, agreements: 0,
				salesMinor: party === 0 ? 1_200_000n : null, currency: party === 0 ? 'USD' : null, answeredBy: person.id, called: person.name, answeredAt: now,
			});
		await insertSampleStory(tx, found, people, reached, now);
	});
}

type People = { id: string; name: string }[];

async function insertSampleProject(tx: Transaction, { row }: FoundAgreement, people: People, now: Date): Promise<string> {
	const ago = (days: number) => new Date(now.getTime() - days * DAY);
	const day = (days: number) => ago(days).toISOString().slice(0, 10);
	const project = await insertProject(tx, {
		agreementId: row.id, stateSince: ago(50), title: 'Flood maps in the control room', purpose: 'Maps of each radar pass reach the control room of the city within six hours.', language: 'en', startsOn: day(50), endsOn: day(-680),
		openedBy: people[0]!.id, called: people[0]!.name, openedAt: ago(50), isSample: true,
	});
	const milestone = { projectId: project.id, language: 'en' as const };
	await insertMilestones(tx, [
		{ ...milestone, position: 0, title: 'First map accepted', dueOn: day(20), state: 'confirmed', reportedParty: 0, reachedOn: day(24), confirmedParty: 1 },
		{ ...milestone, position: 1, title: 'Training of two shifts', dueOn: day(6), state: 'reported', reportedParty: 0, reachedOn: day(8) },
		{ ...milestone, position: 2, title: 'Service through a rainy season', dueOn: day(-240) },
	]);
	await insertReport(tx, { projectId: project.id, kind: 'report', party: 1, words: 'Bản đồ đầu tiên đã được phòng điều hành sử dụng trong cơn bão tháng mười.', language: 'vi', by: people[1]!.id, called: people[1]!.name, at: ago(22) });
	return day(24);
}

async function insertSampleStory(tx: Transaction, { row, parties }: FoundAgreement, people: People, reached: string, now: Date): Promise<void> {
	const draft = composeDraft({
		kind: row.kind, titles: row.titles, parties: parties.map(({ names, country }) => ({ names, country })), signedOn: row.signedOn!, place: row.signedAtPlace, occasion: row.occasion, area: {},
		projects: [{ title: 'Flood maps in the control room', reached: [{ title: 'First map accepted', on: reached }] }], latest: { year: now.getUTCFullYear(), status: 'running' }, jobs: 5, publications: 1, agreements: null,
	});
	const texts = parties.map(({ position }) => ({ party: position, ...TEXTS[position]! }));
	const textSha256 = fingerprint(draft, texts);
	const story = await insertStory(tx, { agreementId: row.id, ...draft, state: 'published', textSha256, draftedBy: people[0]!.id, draftedAt: now, updatedAt: now, isSample: true });
	for (const text of texts) await putText(tx, { ...text, storyId: story.id, writtenBy: people[text.party]!.id, called: people[text.party]!.name, at: now });
	const consent = { storyId: story.id, textSha256, givenAt: now };
	for (const { position, organisationId } of parties) await insertConsent(tx, { ...consent, party: position, organisationId, givenBy: people[position]!.id, called: people[position]!.name });
	for (const centreId of new Set(parties.flatMap(({ adviserCentreId }) => adviserCentreId ?? []))) await insertConsent(tx, { ...consent, centreId, called: '' });
	await insertPublished(tx, {
		storyId: story.id, ...draft, countries: row.countries, area: row.area, year: Number(row.signedOn!.slice(0, 4)), textSha256, publishedAt: now, isSample: true,
		parties: parties.map(({ position, country, names }) => ({ country, names, text: TEXTS[position]! })),
	});
}
