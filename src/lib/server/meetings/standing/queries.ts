import { and, asc, eq, gt, inArray, isNotNull, notInArray, or, sql } from 'drizzle-orm';
import type { MeetingPlace } from '#lib/meetings/views.ts';
import { eventRoom, eventTable } from '#lib/server/events/tables.ts';
import { inStatements, type Executor } from '#lib/server/platform/database.ts';
import { eventRegistration } from '#lib/server/registration/tables.ts';
import { eventMeeting, meetingAttendee, meetingInterpreter, meetingParticipant, meetingRequest, meetingRequestParty, meetingSlot } from '../tables.ts';

export type StandingRow = typeof eventMeeting.$inferSelect;
export type AttendeeRow = typeof meetingAttendee.$inferSelect;

export async function meetingOfRequest(tx: Executor, requestId: string): Promise<StandingRow | undefined> {
	return (await tx.select().from(eventMeeting).where(eq(eventMeeting.requestId, requestId)).for('update'))[0];
}

/** A meeting by its id; inside `asActor`. `lock`: nobody else changes it meanwhile. */
export async function standingById(tx: Executor, id: string, options: { lock?: boolean } = {}): Promise<StandingRow | undefined> {
	const query = tx.select().from(eventMeeting).where(eq(eventMeeting.id, id));
	return (options.lock ? await query.for('update') : await query)[0];
}

export async function insertStanding(tx: Executor, values: typeof eventMeeting.$inferInsert): Promise<StandingRow> {
	return (await tx.insert(eventMeeting).values(values).returning())[0]!;
}

export async function updateStanding(tx: Executor, id: string, values: Partial<typeof eventMeeting.$inferInsert>): Promise<StandingRow> {
	return (await tx.update(eventMeeting).set({ ...values, version: sql`${eventMeeting.version} + 1` }).where(eq(eventMeeting.id, id)).returning())[0]!;
}

export async function attendeesOf(tx: Executor, meetingIds: readonly string[]): Promise<AttendeeRow[]> {
	if (meetingIds.length === 0) return [];
	return tx.select().from(meetingAttendee).where(inArray(meetingAttendee.meetingId, [...meetingIds]));
}

/** Puts people into a meeting; who is in it already is there in its slot of now. */
export async function putAttendees(tx: Executor, values: (typeof meetingAttendee.$inferInsert)[]): Promise<void> {
	for (const rows of inStatements(values))
		await tx
			.insert(meetingAttendee)
			.values(rows)
			.onConflictDoUpdate({ target: [meetingAttendee.meetingId, meetingAttendee.registrationId], set: { slotId: sql`excluded.slot_id`, role: sql`excluded.role`, presence: 'expected' } });
}

/** The people of a meeting go with it into another slot; into none where it is off. */
export async function moveAttendees(tx: Executor, meetingId: string, slotId: string | null): Promise<void> {
	await tx.update(meetingAttendee).set({ slotId, presence: 'expected' }).where(eq(meetingAttendee.meetingId, meetingId));
}

/** Whoever else sat in a meeting before, sits there no more. */
export async function dropAttendees(tx: Executor, meetingId: string, but: readonly string[]): Promise<void> {
	await tx.delete(meetingAttendee).where(and(eq(meetingAttendee.meetingId, meetingId), notInArray(meetingAttendee.registrationId, [...but])));
}

export async function updateAttendee(tx: Executor, meetingId: string, registrationId: string, values: Partial<typeof meetingAttendee.$inferInsert>): Promise<void> {
	await tx.update(meetingAttendee).set(values).where(and(eq(meetingAttendee.meetingId, meetingId), eq(meetingAttendee.registrationId, registrationId)));
}

/** What people said of the meetings they want. `lock`: takes hold of their time, always in the same order, so that two who book the same person do so one after the other. */
export async function participantsById(tx: Executor, registrations: readonly string[], options: { lock: boolean }) {
	const query = tx.select().from(meetingParticipant).where(inArray(meetingParticipant.registrationId, [...registrations])).orderBy(asc(meetingParticipant.registrationId));
	return options.lock ? query.for('update') : query;
}

/** What people have in the slots of an event: where they are not there, and where they meet, but for one meeting. */
export async function occupied(tx: Executor, registrations: readonly string[], but: string | null = null): Promise<{ registrationId: string; slotId: string; meets: boolean }[]> {
	const people = sql`array[${sql.join(registrations.map((each) => sql`${each}::uuid`), sql`, `)}]::uuid[]`;
	const { rows } = await tx.execute<{ registration_id: string; slot_id: string; meets: boolean }>(sql`
		select a.registration_id, a.slot_id, false as meets from meeting_availability a where a.registration_id = any(${people})
		union all select a.registration_id, a.slot_id, true from meeting_attendee a where a.registration_id = any(${people}) and a.slot_id is not null and a.meeting_id is distinct from ${but}::uuid`);
	return rows.map(({ registration_id, slot_id, meets }) => ({ registrationId: registration_id, slotId: slot_id, meets }));
}

