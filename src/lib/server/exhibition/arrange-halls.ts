import { HALL_LEAST, HALL_MOST } from '#lib/exhibition/floor-plan.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { changeEvent, gone } from '#lib/server/events/change-event.ts';
import type { EventsContext } from '#lib/server/events/context.ts';
import { idIn } from '#lib/server/events/input.ts';
import { roomsOf } from '#lib/server/events/queries.ts';
import { lengthOf, misplaced } from './input.ts';
import { countStandsIn, deleteHall, hallOf, putHall, standsOf } from './queries.ts';

type Context = Pick<EventsContext, 'db' | 'clock'>;
type Input = { eventId: string; form: FormData };

/** Makes a room of the event a hall, or changes its size. Errors: not_found, forbidden, invalid_input (also: a stand would be outside). */
export async function saveHall(context: Context, actor: Actor, { eventId, form }: Input): Promise<void> {
	await changeEvent(context, actor, { eventId, action: 'save-hall' }, async ({ tx, row, note }) => {
		const roomId = idIn(form, 'room');
		if (!(await roomsOf(tx, row.id)).some(({ id }) => id === roomId)) throw gone('room');
		const before = await hallOf(tx, row.id, roomId);
		const between = { least: HALL_LEAST, most: HALL_MOST };
		const size = { width: lengthOf(form, 'width', between), depth: lengthOf(form, 'depth', between) };
		const stands = (await standsOf(tx, row.id)).filter((stand) => stand.roomId === roomId);
		if (stands.some(({ x, width }) => x + width > size.width)) throw misplaced('width', 'smaller');
		if (stands.some(({ y, depth }) => y + depth > size.depth)) throw misplaced('depth', 'smaller');
		await putHall(tx, { roomId: roomId!, eventId: row.id, ...size });
		note({ detail: { roomId }, before: before && { width: before.width, depth: before.depth }, after: size });
	});
}

/** Takes the plan of a hall away; the room stays. Errors: not_found, forbidden, invalid_input (stands are in it). */
export async function removeHall(context: Context, actor: Actor, { eventId, form }: Input): Promise<void> {
	await changeEvent(context, actor, { eventId, action: 'remove-hall' }, async ({ tx, row, note }) => {
		const hall = await hallOf(tx, row.id, idIn(form, 'room'));
		if (!hall) throw gone('hall');
		const stands = await countStandsIn(tx, [hall.roomId]);
		if (stands > 0) throw misplaced('width', 'stands_there', stands);
		await deleteHall(tx, hall.roomId);
		note({ detail: { roomId: hall.roomId } });
	});
}
