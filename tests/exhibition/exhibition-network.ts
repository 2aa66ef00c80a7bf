import { sql } from 'drizzle-orm';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { saveRoom, saveVenue } from '#lib/server/events/change-places.ts';
import { viewOrganised } from '#lib/server/events/desk-view.ts';
import { publishEvent } from '#lib/server/events/save-event.ts';
import { saveHall } from '#lib/server/exhibition/arrange-halls.ts';
import { saveStand } from '#lib/server/exhibition/arrange-stands.ts';
import { listing, listingVersion } from '#lib/server/listings/tables.ts';
import { asActor, operator } from '#lib/server/platform/acting.ts';
import type { ListingCard } from '#lib/search/types.ts';
import { createEventsNetwork, formOf, type EventsNetwork } from '../events/events-network.ts';
import { completeOffer } from '../small-network.ts';

export interface ExhibitionNetwork extends EventsNetwork {
	cardOf(id: string): ListingCard | undefined;
	cards: Map<string, ListingCard>;
	/** A published listing of the institute, as the search index would hold it. */
	offer(title: string, hidden?: boolean): Promise<string>;
	/** A draft with a room that is a hall of 20 by 12 metres. */
	hall(name: string): Promise<{ eventId: string; venue: string; room: string; stand(fields: Record<string, string>, actor?: Actor): Promise<{ id: string }> }>;
	publish(eventId: string): Promise<void>;
}

export async function createExhibitionNetwork(): Promise<ExhibitionNetwork> {
	const network = await createEventsNetwork();
	const cards = new Map<string, ListingCard>();
	return {
		...network,
		cards,
		cardOf: (id) => cards.get(id),
		offer: (title, hidden = false) =>
			asActor(network.database.db, operator('test'), async (tx) => {
				const [row] = await tx.insert(listing).values({ kind: 'offer', organisationId: network.institute, centreId: 'laos', reference: sql`nextval('listing_reference')`, changeNumber: sql`nextval('listing_change')` }).returning();
				const content = completeOffer({ title, ...(hidden && { display: 'hidden' as const }) });
				const [version] = await tx.insert(listingVersion).values({ listingId: row!.id, number: 1, ...content }).returning();
				await tx.update(listing).set({ state: 'published', publishedVersionId: version!.id, publishedAt: network.events.now, validUntil: '2028-01-01' }).where(sql`${listing.id} = ${row!.id}`);
				cards.set(row!.id, { id: row!.id, reference: row!.reference, kind: 'offer', language: 'en', title, summary: '', areas: ['agriculture'], country: 'LA', organisation: hidden ? null : { slug: 'test-institute', names: [] }, organisationKind: 'institute', place: null, trl: 8, stage: null, cooperation: [], ipStatus: null, state: 'published', publishedAt: '', validUntil: '', isSample: false });
				return row!.id;
			}),
		hall: async (name) => {
			const eventId = await network.draft(name);
			await saveVenue(network.events, network.officer, { eventId, form: formOf({ name_en: 'Centre', name_zh: '中心' }) });
			const venue = (await viewOrganised(network.events, network.officer, eventId)).venues[0]!;
			await saveRoom(network.events, network.officer, { eventId, form: formOf({ venue: venue.id, name_en: 'Hall 1' }) });
			const room = (await viewOrganised(network.events, network.officer, eventId)).rooms[0]!.id;
			await saveHall(network.events, network.officer, { eventId, form: formOf({ room, width: '20', depth: '12,0' }) });
			const stand = (fields: Record<string, string>, actor: Actor = network.officer) => saveStand(network.events, actor, { eventId, form: formOf({ room, label: 'A1', x: '1', y: '1', width: '3', depth: '3', ...fields }) });
			return { eventId, venue: venue.id, room, stand };
		},
		publish: async (eventId) => publishEvent(network.events, network.officer, { eventId, expected: await network.version(eventId) }),
	};
}
