import type { Actor } from '#lib/server/accounts/actor.ts';
import { gone } from '#lib/server/events/change-event.ts';
import { findEvent } from '#lib/server/events/queries.ts';
import { eventRules } from '#lib/server/events/rules.ts';
import { asActor, operator } from '#lib/server/platform/acting.ts';
import type { Clock } from '#lib/server/platform/clock.ts';
import type { Database } from '#lib/server/platform/database.ts';
import { visitsByCountry, visitsByExhibitor } from './queries.ts';

/** How many visits an event's exhibitors have, and from which countries: nobody's name is in it. Errors: not_found (also for whoever does not organise the event). */
export async function countVisits(context: { db: Database; clock: Clock }, actor: Actor, eventId: string) {
	return asActor(context.db, actor, async (tx) => {
		const event = await findEvent(tx, eventId, context.clock());
		if (!event || !eventRules.viewInside(actor, event.forRules)) throw gone('event');
		return asActor(tx, operator('exhibition'), async (tx) => {
			const exhibitors = await visitsByExhibitor(tx, eventId);
			return { exhibitors, countries: await visitsByCountry(tx, eventId), visits: exhibitors.reduce((sum, { visits }) => sum + visits, 0), named: exhibitors.reduce((sum, { named }) => sum + named, 0) };
		});
	});
}
