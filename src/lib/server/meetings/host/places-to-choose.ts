import { roomZone } from '#lib/meetings/zones.ts';
import { daysOf, roomsOf } from '#lib/server/events/queries.ts';
import type { Transaction } from '#lib/server/platform/database.ts';
import { participantsOf } from '#lib/server/registration/registrations.ts';
import { meetingTablesOf } from '../frame/queries.ts';

/** What wishes and parts of schedules can name: days, tables, the zones in which these stand, and the organisations that people come for. */
export async function placesToChoose(tx: Transaction, eventId: string) {
	const [tables, rooms] = [(await meetingTablesOf(tx, eventId)).filter(({ goneAt }) => goneAt === null), new Map((await roomsOf(tx, eventId)).map((room) => [room.id, room.names]))];
	const zones = new Map(tables.map(({ roomId, zone }) => [roomZone(roomId, zone), { room: rooms.get(roomId) ?? [], zone }]));
	return {
		days: (await daysOf(tx, eventId)).filter(({ state }) => state === 'on').map(({ id, day }) => ({ id, day })),
		tables: tables.map(({ id, label }) => ({ id, label })),
		zones: [...zones].map(([id, zone]) => ({ id, ...zone })),
		organisations: await organisationsOf(tx, eventId),
	};
}

/** The organisations that people come for, each once, in the order in which these registered. */
export async function organisationsOf(tx: Transaction, eventId: string) {
	const organisations = new Map((await participantsOf(tx, eventId)).flatMap(({ organisation }) => (organisation ? [[organisation.id, organisation.names] as const] : [])));
	return [...organisations].map(([id, names]) => ({ id, names }));
}