/** Takes hold of slots, so that nobody takes them away until the end of the transaction; answers those that are there still. */
export async function holdSlots(tx: Executor, ids: readonly string[]): Promise<Set<string>> {
	return new Set((await tx.select({ id: meetingSlot.id }).from(meetingSlot).where(inArray(meetingSlot.id, [...ids])).orderBy(asc(meetingSlot.id)).for('key share')).map(({ id }) => id));
}

/** A table as it is now, which nobody takes away until the end of the transaction; none where somebody has just done so. */
export async function holdTable(tx: Executor, id: string): Promise<{ goneAt: Date | null } | undefined> {
	return (await tx.select({ goneAt: eventTable.goneAt }).from(eventTable).where(eq(eventTable.id, id)).for('key share'))[0];
}

/** The tables at which somebody meets, by slot. */
export async function tablesInUse(tx: Executor, eventId: string): Promise<Map<string, Set<string>>> {
	const rows = await tx.select({ slotId: eventMeeting.slotId, tableId: eventMeeting.tableId }).from(eventMeeting).where(and(eq(eventMeeting.eventId, eventId), isNotNull(eventMeeting.slotId), isNotNull(eventMeeting.tableId)));
	return new Map([...Map.groupBy(rows, ({ slotId }) => slotId!)].map(([slotId, own]) => [slotId, new Set(own.map(({ tableId }) => tableId!))]));
}

/** Interpreters of an event who are approved for it, with the slots in which they cannot. `lock`: nobody of them says otherwise meanwhile, or is taken off the list. */
export async function interpretersOf(tx: Executor, eventId: string, options: { lock: boolean }): Promise<{ registrationId: string; pairs: [string, string][]; taken: Set<string> }[]> {
	const found = tx
		.select({ registrationId: meetingInterpreter.registrationId, oneLanguage: meetingInterpreter.oneLanguage, otherLanguage: meetingInterpreter.otherLanguage })
		.from(meetingInterpreter)
		.innerJoin(eventRegistration, and(eq(eventRegistration.id, meetingInterpreter.registrationId), eq(eventRegistration.state, 'approved')))
		.where(eq(meetingInterpreter.eventId, eventId))
		.orderBy(asc(meetingInterpreter.registrationId));
	const pairs = options.lock ? await found.for('share', { of: meetingInterpreter }) : await found;
	if (pairs.length === 0) return [];
	const { rows } = await tx.execute<{ registration_id: string; slot_id: string }>(sql`
		select a.registration_id, a.slot_id from meeting_availability a where a.event_id = ${eventId} and a.registration_id in (select i.registration_id from meeting_interpreter i where i.event_id = ${eventId})
		union select a.registration_id, a.slot_id from meeting_attendee a where a.event_id = ${eventId} and a.slot_id is not null and a.registration_id in (select i.registration_id from meeting_interpreter i where i.event_id = ${eventId})`);
	const interpreters = new Map<string, { registrationId: string; pairs: [string, string][]; taken: Set<string> }>();
	for (const { registrationId, oneLanguage, otherLanguage } of pairs) {
		const known = interpreters.get(registrationId) ?? { registrationId, pairs: [], taken: new Set(rows.filter((row) => row.registration_id === registrationId).map(({ slot_id }) => slot_id)) };
		known.pairs.push([oneLanguage, otherLanguage]);
		interpreters.set(registrationId, known);
	}
	return [...interpreters.values()];
}

/** What tables are called, each with the room that it stands in. */
export async function tablePlaces(tx: Executor, ids: readonly (string | null)[]): Promise<Map<string, MeetingPlace>> {
	const wanted = [...new Set(ids.filter((id): id is string => id !== null))];
	if (wanted.length === 0) return new Map();
	const rows = await tx.select({ id: eventTable.id, table: eventTable.label, room: eventRoom.names }).from(eventTable).innerJoin(eventRoom, eq(eventRoom.id, eventTable.roomId)).where(inArray(eventTable.id, wanted));
	return new Map(rows.map(({ id, ...place }) => [id, place]));
}

export async function registrationsOf(tx: Executor, userId: string): Promise<string[]> {
	return (await tx.select({ id: eventRegistration.id }).from(eventRegistration).where(eq(eventRegistration.personId, userId)).orderBy(asc(eventRegistration.id))).map(({ id }) => id);
}

/** The events of some registrations, in the order in which they are taken hold of. */
export async function eventsOf(tx: Executor, registrations: readonly string[]): Promise<string[]> {
	if (registrations.length === 0) return [];
	return (await tx.selectDistinct({ id: eventRegistration.eventId }).from(eventRegistration).where(inArray(eventRegistration.id, [...registrations])).orderBy(asc(eventRegistration.eventId))).map(({ id }) => id);
}

