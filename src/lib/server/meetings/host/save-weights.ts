import { MEETING_WEIGHTS, MOST_FAIRNESS_ALLOWANCE, MOST_WEIGHT, type MeetingWeights } from '#lib/meetings/weights.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { cleanLine } from '#lib/server/accounts/input.ts';
import { wrongField } from '#lib/server/centres/input.ts';
import type { MeetingsContext } from '../context.ts';
import { changeAtDesk } from '../frame/change-at-desk.ts';
import { updateFrame } from '../frame/queries.ts';

const WEIGHTS = Object.keys(MEETING_WEIGHTS) as (keyof MeetingWeights)[];

/** A number as people type it, with a point or a comma; empty is the default. */
function numberOf(form: FormData, field: string, otherwise: number, most: number): number {
	const typed = cleanLine(form.get(field)).replace(',', '.');
	if (typed === '') return otherwise;
	const value = Number(typed);
	if (!/^\d+(\.\d+)?$/.test(typed)) throw wrongField(field, 'not_a_number');
	if (value > most) throw wrongField(field, 'out_of_range', most);
	return value;
}

/**
 * Saves what each part of a wish weighs, and what may be given up so that nobody goes without. A wish alone must weigh something, or
 * it would never be worth a place. Errors: not_found, forbidden, invalid_input.
 */
export async function saveWeights(context: Pick<MeetingsContext, 'db' | 'clock'>, actor: Actor, { eventId, form }: { eventId: string; form: FormData }): Promise<void> {
	await changeAtDesk(context, actor, { eventId, action: 'save-weights' }, async ({ tx, row, frame, now, note }) => {
		const weights = Object.fromEntries(WEIGHTS.map((name) => [name, numberOf(form, `weight_${name}`, MEETING_WEIGHTS[name], MOST_WEIGHT)])) as MeetingWeights;
		if (weights.wish === 0) throw wrongField('weight_wish', 'not_allowed');
		const fairnessAllowance = numberOf(form, 'fairness', 0, MOST_FAIRNESS_ALLOWANCE * 100) / 100;
		// A default that is kept stays the default, whatever it becomes.
		const own = Object.fromEntries(WEIGHTS.filter((name) => weights[name] !== MEETING_WEIGHTS[name]).map((name) => [name, weights[name]]));
		await updateFrame(tx, row.id, { weights: own, fairnessAllowance, changedAt: now });
		note({ before: { ...MEETING_WEIGHTS, ...frame.weights, fairnessAllowance: frame.fairnessAllowance }, after: { ...weights, fairnessAllowance } });
	});
}
