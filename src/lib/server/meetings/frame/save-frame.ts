import type { Actor } from '#lib/server/accounts/actor.ts';
import { cleanLine } from '#lib/server/accounts/input.ts';
import { choiceInput, countOf, wrong } from '#lib/server/events/input.ts';
import { instantOf } from '#lib/rooms/zoned-time.ts';
import { FRAME_STATES, MEETING_MODES } from '#lib/meetings/vocabulary.ts';
import type { MeetingsContext } from '../context.ts';
import { changeAtDesk } from './change-at-desk.ts';
import { updateFrame } from './queries.ts';

function required(form: FormData, field: string, most: number): number {
	const count = countOf(form, field, most);
	if (count === null) throw wrong(field, 'required');
	return count;
}

/** A time on the clocks of the event, as a field sends it; null where it is empty. */
function momentOf(form: FormData, field: string, zone: string): Date | null {
	const typed = cleanLine(form.get(field));
	if (typed === '') return null;
	const instant = instantOf(zone, typed);
	if (!instant) throw wrong(field, 'day');
	return instant;
}

/** Saves how meetings of an event are arranged. Errors: not_found, forbidden, invalid_input. */
export async function saveFrame(context: Pick<MeetingsContext, 'db' | 'clock'>, actor: Actor, input: { eventId: string; form: FormData }): Promise<void> {
	const { form } = input;
	await changeAtDesk(context, actor, { eventId: input.eventId, action: 'save-frame' }, async ({ tx, row, frame, now, note }) => {
		const deadline = momentOf(form, 'request_deadline', row.timeZone);
		if (deadline && deadline.toISOString().slice(0, 10) > row.endsOn) throw wrong('request_deadline', 'not_allowed');
		const values = {
			state: choiceInput(form, 'state', FRAME_STATES),
			mode: choiceInput(form, 'mode', MEETING_MODES),
			requestLimit: required(form, 'request_limit', 200),
			dailyLimit: countOf(form, 'daily_limit', 50),
			requestDeadline: deadline,
			answerDays: required(form, 'answer_days', 60),
		};
		await updateFrame(tx, row.id, { ...values, changedAt: now });
		const { state, mode, requestLimit, dailyLimit, requestDeadline, answerDays } = frame;
		note({ before: { state, mode, requestLimit, dailyLimit, requestDeadline, answerDays }, after: values });
	});
}
