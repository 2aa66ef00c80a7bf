import { sql } from 'drizzle-orm';
import { asActor, operator } from '#lib/server/platform/acting.ts';
import type { Database } from '#lib/server/platform/database.ts';

/**
 * Fills an event with so many delegates, each of whom has agreed to meet ten others, and a schedule that holds what fits: in round r,
 * delegate i meets delegate i + 2r + 1 where i is even, so that nobody sits in two places. Answers the schedule. Needs slots and tables.
 */
export async function fillEvent(db: Database, eventId: string, delegates: number): Promise<string> {
	return asActor(db, operator('tests'), async (tx) => {
		const rows = async <Row extends Record<string, unknown>>(query: ReturnType<typeof sql>) => (await tx.execute<Row>(query)).rows;
		await rows(sql`insert into "user" (id, name, email, language) select ${eventId} || '-' || i, 'Delegate ' || i, ${eventId} || '-' || i || '@example.org', 'en' from generate_series(1, ${delegates}::integer) i`);
		await rows(sql`insert into event_registration (event_id, person_id, state, category, names, works_at, country, languages, badge, created_at, updated_at)
			select ${eventId}, ${eventId} || '-' || i, 'approved', 'delegate', jsonb_build_array(jsonb_build_object('language', 'en', 'text', 'Delegate ' || i, 'provenance', 'original')),
				jsonb_build_array(jsonb_build_object('language', 'en', 'text', 'Institute of technology transfer number ' || (i % 400), 'provenance', 'original')), 'LA', '{en}', lpad((40000000 + i)::text, 8, '0'), now() + i * interval '1 millisecond', now()
			from generate_series(1, ${delegates}::integer) i`);
		await rows(sql`insert into meeting_participant (registration_id, event_id, joined_at, changed_at) select id, event_id, now(), now() from event_registration where event_id = ${eventId} on conflict do nothing`);
		const people = (await rows<{ id: string }>(sql`select id from event_registration where event_id = ${eventId} and badge like '4%' order by badge`)).map(({ id }) => id);
		const slots = (await rows<{ id: string }>(sql`select id from meeting_slot where event_id = ${eventId} order by starts_at`)).map(({ id }) => id);
		const tables = (await rows<{ id: string }>(sql`select id from event_table where event_id = ${eventId} order by label`)).map(({ id }) => id);
		const [schedule] = await rows<{ id: string }>(sql`insert into meeting_schedule (event_id, number, state, options, made_at, finished_at, weight, bound, gap) values (${eventId}, 1, 'done', '{"seconds": 0, "scope": "all", "from": null, "frozenMinutes": 0}', now(), now(), 0, null, null) returning id`);
		const wishes: { from: string; to: string; slot: string | null; table: string | null }[] = [];
		for (let round = 0; round < 10; round++) {
			for (let i = 0; i < delegates; i += 2) {
				const seat = i / 2;
				wishes.push({ from: people[i]!, to: people[(i + 2 * round + 1) % delegates]!, slot: round < slots.length && seat < tables.length ? slots[round]! : null, table: tables[seat] ?? null });
			}
		}
		const values = JSON.stringify(wishes);
		await rows(sql`with wish as (select * from jsonb_to_recordset(${values}::jsonb) as w("from" uuid, "to" uuid, slot uuid, "table" uuid)),
			made as (insert into meeting_request (event_id, from_registration_id, to_registration_id, message_language, state, answered_at, expires_at, created_at) select ${eventId}, "from", "to", 'en', 'accepted', now(), now(), now() from wish returning id, from_registration_id, to_registration_id)
			insert into meeting_placed (schedule_id, request_id, event_id, slot_id, table_id)
			select ${schedule!.id}::uuid, made.id, ${eventId}, wish.slot, wish."table" from made join wish on wish."from" = made.from_registration_id and wish."to" = made.to_registration_id where wish.slot is not null`);
		return schedule!.id;
	});
}
