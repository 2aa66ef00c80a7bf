import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { insertMeetings } from '#lib/server/meetings/live/queries.ts';
import { insertPlaced, keepBefore, meetingsBefore, placedIn } from '#lib/server/meetings/schedules/queries.ts';
import { putAttendees } from '#lib/server/meetings/standing/queries.ts';
import { asActor, operator } from '#lib/server/platform/acting.ts';
import { createDeskNetwork, type DeskNetwork } from './desk-network.ts';
import { fillEvent } from './large-event.ts';

let network: DeskNetwork;
beforeAll(async () => {
	network = await createDeskNetwork();
});
afterAll(() => network.close());

test('ten thousand meetings are scheduled, remembered and published: more values than one statement takes', async () => {
	const event = await network.event('Ten thousand', { guests: 0, tables: 1 });
	const id = await fillEvent(network.database.db, event.id, 2000);
	const requests = (await network.rows(sql`select id, from_registration_id, to_registration_id from meeting_request where event_id = ${event.id}`)) as { id: string; from_registration_id: string; to_registration_id: string }[];
	const [slot] = (await network.rows(sql`select id from meeting_slot where event_id = ${event.id} limit 1`)) as { id: string }[];
	expect(requests).toHaveLength(10_000);
	await asActor(network.database.db, operator('tests'), async (tx) => {
		await tx.execute(sql`delete from meeting_placed where schedule_id = ${id}`);
		const placed = requests.map((request) => ({ scheduleId: id, eventId: event.id, requestId: request.id, slotId: slot!.id, tableId: null, interpreterId: null, locked: false }));
		await insertPlaced(tx, placed);
		expect(await placedIn(tx, id)).toHaveLength(10_000);
		await keepBefore(tx, id, 'run', placed.map((each) => ({ ...each, step: 'run' as const })));
		expect(await meetingsBefore(tx, id, 'run')).toHaveLength(10_000);
		const now = network.desk.now;
		const made = await insertMeetings(tx, requests.map((request) => ({ eventId: event.id, requestId: request.id, origin: 'scheduled' as const, scheduleId: id, slotId: null, tableId: null, interpreterId: null, startsAt: now, minutes: 20, locked: false, state: 'cancelled' as const, changedAt: now, createdAt: now })));
		expect(new Set(made.map(({ requestId }) => requestId)).size).toBe(10_000);
		const meetings = new Map(made.map((each) => [each.requestId, each.id]));
		await putAttendees(tx, requests.flatMap((request) => [request.from_registration_id, request.to_registration_id].map((registrationId) => ({ meetingId: meetings.get(request.id)!, registrationId, eventId: event.id, slotId: null, role: 'party' as const }))));
		expect((await tx.execute<{ count: number }>(sql`select count(*) as count from meeting_attendee where event_id = ${event.id}`)).rows).toMatchObject([{ count: 20_000 }]);
	});
});
