import { isLive } from '#lib/events/phase.ts';
import { organisationsWrittenFor, type Actor } from '#lib/server/accounts/actor.ts';
import { gone } from '#lib/server/events/change-event.ts';
import type { EventsContext } from '#lib/server/events/context.ts';
import { findEvent, roomsOf, venuesOf, type FoundEvent } from '#lib/server/events/queries.ts';
import { eventRules } from '#lib/server/events/rules.ts';
import { openListingIdsOf } from '#lib/server/listings/queries.ts';
import { asActor } from '#lib/server/platform/acting.ts';
import type { Transaction } from '#lib/server/platform/database.ts';
import type { ListingCard } from '#lib/search/types.ts';
import type { LocalText, Provenance } from '#lib/text/local-text.ts';
import { isOpen } from './applications/find-own.ts';
import { callOf, countWaiting } from './applications/queries.ts';
import { countExhibitors, exhibitorById, exhibitorsOf, exhibitsOf, hallsOf, listingsShown, provenanceOfListing, standsOf, type ListedExhibitor } from './queries.ts';
import { EXHIBITOR_RIGHTS, exhibitorRules, standRules } from './rules.ts';

type Context = Pick<EventsContext, 'db' | 'clock'>;
/** Where a listing's public words are found; the search index holds them. */
export type CardOf = (listingId: string) => ListingCard | undefined;

export const headOf = ({ row, forRules }: FoundEvent) => ({ id: row.id, names: row.names, languages: row.languages, startsOn: row.startsOn, isSample: row.isSample, phase: forRules.phase });

async function find(tx: Transaction, context: Context, actor: Actor, eventId: string): Promise<FoundEvent> {
	const found = await findEvent(tx, eventId, context.clock());
	if (!found || !eventRules.view(actor, found.forRules)) throw gone('event');
	return found;
}

/** A listing under the exhibitor's own name; one that its owner hid or withdrew since is not shown. */
export const shownCard = (card: ListingCard | undefined, { organisation }: { organisation: Pick<ListedExhibitor['organisation'], 'slug'> }): ListingCard | undefined =>
	card && card.state === 'published' && card.organisation?.slug === organisation.slug ? card : undefined;

/** What a listing is called at a stand, in whatever languages there are: in its own as it stands there, unless the exhibitor says otherwise. */
export const shownTitles = ({ language, title }: Pick<ListingCard, 'language' | 'title'>, titles: readonly LocalText[], provenance?: Provenance): LocalText[] =>
	titles.some((each) => each.language === language) ? [...titles] : [{ language, text: title, ...(provenance && { provenance }) }, ...titles];

/** A listing as lists of an exhibition show it. */
function shownIn(cardOf: CardOf, { listingId, titles, words }: { listingId: string; titles: readonly LocalText[]; words: LocalText[] }, of: ListedExhibitor) {
	const card = shownCard(cardOf(listingId), of);
	return card ? [{ ...card, titles: shownTitles(card, titles), words }] : [];
}

/** Halls with their stands, and who exhibits with what, as the public sees it. Errors: not_found. */
export async function viewExhibition(context: Context, actor: Actor, eventId: string, cardOf: CardOf) {
	return asActor(context.db, actor, async (tx) => {
		const found = await find(tx, context, actor, eventId);
		const [stands, shown] = [await standsOf(tx, eventId), await listingsShown(tx, { event: eventId })];
		const places = new Map(stands.map((stand) => [stand.id, stand]));
		const order = new Map(stands.map(({ id }, index) => [id, index]));
		const exhibitors = (await exhibitorsOf(tx, eventId)).map((each) => {
			const stand = each.standId === null ? null : (places.get(each.standId) ?? null);
			const listings = shown.filter(({ exhibitorId }) => exhibitorId === each.id).flatMap((listing) => shownIn(cardOf, listing, each));
			return { id: each.id, organisation: each.organisation, about: each.about, stand: stand && { id: stand.id, label: stand.label, roomId: stand.roomId }, listings };
		});
		exhibitors.sort((one, other) => (order.get(one.stand?.id ?? '') ?? Infinity) - (order.get(other.stand?.id ?? '') ?? Infinity) || 0);
		return {
			event: headOf(found),
			halls: (await hallsOf(tx, eventId)).map((hall) => ({ ...hall, stands: stands.filter(({ roomId }) => roomId === hall.roomId).map(({ eventId: _event, roomId: _room, ...stand }) => stand) })),
			exhibitors,
			openUntil: await openUntil(tx, context, found),
			may: { arrange: eventRules.organise(actor, found.forRules) },
		};
	});
}

/** The last day to apply for a stand; null while nobody can. */
async function openUntil(tx: Transaction, context: Context, { row, forRules }: FoundEvent): Promise<string | null> {
	const call = await callOf(tx, row.id);
	return call && isLive(forRules) && isOpen(call, row, context.clock()) ? call.closesOn : null;
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
			listings: (await listingsShown(tx, { exhibitor: found.id })).flatMap((listing) => shownIn(cardOf, listing, found)),
			atStand: standRules.readContacts(actor, forRules),
			may: Object.fromEntries(EXHIBITOR_RIGHTS.map((right) => [right, exhibitorRules[right](actor, forRules)])) as Record<keyof typeof exhibitorRules, boolean>,
		};
	});
}

/** A listing at the stand that shows it: what it is called and what is said of it there, beside its own words. Errors: not_found. */
export async function viewProduct(context: Context, actor: Actor, input: { eventId: string; id: string | null; reference: number }, cardOf: CardOf) {
	const { listings, ...view } = await viewExhibitor(context, actor, input, cardOf);
	const listing = listings.find(({ reference }) => reference === input.reference);
	if (!listing) throw gone('listing');
	return asActor(context.db, actor, async (tx) => {
		const shown = (await listingsShown(tx, { exhibitor: view.exhibitor.id })).find(({ listingId }) => listingId === listing.id);
		const provenance = await provenanceOfListing(tx, listing.id);
		const said = { titles: shown?.titles ?? [], words: listing.words };
		return { ...view, said, listing: { ...listing, titles: shownTitles(listing, said.titles, provenance), provenance }, others: listings.filter(({ id }) => id !== listing.id) };
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
		return { ...view, choices: [...view.listings, ...own.filter(({ id }) => !chosen.includes(id)).map((card) => ({ ...card, titles: shownTitles(card, []) }))], chosen };
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
			waiting: await countWaiting(tx, eventId),
			may: { organise: eventRules.organise(actor, found.forRules) },
		};
	});
}

const YEAR = 365 * 86_400_000;
/** Where the organisations that somebody writes for exhibit, until their visitors are forgotten a year afterwards. */
export async function ownExhibits(context: Context, actor: Extract<Actor, { kind: 'member' }>) {
	return asActor(context.db, actor, (tx) => exhibitsOf(tx, organisationsWrittenFor(actor), new Date(context.clock().getTime() - YEAR).toISOString().slice(0, 10)));
}

/** Whether there is an exhibition to be seen at an event that whoever asks may see. */
export async function hasExhibition(context: Context, actor: Actor, eventId: string): Promise<boolean> {
	return asActor(context.db, actor, async (tx) => (await countExhibitors(tx, { event: eventId })) > 0 || (await hallsOf(tx, eventId)).length > 0 || (await callOf(tx, eventId)) !== undefined);
}
