import type { Actor } from '#lib/server/accounts/actor.ts';
import { personOf, type Change } from '#lib/server/events/change-event.ts';
import type { EventsContext } from '#lib/server/events/context.ts';
import { openListingIdsOf } from '#lib/server/listings/queries.ts';
import { applicationOf, listingsApplied, updateApplication } from './applications/queries.ts';
import { insertExhibitor, replaceListings, type StandRow } from './queries.ts';
import { tellExhibitor } from './tell-exhibitor.ts';

/**
 * Makes an organisation an exhibitor, with what its application says where one waits, and tells it so; its application is admitted. Null
 * where it exhibits already.
 */
export async function admit(context: Pick<EventsContext, 'jobs' | 'baseUrl'>, actor: Actor, { tx, row, now }: Change, input: { organisationId: string; stand: Pick<StandRow, 'id' | 'label'> | null }): Promise<string | null> {
	const { organisationId, stand } = input;
	const application = await applicationOf(tx, row.id, organisationId);
	const said = application?.state === 'waiting' ? application : undefined;
	if (application) await updateApplication(tx, application.id, { state: 'admitted', reason: [], decidedBy: personOf(actor), decidedAt: now });
	const id = await insertExhibitor(tx, { eventId: row.id, organisationId, standId: stand?.id ?? null, about: said?.about ?? [], addedBy: personOf(actor), addedAt: now });
	if (id === null) return null;
	if (said) {
		const open = new Set(await openListingIdsOf(tx, organisationId, 1000));
		const listings = (await listingsApplied(tx, [said.id])).map(({ listingId }) => listingId).filter((each) => open.has(each));
		await replaceListings(tx, { exhibitorId: id, eventId: row.id }, listings);
	}
	await tellExhibitor(context, tx, { row, organisationId }, { kind: 'exhibits', exhibitorId: id, stand: stand?.label ?? null });
	return id;
}
