import type { Actor } from '#lib/server/accounts/actor.ts';
import { gone } from '#lib/server/events/change-event.ts';
import { asActor, operator } from '#lib/server/platform/acting.ts';
import type { Transaction } from '#lib/server/platform/database.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import type { RegistrationContext } from '../context.ts';
import { findFrame, type FoundFrame } from '../queries.ts';
import { frameRules } from '../rules.ts';

type Context = Pick<RegistrationContext, 'db' | 'clock'>;
type Work<Result> = (tx: Transaction, found: FoundFrame, now: Date) => Promise<Result>;

/**
 * Works at an event's doors on behalf of an organiser or a helper. The database opens registrations to organisers alone; a door
 * reads and writes as the operator, what its page needs and no more. Errors: not_found, forbidden.
 */
export async function workAtDoor<Result>(context: Context, actor: Actor, eventId: string, work: Work<Result>): Promise<Result> {
	return asActor(context.db, actor, async (tx) => {
		const now = context.clock();
		const found = await findFrame(tx, eventId, now);
		if (!found || !frameRules.view(actor, found.forRules)) throw gone('event');
		if (!frameRules.checkIn(actor, found.forRules)) throw new ExpectedError('forbidden', 'Organisers and their helpers check people in.');
		return asActor(tx, operator('door'), () => work(tx, found, now));
	});
}

/** Looks at what a door shows, on behalf of an organiser or a helper. Errors: not_found (also for whoever is neither). */
export async function lookAtDoor<Result>(context: Context, actor: Actor, eventId: string, look: Work<Result>): Promise<Result> {
	return asActor(context.db, actor, async (tx) => {
		const now = context.clock();
		const found = await findFrame(tx, eventId, now);
		if (!found || !frameRules.viewDoor(actor, found.forRules)) throw gone('event');
		return asActor(tx, operator('door'), () => look(tx, found, now));
	});
}
