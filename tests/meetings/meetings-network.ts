import { eq, sql } from 'drizzle-orm';
import { membership, user } from '#lib/server/accounts/tables.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { actorOfUser } from '#lib/server/accounts/queries.ts';
import { event, eventDay, eventOrganiser, eventRoom, eventTable, eventVenue } from '#lib/server/events/tables.ts';
import type { MeetingsContext } from '#lib/server/meetings/context.ts';
import { joinMeetings } from '#lib/server/meetings/participants/join-meetings.ts';
import { meetingFrame, meetingSlot } from '#lib/server/meetings/tables.ts';
import { asActor, operator } from '#lib/server/platform/acting.ts';
import { listMails } from '#lib/server/platform/mail.ts';
import { eventRegistration } from '#lib/server/registration/tables.ts';
import type { SearchService } from '#lib/server/search/search-service.ts';
import type { Language } from '#lib/engines/text/language.ts';
import { createDeskNetwork, type DeskNetwork } from '../brokering/desk-network.ts';
import { idleJobs } from '../small-network.ts';

export type Person = Extract<Actor, { kind: 'member' }>;
export const EVENT = 'test-forum-2027';
export const WISH = { seeks: '', seeksLanguage: 'en' as const, listingIds: [] as string[], maxMeetings: null, maxPerDay: null };

export interface MeetingsNetwork extends DeskNetwork {
	context: MeetingsContext & { now: Date; search: SearchService };
	/** Somebody of an organisation, approved for the event; `wants` meetings unless told otherwise. */
	participant(name: string, options?: { organisation?: string; state?: 'approved' | 'waiting'; languages?: Language[]; wants?: boolean; listings?: string[] }): Promise<{ actor: Person; id: string }>;
	/** Slots of 30 minutes from 09:00 in Vientiane on the first day. */
	slots: string[];
	tables: string[];
	frame(values: Partial<typeof meetingFrame.$inferInsert>): Promise<void>;
	/** The first of March again: nobody registered, nothing asked, letters of before gone. */
	clear(): Promise<void>;
	mailsTo(person: Actor): Promise<{ subject: string; text: string; calendar: { method: string; content: string } | null }[]>;
	read<Row>(work: Parameters<typeof asActor<Row>>[2]): Promise<Row>;
}

const both = (text: string) => [{ language: 'en' as const, text, provenance: 'original' as const }];

/** The small network with an event of Laos on 15 and 16 March 2027: four slots of a day, two tables, and meetings that are booked. */
export async function createMeetingsNetwork(): Promise<MeetingsNetwork> {
	const desk = await createDeskNetwork();
	const { db } = desk.database;
	const context: MeetingsNetwork['context'] = { db, jobs: idleJobs, baseUrl: 'http://mitra.example', organiser: 'mitra@mitra.example', now: new Date('2027-03-01T03:00:00Z'), clock: () => context.now, search: desk.search };
	const read: MeetingsNetwork['read'] = (work) => asActor(db, operator('test'), work);
	const { slots, tables } = await read(async (tx) => {
		await tx.insert(event).values({ id: EVENT, kind: 'forum', names: both('Test Forum'), theme: [], about: [], place: [], facts: [], startsOn: '2027-03-15', endsOn: '2027-03-16', country: 'LA', timeZone: 'Asia/Vientiane', state: 'published', centreId: 'laos', source: '', isSample: false } as typeof event.$inferInsert);
		await tx.insert(eventOrganiser).values({ eventId: EVENT, role: 'host', centreId: 'laos' });
		const days = await tx.insert(eventDay).values(['2027-03-15', '2027-03-16'].map((day) => ({ eventId: EVENT, day }))).returning();
		const [venue] = await tx.insert(eventVenue).values({ eventId: EVENT, names: both('Hall') }).returning();
		const [room] = await tx.insert(eventRoom).values({ eventId: EVENT, venueId: venue!.id, names: both('Room') }).returning();
		const tables = await tx.insert(eventTable).values(['1', '2'].map((label, position) => ({ eventId: EVENT, roomId: room!.id, label, position }))).returning();
		await tx.insert(meetingFrame).values({ eventId: EVENT, state: 'open', mode: 'booking', slotMinutes: 30, requestLimit: 3, answerDays: 5 });
		const slots = await tx.insert(meetingSlot).values([0, 30, 60, 90].map((minutes) => ({ eventId: EVENT, dayId: days[0]!.id, startsAt: new Date(Date.UTC(2027, 2, 15, 2, minutes)), minutes: 30, kind: 'booking' as const }))).returning();
		return { slots: slots.map(({ id }) => id), tables: tables.map(({ id }) => id) };
	});
	let badge = 0;
	const participant: MeetingsNetwork['participant'] = async (name, { organisation = desk.network.institute, state = 'approved', languages = ['en' as const], wants = true, listings = [] } = {}) => {
		const userId = crypto.randomUUID();
		await db.insert(user).values({ id: userId, name, email: `${name}@example.org`, language: 'en' });
		await db.insert(membership).values({ userId, organisationId: organisation, role: 'owner' });
		const now = context.clock();
		const registered = await read((tx) =>
			tx
				.insert(eventRegistration)
				.values({ eventId: EVENT, personId: userId, organisationId: organisation, state, category: 'delegate', names: both(name), country: 'LA', languages, badge: state === 'approved' ? String(++badge).padStart(8, '0') : null, waitingSince: state === 'waiting' ? now : null, createdAt: now, updatedAt: now })
				.returning(),
		);
		const actor = (await actorOfUser(db, userId)) as Person;
		if (wants && state === 'approved') await joinMeetings(context, actor, { eventId: EVENT, wish: { ...WISH, listingIds: listings } });
		return { actor, id: registered[0]!.id };
	};
	return {
		...desk,
		context,
		participant,
		slots,
		tables,
		read,
		clear: () =>
			read(async (tx) => {
				context.now = new Date('2027-03-01T03:00:00Z');
				for (const table of ['meeting_request', 'event_registration', 'event_session', 'mail']) await tx.execute(sql`delete from ${sql.identifier(table)}`);
			}),
		frame: async (values) => void (await read((tx) => tx.update(meetingFrame).set(values).where(eq(meetingFrame.eventId, EVENT)))),
		mailsTo: async (person) => (await listMails(db, { limit: 200 })).filter(({ to }) => person.kind === 'member' && to === person.email),
	};
}
