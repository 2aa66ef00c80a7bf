import { APPLICATION_LIMITS } from '#lib/exhibition/vocabulary.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { changeEvent } from '#lib/server/events/change-event.ts';
import type { EventsContext } from '#lib/server/events/context.ts';
import { dayOf, textsInput, wrong } from '#lib/server/events/input.ts';
import { callOf, deleteCall, putCall } from './queries.ts';

/**
 * Says until which day organisations may apply for a stand, and what they should know; without a day, that they may not. Errors:
 * not_found, forbidden, invalid_input (a day after the event).
 */
export async function saveCall(context: Pick<EventsContext, 'db' | 'clock'>, actor: Actor, { eventId, form }: { eventId: string; form: FormData }): Promise<void> {
	await changeEvent(context, actor, { eventId, action: 'save-exhibition-call' }, async ({ tx, row, note }) => {
		const before = await callOf(tx, row.id);
		const closesOn = dayOf(form, 'closes_on');
		if (closesOn !== null && closesOn > row.endsOn) throw wrong('closes_on', 'day');
		const words = textsInput(form, 'call', row.languages, { limit: APPLICATION_LIMITS.call, lines: true, before: before?.words ?? [] });
		if (closesOn === null && words.length > 0) throw wrong('closes_on', 'required');
		if (closesOn === null) await deleteCall(tx, row.id);
		else await putCall(tx, { eventId: row.id, closesOn, words });
		note({ before: { closesOn: before?.closesOn ?? null }, after: { closesOn } });
	});
}
