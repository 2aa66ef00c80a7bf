import { isSignedIn, type Actor } from '#lib/server/accounts/actor.ts';
import { eventRules } from '#lib/server/events/rules.ts';
import { asActor, operator } from '#lib/server/platform/acting.ts';
import type { Executor, Transaction } from '#lib/server/platform/database.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import type { Clock } from '#lib/server/platform/clock.ts';
import { findMeetings, type FoundMeetings, type FrameRow } from './queries.ts';
import { meetingsRules, type MeetingsRight } from './rules.ts';

/** The meetings of an event, once the right is checked. */
export interface AtMeetings extends FoundMeetings {
	/** Acts as the operator: what stands between two people is neither's alone. */
	tx: Transaction;
	now: Date;
	frame: FrameRow;
}

export const noSuch = (what: string) => new ExpectedError('not_found', `No such ${what}.`);
export const notAllowed = () => new ExpectedError('forbidden', 'This person may not do this now.');

/**
 * Does something with the meetings of an event on behalf of a person: the event as that person sees it, the right checked, then as
 * the operator, in one transaction. Without a right, what is done checks by itself. Whoever may not see the event, or that it has
 * meetings, learns nothing of them. Errors: not_found, forbidden.
 */
export async function withMeetings<Result>(
	context: { db: Executor; clock: Clock },
	actor: Actor,
	input: { eventId: string; right: MeetingsRight },
	work: (meetings: AtMeetings) => Promise<Result>,
): Promise<Result> {
	return asActor(context.db, actor, async (tx) => {
		const now = context.clock();
		const found = await findMeetings(tx, input.eventId, isSignedIn(actor) ? actor.userId : null, now);
		if (!found || !eventRules.view(actor, found.forRules)) throw noSuch('event');
		const { frame } = found;
		if (!frame || !meetingsRules.view(actor, found.rules)) throw noSuch('meetings');
		if (!meetingsRules[input.right](actor, found.rules)) throw notAllowed();
		return asActor(tx, operator('meetings'), (tx) => work({ ...found, frame, tx, now }));
	});
}

/** The own registration of whoever takes part. Errors: forbidden. */
export function ownOf({ own }: Pick<FoundMeetings, 'own'>): NonNullable<FoundMeetings['own']> {
	if (!own) throw notAllowed();
	return own;
}

/** Whether somebody has a way to the meetings of an event: who is approved for it, and who organises it. */
export async function seesMeetings(context: { db: Executor; clock: Clock }, actor: Actor, eventId: string): Promise<boolean> {
	if (!isSignedIn(actor)) return false;
	const found = await asActor(context.db, actor, (tx) => findMeetings(tx, eventId, actor.userId, context.clock()));
	return found !== undefined && found.frame !== null && eventRules.view(actor, found.forRules) && meetingsRules.view(actor, found.rules);
}
