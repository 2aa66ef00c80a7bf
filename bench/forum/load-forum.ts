import { createHmac, randomBytes } from 'node:crypto';
import type pg from 'pg';

export const EVENT = 'bench-forum';
const [SLOTS, TABLES] = [20, 150] as const;

/** One who comes: the cookie of the session, and how many meetings the agenda must show. */
export interface Delegate {
	cookie: string;
	meetings: number;
}

/**
 * A forum of a day: 20 slots, 150 tables, each of which holds a meeting in every slot, so that 1,000 people have six meetings
 * each. In every slot everybody is paired by the circle method, and a window of 150 pairs, which moves on, meets. Besides,
 * everybody has asked two others who have not answered yet. Everybody is signed in.
 */
export async function loadForum(client: pg.Client, people: number, secret: string): Promise<Delegate[]> {
	const text = (words: string) => JSON.stringify([{ language: 'en', text: words, provenance: 'original' }]);
	await client.query(`insert into event (id, kind, names, theme, about, place, facts, starts_on, ends_on, country, time_zone, state, centre_id, source, is_sample) values ($1, 'forum', $2, '[]', '[]', '[]', '[]', current_date + 1, current_date + 1, 'CN', 'Asia/Shanghai', 'published', 'cattc', '', true)`, [EVENT, text('A forum of a thousand')]);
	await client.query(`insert into event_organiser (event_id, role, centre_id) values ($1, 'host', 'cattc')`, [EVENT]);
	const { rows: [day] } = await client.query(`insert into event_day (event_id, day) values ($1, current_date + 1) returning id`, [EVENT]);
	const { rows: [venue] } = await client.query(`insert into event_venue (event_id, names) values ($1, $2) returning id`, [EVENT, text('Hall')]);
	const { rows: [room] } = await client.query(`insert into event_room (event_id, venue_id, names) values ($1, $2, $3) returning id`, [EVENT, venue.id, text('Room of tables')]);
	await client.query(`insert into event_table (event_id, room_id, label, zone, position) select $1, $2, 'T' || n, 'ABC'::char(3), n from generate_series(1, $3::int) n`, [EVENT, room.id, TABLES]);
	await client.query(`insert into meeting_frame (event_id, state, mode) values ($1, 'open', 'collected')`, [EVENT]);
	await client.query(`insert into meeting_slot (event_id, day_id, starts_at, minutes, kind) select $1, $2, ((current_date + 1) + interval '1 hour' + n * interval '25 minutes') at time zone 'UTC', 20, 'collected' from generate_series(0, $3::int - 1) n`, [EVENT, day.id, SLOTS]);
	await client.query(`insert into "user" (id, name, email, email_verified, language) select 'forum-' || n, 'Delegate ' || n, 'delegate' || n || '@bench.example', true, 'en' from generate_series(0, $1::int - 1) n`, [people]);
	await client.query(`insert into membership (user_id, organisation_id, role) select 'forum-' || n, o.id, 'editor' from generate_series(0, $1::int - 1) n join organisation o on o.slug = 'bench-' || n`, [people]);
	await client.query(
		`insert into event_registration (event_id, person_id, organisation_id, state, category, names, country, languages, badge, is_sample, created_at, updated_at)
		select $1, u.id, m.organisation_id, 'approved', 'delegate', jsonb_build_array(jsonb_build_object('language', 'en', 'text', u.name, 'provenance', 'original')), o.country, '{en}', lpad(substr(u.id, 7), 8, '0'), true, now(), now()
		from "user" u join membership m on m.user_id = u.id join organisation o on o.id = m.organisation_id where u.id like 'forum-%'`,
		[EVENT],
	);
	await client.query(`insert into meeting_participant (registration_id, event_id, seeks, seeks_language, joined_at, changed_at) select id, event_id, 'Drip irrigation for saline soil', 'en', now(), now() from event_registration where event_id = $1`, [EVENT]);
	const counts = await loadMeetings(client, people);
	await client.query('vacuum analyze');
	return signIn(client, people, secret, counts);
}

