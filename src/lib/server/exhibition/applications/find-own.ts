import { dayIn } from '#lib/rooms/zoned-time.ts';
import { writesFor, type Actor } from '#lib/server/accounts/actor.ts';
import { gone } from '#lib/server/events/change-event.ts';
import type { EventsContext } from '#lib/server/events/context.ts';
import { findEvent, type EventRow, type FoundEvent } from '#lib/server/events/queries.ts';
import { organisationBySlug } from '#lib/server/network/queries.ts';
import type { OrganisationRow } from '#lib/server/network/queries.ts';
import type { Transaction } from '#lib/server/platform/database.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { applicationRules, type ApplicationForRules, type ApplicationRight } from '../rules.ts';
import { applicationOf, callOf, lockApplication, type ApplicationRow, type CallRow } from './queries.ts';

/** Whether the last day to apply is not over where the event is held. */
export const isOpen = (call: Pick<CallRow, 'closesOn'> | undefined, { timeZone }: Pick<EventRow, 'timeZone'>, now: Date): boolean => call !== undefined && dayIn(timeZone, now) <= call.closesOn;

export interface OwnApplication {
	event: FoundEvent;
	organisation: OrganisationRow;
	call: CallRow | undefined;
	application: ApplicationRow | undefined;
	forRules: ApplicationForRules;
}

/** The application of an organisation for a stand, or that it has none, for who writes for it; with a right, locked. Errors: not_found, forbidden. */
export async function findOwn(tx: Transaction, context: Pick<EventsContext, 'clock'>, actor: Actor, input: { eventId: string; slug: string; right?: ApplicationRight }): Promise<OwnApplication> {
	const now = context.clock();
	const event = await findEvent(tx, input.eventId, now);
	const organisation = await organisationBySlug(tx, input.slug);
	if (!event || organisation?.state !== 'admitted' || !writesFor(actor, organisation.id)) throw gone('organisation');
	const application = await (input.right ? lockApplication : applicationOf)(tx, event.row.id, organisation.id);
	const call = await callOf(tx, event.row.id);
	const forRules = { ...event.forRules, organisationId: organisation.id, state: application?.state ?? null, isOpen: isOpen(call, event.row, now) };
	if (!applicationRules.view(actor, forRules)) throw gone('event');
	if (input.right && !applicationRules[input.right](actor, forRules)) throw new ExpectedError('forbidden', 'This cannot be done with the application now.');
	return { event, organisation, call, application, forRules };
}
