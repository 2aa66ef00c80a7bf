import type { Actor } from '#lib/server/accounts/actor.ts';
import { findAgreement, type FoundAgreement } from '#lib/server/agreements/queries.ts';
import { positionsOf } from '#lib/server/agreements/rules.ts';
import { findDocking } from '#lib/server/docking/queries.ts';
import { asActor } from '#lib/server/platform/acting.ts';
import type { Database, Transaction } from '#lib/server/platform/database.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { findProject, milestonesOf, projectsOf, reportsOf } from './projects/queries.ts';
import { centresOf, milestoneRules, MILESTONE_RIGHTS, outcomeRules, projectRules, PROJECT_RIGHTS, recordRules, storyRules, STORY_RIGHTS, type MilestoneRight, type ProjectRight, type StoryRight } from './rules.ts';
import { isComplete } from './stories/change-story.ts';
import { consentsOf, findStory, missingConsents, publishedStories, textsOf, type PublishedStory } from './stories/queries.ts';
import { outcomesOf, questionsFor, signedAgreementsOf } from './yearly/queries.ts';

type Member = Extract<Actor, { kind: 'member' }>;

async function find(tx: Transaction, actor: Actor, reference: string): Promise<FoundAgreement> {
	const found = await findAgreement(tx, { reference });
	if (!found || !recordRules.view(actor, found.forRules)) throw new ExpectedError('not_found', 'No such signed agreement.');
	return found;
}

const headOf = ({ row, parties }: FoundAgreement) => ({
	reference: row.reference, kind: row.kind, titles: row.titles, signedOn: row.signedOn!, state: row.state, currency: row.currency, area: row.area,
	parties: parties.map(({ position, names, country, adviserCentreId }) => ({ position, names, country, centreId: adviserCentreId })),
});

/** What came of an agreement: projects, the outcomes of each year, whether a story stands. Errors: not_found. */
export async function viewRecord(db: Database, actor: Actor, reference: string, now: Date) {
	return asActor(db, actor, async (tx) => {
		const found = await find(tx, actor, reference);
		const { row, parties, forRules } = found;
		const projects = await projectsOf(tx, row.id);
		const milestones = await milestonesOf(tx, projects.map(({ id }) => id));
		const outcomes = await outcomesOf(tx, row.id);
		const story = await findStory(tx, row.id);
		const docking = row.dockingId ? await findDocking(tx, { id: row.dockingId }) : undefined;
		const signed = Number(row.signedOn!.slice(0, 4));
		const thisYear = now.getUTCFullYear();
		return {
			...headOf(found),
			docking: docking?.row.reference ?? null,
			projects: projects.map(({ id, number, title, language, state, startsOn, endsOn }) => {
				const own = milestones.filter(({ projectId, state: stands }) => projectId === id && stands !== 'dropped');
				return { number, title, language, state, startsOn, endsOn, milestones: own.length, confirmed: own.filter(({ state: stands }) => stands === 'confirmed').length };
			}),
			outcomes: outcomes.map(({ agreementId: _agreement, salesMinor, investmentMinor, ...outcome }) => ({
				...outcome,
				sales: salesMinor === null ? null : { minor: String(salesMinor), currency: outcome.currency! },
				investment: investmentMinor === null ? null : { minor: String(investmentMinor), currency: outcome.currency! },
			})),
			/** For which parties and years the reader may answer, and the version of what stands. */
			answerable: parties
				.filter(({ position }) => outcomeRules.answer(actor, { agreement: forRules, party: position, state: null }))
				.map(({ position }) => ({ party: position, years: Array.from({ length: Math.min(thisYear - signed + 1, 8) }, (_, back) => thisYear - back) })),
			story: story ? { state: story.state } : null,
			may: { beginProject: recordRules.beginProject(actor, forRules), draft: storyRules.draft(actor, { agreement: forRules, state: story?.state ?? null }) },
		};
	});
}

