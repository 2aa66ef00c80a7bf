import type { Actor } from '#lib/server/accounts/actor.ts';
import { cleanLine } from '#lib/server/accounts/input.ts';
import { clockOf, choiceInput, countOf, idIn, wrong } from '#lib/server/events/input.ts';
import { daysOf, type DayRow } from '#lib/server/events/queries.ts';
import { instantOf } from '#lib/rooms/zoned-time.ts';
import { clockAt, minutesOf, slotStarts, type SlotPlan } from '#lib/meetings/slot-times.ts';
import { MEETING_LIMITS, SLOT_KINDS, type SlotKind } from '#lib/meetings/vocabulary.ts';
import type { MeetingsContext } from '../context.ts';
import { slotsOf } from '../queries.ts';
import { changeAtDesk } from './change-at-desk.ts';
import { insertSlots, setSlotKind, updateFrame } from './queries.ts';

const MOST_MINUTES = 240;

/** Between two slots; 0 where nothing is said. */
function pauseOf(form: FormData): number {
	const typed = cleanLine(form.get('pause'));
	const pause = typed === '' ? 0 : Number(typed);
	if (!Number.isInteger(pause) || pause < 0 || pause > 120) throw wrong('pause', 'not_allowed');
	return pause;
}

function planOf(form: FormData): SlotPlan {
	const minutes = countOf(form, 'minutes', MOST_MINUTES);
	if (minutes === null) throw wrong('minutes', 'required');
	if (minutes < 5) throw wrong('minutes', 'not_allowed');
	const [from, until] = [minutesOf(clockOf(form, 'from')), minutesOf(clockOf(form, 'until'))];
	if (until <= from) throw wrong('until', 'hours');
	const hasBreak = cleanLine(form.get('break_from')) !== '' || cleanLine(form.get('break_until')) !== '';
	const breaks = hasBreak ? [{ from: minutesOf(clockOf(form, 'break_from')), until: minutesOf(clockOf(form, 'break_until')) }] : [];
	if (breaks.some((each) => each.until <= each.from)) throw wrong('break_until', 'hours');
	return { from, until, minutes, pause: pauseOf(form), breaks };
}

/** The days that a form names: one, or all that take place. */
function chosenDays(form: FormData, days: readonly DayRow[]): DayRow[] {
	const on = days.filter(({ state }) => state === 'on');
	const chosen = form.get('day') === 'all' ? on : on.filter(({ id }) => id === idIn(form, 'day'));
	if (chosen.length === 0) throw wrong('day', 'required');
	return chosen;
}

/**
 * Makes slots for meetings on a day or on all of them, within the hours of each. What would overlap with a slot that is there
 * already is left out. Errors: not_found, forbidden, invalid_input (also where no slot came of it).
 */
export async function makeSlots(context: Pick<MeetingsContext, 'db' | 'clock'>, actor: Actor, input: { eventId: string; form: FormData }): Promise<{ added: number; leftOut: number }> {
	const { form } = input;
	return changeAtDesk(context, actor, { eventId: input.eventId, action: 'make-slots' }, async ({ tx, row, frame, note }) => {
		const plan = planOf(form);
		const kind: SlotKind = frame.mode === 'both' ? choiceInput(form, 'kind', SLOT_KINDS) : frame.mode;
		const there = await slotsOf(tx, row.id);
		const planned = chosenDays(form, await daysOf(tx, row.id)).flatMap((day) => startsOn(day, plan, row.timeZone).map((startsAt) => ({ eventId: row.id, dayId: day.id, startsAt, minutes: plan.minutes, kind })));
		const free = planned.filter(({ startsAt }) => !there.some((slot) => overlap(slot, { startsAt, minutes: plan.minutes })));
		if (planned.length === 0) throw wrong('until', 'hours');
		if (free.length === 0) throw wrong('from', 'not_allowed');
		if (there.length + free.length > MEETING_LIMITS.slots) throw wrong('minutes', 'too_long', MEETING_LIMITS.slots - there.length);
		await insertSlots(tx, free);
		await updateFrame(tx, row.id, { slotMinutes: plan.minutes });
		note({ detail: { added: free.length, leftOut: planned.length - free.length, minutes: plan.minutes, kind } });
		return { added: free.length, leftOut: planned.length - free.length };
	});
}

/** When slots of a day begin; none outside of its hours, nor at a time that its clocks leave out. */
function startsOn(day: DayRow, plan: SlotPlan, zone: string): Date[] {
	const within = { ...plan, from: Math.max(plan.from, minutesOf(day.opens)), until: Math.min(plan.until, minutesOf(day.closes)) };
	return slotStarts(within).flatMap((at) => instantOf(zone, `${day.day}T${clockAt(at)}`) ?? []);
}

interface Stretch {
	startsAt: Date;
	minutes: number;
}
const endOf = ({ startsAt, minutes }: Stretch) => startsAt.getTime() + minutes * 60_000;
const overlap = (one: Stretch, other: Stretch) => one.startsAt.getTime() < endOf(other) && other.startsAt.getTime() < endOf(one);

/** Who fills a slot: people by booking, or the schedule. Errors: not_found, forbidden. */
export async function saveSlotKind(context: Pick<MeetingsContext, 'db' | 'clock'>, actor: Actor, input: { eventId: string; form: FormData }): Promise<void> {
	await changeAtDesk(context, actor, { eventId: input.eventId, action: 'save-slots' }, async ({ tx, row, note }) => {
		const kind = choiceInput(input.form, 'kind', SLOT_KINDS);
		const chosen = new Set(input.form.getAll('slot').map(String));
		const slots = (await slotsOf(tx, row.id)).filter(({ id }) => chosen.has(id));
		if (slots.length === 0) throw wrong('slot', 'required');
		await setSlotKind(tx, slots.map(({ id }) => id), kind);
		note({ detail: { slots: slots.length, kind } });
	});
}
