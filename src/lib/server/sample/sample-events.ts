import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { eq, inArray } from 'drizzle-orm';
import { instantOf } from '#lib/rooms/zoned-time.ts';
import { putCentreEvent } from '#lib/server/centres/queries.ts';
import { event, eventBudgetLine, eventDay, eventOrganiser, eventRoom, eventSession, eventSessionSpeaker, eventSpeaker, eventSponsor, eventTable, eventTrack, eventVenue } from '#lib/server/events/tables.ts';
import { expert } from '#lib/server/experts/tables.ts';
import { organisation } from '#lib/server/network/tables.ts';
import { asActor, operator } from '#lib/server/platform/acting.ts';
import type { Transaction } from '#lib/server/platform/database.ts';
import type { FileStore } from '#lib/server/platform/files.ts';
import type { LocalText } from '#lib/text/local-text.ts';
import { insertSampleEventFiles, type SampleEventFiles } from './sample-event-files.ts';

type Insert<Table extends { $inferInsert: object }> = Table['$inferInsert'];

/** A whole event with its programme; its parts name one another by keys of the file. */
interface SampleEvent extends SampleEventFiles, Pick<Insert<typeof event>, 'languages' | 'areas' | 'names' | 'theme' | 'about' | 'place' | 'contact'> {
	/** Of one that is over when it is loaded; one that is ahead stands in data/network already. */
	held?: Pick<Insert<typeof event>, 'kind' | 'country' | 'timeZone'> & { daysAgo: number };
	centre: string;
	organisers: { role: Insert<typeof eventOrganiser>['role']; centre?: string; organisation?: string; names?: LocalText[] }[];
	venues: { key: string; names: LocalText[]; address: LocalText[]; rooms: { key: string; names: LocalText[]; seats?: number; tables?: Record<string, number> }[] }[];
	/** `day`: a date; in the file of one that was held, how many days after its first. */
	days: { key: string; day: string; opens: string; closes: string; titles: LocalText[] }[];
	tracks: { key: string; names: LocalText[] }[];
	speakers: { key: string; expert?: string; names?: LocalText[]; headline?: LocalText[]; country?: string }[];
	sessions: (Pick<Insert<typeof eventSession>, 'kind' | 'titles' | 'about' | 'languages' | 'seats'> & { day: string; starts: string; ends: string; room: string | null; track: string | null; speakers: { speaker: string; role: Insert<typeof eventSessionSpeaker>['role'] }[] })[];
	sponsors: { level: Insert<typeof eventSponsor>['level']; organisation?: string; names?: LocalText[] }[];
	budget: Pick<Insert<typeof eventBudgetLine>, 'side' | 'what' | 'currency' | 'planned' | 'actual'>[];
}

const DAY = 86_400_000;

/**
 * The sample events of data/sample/events, with everything that an event can have. They fill in what data/network holds of those
 * ahead; one that was held ended some days before it is loaded, so that there is something to see afterwards.
 * Speakers are samples too, so that nobody's consent is invented. Without a place for files they have none. Throws an Error that names what a file refers to in vain.
 */
export async function insertSampleEvents(tx: Transaction, folder: string, now: Date, files?: FileStore): Promise<void> {
	await asActor(tx, operator('sample'), async () => {
		for (const name of (await readdir(folder)).filter((each) => each.endsWith('.json')).sort()) {
			const sample = dated(JSON.parse(await readFile(join(folder, name), 'utf8')) as SampleEvent, now);
			const published = new Date(now.getTime() - (PUBLISHED_DAYS + (sample.held?.daysAgo ?? 0)) * DAY);
			await insertSampleEvent(tx, sample, published);
			if (files) await insertSampleEventFiles(tx, sample, { folder, files, addedAt: published });
		}
	});
}

/** The days before now, or before it was held, that an event is public. */
const PUBLISHED_DAYS = 20;

function dated(sample: SampleEvent, now: Date): SampleEvent {
	const { held, days } = sample;
	if (!held) return sample;
	const first = now.getTime() - held.daysAgo * DAY;
	return { ...sample, days: days.map((each) => ({ ...each, day: new Date(first + Number(each.day) * DAY).toISOString().slice(0, 10) })) };
}

async function insertSampleEvent(tx: Transaction, sample: SampleEvent, published: Date): Promise<void> {
	const { event: eventId, centre, languages, areas, names, theme, about, place, contact, held, days } = sample;
	if (held) await tx.insert(event).values({ id: eventId, names, kind: held.kind, country: held.country, timeZone: held.timeZone, startsOn: days[0]!.day, endsOn: days.at(-1)!.day, source: '', isSample: true });
	const [row] = await tx.update(event).set({ centreId: centre, languages, areas, names, theme, about, place, contact, publishedAt: published, createdAt: published, updatedAt: published }).where(eq(event.id, eventId)).returning({ timeZone: event.timeZone });
	if (!row) throw new Error(`There is no event "${eventId}" in data/network/events.json.`);
	const slugs = [...sample.organisers, ...sample.sponsors].flatMap(({ organisation: slug }) => slug ?? []);
	const bySlug = new Map((await tx.select({ id: organisation.id, slug: organisation.slug }).from(organisation).where(inArray(organisation.slug, slugs))).map(({ id, slug }) => [slug, id]));
	const member = (slug: string | undefined) => (slug === undefined ? null : known(bySlug, slug));
	await tx.insert(eventOrganiser).values(sample.organisers.map(({ role, centre: centreId = null, organisation: slug, names: called = [] }, position) => ({ eventId, role, centreId, organisationId: member(slug), names: called, position })));
	for (const { centre: centreId } of sample.organisers) if (centreId) await putCentreEvent(tx, centreId, eventId);
	await tx.insert(eventSponsor).values(sample.sponsors.map(({ level, organisation: slug, names: called = [] }, position) => ({ eventId, level, organisationId: member(slug), names: called, position })));
	await tx.insert(eventBudgetLine).values(sample.budget.map((line, position) => ({ ...line, eventId, position })));
	const rooms = await insertPlaces(tx, sample);
	const speakers = await insertSpeakers(tx, sample, published);
	await insertProgramme(tx, sample, { rooms, speakers, zone: row.timeZone, at: published });
}

