import type { Language } from '#lib/engines/text/language.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { cleanLine } from '#lib/server/accounts/input.ts';
import { idIn, wrong } from '#lib/server/events/input.ts';
import { asActor, operator } from '#lib/server/platform/acting.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import type { Transaction } from '#lib/server/platform/database.ts';
import { readBadgeCode } from '#lib/server/registration/codes.ts';
import type { MeetingsContext } from '../context.ts';
import { changeAtDesk } from '../frame/change-at-desk.ts';
import { holdEvent } from '../frame/queries.ts';
import { namedPeople } from '../host/named-by-typing.ts';
import { assertPossible } from '../requests/assert-possible.ts';
import { ownOf, withMeetings } from '../with-meetings.ts';
import { meetOnTheSpot } from './meet-on-the-spot.ts';
import { wearing } from './queries.ts';

/**
 * Organisers give two or three people who agreed on the spot, whom they name by typing, a slot and a table; who is registered and did
 * not want meetings so far joins by it. Errors: not_found, forbidden, invalid_input, conflict with the rule it would break, or because
 * they have met.
 */
export async function addWalkIn(context: MeetingsContext, actor: Actor, { eventId, form, reader }: { eventId: string; form: FormData; reader: Language }): Promise<void> {
	await changeAtDesk(context, actor, { eventId, action: 'add-walk-in' }, (change) =>
		asActor(change.tx, operator('meetings'), async (tx) => {
			const fields = ['person', 'other_person', ...(cleanLine(form.get('third_person')) === '' ? [] : ['third_person'])];
			const ids = (await namedPeople(tx, eventId, { form, reader })).required(...fields);
			const held = await meetOnTheSpot(context, { ...change, tx }, { people: ids.map((id, index) => ({ id, field: fields[index]! })), slotId: idIn(form, 'slot'), tableId: idIn(form, 'table') });
			change.note({ detail: held });
		}),
	);
}

/**
 * Somebody records a meeting agreed on the spot with one or two others, who show their badges: their codes say who they are, and that
 * they are there. Errors: not_found, forbidden, invalid_input (no such badge), conflict as above.
 */
export async function recordWalkIn(context: MeetingsContext & { secret: string }, actor: Actor, { eventId, form }: { eventId: string; form: FormData }): Promise<void> {
	await withMeetings(context, actor, { eventId, right: 'meetOnTheSpot' }, async (meetings) => {
		const { tx, row } = meetings;
		await holdEvent(tx, row.id);
		const others = [await byBadge(tx, context.secret, row.id, form, 'badge')];
		if (cleanLine(form.get('third_badge')) !== '') others.push(await byBadge(tx, context.secret, row.id, form, 'third_badge'));
		const people = [{ id: ownOf(meetings).id, field: 'badge' }, ...others];
		await assertPossible(tx, people.map(({ id }) => id), 'badge');
		const held = await meetOnTheSpot(context, meetings, { people, slotId: idIn(form, 'slot'), tableId: null });
		await recordAudit(tx, { actor, action: 'event.meet-on-the-spot', entity: 'event', entityId: row.id, detail: held, about: { centreId: row.centreId } });
	});
}

/** Whose badge a field has the code of. Errors: invalid_input. */
async function byBadge(tx: Transaction, secret: string, eventId: string, form: FormData, field: string): Promise<{ id: string; field: string }> {
	const typed = cleanLine(form.get(field));
	if (typed === '') throw wrong(field, 'required');
	const drawn = readBadgeCode(secret, eventId, typed);
	const id = drawn && (await wearing(tx, eventId, drawn));
	if (!id) throw wrong(field, 'unknown_badge');
	return { id, field };
}
