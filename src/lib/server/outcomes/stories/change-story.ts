import { createHash } from 'node:crypto';
import type { Texts } from '#lib/agreements/content.ts';
import type { Language } from '#lib/engines/text/language.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import type { DockingContext } from '#lib/server/docking/context.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { changeRecord, positionOf, type RecordChange } from '../change-record.ts';
import { milestonesOf, projectsOf } from '../projects/queries.ts';
import { centresOf, storyRules } from '../rules.ts';
import { nextStoryState, STORY_STEPS, type StoryEvent } from '../story.ts';
import { outcomesOf } from '../yearly/queries.ts';
import { composeDraft, type StoryFacts } from './compose-draft.ts';
import { endConsents, findStory, insertConsent, insertPublished, insertStory, missingConsents, putText, textsOf, updateStory, type StoryRow, type StoryTextRow } from './queries.ts';

interface Which {
	/** The reference of the agreement: it has one story. */
	reference: string;
	/** The version of the story that the person saw. */
	expected: number;
}

interface StoryChange extends RecordChange {
	story: StoryRow;
	/** The state after an event. Errors: conflict. */
	after(event: StoryEvent, situation?: { complete?: boolean; missing?: number }): StoryRow['state'];
	/** Tells the others, where the event is one that they are told of. */
	tellOf(event: StoryEvent): Promise<void>;
}

async function changeStory<Result>(context: DockingContext, actor: Actor, which: Which, right: keyof typeof storyRules, work: (change: StoryChange) => Promise<Result>): Promise<Result> {
	return changeRecord(context, actor, which.reference, async (change) => {
		const story = await findStory(change.tx, change.row.id, { lock: true });
		if (!story) throw new ExpectedError('not_found', 'No such story.');
		if (story.version !== which.expected) throw new ExpectedError('conflict', 'Somebody else has changed it meanwhile.');
		change.allow(storyRules[right](actor, { agreement: change.forRules, state: story.state }));
		return work({
			...change,
			story,
			after(event, { complete = true, missing = 1 } = {}) {
				const state = nextStoryState(story.state, event, { complete, missing });
				if (!state) throw new ExpectedError('conflict', 'The story is in another state by now.');
				return state;
			},
			async tellOf(event) {
				const { tells } = STORY_STEPS[event];
				if (tells) await change.tell(tells);
			},
		});
	});
}

/** Drafts the story of an agreement from its record. Errors: not_found, forbidden, conflict (one is drafted). */
export async function draftStory(context: DockingContext, actor: Actor, input: { reference: string; area: Texts }): Promise<void> {
	await changeRecord(context, actor, input.reference, async (change) => {
		const { tx, row, now, person } = change;
		if (await findStory(tx, row.id)) throw new ExpectedError('conflict', 'A story is drafted already.');
		change.allow(storyRules.draft(actor, { agreement: change.forRules, state: null }));
		const story = await insertStory(tx, { agreementId: row.id, ...composeDraft(await factsOf(change, input.area)), draftedBy: person?.userId ?? null, draftedAt: now, updatedAt: now, isSample: row.isSample });
		await change.audit('story.draft', 'success_story', story.id, { after: { state: 'draft' } });
		await change.tell('story');
	});
}

async function factsOf({ tx, row, parties }: RecordChange, area: Texts): Promise<StoryFacts> {
	const projects = await projectsOf(tx, row.id);
	const milestones = await milestonesOf(tx, projects.map(({ id }) => id));
	const answered = (await outcomesOf(tx, row.id)).filter(({ state }) => state === 'answered');
	const total = (of: 'publications' | 'agreements') => {
		const given = answered.flatMap((each) => each[of] ?? []);
		return given.length === 0 ? null : given.reduce((sum, each) => sum + each, 0);
	};
	// Jobs are counted as they stand: the newest answer of each party, not the sum of years.
	const newest = [...new Map(answered.toReversed().map((each) => [each.party, each])).values()].flatMap(({ jobs }) => jobs ?? []);
	const latest = answered[0];
	return {
		kind: row.kind, titles: row.titles, parties: parties.map(({ names, country }) => ({ names, country })), signedOn: row.signedOn!, place: row.signedAtPlace, occasion: row.occasion, area,
		projects: projects.map(({ id, title }) => ({ title, reached: milestones.filter((each) => each.projectId === id && each.state === 'confirmed').map((each) => ({ title: each.title, on: each.reachedOn! })) })),
		latest: latest?.status ? { year: latest.year, status: latest.status } : null,
		jobs: newest.length === 0 ? null : newest.reduce((sum, each) => sum + each, 0),
		publications: total('publications'),
		agreements: total('agreements'),
	};
}

