import type { DockingState } from '#lib/docking/vocabulary.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { asActor } from '#lib/server/platform/acting.ts';
import type { Database } from '#lib/server/platform/database.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { centreDockingRules } from './rules.ts';
import { dockingsOfCentre, dockingsOfPerson, dockingsWithoutOwner, interestsOf, interestsToScreen, longestWaiting, pageOf, type After } from './lists/queries.ts';
import { ageingOf, interestFiguresOf, progressOf } from './figures/queries.ts';
import { centreScreens } from './interests/queries.ts';

type Member = Extract<Actor, { kind: 'member' }>;

/** Dockings of one organisation that its owner is shown without being in them. */
const COLLEAGUES_SHOWN = 50;

/** The dockings in which a person is a contact person; a page of them. */
export async function ownDockings(db: Database, actor: Member, options: { states?: readonly DockingState[] | undefined; after: After | null }) {
	return asActor(db, actor, async (tx) => pageOf(await dockingsOfPerson(tx, options), ({ touchedAt }) => touchedAt));
}

/** The dockings that a centre advises; a page of them. Errors: forbidden. */
export async function centreDockings(db: Database, actor: Member, options: { centreId: string; state?: DockingState | undefined; after: After | null }) {
	if (!centreDockingRules.viewQueue(actor, options)) throw new ExpectedError('forbidden', 'Officers see the dockings of their own centre.');
	return asActor(db, actor, async (tx) => pageOf(await dockingsOfCentre(tx, options.centreId, options), ({ touchedAt }) => touchedAt));
}

/** Interests of the person's organisations, sent or received; a page of them. */
export async function ownInterests(db: Database, actor: Member, which: 'sent' | 'received', after: After | null) {
	return asActor(db, actor, async (tx) => pageOf(await interestsOf(tx, which, [...actor.organisations.keys()], after), ({ createdAt }) => createdAt));
}

/** Dockings of organisations that the person owns, in which the person is not: that they are there, and who is in them. */
export async function dockingsOfColleagues(db: Database, actor: Member) {
	const owned = [...actor.organisations].filter(([, role]) => role === 'owner').map(([id]) => id);
	if (owned.length === 0) return [];
	return asActor(db, actor, async (tx) => {
		const all: Awaited<ReturnType<typeof dockingsWithoutOwner>> = [];
		for (const id of owned) all.push(...(await dockingsWithoutOwner(tx, id, COLLEAGUES_SHOWN)));
		return all;
	});
}

/** What an officer has to look at: interests to screen, longest first, and a page of dockings in which somebody waits. Errors: forbidden. */
export async function centreQueue(db: Database, actor: Actor, options: { centreId: string; interestsAfter: After | null; dockingsAfter: After | null }) {
	if (!centreDockingRules.viewQueue(actor, options)) throw new ExpectedError('forbidden', 'Officers see the queue of their own centre.');
	return asActor(db, actor, async (tx) => ({
		screens: await centreScreens(tx, options.centreId),
		interests: pageOf(await interestsToScreen(tx, options.centreId, options.interestsAfter), ({ stepSince }) => stepSince),
		waiting: pageOf(await longestWaiting(tx, options.centreId, { after: options.dockingsAfter }), ({ ballSince }) => ballSince),
	}));
}

/** Funnel and ageing of a centre, or of the whole network (null). Errors: forbidden. */
export async function dockingFigures(db: Database, actor: Actor, options: { centreId: string | null; since: Date; now: Date }) {
	if (!centreDockingRules.viewFigures(actor, options)) throw new ExpectedError('forbidden', 'These figures are for officers, the secretariat and the authority.');
	const { centreId, since, now } = options;
	// Each counts thousands of rows of a large centre: side by side they take as long as the longest.
	const [progress, ageing, interests] = await Promise.all([progressOf(db, centreId, since), ageingOf(db, centreId, now), interestFiguresOf(db, centreId, since, now)]);
	return { progress, ageing, interests };
}

/** Whether a person sees the figures of all centres, and of the network: the secretariat and the authority. */
export const seesAllFigures = (actor: Actor): boolean => centreDockingRules.viewFigures(actor, { centreId: null });
