import type { Actor } from '#lib/server/accounts/actor.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import type { MeetingsContext } from '../context.ts';
import { changeAtDesk } from '../frame/change-at-desk.ts';
import { deleteAbsences, insertAbsences, interpretersOf, meetingPeople } from '../frame/queries.ts';
import { slotsOf } from '../queries.ts';

/**
 * Somebody does not come any more (`until` null), or comes only at a moment: he is absent in the slots that begin before it, from
 * now on. His meetings stand until a repair is published; the board shows that they cannot be held. Errors: not_found, forbidden.
 */
export async function markAway(context: Pick<MeetingsContext, 'db' | 'clock'>, actor: Actor, input: { eventId: string; registrationId: string | null; until: Date | null }): Promise<{ slots: number }> {
	return changeAtDesk(context, actor, { eventId: input.eventId, action: 'mark-away' }, async ({ tx, row, now, note }) => {
		await assertTakesPart(await meetingPeople(tx, row.id), await interpretersOf(tx, row.id), input.registrationId);
		const ahead = (await slotsOf(tx, row.id)).filter(({ startsAt }) => startsAt > now && (input.until === null || startsAt < input.until));
		await insertAbsences(tx, row.id, input.registrationId!, ahead.map(({ id }) => id));
		note({ detail: { registrationId: input.registrationId, slots: ahead.length, until: input.until?.toISOString() ?? null } });
		return { slots: ahead.length };
	});
}

/** He comes after all. Errors: not_found, forbidden. */
export async function markBack(context: Pick<MeetingsContext, 'db' | 'clock'>, actor: Actor, input: { eventId: string; registrationId: string | null }): Promise<void> {
	await changeAtDesk(context, actor, { eventId: input.eventId, action: 'mark-back' }, async ({ tx, row, now, note }) => {
		await assertTakesPart(await meetingPeople(tx, row.id), await interpretersOf(tx, row.id), input.registrationId);
		await deleteAbsences(tx, input.registrationId!, (await slotsOf(tx, row.id)).filter(({ startsAt }) => startsAt > now).map(({ id }) => id));
		note({ detail: { registrationId: input.registrationId } });
	});
}

async function assertTakesPart(people: readonly { id: string }[], interpreters: readonly { registrationId: string }[], id: string | null): Promise<void> {
	if (id === null || ![...people.map((each) => each.id), ...interpreters.map((each) => each.registrationId)].includes(id)) throw new ExpectedError('not_found', 'Nobody of the meetings.');
}