async function loadMeetings(client: pg.Client, people: number): Promise<number[]> {
	const counts = Array.from({ length: people }, () => 0);
	const meetings: { one: number; other: number; slot: number; table: number }[] = [];
	for (let slot = 0; slot < SLOTS; slot++) {
		// The circle method: the last stands still, the others turn by one.
		const pairs = Array.from({ length: people / 2 }, (_, at) => (at === 0 ? [people - 1, slot % (people - 1)] : [(slot + at) % (people - 1), (slot - at + people - 1) % (people - 1)]) as [number, number]);
		for (let table = 0; table < Math.min(TABLES, pairs.length); table++) {
			const [one, other] = pairs[(slot * TABLES + table) % pairs.length]!;
			meetings.push({ one, other, slot, table: table + 1 });
			counts[one]!++;
			counts[other]!++;
		}
	}
	const pairOf = (one: number, other: number) => `${Math.min(one, other)} ${Math.max(one, other)}`;
	const known = new Set(meetings.map(({ one, other }) => pairOf(one, other)));
	const asked = Array.from({ length: people }, (_, one) => [3, 5].map((step) => ({ one, other: (one + step) % people }))).flat().filter(({ one, other }) => !known.has(pairOf(one, other)));
	const requests = `insert into meeting_request (event_id, from_registration_id, to_registration_id, message, message_language, state, answered_at, expires_at, created_at, told_at, answer_told_at)
		select $1, a.id, b.id, 'Your work and ours belong together.', 'en', $3, case when $3 = 'accepted' then now() end, now() + interval '7 days', now(), now(), now()
		from jsonb_to_recordset($2::jsonb) as v(one int, other int) join event_registration a on a.event_id = $1 and a.person_id = 'forum-' || v.one join event_registration b on b.event_id = $1 and b.person_id = 'forum-' || v.other`;
	await client.query(requests, [EVENT, JSON.stringify(meetings), 'accepted']);
	await client.query(requests, [EVENT, JSON.stringify(asked), 'asked']);
	await client.query(
		`insert into event_meeting (event_id, request_id, origin, slot_id, table_id, starts_at, minutes, created_at, changed_at)
		select $1, r.id, 'scheduled', s.id, t.id, s.starts_at, s.minutes, now(), now()
		from jsonb_to_recordset($2::jsonb) as v(one int, other int, slot int, "table" int)
		join event_registration a on a.event_id = $1 and a.person_id = 'forum-' || v.one join event_registration b on b.event_id = $1 and b.person_id = 'forum-' || v.other
		join meeting_request r on r.from_registration_id = a.id and r.to_registration_id = b.id
		join (select id, starts_at, minutes, row_number() over (order by starts_at) - 1 as nth from meeting_slot where event_id = $1) s on s.nth = v.slot
		join event_table t on t.event_id = $1 and t.position = v."table"`,
		[EVENT, JSON.stringify(meetings)],
	);
	await client.query(
		`insert into meeting_attendee (meeting_id, registration_id, event_id, slot_id) select m.id, x.id, m.event_id, m.slot_id from event_meeting m join meeting_request r on r.id = m.request_id cross join lateral (values (r.from_registration_id), (r.to_registration_id)) x(id) where m.event_id = $1`,
		[EVENT],
	);
	return counts;
}

async function signIn(client: pg.Client, people: number, secret: string, counts: readonly number[]): Promise<Delegate[]> {
	const tokens = Array.from({ length: people }, () => randomBytes(24).toString('base64url'));
	await client.query(`insert into session (id, token, user_id, expires_at) select 'forum-' || (nth - 1), token, 'forum-' || (nth - 1), now() + interval '14 days' from unnest($1::text[]) with ordinality v(token, nth)`, [tokens]);
	return tokens.map((token, index) => ({ cookie: `mitra.session_token=${encodeURIComponent(`${token}.${createHmac('sha256', secret).update(token).digest('base64')}`)}`, meetings: counts[index]! }));
}
