import type { Actor } from '#lib/server/accounts/actor.ts';
import { daysOf } from '#lib/server/events/queries.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import type { MeetingsContext } from '../context.ts';
import { overlaps } from '../agenda/picked-sessions.ts';
import { pickedSessions } from '../agenda/queries.ts';
import { slotsOf, type SlotRow } from '../queries.ts';
import { participantsById } from '../standing/queries.ts';
import { ownOf, withMeetings } from '../with-meetings.ts';
import { absencesOf, putAbsences, takenSlots } from './queries.ts';

type Context = Pick<MeetingsContext, 'db' | 'clock'>;

/** The slots of an event by day, and whether one is there in each. Errors: not_found, forbidden. */
export async function viewTimes(context: Context, actor: Actor, eventId: string) {
	return withMeetings(context, actor, { eventId, right: 'paint' }, async (meetings) => {
		const { tx, now } = meetings;
		const own = ownOf(meetings);
		const [slots, absent, taken] = [await slotsOf(tx, eventId), await absencesOf(tx, own.id), await takenSlots(tx, own.id)];
		const sessions = await pickedSessions(tx, eventId, [own.personId]);
		const days = (await daysOf(tx, eventId)).map(({ id, day, state }) => ({
			day,
			off: state === 'cancelled',
			slots: slots.filter(({ dayId }) => dayId === id).map(({ id: key, startsAt, minutes }) => ({ id: key, startsAt, minutes, there: !absent.has(key), taken: taken.has(key), past: startsAt <= now, sessions: sessions.filter((session) => overlaps(session, { startsAt, minutes })).map(({ titles }) => titles) })),
		}));
		return { timeZone: meetings.row.timeZone, days: days.filter((each) => each.slots.length > 0) };
	});
}

/** Says in which slots one is there, or there but not during the sessions that one has picked; those with a meeting are kept until it is off, those past as they were. Errors: not_found, forbidden. */
export async function paintTimes(context: Context, actor: Actor, input: { eventId: string; there: ReadonlySet<string>; notInSessions?: boolean }): Promise<void> {
	await withMeetings(context, actor, { eventId: input.eventId, right: 'paint' }, async (meetings) => {
		const { tx, now } = meetings;
		const own = ownOf(meetings);
		// Whoever books this person in the same moment does so before or after.
		await participantsById(tx, [own.id], { lock: true });
		const [before, taken] = [await absencesOf(tx, own.id), await takenSlots(tx, own.id)];
		const sessions = input.notInSessions ? await pickedSessions(tx, input.eventId, [own.personId]) : [];
		const isThere = (slot: SlotRow) => input.there.has(slot.id) && !sessions.some((session) => overlaps(session, slot));
		const absent = (await slotsOf(tx, input.eventId)).filter((slot) => (slot.startsAt <= now ? before.has(slot.id) : !isThere(slot) && !taken.has(slot.id)));
		await putAbsences(tx, { registrationId: own.id, eventId: input.eventId }, absent.map(({ id }) => id));
		await recordAudit(tx, { actor, action: 'event.paint-availability', entity: 'event', entityId: input.eventId, detail: { absent: absent.length }, about: { centreId: meetings.row.centreId } });
	});
}
