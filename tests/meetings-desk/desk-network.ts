import { sql } from 'drizzle-orm';
import { user } from '#lib/server/accounts/tables.ts';
import { saveRoom, saveVenue, addTables } from '#lib/server/events/change-places.ts';
import { publishEvent } from '#lib/server/events/save-event.ts';
import { viewOrganised } from '#lib/server/events/desk-view.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { actorOfUser } from '#lib/server/accounts/queries.ts';
import type { MeetingsContext } from '#lib/server/meetings/context.ts';
import { makeSlots } from '#lib/server/meetings/frame/make-slots.ts';
import { saveFrame } from '#lib/server/meetings/frame/save-frame.ts';
import { publishSchedule } from '#lib/server/meetings/schedules/publish-schedule.ts';
import { runSchedule } from '#lib/server/meetings/schedules/run-schedule.ts';
import { beginSchedule } from '#lib/server/meetings/schedules/steer-schedule.ts';
import { meetingAvailability, meetingInterpreter, meetingParticipant, meetingRequest } from '#lib/server/meetings/tables.ts';
import { asActor, operator } from '#lib/server/platform/acting.ts';
import { eventRegistration } from '#lib/server/registration/tables.ts';
import { createEventsNetwork, formOf, type EventsNetwork } from '../events/events-network.ts';

type Member = Extract<Actor, { kind: 'member' }>;

export interface Guest {
	/** The registration. */
	id: string;
	actor: Member;
	name: string;
	email: string;
}

/** A published event of Laos on 15 and 16 March 2027 with guests, tables and slots. */
export interface DeskEvent {
	id: string;
	guests: Guest[];
	/** Agreed on by both, by their numbers among the guests. */
	request(from: number, to: number, more?: Partial<typeof meetingRequest.$inferInsert>): Promise<string>;
	absent(guest: number, slotIds: readonly string[]): Promise<void>;
	interprets(guest: number, one: string, other: string): Promise<void>;
}

export interface DeskNetwork extends EventsNetwork {
	desk: MeetingsContext & { now: Date };
	event(name: string, options?: { guests?: number; tables?: number; mode?: string; slots?: Record<string, string> | null; languages?: string[][] }): Promise<DeskEvent>;
	/** Makes a schedule as the job would, and answers its id. */
	schedule(eventId: string, fields?: Record<string, string>, from?: string | null): Promise<string>;
	rows(query: ReturnType<typeof sql>): Promise<Record<string, unknown>[]>;
	publish(event: DeskEvent, scheduleId: string, actor?: Actor): ReturnType<typeof publishSchedule>;
	/** The meetings of an event, also those that are off, in order of time. */
	standing(eventId: string): Promise<{ id: string; request_id: string; slot_id: string | null; state: string; origin: string; sequence: number }[]>;
	slotIds(eventId: string): Promise<string[]>;
	/** How many letters each guest has. */
	letters(event: DeskEvent): Promise<number[]>;
	/** Does something at another moment. */
	during<Result>(moment: string, work: () => Promise<Result>): Promise<Result>;
}

export const FRAME_FORM = { state: 'open', mode: 'collected', request_limit: '20', daily_limit: '', request_deadline: '2027-03-10T18:00', answer_days: '7' };
export const SLOT_FORM = { day: 'all', from: '09:00', until: '11:00', minutes: '20', pause: '5', break_from: '', break_until: '' };
export const at = (field: string) => ({ code: 'invalid_input', field });

