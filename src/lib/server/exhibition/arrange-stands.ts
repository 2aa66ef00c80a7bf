import { freePlaces, LABEL_MOST, nextLabel, overlap, STAND_LEAST, STAND_MOST, STANDS_MOST, type Place } from '#lib/exhibition/floor-plan.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { changeEvent, gone } from '#lib/server/events/change-event.ts';
import type { EventsContext } from '#lib/server/events/context.ts';
import { countOf, idIn, lineOf, wrong } from '#lib/server/events/input.ts';
import type { Transaction } from '#lib/server/platform/database.ts';
import { labelOf, lengthOf, misplaced, placeOf } from './input.ts';
import { countExhibitors, deleteStand, hallOf, insertStands, standsOf, updateStand, type StandRow } from './queries.ts';

type Context = Pick<EventsContext, 'db' | 'clock'>;
type Input = { eventId: string; form: FormData };

async function hallNamed(tx: Transaction, eventId: string, form: FormData) {
	const hall = await hallOf(tx, eventId, idIn(form, 'room'));
	if (!hall) throw gone('hall');
	return hall;
}

const placeIn = ({ x, y, width, depth }: Place): Place => ({ x, y, width, depth });

/**
 * Puts a stand on the plan of a hall, or moves, resizes and renames one. Errors: not_found, forbidden, invalid_input (outside of the
 * hall, over another stand, a label that another one has, too many).
 */
export async function saveStand(context: Context, actor: Actor, { eventId, form }: Input): Promise<{ id: string }> {
	return changeEvent(context, actor, { eventId, action: 'save-stand' }, async ({ tx, row, note }) => {
		const hall = await hallNamed(tx, row.id, form);
		const all = await standsOf(tx, row.id);
		const id = idIn(form);
		const before = all.find((stand) => stand.id === id);
		if (id && !before) throw gone('stand');
		if (!before && all.length >= STANDS_MOST) throw wrong('label', 'too_many', STANDS_MOST);
		const [label, place] = [labelOf(form), placeOf(form, hall)];
		const others = all.filter((stand) => stand !== before);
		if (others.some((stand) => stand.label === label)) throw misplaced('label', 'label_taken');
		if (others.some((stand) => stand.roomId === hall.roomId && overlap(stand, place))) throw misplaced('x', 'covers');
		const values = { roomId: hall.roomId, label, ...place };
		const saved = before ? before.id : (await insertStands(tx, [{ ...values, eventId: row.id }]))[0]!;
		if (before) await updateStand(tx, before.id, values);
		note({ detail: { standId: saved }, ...(before && { before: { roomId: before.roomId, label: before.label, ...placeIn(before) } }), after: values });
		return { id: saved };
	});
}

/** Sets out several stands of one size in rows, where the hall is free. Errors: as above; invalid_input where they do not all fit. */
export async function addStands(context: Context, actor: Actor, { eventId, form }: Input): Promise<{ added: number }> {
	return changeEvent(context, actor, { eventId, action: 'add-stands' }, async ({ tx, row, note }) => {
		const hall = await hallNamed(tx, row.id, form);
		const all = await standsOf(tx, row.id);
		const count = countOf(form, 'count', STANDS_MOST);
		if (count === null) throw wrong('count', 'required');
		if (all.length + count > STANDS_MOST) throw wrong('count', 'too_many', STANDS_MOST - all.length);
		const prefix = lineOf(form, 'prefix', LABEL_MOST - 4) || 'A';
		const size = { least: STAND_LEAST, most: STAND_MOST };
		const places = freePlaces(hall, all.filter((stand) => stand.roomId === hall.roomId), { width: lengthOf(form, 'width', size), depth: lengthOf(form, 'depth', size) }, count);
		if (places.length < count) throw misplaced('count', 'no_room', places.length);
		await insertStands(tx, labelled(all, places, prefix).map((each) => ({ ...each, eventId: row.id, roomId: hall.roomId })));
		note({ detail: { roomId: hall.roomId, added: count } });
		return { added: count };
	});
}

function labelled(all: readonly StandRow[], places: readonly Place[], prefix: string): (Place & { label: string })[] {
	const labels = all.map(({ label }) => label);
	return places.map((place) => {
		const label = nextLabel(labels, prefix);
		labels.push(label);
		return { ...place, label };
	});
}

/** Takes a stand away. Who exhibits there gets another one first: nobody loses a stand silently. Errors: not_found, forbidden, invalid_input. */
export async function removeStand(context: Context, actor: Actor, { eventId, form }: Input): Promise<void> {
	await changeEvent(context, actor, { eventId, action: 'remove-stand' }, async ({ tx, row, note }) => {
		const id = idIn(form);
		const stand = (await standsOf(tx, row.id)).find((each) => each.id === id);
		if (!stand) throw gone('stand');
		const exhibitors = await countExhibitors(tx, { stand: stand.id });
		if (exhibitors > 0) throw misplaced('label', 'exhibits', exhibitors);
		await deleteStand(tx, stand.id);
		note({ detail: { standId: stand.id, label: stand.label } });
	});
}