/** Edits title and body; consents to other words end. Errors: not_found, forbidden (published, or an outsider), conflict. */
export async function editStory(context: DockingContext, actor: Actor, input: Which & { titles: Texts; bodies: Texts }): Promise<void> {
	await changeStory(context, actor, input, 'edit', async (change) => {
		const { tx, story, now } = change;
		await backToDraft(change);
		// Other languages than those of the form stay.
		const keep = (before: Texts, typed: Texts): Texts => ({ ...Object.fromEntries(Object.entries(before).filter(([language]) => language !== 'en' && language !== 'zh')), ...typed });
		await updateStory(tx, story.id, { state: change.after('edit'), textSha256: null, titles: keep(story.titles, input.titles), bodies: keep(story.bodies, input.bodies), updatedAt: now });
		await change.audit('story.edit', 'success_story', story.id, { before: { state: story.state }, after: { state: 'draft' } });
		await change.tellOf('edit');
	});
}

/** Writes the own side's text. Errors: not_found, forbidden, conflict. */
export async function writeStoryText(context: DockingContext, actor: Actor, input: Which & { party: number; text: string; language: Language }): Promise<void> {
	await changeStory(context, actor, input, 'write', async (change) => {
		const { tx, story, now, person } = change;
		const party = positionOf(change, input.party);
		await backToDraft(change);
		await putText(tx, { storyId: story.id, party, text: input.text, language: input.language, writtenBy: person?.userId ?? null, called: person?.name ?? '', at: now });
		await updateStory(tx, story.id, { state: change.after('edit'), textSha256: null, updatedAt: now });
		await change.audit('story.write', 'success_story', story.id, { before: { state: story.state }, after: { state: 'draft' }, detail: { party } });
		await change.tellOf('edit');
	});
}

async function backToDraft({ tx, story, now, person }: StoryChange): Promise<void> {
	await endConsents(tx, story.id, 'all', { endedAt: now, endedHow: 'changed', endedBy: person?.userId ?? null, endedCalled: person?.name ?? '' });
}

/** Asks everybody for consent to the words as they stand. Errors: not_found, forbidden, conflict (a text is missing). */
export async function askForConsent(context: DockingContext, actor: Actor, input: Which): Promise<void> {
	await changeStory(context, actor, input, 'submit', async (change) => {
		const { tx, story, parties, now } = change;
		const texts = await textsOf(tx, story.id);
		const state = change.after('ask', { complete: isComplete(story, texts, parties) });
		await endConsents(tx, story.id, 'all', { endedAt: now, endedHow: 'changed', endedBy: null, endedCalled: '' });
		await updateStory(tx, story.id, { state, textSha256: fingerprint(story, texts), updatedAt: now });
		await change.audit('story.ask', 'success_story', story.id, { before: { state: story.state }, after: { state } });
		await change.tellOf('ask');
	});
}

/** Whether title, body, and a text of each party stand. */
export function isComplete(story: Pick<StoryRow, 'titles' | 'bodies'>, texts: readonly Pick<StoryTextRow, 'party'>[], parties: readonly { position: number }[]): boolean {
	const written = (of: Texts) => Object.values(of).some((text) => text !== '');
	return written(story.titles) && written(story.bodies) && parties.every(({ position }) => texts.some(({ party }) => party === position));
}

