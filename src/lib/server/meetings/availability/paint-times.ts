import type { Actor } from '#lib/server/accounts/actor.ts';
import { daysOf } from '#lib/server/events/queries.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import type { Transaction } from '#lib/server/platform/database.ts';
import type { MeetingsContext } from '../context.ts';
import { overlaps } from '../agenda/picked-sessions.ts';
import { pickedSessions } from '../agenda/queries.ts';
import { holdEvent } from '../frame/queries.ts';
import { slotsOf, type SlotRow } from '../queries.ts';
import { holdSlots, participantsById } from '../standing/queries.ts';
import { ownOf, withMeetings } from '../with-meetings.ts';
import { absencesOf, lockInterpreter, putAbsences, takenSlots } from './queries.ts';

type Context = Pick<MeetingsContext, 'db' | 'clock'>;

/** Whose times are looked at or said. */
interface Whose {
	eventId: string;
	registrationId: string;
	personId: string;
	now: Date;
}

/** The slots of an event by day, and whether one person is there in each; as the operator. */
export async function timesOf(tx: Transaction, { eventId, registrationId, personId, now }: Whose) {
	const [slots, absent, taken] = [await slotsOf(tx, eventId), await absencesOf(tx, registrationId), await takenSlots(tx, registrationId)];
	const sessions = await pickedSessions(tx, eventId, [personId]);
	const days = (await daysOf(tx, eventId)).map(({ id, day, state }) => ({
		day,
		off: state === 'cancelled',
		slots: slots.filter(({ dayId }) => dayId === id).map(({ id: key, startsAt, minutes }) => ({ id: key, startsAt, minutes, there: !absent.has(key), taken: taken.has(key), past: startsAt <= now, sessions: sessions.filter((session) => overlaps(session, { startsAt, minutes })).map(({ titles }) => titles) })),
	}));
	return days.filter((each) => each.slots.length > 0);
}

/**
 * Says in which slots somebody is there, or there but not during the sessions that one has picked; those with a meeting, and those past,
 * are kept as they were. Answers in how many slots that one is not there. As the operator.
 */
export async function putTimes(tx: Transaction, { eventId, registrationId, personId, now }: Whose, { there, notInSessions = false }: { there: ReadonlySet<string>; notInSessions?: boolean }): Promise<number> {
	// Whoever books this person in the same moment, has it interpret, or takes a slot away, does so before or after.
	await holdEvent(tx, eventId);
	await participantsById(tx, [registrationId], { lock: true });
	await lockInterpreter(tx, registrationId);
	const [before, taken] = [await absencesOf(tx, registrationId), await takenSlots(tx, registrationId)];
	const sessions = notInSessions ? await pickedSessions(tx, eventId, [personId]) : [];
	const isThere = (slot: SlotRow) => there.has(slot.id) && !sessions.some((session) => overlaps(session, slot));
	const slots = await slotsOf(tx, eventId);
	const held = await holdSlots(tx, slots.map(({ id }) => id));
	const absent = slots.filter((slot) => held.has(slot.id)).filter((slot) => (slot.startsAt <= now || taken.has(slot.id) ? before.has(slot.id) : !isThere(slot)));
	await putAbsences(tx, { registrationId, eventId }, absent.map(({ id }) => id));
	return absent.length;
}

/** One's own times, as participant or interpreter. Errors: not_found, forbidden. */
export async function viewTimes(context: Context, actor: Actor, eventId: string) {
	return withMeetings(context, actor, { eventId, right: 'paint' }, async (meetings) => {
		const { id: registrationId, personId } = ownOf(meetings);
		return { timeZone: meetings.row.timeZone, interprets: meetings.rules.own!.interprets, days: await timesOf(meetings.tx, { eventId, registrationId, personId, now: meetings.now }) };
	});
}

/** Says when one is there oneself. Errors: not_found, forbidden. */
export async function paintTimes(context: Context, actor: Actor, input: { eventId: string; there: ReadonlySet<string>; notInSessions?: boolean }): Promise<void> {
	await withMeetings(context, actor, { eventId: input.eventId, right: 'paint' }, async (meetings) => {
		const { tx, now, row } = meetings;
		const { id: registrationId, personId } = ownOf(meetings);
		const absent = await putTimes(tx, { eventId: row.id, registrationId, personId, now }, input);
		await recordAudit(tx, { actor, action: 'event.paint-availability', entity: 'event', entityId: row.id, detail: { absent }, about: { centreId: row.centreId } });
	});
}