/** Takes hold of the requests that some registrations leave: those of several that they were asked to, and those of their meetings; answers the former. */
export async function lockRequestsLeft(tx: Executor, registrations: readonly string[]): Promise<(typeof meetingRequest.$inferSelect)[]> {
	if (registrations.length === 0) return [];
	const asked = await tx.select({ id: meetingRequestParty.requestId }).from(meetingRequestParty).where(inArray(meetingRequestParty.registrationId, [...registrations]));
	const askedTo = new Set(asked.map(({ id }) => id));
	const met = tx.select({ id: eventMeeting.requestId }).from(meetingAttendee).innerJoin(eventMeeting, eq(eventMeeting.id, meetingAttendee.meetingId)).where(inArray(meetingAttendee.registrationId, [...registrations]));
	const held = await tx.select().from(meetingRequest).where(or(inArray(meetingRequest.id, [...askedTo]), inArray(meetingRequest.id, met))).orderBy(asc(meetingRequest.id)).for('update');
	return held.filter(({ id }) => askedTo.has(id));
}

/** Meetings that some registrations are to sit in as a side, in the order in which requests are locked; with the registration. */
export async function meetingsAheadOf(tx: Executor, registrations: readonly string[], now: Date): Promise<{ id: string; erased: string }[]> {
	if (registrations.length === 0) return [];
	return tx
		.select({ id: eventMeeting.id, erased: meetingAttendee.registrationId })
		.from(meetingAttendee)
		.innerJoin(eventMeeting, eq(eventMeeting.id, meetingAttendee.meetingId))
		.where(and(inArray(meetingAttendee.registrationId, [...registrations]), eq(meetingAttendee.role, 'party'), inArray(eventMeeting.state, ['planned', 'late']), gt(eventMeeting.startsAt, now)))
		.orderBy(asc(eventMeeting.requestId));
}

/** Meetings ahead of which one side is approved no more, or whose event was called off. */
export async function meetingsWithoutPeople(tx: Executor, now: Date, most: number): Promise<string[]> {
	const { rows } = await tx.execute<{ id: string }>(sql`
		select m.id from event_meeting m join event e on e.id = m.event_id
		where m.state in ('planned', 'late') and m.starts_at > ${now.toISOString()}::timestamptz and (e.state = 'cancelled' or exists (
			select from meeting_attendee a join event_registration r on r.id = a.registration_id where a.meeting_id = m.id and a.role = 'party' and r.state <> 'approved'))
		order by m.starts_at limit ${most}`);
	return rows.map(({ id }) => id);
}

/** What a repair of an event's schedule could be for. */
export interface RepairDue {
	eventId: string;
	/** Meetings ahead that were called off. */
	freed: number;
	/** Wishes newly agreed on that have no place. */
	agreed: number;
	/** All wishes without a place. */
	waiting: number;
	/** The first of these changes; null where there is none. */
	since: Date | null;
}

/**
 * What has changed since the schedule of events was published, or since organisers were last `told`, while wishes wait and there are
 * slots ahead. Inside `asActor`, of an organiser or the operator.
 */
export async function repairsDue(tx: Executor, now: Date, of: { eventId: string } | { told: true }): Promise<RepairDue[]> {
	const moment = sql`${now.toISOString()}::timestamptz`;
	const [after, which] = 'told' in of ? [sql`greatest(s.published_at, f.repair_told_at)`, sql`e.state = 'published'`] : [sql`s.published_at`, sql`f.event_id = ${of.eventId}`];
	const wants = (id: ReturnType<typeof sql>) => sql`exists (select from meeting_participant w join event_registration r on r.id = w.registration_id and r.state = 'approved' where w.registration_id = ${id})`;
	const { rows } = await tx.execute<{ event_id: string; freed: number; agreed: number; waiting: number; since: string | null }>(sql`
		select c.event_id, o.freed::integer, w.agreed::integer, w.waiting::integer, extract(epoch from least(o.since, w.since))::text as since
		from (select f.event_id, ${after} as after from meeting_frame f join meeting_schedule s on s.id = f.published_schedule join event e on e.id = f.event_id where ${which}) c
		cross join lateral (
			select count(*) as freed, min(m.changed_at) as since from event_meeting m
			where m.event_id = c.event_id and m.state = 'cancelled' and m.starts_at > ${moment} and m.changed_at > c.after
		) o
		cross join lateral (
			select count(*) as waiting, count(*) filter (where q.answered_at > c.after) as agreed, min(q.answered_at) filter (where q.answered_at > c.after) as since from meeting_request q
			where q.event_id = c.event_id and q.state = 'accepted' and ${wants(sql`q.from_registration_id`)}
				and (case when q.several then not exists (select from meeting_request_party p where p.request_id = q.id and p.state = 'accepted' and not ${wants(sql`p.registration_id`)}) else ${wants(sql`q.to_registration_id`)} end)
				and not exists (select from event_meeting m where m.request_id = q.id and m.state <> 'cancelled')
		) w
		where w.waiting > 0 and o.freed + w.agreed > 0 and exists (select from meeting_slot l where l.event_id = c.event_id and l.starts_at > ${moment})
		order by c.event_id`);
	return rows.map(({ event_id, freed, agreed, waiting, since }) => ({ eventId: event_id, freed, agreed, waiting, since: since === null ? null : new Date(Number(since) * 1000) }));
}
