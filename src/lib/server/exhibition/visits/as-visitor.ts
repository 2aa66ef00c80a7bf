import { isSignedIn, type Actor } from '#lib/server/accounts/actor.ts';
import { gone } from '#lib/server/events/change-event.ts';
import { findEvent, type FoundEvent } from '#lib/server/events/queries.ts';
import { eventRules } from '#lib/server/events/rules.ts';
import { asActor } from '#lib/server/platform/acting.ts';
import type { Clock } from '#lib/server/platform/clock.ts';
import type { Database, Transaction } from '#lib/server/platform/database.ts';
import { ownRegistration, type RegistrationRow } from '#lib/server/registration/registrations.ts';
import type { VisitorForRules } from '../rules.ts';

/** Somebody who looks at an exhibition, with the own registration where there is one. */
export interface AsVisitor {
	tx: Transaction;
	now: Date;
	event: FoundEvent;
	own: RegistrationRow | undefined;
	forRules: VisitorForRules | undefined;
}

/** Does something as a visitor of an event's exhibition; what is done asks for its own right. Errors: not_found. */
export async function asVisitor<Result>(context: { db: Database; clock: Clock }, actor: Actor, eventId: string, work: (visitor: AsVisitor) => Promise<Result>): Promise<Result> {
	return asActor(context.db, actor, async (tx) => {
		const now = context.clock();
		const event = await findEvent(tx, eventId, now);
		if (!event || !eventRules.view(actor, event.forRules)) throw gone('event');
		const own = isSignedIn(actor) ? await ownRegistration(tx, eventId, actor.userId) : undefined;
		return work({ tx, now, event, own, forRules: own && { ...event.forRules, personId: own.personId, state: own.state } });
	});
}
