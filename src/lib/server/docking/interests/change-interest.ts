import type { InterestState } from '#lib/docking/vocabulary.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { asActor, operator } from '#lib/server/platform/acting.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import type { Transaction } from '#lib/server/platform/database.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { sendMail } from '#lib/server/platform/mail.ts';
import type { DockingContext } from '../context.ts';
import { dueOf, INTEREST_EVENT_RULES, isOnItsWay, nextInterestState, type InterestEvent } from '../interest.ts';
import { advisersOf, peopleById, type DockingPerson } from '../queries.ts';
import { interestRules, type InterestRight } from '../rules.ts';
import { findInterest, joinedOf, ownersOf, ownersOfListing, referenceOfListing, screeningCentres, stillIn, updateInterest, type InterestRow } from './queries.ts';
import { interestLetter, type InterestNews } from './interest-letters.ts';

/**
 * Moves an interest by an event, with letters and audit, in the caller's transaction, in which its row is locked. Whoever calls
 * has checked the right. Errors: conflict (the event cannot happen now).
 */
export async function moveInterest(
	context: Pick<DockingContext, 'jobs' | 'baseUrl' | 'clock'>,
	tx: Transaction,
	actor: Actor,
	row: InterestRow,
	event: InterestEvent,
	ending: Partial<Pick<InterestRow, 'reason' | 'words' | 'wordsLanguage'>> = {},
): Promise<InterestState> {
	// What is on its way past a wall is not the mover's to see any more: the system carries it over.
	return asActor(tx, operator('interest'), async (tx) => {
		const now = context.clock();
		const sameCentre = row.ownCentreId === row.theirCentreId;
		const theirCentreScreens = !sameCentre && (await screeningCentres(tx, [row.theirCentreId])).has(row.theirCentreId);
		const state = nextInterestState(row.state, event, { theirCentreScreens });
		if (!state || !isOnItsWay(row.state)) throw new ExpectedError('conflict', 'The interest is in another state by now.');
		await updateInterest(tx, row.id, {
			state,
			stepSince: now,
			remindedAt: null,
			...(isOnItsWay(state)
				? { dueAt: dueOf(state, now), pastOwnCentreAt: row.pastOwnCentreAt ?? now, ...(state === 'with_owner' && { withOwnerAt: now }) }
				: { dueAt: null, endedAt: now, endedIn: row.state, endedBy: actor.kind === 'member' ? actor.userId : null, ...ending }),
		});
		await recordAudit(tx, { actor, action: `interest.${event}`, entity: 'interest', entityId: row.id, before: { state: row.state }, after: { state }, about: { organisationId: row.organisationId, centreId: row.ownCentreId } });
		await tellAfter(context, tx, actor, { ...row, state }, event, row.state);
		return state;
	});
}

type Telling = Pick<DockingContext, 'jobs' | 'baseUrl'>;

async function tellAfter(context: Telling, tx: Transaction, actor: Actor, row: InterestRow, event: InterestEvent, before: InterestState): Promise<void> {
	const { tells, news } = INTEREST_EVENT_RULES[event];
	if (tells.includes('next')) await tellHolders(context, tx, row, actor, row.state === 'with_owner' ? 'answer' : 'screen');
	if (news && tells.includes('askers')) await tellInterest(context, tx, row, await askersOf(tx, row), news, actor);
	if (news && tells.includes('holders')) await tellHolders(context, tx, { ...row, state: before }, actor, news);
}

export async function tellInterest(context: Telling, tx: Transaction, row: Pick<InterestRow, 'id' | 'listingId'>, to: readonly DockingPerson[], news: InterestNews, except?: Actor): Promise<void> {
	const number = await referenceOfListing(tx, row.listingId);
	if (number === undefined) return;
	for (const person of new Map(to.map((each) => [each.id, each])).values())
		if (!(except?.kind === 'member' && except.userId === person.id)) await sendMail(tx, context.jobs, interestLetter(person, { id: row.id, number, news, baseUrl: context.baseUrl }));
}

/** Tells those with whom an interest is now. */
export async function tellHolders(context: Telling, tx: Transaction, row: InterestRow, except: Actor | undefined, news: InterestNews): Promise<void> {
	await tellInterest(context, tx, row, await holdersOf(tx, row), news, except);
}

/** With whom an interest is: the officers of the centre it is at, or the owner's people. */
export async function holdersOf(tx: Transaction, row: Pick<InterestRow, 'state' | 'ownCentreId' | 'theirCentreId' | 'listingId' | 'ownerOrganisationId'>): Promise<DockingPerson[]> {
	switch (row.state) {
		case 'at_own_centre':
			return advisersOf(tx, [row.ownCentreId]);
		case 'at_their_centre':
			return advisersOf(tx, [row.theirCentreId]);
		default:
			return ownersOfListing(tx, { listingId: row.listingId, organisationId: row.ownerOrganisationId });
	}
}

/** The people on whose behalf an interest was expressed, as far as they still belong to the organisation; else its owners. */
export async function askersOf(tx: Transaction, row: Pick<InterestRow, 'id' | 'personId' | 'organisationId'>): Promise<DockingPerson[]> {
	const asked = [row.personId, ...(await joinedOf(tx, row.id)).map(({ personId }) => personId)].flatMap((id) => id ?? []);
	const people = await peopleById(tx, await stillIn(tx, row.organisationId, asked));
	return people.length > 0 ? people : ownersOf(tx, row.organisationId);
}

/**
 * Runs a change of an interest on behalf of an actor, its row locked. `expected`: the version that the actor saw.
 * Errors: not_found (also for whom it does not concern), forbidden, conflict.
 */
export async function changeInterest<Result>(
	context: DockingContext,
	actor: Actor,
	input: { id: string; right: InterestRight; expected: number },
	work: (tx: Transaction, row: InterestRow) => Promise<Result>,
): Promise<Result> {
	return asActor(context.db, actor, async (tx) => {
		const found = await findInterest(tx, input.id, { lock: true });
		if (!found || !interestRules.view(actor, found.forRules)) throw new ExpectedError('not_found', 'No such interest.');
		if (found.row.version !== input.expected) throw new ExpectedError('conflict', 'Somebody else has decided on this interest meanwhile.');
		if (!interestRules[input.right](actor, found.forRules)) throw new ExpectedError('forbidden', 'This person may not do this with the interest.');
		return work(tx, found.row);
	});
}
