import type { Actor } from '#lib/server/accounts/actor.ts';
import { gone } from '#lib/server/events/change-event.ts';
import { findEvent, type FoundEvent } from '#lib/server/events/queries.ts';
import { asActor } from '#lib/server/platform/acting.ts';
import type { Clock } from '#lib/server/platform/clock.ts';
import type { Database, Transaction } from '#lib/server/platform/database.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { exhibitorById, type ListedExhibitor } from '../queries.ts';
import { exhibitorRules, standRules, type StandRight } from '../rules.ts';

/** A stand, once the right of whoever asks is checked. */
export interface AtStand {
	tx: Transaction;
	now: Date;
	event: FoundEvent;
	exhibitor: ListedExhibitor;
}
export interface Stand {
	eventId: string;
	/** The exhibitor's. */
	id: string | null;
}

/** Does something at an exhibitor's stand on behalf of a person. Errors: not_found (also for whoever may not see the event), forbidden. */
export async function atStand<Result>(context: { db: Database; clock: Clock }, actor: Actor, { eventId, id, right }: Stand & { right: StandRight }, work: (stand: AtStand) => Promise<Result>): Promise<Result> {
	return asActor(context.db, actor, async (tx) => {
		const now = context.clock();
		const event = await findEvent(tx, eventId, now);
		const exhibitor = event && (await exhibitorById(tx, eventId, id));
		if (!event || !exhibitor) throw gone('exhibitor');
		const forRules = { ...event.forRules, organisationId: exhibitor.organisationId };
		if (!exhibitorRules.view(actor, forRules)) throw gone('exhibitor');
		if (!standRules[right](actor, forRules)) throw new ExpectedError('forbidden', 'Those who write for the exhibitor do this, at its stand.');
		return work({ tx, now, event, exhibitor });
	});
}