/** A project with its milestones and reports. Errors: not_found. */
export async function viewProject(db: Database, actor: Actor, reference: string, number: number, now: Date) {
	return asActor(db, actor, async (tx) => {
		const found = await find(tx, actor, reference);
		const project = await findProject(tx, found.row.id, number);
		if (!project) throw new ExpectedError('not_found', 'No such project.');
		const rules = { agreement: found.forRules, state: project.state };
		const milestones = await milestonesOf(tx, [project.id]);
		return {
			agreement: headOf(found),
			number, title: project.title, purpose: project.purpose, language: project.language, state: project.state, startsOn: project.startsOn, endsOn: project.endsOn, version: project.version,
			today: now.toISOString().slice(0, 10),
			milestones: milestones.map(({ id, title, language, state, version, dueOn, reportedParty, reachedOn }) => ({
				id, title, language, state, version, dueOn, reportedParty, reachedOn,
				may: Object.fromEntries(MILESTONE_RIGHTS.map((right) => [right, milestoneRules[right](actor, { ...rules, milestone: state, reportedParty })])) as Record<MilestoneRight, boolean>,
			})),
			reports: (await reportsOf(tx, project.id)).map(({ id, milestoneId, kind, party, words, language, called, at }) => ({ id, milestone: milestones.find((each) => each.id === milestoneId)?.title ?? null, kind, party, words, language, called, at })),
			may: Object.fromEntries(PROJECT_RIGHTS.map((right) => [right, projectRules[right](actor, rules)])) as Record<ProjectRight, boolean>,
		};
	});
}

/** The success story of an agreement as its people see it, with whose consent is missing. Errors: not_found. */
export async function viewStory(db: Database, actor: Actor, reference: string) {
	return asActor(db, actor, async (tx) => {
		const found = await find(tx, actor, reference);
		const { forRules, parties } = found;
		const story = await findStory(tx, found.row.id);
		const may = Object.fromEntries(STORY_RIGHTS.map((right) => [right, storyRules[right](actor, { agreement: forRules, state: story?.state ?? null })])) as Record<StoryRight, boolean>;
		if (!story) return { agreement: headOf(found), story: null, may };
		const texts = await textsOf(tx, story.id);
		const positions = positionsOf(actor, forRules);
		const centres = centresOf(actor, forRules);
		const mine = ({ party, centreId }: { party: number | null; centreId: string | null }) => (party !== null && positions.includes(party)) || (centreId !== null && centres.includes(centreId));
		const missing = await missingConsents(tx, story.id);
		const consents = await consentsOf(tx, story.id);
		return {
			agreement: headOf(found),
			story: {
				state: story.state, version: story.version, titles: story.titles, bodies: story.bodies, fingerprint: story.textSha256,
				complete: isComplete(story, texts, parties),
				texts: texts.map(({ party, text, language, called, at }) => ({ party, text, language, called, at })),
				missing,
				consents: consents.map(({ id, party, centreId, called, givenAt, endedAt, endedHow, endedCalled }) => ({ id, party, centreId, called, givenAt, endedAt, endedHow, endedCalled })),
				positions,
				/** The reader's own consent is asked for, or stands. */
				asksMe: missing.some(mine),
				standsMine: consents.some((each) => each.endedAt === null && mine(each)),
			},
			may,
		};
	});
}

/** What waits for a member, and the agreements that come to something. */
export async function ownOutcomes(db: Database, actor: Member) {
	return asActor(db, actor, async (tx) => {
		const organisations = [...actor.organisations.keys()];
		return { questions: await questionsFor(tx, organisations, 50), agreements: await signedAgreementsOf(tx, { organisations, centres: [...actor.centres.keys()] }, 100) };
	});
}

const STORIES_PAGE = 20;

/** A page of the published stories, for anybody. */
export async function storiesPage(db: Database, below: number | null): Promise<{ stories: PublishedStory[]; next: number | null }> {
	const stories = await publishedStories(db, below, STORIES_PAGE + 1);
	return { stories: stories.slice(0, STORIES_PAGE), next: stories.length > STORIES_PAGE ? stories[STORIES_PAGE - 1]!.number : null };
}
