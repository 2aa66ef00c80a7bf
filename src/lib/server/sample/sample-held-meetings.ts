import { asc, eq } from 'drizzle-orm';
import { MEETING_LIMITS, type MeetingOutcome, type RefusalReason } from '#lib/meetings/vocabulary.ts';
import { instantOf } from '#lib/rooms/zoned-time.ts';
import { eventDay, eventTable } from '#lib/server/events/tables.ts';
import { openListingIdsOf } from '#lib/server/listings/queries.ts';
import { heldOrNot } from '#lib/server/meetings/follow-up/held-or-not.ts';
import { eventMeeting, meetingAttendee, meetingFrame, meetingParticipant, meetingParticipantListing, meetingRequest, meetingSlot } from '#lib/server/meetings/tables.ts';
import type { Transaction } from '#lib/server/platform/database.ts';
import type { ParticipantRows } from './sample-participants.ts';
import { named } from './sample-questions.ts';
import type { RegisteredEvent } from './sample-registrations.ts';

type Insert<Table extends { $inferInsert: object }> = Table['$inferInsert'];

interface SampleRequest {
	from: string;
	to: string;
	message: string;
	refused?: RefusalReason;
	expired?: boolean;
	/** Where they met, and what each said of it, who asked first; null where nothing was said. Who is `absent` did not come. */
	met?: { slot: string; table: string; outcomes: [MeetingOutcome | null, MeetingOutcome | null]; absent?: string };
}

/** The meetings of a sample event that was held, on its first day: who wanted some, who asked whom, and what came of it. */
export interface SampleHeldMeetings {
	slotMinutes: number;
	/** When they begin. */
	slots: string[];
	people: { who: string; seeks: string }[];
	requests: SampleRequest[];
}

interface Ground {
	at: RegisteredEvent;
	participants: ParticipantRows;
	/** The registrations of people. */
	ids: ReadonlyMap<string, string>;
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Everybody has had the letters: nobody is asked anything any more. Throws an Error that names what a file refers to in vain. */
export async function insertSampleHeldMeetings(tx: Transaction, sample: SampleHeldMeetings, ground: Ground): Promise<void> {
	const { at, ids } = ground;
	await tx.insert(meetingFrame).values({ eventId: at.id, state: 'closed', mode: 'booking', slotMinutes: sample.slotMinutes, answerDays: 7, changedAt: at.publishedAt });
	const slots = await insertSlots(tx, sample, at);
	const tables = new Map((await tx.select().from(eventTable).where(eq(eventTable.eventId, at.id))).map(({ id, label }) => [label, id]));
	const shown = await insertPeople(tx, sample.people, ground);
	// A network that was loaded without sample accounts lacks some of them.
	const asked = sample.requests.filter(({ from, to }) => ids.has(from) && ids.has(to)).map((each, index) => ({ ...each, row: requestRow(each, index, ground, shown) }));
	if (asked.length === 0) return;
	await tx.insert(meetingRequest).values(asked.map(({ row }) => row));
	const held = asked.flatMap(({ from, to, met, row }) => {
		if (!met) return [];
		const slot = named(slots, met.slot);
		const [id, afterwards] = [crypto.randomUUID(), new Date(slot.startsAt.getTime() + 6 * HOUR)];
		const parties = [from, to].map((who, side) => {
			const outcome = met.outcomes[side] ?? null;
			return { meetingId: id, registrationId: named(ids, who), eventId: at.id, slotId: slot.id, presence: met.absent === who ? ('absent' as const) : ('there' as const), outcome, outcomeAt: outcome && afterwards };
		});
		const meeting: Insert<typeof eventMeeting> = { id, eventId: at.id, requestId: row.id, origin: 'booked', slotId: slot.id, tableId: named(tables, met.table), startsAt: slot.startsAt, minutes: slot.minutes, state: heldOrNot({ state: 'planned', byDesk: false }, parties), askedAt: afterwards, agendaToldAt: new Date(slot.startsAt.getTime() - DAY), createdAt: row.answerToldAt, changedAt: afterwards };
		return [{ meeting, parties }];
	});
	await tx.insert(eventMeeting).values(held.map(({ meeting }) => meeting));
	await tx.insert(meetingAttendee).values(held.flatMap(({ parties }) => parties));
}

/** People ask an hour after one another, and are answered on the next day. */
function requestRow({ from, to, message, refused, expired = false }: SampleRequest, index: number, { at, ids }: Ground, shown: ReadonlyMap<string, string>) {
	const createdAt = new Date(at.publishedAt.getTime() + 7 * DAY + index * HOUR);
	const [answered, expiresAt] = [new Date(createdAt.getTime() + DAY), new Date(createdAt.getTime() + 7 * DAY)];
	return {
		id: crypto.randomUUID(), eventId: at.id, fromRegistrationId: named(ids, from), toRegistrationId: named(ids, to), fromListingId: shown.get(from) ?? null, toListingId: shown.get(to) ?? null,
		message, messageLanguage: 'en' as const, state: refused ? ('refused' as const) : expired ? ('expired' as const) : ('accepted' as const), answerReason: refused ?? null,
		expiresAt, answeredAt: expired ? null : answered, toldAt: createdAt, answerToldAt: expired ? expiresAt : answered, createdAt,
	};
}

/** The slots by when they begin. */
async function insertSlots(tx: Transaction, { slots, slotMinutes }: SampleHeldMeetings, at: RegisteredEvent): Promise<Map<string, { id: string; startsAt: Date; minutes: number }>> {
	const [day] = await tx.select({ id: eventDay.id }).from(eventDay).where(eq(eventDay.eventId, at.id)).orderBy(asc(eventDay.day));
	const rows = slots.map((time) => ({ id: crypto.randomUUID(), eventId: at.id, dayId: day!.id, startsAt: instantOf(at.timeZone, `${at.days[0]}T${time}`)!, minutes: slotMinutes }));
	await tx.insert(meetingSlot).values(rows);
	return new Map(slots.map((time, index) => [time, rows[index]!]));
}

/** Who wants meetings, with what their organisations show; answers what each would talk about first. */
async function insertPeople(tx: Transaction, people: SampleHeldMeetings['people'], { at, participants, ids }: Ground): Promise<Map<string, string>> {
	const there = people.filter(({ who }) => ids.has(who));
	if (there.length > 0) await tx.insert(meetingParticipant).values(there.map(({ who, seeks }, index) => ({ registrationId: named(ids, who), eventId: at.id, seeks, seeksLanguage: 'en' as const, joinedAt: new Date(at.publishedAt.getTime() + 6 * DAY + index * HOUR), changedAt: at.publishedAt })));
	const shown = new Map<string, string>();
	const rows: Insert<typeof meetingParticipantListing>[] = [];
	for (const { who } of there) {
		const { organisationId } = named(participants, who);
		const listings = organisationId === null ? [] : await openListingIdsOf(tx, organisationId, MEETING_LIMITS.listings);
		rows.push(...listings.map((listingId) => ({ registrationId: named(ids, who), listingId })));
		if (listings[0]) shown.set(who, listings[0]);
	}
	if (rows.length > 0) await tx.insert(meetingParticipantListing).values(rows);
	return shown;
}