/** SHA-256 of everything that would be public of a story. */
export function fingerprint(story: Pick<StoryRow, 'titles' | 'bodies'>, texts: readonly Pick<StoryTextRow, 'party' | 'text' | 'language'>[]): string {
	const sorted = (of: Texts) => Object.entries(of).sort(([a], [b]) => (a < b ? -1 : 1));
	return createHash('sha256').update(JSON.stringify([sorted(story.titles), sorted(story.bodies), texts.map(({ party, text, language }) => [party, language, text]).sort()])).digest('hex');
}

/**
 * Consents to the words as they stand, for each party and centre that the person may; the last consent publishes the story.
 * Errors: not_found, forbidden, conflict.
 */
export async function consentToStory(context: DockingContext, actor: Actor, input: Which): Promise<{ published: boolean }> {
	return changeStory(context, actor, input, 'consent', async (change) => {
		const { tx, story, parties, positions, person, now, forRules } = change;
		const missing = await missingConsents(tx, story.id);
		const whose = [
			...positions.map((party) => ({ party, centreId: null, organisationId: parties.find(({ position }) => position === party)?.organisationId ?? null })),
			...centresOf(actor, forRules).map((centreId) => ({ party: null, centreId, organisationId: null })),
		].filter((each) => missing.some(({ party, centreId }) => party === each.party && centreId === each.centreId));
		if (whose.length === 0) throw new ExpectedError('conflict', 'The consent is given already.');
		for (const each of whose) await insertConsent(tx, { ...each, storyId: story.id, textSha256: story.textSha256!, givenBy: person?.userId ?? null, called: person?.name ?? '', givenAt: now });
		const left = (await missingConsents(tx, story.id)).length;
		const state = change.after('consent', { missing: left });
		await updateStory(tx, story.id, { state });
		await change.audit('story.consent', 'success_story', story.id, { before: { state: story.state }, after: { state }, detail: { parties: whose.flatMap(({ party }) => party ?? []), centres: whose.flatMap(({ centreId }) => centreId ?? []) } });
		if (state === 'published') await publish(change);
		await change.tellOf('consent');
		return { published: state === 'published' };
	});
}

async function publish({ tx, row, story, parties, now }: StoryChange): Promise<void> {
	const texts = await textsOf(tx, story.id);
	await insertPublished(tx, {
		storyId: story.id, titles: story.titles, bodies: story.bodies, countries: row.countries, area: row.area, year: Number(row.signedOn!.slice(0, 4)), textSha256: story.textSha256!, publishedAt: now, isSample: row.isSample,
		parties: parties.map(({ position, country, names }) => {
			const own = texts.find(({ party }) => party === position);
			return { country, names, text: own ? { language: own.language, text: own.text } : null };
		}),
	});
}

/** Takes consent back; a published story is gone from the public pages at once. Errors: not_found, forbidden, conflict (none stood). */
export async function withdrawConsent(context: DockingContext, actor: Actor, input: Which): Promise<void> {
	await changeStory(context, actor, input, 'withdraw', async (change) => {
		const { tx, story, now, positions, person, forRules } = change;
		const ended = { endedAt: now, endedHow: 'withdrawn' as const, endedBy: person?.userId ?? null, endedCalled: person?.name ?? '' };
		const state = change.after('withdraw');
		let count = 0;
		for (const party of positions) count += await endConsents(tx, story.id, { party }, ended);
		for (const centreId of centresOf(actor, forRules)) count += await endConsents(tx, story.id, { centreId }, ended);
		if (count === 0) throw new ExpectedError('conflict', 'No consent of theirs stands.');
		// The database has taken a published story off already.
		await updateStory(tx, story.id, { state, updatedAt: now });
		await change.audit('story.withdraw', 'success_story', story.id, { before: { state: story.state }, after: { state }, detail: { parties: positions, centres: centresOf(actor, forRules) } });
		await change.tellOf('withdraw');
	});
}
