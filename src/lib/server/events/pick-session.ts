import type { Actor } from '#lib/server/accounts/actor.ts';
import { isSignedIn } from '#lib/server/accounts/actor.ts';
import { asActor, operator } from '#lib/server/platform/acting.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import type { Executor } from '#lib/server/platform/database.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { gone } from './change-event.ts';
import type { EventsContext } from './context.ts';
import { dropPick, putPick, sessionOf } from './people/queries.ts';
import { findEvent } from './queries.ts';
import { eventRules } from './rules.ts';
import { giveSeatUp, takeSeat } from './seats/take-seat.ts';

/**
 * Puts a session into one's own programme, or takes it out. Where it has so many places, that signs up for one: whoever comes when all
 * are taken waits, and a place that is given up goes to the next. Nobody has places in two sessions at one hour: the other is given up
 * for this one where that is said to be meant (`instead`). Errors: not_found, forbidden (also where only registered people sign up),
 * conflict (the session is off; a place in another one then).
 */
export async function pickSession(context: Pick<EventsContext, 'clock' | 'jobs' | 'baseUrl' | 'organiser'> & { db: Executor }, actor: Actor, input: { eventId: string; sessionId: string; pick: boolean; instead?: boolean }): Promise<void> {
	await asActor(context.db, actor, async (tx) => {
		const now = context.clock();
		const found = await findEvent(tx, input.eventId, now);
		if (!found || !eventRules.view(actor, found.forRules)) throw gone('event');
		if (!isSignedIn(actor) || !eventRules.savePick(actor, found.forRules)) throw new ExpectedError('forbidden', 'Members put sessions of coming events into their own programme.');
		const session = await sessionOf(tx, found.row.id, input.sessionId);
		if (!session) throw gone('session');
		if (input.pick && session.state === 'cancelled') throw new ExpectedError('conflict', 'The session is off.');
		const [{ userId }, seats] = [actor, { tx, event: found.row, now }];
		// Places are counted behind the wall around what people pick.
		let gaveUp: string[] = [];
		if (session.seats !== null) await asActor(tx, operator('events'), async () => (input.pick ? (gaveUp = await takeSeat(context, seats, userId, session.id, input.instead ?? false)) : giveSeatUp(context, seats, userId, session.id)));
		else if (input.pick) await putPick(tx, { userId, sessionId: session.id, eventId: found.row.id, pickedAt: now });
		else await dropPick(tx, userId, session.id);
		await recordAudit(tx, { actor, action: input.pick ? 'event.pick-session' : 'event.drop-session', entity: 'event', entityId: found.row.id, detail: { sessionId: session.id, ...(gaveUp.length > 0 ? { instead: gaveUp } : {}) }, about: { centreId: found.row.centreId } });
	});
}
