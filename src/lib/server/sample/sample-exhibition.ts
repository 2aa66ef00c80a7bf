import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { and, eq, inArray, sql } from 'drizzle-orm';
import { freePlaces, nextLabel } from '#lib/exhibition/floor-plan.ts';
import { eventRoom } from '#lib/server/events/tables.ts';
import { exhibitionApplication, exhibitionApplicationListing, exhibitionCall, exhibitionHall, exhibitionStand, exhibitor, exhibitorListing } from '#lib/server/exhibition/tables.ts';
import { listing } from '#lib/server/listings/tables.ts';
import { openListingIdsOf } from '#lib/server/listings/queries.ts';
import { organisationBySlug } from '#lib/server/network/queries.ts';
import { asActor, operator } from '#lib/server/platform/acting.ts';
import type { Transaction } from '#lib/server/platform/database.ts';
import type { LocalText } from '#lib/text/local-text.ts';
import { insertSampleVisit, type SampleVisit } from './sample-visit.ts';

/** The halls of a sample event, their stands in series that are set out one after another, and who exhibits. Lengths in decimetres. */
interface SampleExhibition {
	event: string;
	/** `room`: its first name. */
	halls: { room: string; width: number; depth: number; series: { prefix: string; count: number; width: number; depth: number }[] }[];
	exhibitors: {
		organisation: string;
		stand: string | null;
		about: LocalText[];
		/** What is said at the stand of listings, by their external ids. */
		shown?: { listing: string; titles: LocalText[]; words: LocalText[] }[];
	}[];
	visits?: SampleVisit[];
	call?: { closesOn: string; words: LocalText[] };
	/** The first is the oldest. `hall`: the first name of its room. */
	applications?: (Pick<typeof exhibitionApplication.$inferInsert, 'state' | 'about' | 'wishedSize' | 'remark' | 'reason'> & { organisation: string; hall?: string })[];
}

const SHOWN = 4;

/** The exhibitions of sample events; each exhibitor shows its newest listings. Throws an Error that names what a file refers to in vain. */
export async function insertSampleExhibitions(tx: Transaction, folder: string, now: Date): Promise<void> {
	await asActor(tx, operator('sample'), async () => {
		for (const name of (await readdir(folder)).filter((each) => each.endsWith('.json')).sort()) await insertExhibition(tx, JSON.parse(await readFile(join(folder, name), 'utf8')) as SampleExhibition, now);
	});
}

type Stand = typeof exhibitionStand.$inferInsert & { id: string };

async function insertHall(tx: Transaction, eventId: string, { series, ...hall }: SampleExhibition['halls'][number]): Promise<Stand[]> {
	const [room] = await tx.select({ id: eventRoom.id }).from(eventRoom).where(and(eq(eventRoom.eventId, eventId), sql`${eventRoom.names} -> 0 ->> 'text' = ${hall.room}`));
	if (!room) throw new Error(`A sample exhibition names the room "${hall.room}", which there is not.`);
	await tx.insert(exhibitionHall).values({ roomId: room.id, eventId, width: hall.width, depth: hall.depth });
	const stands: Stand[] = [];
	for (const { prefix, count, ...size } of series)
		for (const place of freePlaces(hall, stands, size, count)) stands.push({ id: crypto.randomUUID(), eventId, roomId: room.id, label: nextLabel(stands.map(({ label }) => label), prefix), ...place });
	await tx.insert(exhibitionStand).values(stands);
	return stands;
}

async function insertExhibition(tx: Transaction, { event: eventId, halls, exhibitors, visits = [], call, applications = [] }: SampleExhibition, now: Date): Promise<void> {
	const stands: Stand[] = [];
	for (const hall of halls) stands.push(...(await insertHall(tx, eventId, hall)));
	for (const [index, each] of exhibitors.entries()) {
		const organisation = await organisationBySlug(tx, each.organisation);
		const stand = stands.find(({ label }) => label === each.stand);
		if (!organisation || (each.stand !== null && !stand)) throw new Error(`A sample exhibition names "${each.organisation}" on "${each.stand}", which there is not.`);
		const id = crypto.randomUUID();
		await tx.insert(exhibitor).values({ id, eventId, organisationId: organisation.id, standId: stand?.id ?? null, about: each.about, addedAt: new Date(now.getTime() + index) });
		const listings = await openListingIdsOf(tx, organisation.id, SHOWN);
		if (listings.length > 0) await tx.insert(exhibitorListing).values(listings.map((listingId, position) => ({ exhibitorId: id, eventId, listingId, position })));
		for (const { listing: externalId, titles, words } of each.shown ?? []) await tx.update(exhibitorListing).set({ titles, words }).where(and(eq(exhibitorListing.exhibitorId, id), inArray(exhibitorListing.listingId, tx.select({ id: listing.id }).from(listing).where(eq(listing.externalId, externalId)))));
	}
	for (const visit of visits) await insertSampleVisit(tx, eventId, visit, now);
	if (call) await tx.insert(exhibitionCall).values({ ...call, eventId });
	await insertApplications(tx, eventId, applications, now);
}

const DAY = 86_400_000;

/** One a day, and each with the newest listings of its organisation; what was decided was so on the next day. */
async function insertApplications(tx: Transaction, eventId: string, applications: NonNullable<SampleExhibition['applications']>, now: Date): Promise<void> {
	const halls = new Map((await tx.select({ roomId: exhibitionHall.roomId, names: eventRoom.names }).from(exhibitionHall).innerJoin(eventRoom, eq(eventRoom.id, exhibitionHall.roomId)).where(eq(exhibitionHall.eventId, eventId))).map(({ roomId, names }) => [names[0]!.text, roomId]));
	for (const [index, { organisation: slug, hall, ...said }] of applications.entries()) {
		const organisation = await organisationBySlug(tx, slug);
		const wishedHall = hall === undefined ? null : halls.get(hall);
		if (!organisation || wishedHall === undefined) throw new Error(`A sample application names "${slug}" in "${hall}", which there is not.`);
		const id = crypto.randomUUID();
		const appliedAt = new Date(now.getTime() - (applications.length - index + 1) * DAY);
		await tx.insert(exhibitionApplication).values({ ...said, id, eventId, organisationId: organisation.id, wishedHall, appliedAt, decidedAt: said.state === 'admitted' || said.state === 'declined' ? new Date(appliedAt.getTime() + DAY) : null });
		const listings = await openListingIdsOf(tx, organisation.id, SHOWN);
		if (listings.length > 0) await tx.insert(exhibitionApplicationListing).values(listings.map((listingId, position) => ({ applicationId: id, listingId, position })));
	}
}
