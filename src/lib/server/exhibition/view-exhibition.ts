import type { Actor } from '#lib/server/accounts/actor.ts';
import { gone } from '#lib/server/events/change-event.ts';
import type { EventsContext } from '#lib/server/events/context.ts';
import { findEvent, roomsOf, venuesOf, type FoundEvent } from '#lib/server/events/queries.ts';
import { eventRules } from '#lib/server/events/rules.ts';
import { openListingIdsOf } from '#lib/server/listings/queries.ts';
import { asActor } from '#lib/server/platform/acting.ts';
import type { Transaction } from '#lib/server/platform/database.ts';
import type { ListingCard } from '#lib/search/types.ts';
import { countExhibitors, exhibitorById, exhibitorsOf, exhibitsOf, hallsOf, listingsShown, standsOf, type ListedExhibitor } from './queries.ts';
import { EXHIBITOR_RIGHTS, exhibitorRules } from './rules.ts';

type Context = Pick<EventsContext, 'db' | 'clock'>;
/** Where a listing's public words are found; the search index holds them. */
export type CardOf = (listingId: string) => ListingCard | undefined;

const headOf = ({ row, forRules }: FoundEvent) => ({ id: row.id, names: row.names, languages: row.languages, startsOn: row.startsOn, isSample: row.isSample, phase: forRules.phase });

async function find(tx: Transaction, context: Context, actor: Actor, eventId: string): Promise<FoundEvent> {
	const found = await findEvent(tx, eventId, context.clock());
	if (!found || !eventRules.view(actor, found.forRules)) throw gone('event');
	return found;
}

/** A listing under the exhibitor's own name; one that its owner hid or withdrew since is not shown. */
const shownCard = (card: ListingCard | undefined, { organisation }: ListedExhibitor): ListingCard | undefined =>
	card && card.state === 'published' && card.organisation?.slug === organisation.slug ? card : undefined;

/** Halls with their stands, and who exhibits with what, as the public sees it. Errors: not_found. */
export async function viewExhibition(context: Context, actor: Actor, eventId: string, cardOf: CardOf) {
	return asActor(context.db, actor, async (tx) => {
		const found = await find(tx, context, actor, eventId);
		const [stands, shown] = [await standsOf(tx, eventId), await listingsShown(tx, { event: eventId })];
		const places = new Map(stands.map((stand) => [stand.id, stand]));
		const order = new Map(stands.map(({ id }, index) => [id, index]));
		const exhibitors = (await exhibitorsOf(tx, eventId)).map((each) => {
			const stand = each.standId === null ? null : (places.get(each.standId) ?? null);
			const listings = shown.filter(({ exhibitorId }) => exhibitorId === each.id).flatMap(({ listingId }) => shownCard(cardOf(listingId), each) ?? []);
			return { id: each.id, organisation: each.organisation, about: each.about, stand: stand && { id: stand.id, label: stand.label, roomId: stand.roomId }, listings };
		});
		exhibitors.sort((one, other) => (order.get(one.stand?.id ?? '') ?? Infinity) - (order.get(other.stand?.id ?? '') ?? Infinity) || 0);
		return {
			event: headOf(found),
			halls: (await hallsOf(tx, eventId)).map((hall) => ({ ...hall, stands: stands.filter(({ roomId }) => roomId === hall.roomId).map(({ eventId: _event, roomId: _room, ...stand }) => stand) })),
			exhibitors,
			may: { arrange: eventRules.organise(actor, found.forRules) },
		};
	});
}
export type ExhibitionView = Awaited<ReturnType<typeof viewExhibition>>;

/** An exhibitor with its stand and what it shows. Errors: not_found. */
export async function viewExhibitor(context: Context, actor: Actor, input: { eventId: string; id: string | null }, cardOf: CardOf) {
	return asActor(context.db, actor, async (tx) => {
		const event = await find(tx, context, actor, input.eventId);
		const found = await exhibitorById(tx, event.row.id, input.id);
		if (!found) throw gone('exhibitor');
		const forRules = { ...event.forRules, organisationId: found.organisationId };
		const stand = (await standsOf(tx, event.row.id)).find(({ id }) => id === found.standId);
		const hall = stand && (await hallsOf(tx, event.row.id)).find(({ roomId }) => roomId === stand.roomId);
		return {
			event: headOf(event),
			exhibitor: { id: found.id, organisation: found.organisation, about: found.about },
			stand: stand && hall ? { id: stand.id, label: stand.label, hall: hall.names, venue: hall.venue } : null,
			listings: (await listingsShown(tx, { exhibitor: found.id })).flatMap(({ listingId }) => shownCard(cardOf(listingId), found) ?? []),
			may: Object.fromEntries(EXHIBITOR_RIGHTS.map((right) => [right, exhibitorRules[right](actor, forRules)])) as Record<keyof typeof exhibitorRules, boolean>,
		};
	});
}

/** The same, with all listings that it may choose from. Errors: not_found (also for whoever may not edit it). */
export async function viewExhibitorDesk(context: Context, actor: Actor, input: { eventId: string; id: string | null }, cardOf: CardOf) {
	const view = await viewExhibitor(context, actor, input, cardOf);
	if (!view.may.edit) throw gone('exhibitor');
	return asActor(context.db, actor, async (tx) => {
		const found = (await exhibitorById(tx, view.event.id, view.exhibitor.id))!;
		const own = (await openListingIdsOf(tx, found.organisationId, 200)).flatMap((id) => shownCard(cardOf(id), found) ?? []);
		const chosen = view.listings.map(({ id }) => id);
		return { ...view, choices: [...view.listings, ...own.filter(({ id }) => !chosen.includes(id))], chosen };
	});
}

/** The plan as organisers arrange it, with the rooms that are no halls yet. Errors: not_found (also for whoever does not organise the event). */
export async function viewArrangement(context: Context, actor: Actor, eventId: string) {
	return asActor(context.db, actor, async (tx) => {
		const found = await find(tx, context, actor, eventId);
		if (!eventRules.viewInside(actor, found.forRules)) throw gone('event');
		const [halls, stands, venues] = [await hallsOf(tx, eventId), await standsOf(tx, eventId), await venuesOf(tx, eventId)];
		const rooms = (await roomsOf(tx, eventId)).map(({ id, names, venueId }) => ({ id, names, venue: venues.find((venue) => venue.id === venueId)?.names ?? [] }));
		return {
			event: headOf(found),
			halls,
			stands: stands.map(({ eventId: _event, ...stand }) => stand),
			rooms: rooms.filter(({ id }) => !halls.some(({ roomId }) => roomId === id)),
			exhibitors: (await exhibitorsOf(tx, eventId)).map(({ id, standId, organisation }) => ({ id, standId, organisation })),
			may: { organise: eventRules.organise(actor, found.forRules) },
		};
	});
}

/** Where the organisations that somebody writes for exhibit. */
export async function ownExhibits(context: Context, actor: Extract<Actor, { kind: 'member' }>) {
	const organisations = [...actor.organisations].filter(([, role]) => role !== 'reader').map(([id]) => id);
	return asActor(context.db, actor, (tx) => exhibitsOf(tx, organisations, context.clock().toISOString().slice(0, 10)));
}

/** Whether there is an exhibition to be seen at an event that whoever asks may see. */
export async function hasExhibition(context: Context, actor: Actor, eventId: string): Promise<boolean> {
	return asActor(context.db, actor, async (tx) => (await countExhibitors(tx, { event: eventId })) > 0 || (await hallsOf(tx, eventId)).length > 0);
}