export async function createDeskNetwork(): Promise<DeskNetwork> {
	const network = await createEventsNetwork();
	const { db } = network.database;
	const desk = { ...network.events, organiser: 'meetings@example.org', now: network.events.now, clock: () => network.events.now };
	let guests = 0;
	async function guest(eventId: string, languages: string[]): Promise<Guest> {
		const [userId, email, name] = [crypto.randomUUID(), `guest${++guests}@example.org`, `Guest ${guests}`];
		await db.insert(user).values({ id: userId, name, email, language: guests % 2 === 0 ? 'zh' : 'en' });
		const id = await asActor(db, operator('tests'), async (tx) => {
			const now = network.events.now;
			const [row] = await tx
				.insert(eventRegistration)
				.values({ eventId, personId: userId, state: 'approved', category: 'delegate', names: [{ language: 'en', text: name }], country: guests % 2 === 0 ? 'CN' : 'LA', languages: languages as ['en'], badge: String(guests).padStart(8, '0'), createdAt: new Date(now.getTime() + guests), updatedAt: now })
				.returning({ id: eventRegistration.id });
			await tx.insert(meetingParticipant).values({ registrationId: row!.id, eventId, joinedAt: now, changedAt: now });
			return row!.id;
		});
		return { id, name, email, actor: (await actorOfUser(db, userId)) as Member };
	}
	async function event(name: string, options: Parameters<DeskNetwork['event']>[1] = {}): Promise<DeskEvent> {
		const id = await network.draft(name);
		await saveVenue(network.events, network.officer, { eventId: id, form: formOf({ name_en: 'Hall' }) });
		const { venues } = await viewOrganised(network.events, network.officer, id);
		await saveRoom(network.events, network.officer, { eventId: id, form: formOf({ venue: venues[0]!.id, name_en: 'One' }) });
		const { rooms } = await viewOrganised(network.events, network.officer, id);
		if (options.tables !== 0) await addTables(network.events, network.officer, { eventId: id, form: formOf({ room: rooms[0]!.id, prefix: 'A', zone: '', count: String(options.tables ?? 4) }) });
		await publishEvent(network.events, network.officer, { eventId: id, expected: await network.version(id) });
		await saveFrame(desk, network.officer, { eventId: id, form: formOf({ ...FRAME_FORM, mode: options.mode ?? 'collected' }) });
		if (options.slots !== null) await makeSlots(desk, network.officer, { eventId: id, form: formOf({ ...SLOT_FORM, kind: 'collected', ...options.slots }) });
		const own: Guest[] = [];
		for (let i = 0; i < (options.guests ?? 4); i++) own.push(await guest(id, options.languages?.[i] ?? ['en']));
		const asOperator = (work: Parameters<typeof asActor<void>>[2]) => asActor(db, operator('tests'), work);
		return {
			id,
			guests: own,
			request: async (from, to, more = {}) => {
				const requestId = crypto.randomUUID();
				const now = network.events.now;
				await asOperator(async (tx) => void (await tx.insert(meetingRequest).values({ id: requestId, eventId: id, fromRegistrationId: own[from]!.id, toRegistrationId: own[to]!.id, messageLanguage: 'en', state: 'accepted', answeredAt: now, expiresAt: now, createdAt: now, ...more })));
				return requestId;
			},
			absent: (index, slotIds) => asOperator(async (tx) => void (await tx.insert(meetingAvailability).values(slotIds.map((slotId) => ({ eventId: id, registrationId: own[index]!.id, slotId }))))),
			interprets: (index, one, other) => asOperator(async (tx) => void (await tx.insert(meetingInterpreter).values({ eventId: id, registrationId: own[index]!.id, oneLanguage: one as 'en', otherLanguage: other as 'zh' }))),
		};
	}
	const rows: DeskNetwork['rows'] = async (query) => asActor(db, operator('tests'), async (tx) => (await tx.execute(query)).rows as Record<string, unknown>[]);
	return {
		...network,
		desk,
		event,
		rows,
		schedule: async (eventId, fields = {}, from = null) => {
			const id = await beginSchedule(desk, network.officer, { eventId, form: formOf({ seconds: '2', scope: 'all', ...fields }), from });
			await runSchedule(desk, id, new AbortController().signal);
			return id;
		},
		publish: (event, id, actor = network.officer) => publishSchedule(desk, actor, { eventId: event.id, id, words: null }),
		standing: async (eventId) => (await rows(sql`select id, request_id, slot_id, state, origin, sequence from event_meeting where event_id = ${eventId} order by starts_at, id`)) as Awaited<ReturnType<DeskNetwork['standing']>>,
		slotIds: async (eventId) => (await rows(sql`select id from meeting_slot where event_id = ${eventId} order by starts_at`)).map(({ id }) => id as string),
		letters: (event) => Promise.all(event.guests.map(async ({ actor }) => (await network.mailsTo(actor)).length)),
		during: async (moment, work) => {
			const before = network.events.now;
			network.events.now = new Date(moment);
			try {
				return await work();
			} finally {
				network.events.now = before;
			}
		},
	};
}
