import type { Actor } from '#lib/server/accounts/actor.ts';
import { gone } from '#lib/server/events/change-event.ts';
import type { EventsContext } from '#lib/server/events/context.ts';
import { textsInput } from '#lib/server/events/input.ts';
import { findEvent } from '#lib/server/events/queries.ts';
import { asActor } from '#lib/server/platform/acting.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { ABOUT_MOST } from '#lib/exhibition/vocabulary.ts';
import { chosenListings } from './choose-listings.ts';
import { exhibitorById, listingsShown, replaceListings, updateExhibitor } from './queries.ts';
import { exhibitorRules } from './rules.ts';

/**
 * Saves what an exhibitor says of itself and which of its listings it shows. Errors: not_found, forbidden, invalid_input.
 */
export async function saveExhibitor(context: Pick<EventsContext, 'db' | 'clock'>, actor: Actor, input: { eventId: string; id: string | null; form: FormData }): Promise<void> {
	const { form } = input;
	await asActor(context.db, actor, async (tx) => {
		const event = await findEvent(tx, input.eventId, context.clock());
		const found = event && (await exhibitorById(tx, event.row.id, input.id));
		if (!found) throw gone('exhibitor');
		const forRules = { ...event.forRules, organisationId: found.organisationId };
		if (!exhibitorRules.view(actor, forRules)) throw gone('exhibitor');
		if (!exhibitorRules.edit(actor, forRules)) throw new ExpectedError('forbidden', 'The exhibitor itself and organisers write this.');
		const about = textsInput(form, 'about', event.row.languages, { limit: ABOUT_MOST, lines: true, before: found.about });
		const listings = await chosenListings(tx, found.organisationId, form);
		const before = (await listingsShown(tx, { exhibitor: found.id })).map(({ listingId }) => listingId);
		await updateExhibitor(tx, found.id, { about });
		await replaceListings(tx, { exhibitorId: found.id, eventId: event.row.id }, listings);
		await recordAudit(tx, {
			actor, action: 'event.save-exhibitor', entity: 'event', entityId: event.row.id,
			detail: { exhibitorId: found.id }, before: { about: found.about, listings: before }, after: { about, listings },
			about: { organisationId: found.organisationId, centreId: event.row.centreId },
		});
	});
}
