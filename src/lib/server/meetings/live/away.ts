import type { Actor } from '#lib/server/accounts/actor.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import type { MeetingsContext } from '../context.ts';
import { changeAtDesk } from '../frame/change-at-desk.ts';
import { deleteMarks, insertMarks, interpretersOf, meetingPeople } from '../frame/queries.ts';
import { slotsOf, type SlotRow } from '../queries.ts';

/**
 * Somebody does not come any more (`until` null), or comes only at a moment: he is absent in the slots that begin before it, from
 * now on; what the desk has marked of him before is marked anew. His meetings stand until a repair is published; the board shows that
 * they cannot be held. Errors: not_found, forbidden, invalid_input (there is no slot in which he would be there until then).
 */
export async function markAway(context: Pick<MeetingsContext, 'db' | 'clock'>, actor: Actor, input: { eventId: string; registrationId: string | null; until: Date | null }): Promise<{ slots: number }> {
	return changeAtDesk(context, actor, { eventId: input.eventId, action: 'mark-away' }, async ({ tx, row, now, note }) => {
		await assertTakesPart(await meetingPeople(tx, row.id), await interpretersOf(tx, row.id), input.registrationId);
		const ahead = (await slotsOf(tx, row.id)).filter(({ startsAt }) => startsAt > now);
		await deleteMarks(tx, input.registrationId!, ahead.map(({ id }) => id));
		const marked = await insertMarks(tx, row.id, input.registrationId!, ahead.filter(({ startsAt }) => input.until === null || startsAt < input.until).map(({ id }) => id));
		if (marked === 0) throw new ExpectedError('invalid_input', 'No slot lies before then.', { field: 'until', detail: { code: 'nothing_to_note' } });
		note({ detail: { registrationId: input.registrationId, slots: marked, until: input.until?.toISOString() ?? null } });
		return { slots: marked };
	});
}

/** He comes after all: what the desk has marked is taken back, not what he painted himself. Errors: not_found (also where nothing is marked), forbidden. */
export async function markBack(context: Pick<MeetingsContext, 'db' | 'clock'>, actor: Actor, input: { eventId: string; registrationId: string | null }): Promise<void> {
	await changeAtDesk(context, actor, { eventId: input.eventId, action: 'mark-back' }, async ({ tx, row, now, note }) => {
		await assertTakesPart(await meetingPeople(tx, row.id), await interpretersOf(tx, row.id), input.registrationId);
		const ahead = (await slotsOf(tx, row.id)).filter(({ startsAt }) => startsAt > now);
		const slots = await deleteMarks(tx, input.registrationId!, ahead.map(({ id }) => id));
		if (slots === 0) throw new ExpectedError('not_found', 'Nothing is marked of this person.');
		note({ detail: { registrationId: input.registrationId, slots } });
	});
}

async function assertTakesPart(people: readonly { id: string }[], interpreters: readonly { registrationId: string }[], id: string | null): Promise<void> {
	if (id === null || ![...people.map((each) => each.id), ...interpreters.map((each) => each.registrationId)].includes(id)) throw new ExpectedError('not_found', 'Nobody of the meetings.');
}

/** A stretch of slots of a day that follow one another. */
export interface Stretch {
	startsAt: Date;
	endsAt: Date;
}

/** Whom the desk has marked as away, and when, of what is left. `slots`: those of the event, in order of time. */
export function markedAway(slots: readonly SlotRow[], marks: readonly { personId: string; slotId: string; byDesk: boolean }[], now: Date): { id: string; away: Stretch[] }[] {
	const byPerson = Map.groupBy(marks.filter(({ byDesk }) => byDesk), ({ personId }) => personId);
	return [...byPerson].flatMap(([id, own]) => {
		const marked = new Set(own.map(({ slotId }) => slotId));
		const away = stretches(slots.filter(({ startsAt }) => startsAt > now), marked);
		return away.length > 0 ? [{ id, away }] : [];
	});
}

function stretches(slots: readonly SlotRow[], marked: ReadonlySet<string>): Stretch[] {
	const found: Stretch[] = [];
	let before: SlotRow | undefined;
	for (const slot of slots) {
		const endsAt = new Date(slot.startsAt.getTime() + slot.minutes * 60_000);
		if (marked.has(slot.id) && before && marked.has(before.id) && before.dayId === slot.dayId) found.at(-1)!.endsAt = endsAt;
		else if (marked.has(slot.id)) found.push({ startsAt: slot.startsAt, endsAt });
		before = slot;
	}
	return found;
}