function known(ids: ReadonlyMap<string, string>, key: string): string {
	const id = ids.get(key);
	if (!id) throw new Error(`A sample event names "${key}", which there is not.`);
	return id;
}

async function insertPlaces(tx: Transaction, { event: eventId, venues }: SampleEvent): Promise<Map<string, string>> {
	const rooms = new Map<string, string>();
	const [venueRows, roomRows, tableRows]: [Insert<typeof eventVenue>[], Insert<typeof eventRoom>[], Insert<typeof eventTable>[]] = [[], [], []];
	for (const venue of venues) {
		const venueId = crypto.randomUUID();
		venueRows.push({ id: venueId, eventId, names: venue.names, address: venue.address, position: venueRows.length });
		for (const room of venue.rooms) {
			const id = crypto.randomUUID();
			rooms.set(room.key, id);
			roomRows.push({ id, eventId, venueId, names: room.names, seats: room.seats ?? null, position: roomRows.length });
			for (const [zone, count] of Object.entries(room.tables ?? {}))
				for (let number = 1; number <= count; number++) tableRows.push({ eventId, roomId: id, label: `${zone}${number}`, zone, position: tableRows.length });
		}
	}
	await tx.insert(eventVenue).values(venueRows);
	await tx.insert(eventRoom).values(roomRows);
	if (tableRows.length > 0) await tx.insert(eventTable).values(tableRows);
	return rooms;
}

async function insertSpeakers(tx: Transaction, { event: eventId, speakers }: SampleEvent, at: Date): Promise<Map<string, string>> {
	const experts = new Map((await tx.select().from(expert).where(inArray(expert.slug, speakers.flatMap(({ expert: slug }) => slug ?? [])))).map((row) => [row.slug, row]));
	const ids = new Map(speakers.map(({ key }) => [key, crypto.randomUUID()]));
	await tx.insert(eventSpeaker).values(
		speakers.map(({ key, expert: slug, names = [], headline = [], country }, position) => {
			const profile = slug === undefined ? undefined : experts.get(slug);
			if (slug !== undefined && !profile) throw new Error(`A sample event names the expert "${slug}", whom there is not.`);
			return { id: ids.get(key)!, eventId, position, expertId: profile?.id ?? null, userId: profile?.userId ?? null, names: profile?.names ?? names, headline: profile?.headline ?? headline, country: profile?.country ?? country ?? null, consent: 'given' as const, consentAt: at, isSample: true, addedAt: at };
		}),
	);
	return ids;
}

async function insertProgramme(tx: Transaction, { event: eventId, days, tracks, sessions }: SampleEvent, at: { rooms: Map<string, string>; speakers: Map<string, string>; zone: string; at: Date }): Promise<void> {
	const dayIds = new Map(days.map(({ key }) => [key, crypto.randomUUID()]));
	const trackIds = new Map(tracks.map(({ key }) => [key, crypto.randomUUID()]));
	await tx.insert(eventDay).values(days.map(({ key, ...day }) => ({ ...day, id: dayIds.get(key)!, eventId })));
	await tx.insert(eventTrack).values(tracks.map(({ key, names }, position) => ({ id: trackIds.get(key)!, eventId, names, position })));
	const placed = sessions.map(({ day, starts, ends, room, track, speakers, ...session }) => {
		const date = days.find(({ key }) => key === day)?.day;
		const [startsAt, endsAt] = [instantOf(at.zone, `${date}T${starts}`), instantOf(at.zone, `${date}T${ends}`)];
		if (!startsAt || !endsAt) throw new Error(`A sample session has no time: ${session.titles[0]?.text}`);
		return { row: { ...session, id: crypto.randomUUID(), eventId, dayId: known(dayIds, day), trackId: track && known(trackIds, track), roomId: room && known(at.rooms, room), startsAt, endsAt, changedAt: at.at }, speakers };
	});
	await tx.insert(eventSession).values(placed.map(({ row }) => row));
	const speaking = placed.flatMap(({ row, speakers }) => speakers.map(({ speaker, role }, position) => ({ eventId, sessionId: row.id, speakerId: known(at.speakers, speaker), role, position })));
	await tx.insert(eventSessionSpeaker).values(speaking);
}
