import { sql } from 'drizzle-orm';
import type { DockingState } from '#lib/docking/vocabulary.ts';
import { isSecretariat, type Actor } from '#lib/server/accounts/actor.ts';
import type { Language } from '#lib/engines/text/language.ts';
import { asActor } from '#lib/server/platform/acting.ts';
import type { Database } from '#lib/server/platform/database.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { centreDockingRules } from './rules.ts';
import { dockingsOfCentre, dockingsOfPerson, interestsOf, interestsToScreen, longestWaiting, pageOf, type After } from './lists/queries.ts';
import { ageingOf, interestFiguresOf, progressOf } from './figures.ts';
import { centreScreens } from './interests/queries.ts';

type Member = Extract<Actor, { kind: 'member' }>;

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
		const all = await Promise.all(
			owned.map((id) => tx.execute<{ reference: string; title: string; title_language: Language; people: string[] }>(sql`select reference, title, title_language, people from dockings_without_owner(${id}, 50)`)),
		);
		return all.flatMap(({ rows }) => rows.map(({ reference, title, title_language, people }) => ({ reference, title, language: title_language, people })));
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
	return {
		progress: await progressOf(db, centreId, since),
		ageing: await ageingOf(db, centreId, now),
		interests: await interestFiguresOf(db, centreId, since, now),
	};
}

/** The centres whose queue and figures a person sees: the own ones; for the secretariat and the authority the figures of all. */
export const seesAllFigures = (actor: Actor): boolean => isSecretariat(actor) || centreDockingRules.viewFigures(actor, { centreId: null });
