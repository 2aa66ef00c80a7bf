import type { Transaction } from '#lib/server/platform/database.ts';
import { hallsOf, insertStands, putHall, standsOf } from './queries.ts';

/** Copies the plans of halls with their stands into the rooms of a new event, by the rooms of the one before; exhibitors are asked anew. */
export async function copyHalls(tx: Transaction, { from, to, rooms }: { from: string; to: string; rooms: ReadonlyMap<string, string> }): Promise<void> {
	for (const { roomId, width, depth } of await hallsOf(tx, from)) await putHall(tx, { roomId: rooms.get(roomId)!, eventId: to, width, depth });
	const stands = await standsOf(tx, from);
	if (stands.length > 0) await insertStands(tx, stands.map(({ roomId, label, x, y, width, depth }) => ({ eventId: to, roomId: rooms.get(roomId)!, label, x, y, width, depth })));
}
