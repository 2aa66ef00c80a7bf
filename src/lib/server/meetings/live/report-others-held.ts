import type { Actor } from '#lib/server/accounts/actor.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { isUuid } from '#lib/server/platform/uuid.ts';
import type { MeetingsContext } from '../context.ts';
import { changeAtDesk } from '../frame/change-at-desk.ts';
import { slotsOf } from '../queries.ts';
import { lockOpenIn, lockReported, putBack, rememberBefore, setOthersThere, updateMeetings } from './queries.ts';

type Context = Pick<MeetingsContext, 'db' | 'clock'>;

/**
 * Notes that all meetings of a slot were held of which nobody has said anything else; answers how many. Nobody has looked at each, so
 * that it is no decision of the desk: what its people say afterwards still counts. Errors: not_found, forbidden, conflict (the slot has
 * not begun).
 */
export async function reportOthersHeld(context: Context, actor: Actor, input: { eventId: string; slotId: string | null }): Promise<{ meetings: number }> {
	return changeAtDesk(context, actor, { eventId: input.eventId, right: 'record', action: 'report-others-held' }, async ({ tx, row, now, note }) => {
		const slot = (await slotsOf(tx, row.id)).find(({ id }) => id === input.slotId);
		if (!slot) throw new ExpectedError('not_found', 'No such slot.');
		if (slot.startsAt > now) throw new ExpectedError('conflict', 'The slot has not begun.', { field: 'slot', detail: { code: 'early' } });
		const open = await lockOpenIn(tx, row.id, slot.id);
		await rememberBefore(tx, open, { id: crypto.randomUUID(), by: null, now });
		await setOthersThere(tx, open);
		await updateMeetings(tx, open, { state: 'held', changedAt: now });
		note({ detail: { slotId: slot.id, meetings: open.length } });
		return { meetings: open.length };
	});
}

/** Takes that back where nothing has changed since; answers of how many meetings. Errors: not_found (nothing of it is left), forbidden. */
export async function takeOthersBack(context: Context, actor: Actor, input: { eventId: string; reportId: string | null }): Promise<{ meetings: number }> {
	return changeAtDesk(context, actor, { eventId: input.eventId, right: 'record', action: 'take-others-held-back' }, async ({ tx, row, now, note }) => {
		const meetings = input.reportId !== null && isUuid(input.reportId) ? await lockReported(tx, row.id, input.reportId) : [];
		if (meetings.length === 0) throw new ExpectedError('not_found', 'Nothing is left of it.');
		await putBack(tx, meetings, now);
		note({ detail: { meetings: meetings.length } });
		return { meetings: meetings.length };
	});
}
