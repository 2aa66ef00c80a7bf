import { hashPassword } from 'better-auth/crypto';
import type pg from 'pg';

/** Dockings and interests between the organisations of `bench/network/synthetic.ts`, over three years and in every state. */
export async function loadDockings(client: pg.Client, dockings: number): Promise<void> {
	// Every hundredth docking is the first person's, so that one has a long list.
	await client.query(
		`create temporary table planned as
		with o as (select id, centre_id, country, names, row_number() over (order by slug) as at, count(*) over () as many from organisation where slug like 'bench-%'),
		owner as (select organisation_id, min(user_id) as user_id from membership where role = 'owner' group by 1),
		mine as (select o.* from o join owner on owner.organisation_id = o.id and owner.user_id = 'bench-1'),
		l as (select id, row_number() over (order by reference) as at, count(*) over () as many from listing where kind = 'offer'),
		s as (select s, random() as r, date_trunc('milliseconds', now() - random() * interval '1000 days') as opened_at from generate_series(1, $1::int) s)
		select gen_random_uuid() as id, 'D-' || extract(year from s.opened_at) || '-' || lpad(s.s::text, 6, '0') as reference, l.id as listing_id, s.opened_at,
			case when s.s % 100 = 0 then (select id from mine) else a.id end as offering, case when s.s % 100 = 0 then (select centre_id from mine) else a.centre_id end as offering_centre,
			case when s.s % 100 = 0 then (select country from mine) else a.country end as offering_country, case when s.s % 100 = 0 then (select names from mine) else a.names end as offering_names,
			b.id as seeking, b.centre_id as seeking_centre, b.country as seeking_country, b.names as seeking_names,
			case when r < 0.2 then 'introduced' when r < 0.3 then 'confidential' when r < 0.4 then 'negotiating' when r < 0.45 then 'agreed' when r < 0.6 then 'signed' when r < 0.7 then 'running' when r < 0.8 then 'completed' else 'stopped' end as state
		from s join o a on a.at = 1 + s.s % a.many join o b on b.at = 1 + (s.s * 7919 + 1) % b.many join l on l.at = 1 + s.s % l.many
		where a.id <> b.id`,
		[dockings],
	);
	await client.query(`create temporary table planned_full as
		select p.*, case when state = 'stopped' then 'negotiating' else state end as furthest, case when state in ('stopped', 'completed') then 'none' when random() < 0.4 then 'offering' when random() < 0.7 then 'seeking' else 'officers' end as ball,
			date_trunc('milliseconds', opened_at + random() * (now() - opened_at)) as touched_at from planned p where offering <> seeking`);
	await client.query(`insert into docking (id, reference, offer_listing_id, title, title_language, state, state_since, furthest, stopped_from, stop_reason, ball, ball_since, ball_reminded_at, next_step, opened_at, touched_at)
		select id, reference, listing_id, 'A drier for husks ' || right(reference, 6), 'en', state, touched_at, furthest, case when state = 'stopped' then furthest end, case when state = 'stopped' then 'price' end, ball, touched_at, now(), case when ball = 'none' then 'none' else 'offer_terms' end, opened_at, touched_at from planned_full`);
	// Its trigger looks for the other side row by row, with a plan made while the table was empty.
	await client.query('alter table docking_party disable trigger docking_party_counts');
	for (const side of ['offering', 'seeking'])
		await client.query(`insert into docking_party (docking_id, side, organisation_id, called, country, centre_id, state, furthest, ball, ball_since, opened_at, touched_at, counts)
			select id, '${side}', ${side}, ${side}_names, ${side}_country, ${side}_centre, state, furthest, ball, touched_at, opened_at, touched_at, '${side}' = 'offering' or offering_centre <> seeking_centre from planned_full`);
	await client.query('alter table docking_party enable trigger docking_party_counts');
	await client.query(`insert into docking_person (docking_id, person_id, side, added_at, touched_at)
		select p.id, min(m.user_id), s.side, p.opened_at, p.touched_at from planned_full p cross join (values ('offering'), ('seeking')) as s(side)
		join membership m on m.organisation_id = case when s.side = 'offering' then p.offering else p.seeking end and m.role = 'owner'
		group by p.id, s.side, p.opened_at, p.touched_at on conflict do nothing`);
	await client.query(`insert into docking_step (docking_id, event, state, ball, next_step, side, at) select id, 'open', 'introduced', 'seeking', 'get_to_know', null, opened_at from planned_full`);
	await client.query(`insert into docking_step (docking_id, event, state, ball, next_step, side, at) select id, 'terms-offered', 'negotiating', 'seeking', 'answer_terms', 'offering', touched_at from planned_full`);
	await loadInterests(client);
	await client.query('drop table planned, planned_full');
}

/** As many interests as dockings; one in ten is on its way. */
async function loadInterests(client: pg.Client): Promise<void> {
	await client.query(`insert into interest (listing_id, organisation_id, owner_organisation_id, own_centre_id, their_centre_id, who_we_are, why, brings, questions, state, step_since, due_at, past_own_centre_at, with_owner_at, ended_at, ended_in, reason, created_at)
		select listing_id, seeking, offering, seeking_centre, offering_centre, t, t, t, t, s.step, opened_at, case when ended then null else opened_at + interval '4000 days' end,
			case when s.step <> 'at_own_centre' then opened_at end, case when s.step in ('with_owner', 'accepted', 'refused') then opened_at end, case when ended then opened_at end, case when ended then 'with_owner' end, case when s.step = 'refused' then 'no_capacity' end, opened_at
		from (select p.*, '{"text": "We burn husks.", "language": "en"}'::jsonb as t from planned_full p) p
		cross join lateral (select case when right(p.reference, 1) = '0' then 'at_own_centre' when right(p.reference, 1) = '1' then 'with_owner' when right(p.reference, 1) = '2' then 'refused' else 'accepted' end as step) s
		cross join lateral (select s.step in ('refused', 'accepted') as ended) e
		on conflict do nothing`);
}

/** An officer for each centre, and the secretariat, with one password. */
export async function loadOfficers(client: pg.Client, password: string): Promise<void> {
	const hash = await hashPassword(password);
	await client.query(`insert into "user" (id, name, email, email_verified, language) select 'bench-officer-' || id, 'Officer of ' || id, id || '@officers.example', true, 'en' from centre`);
	await client.query(`insert into account (id, account_id, provider_id, user_id, password) select 'bench-officer-' || id, 'bench-officer-' || id, 'credential', 'bench-officer-' || id, $1 from centre`, [hash]);
	await client.query(`insert into membership (user_id, centre_id, role) select 'bench-officer-' || id, id, 'officer' from centre`);
}
