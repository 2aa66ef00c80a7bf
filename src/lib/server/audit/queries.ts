import { sql, type SQL } from 'drizzle-orm';
import type { LocalText } from '#lib/text/local-text.ts';
import type { Executor } from '#lib/server/platform/database.ts';
import type { AuditFilters } from '#lib/audit/filters.ts';
import type { AuditScope } from './rules.ts';

export interface CheckedLink {
	number: number;
	entryId: number;
	previous: string;
	hash: string;
	/** What the hash of the entry, as it is now, would be at this place. */
	expected: string | null;
	exists: boolean;
}

export async function linksAfter(db: Executor, number: number, limit: number): Promise<CheckedLink[]> {
	const { rows } = await db.execute<{ [Field in keyof CheckedLink]: CheckedLink[Field] }>(sql`
		select l.number, l.entry_id as "entryId", encode(l.previous, 'hex') as previous, encode(l.hash, 'hex') as hash,
			a.id is not null as exists, encode(audit_hash(l.previous, l.number, a), 'hex') as expected
		from (select * from audit_link where number > ${number} order by number limit ${limit}) l
		left join audit a on a.id = l.entry_id order by l.number`);
	return rows;
}

/** The place among some at which an entry was linked, where its own link no longer fits it. */
export async function standsAt(db: Executor, entryId: number, numbers: readonly number[]): Promise<number | undefined> {
	const { rows } = await db.execute<{ number: number }>(sql`
		select place.number from audit a, audit_link l, unnest(array[${sql.join(numbers.map((number) => sql`${number}::bigint`), sql`, `)}]) as place(number)
		where a.id = ${entryId} and l.number in (${sql.join(numbers.map((number) => sql`${number}::bigint`), sql`, `)})
			and audit_hash(l.previous, place.number, a) = l.hash
		limit 1`);
	return rows[0]?.number;
}

/** Where the chain begins: at its very beginning, or behind what retention took out. */
export async function chainStart(db: Executor): Promise<{ number: number; hash: string }> {
	const { rows } = await db.execute<{ number: number; hash: string }>(sql`
		select number, encode(hash, 'hex') as hash from audit_checkpoint
		union all select 0, encode(sha256('mitra audit'), 'hex') order by number desc limit 1`);
	return rows[0]!;
}

export async function chainHead(db: Executor): Promise<{ number: number; hash: string }> {
	const { rows } = await db.execute<{ number: number; hash: string }>(sql`select number, encode(hash, 'hex') as hash from audit_head`);
	return rows[0]!;
}

export async function unlinkedEntries(db: Executor, limit: number): Promise<number[]> {
	const { rows } = await db.execute<{ id: number }>(
		sql`select a.id from audit a where not exists (select from audit_link l where l.entry_id = a.id) order by a.id limit ${limit}`,
	);
	return rows.map(({ id }) => id);
}

/** Takes out entries older than a moment, from the beginning of the chain; answers how many. */
export async function pruneAudit(db: Executor, before: Date): Promise<number> {
	const { rows } = await db.execute<{ gone: number }>(sql`select audit_prune(${before.toISOString()}::timestamptz) as gone`);
	return rows[0]!.gone;
}

export interface EntryRow {
	id: number;
	at: Date;
	number: number | null;
	actorId: string | null;
	actorName: string | null;
	actorPlace: LocalText[] | null;
	/** Who helped, during a visit for support. */
	helperName: string | null;
	action: string;
	entity: string;
	entityId: string;
	reference: number | null;
	detail: Record<string, unknown>;
	before: Record<string, unknown> | null;
	after: Record<string, unknown> | null;
	place: string | null;
	sessionId: string | null;
	apiKeyId: string | null;
	organisationNames: LocalText[] | null;
	/** With all digits of the moment: what the next page begins behind. */
	cursor: string;
}

/** Entries of a scope that answer the filters, newest first; `after` is the cursor of the last one of the page before. */
export async function entriesOf(db: Executor, scope: AuditScope, filters: AuditFilters, after: string | null, limit: number): Promise<EntryRow[]> {
	const people = filters.person ? await peopleNamed(db, filters.person) : null;
	const conditions = [...scopeConditions(scope), ...filterConditions(filters, people)];
	const cursor = /^([\d.:T Z+-]+)_(\d+)$/.exec(after ?? '');
	if (cursor) conditions.push(sql`(a.at, a.id) < (${cursor[1]}::timestamptz, ${cursor[2]}::bigint)`);
	const { rows } = await db.execute<EntryRow & Record<string, unknown>>(sql`
		with page as materialized (
			select a.* from audit a where ${conditions.length > 0 ? sql.join(conditions, sql` and `) : sql`true`}
			order by a.at desc, a.id desc limit ${limit})
		select a.id, a.at, l.number, a.actor_id as "actorId", u.name as "actorName", a.action, a.entity, a.entity_id as "entityId",
			(select coalesce(o.names, c.names) from membership mb left join organisation o on o.id = mb.organisation_id left join centre c on c.id = mb.centre_id
				where mb.user_id = a.actor_id order by mb.centre_id is null limit 1) as "actorPlace",
			(select helper.name from "user" helper where helper.id = a.detail->'support'->>'helperId') as "helperName",
			(select x.reference from listing x where x.id = case
				when a.entity = 'listing' then a.entity_id::uuid when a.entity = 'attachment' then (a.detail->>'listingId')::uuid end) as reference,
			a.detail, a.before, a.after, a.place, a.session_id as "sessionId", a.api_key_id as "apiKeyId", o.names as "organisationNames",
			to_char(a.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') || '_' || a.id as cursor
		from page a
		left join audit_link l on l.entry_id = a.id
		left join "user" u on u.id = a.actor_id
		left join organisation o on o.id = a.organisation_id
		order by a.at desc, a.id desc`);
	return rows.map((row) => ({ ...row, at: new Date(row.at) }));
}

/** A member sees who opened guarded material, not everything that colleagues and centres did. */
function scopeConditions(scope: AuditScope): SQL[] {
	if (scope.kind === 'all') return [];
	if (scope.kind === 'centres') return [sql`a.centre_id in (${sql.join(scope.centreIds.map((id) => sql`${id}`), sql`, `)})`];
	return [
		sql`a.organisation_id in (${sql.join(scope.organisationIds.map((id) => sql`${id}::uuid`), sql`, `)})`,
		sql`a.action like '%.read-guarded%'`,
	];
}

function filterConditions(filters: AuditFilters, people: readonly string[] | null): SQL[] {
	const conditions: SQL[] = [];
	const listing =
		filters.of?.entity === 'listing' ? sql`${filters.of.id}` : filters.of?.entity === 'reference' ? sql`(select x.id::text from listing x where x.reference = ${Number(filters.of.id)})` : null;
	if (listing) conditions.push(sql`((a.entity = 'listing' and a.entity_id = ${listing}) or (a.entity = 'attachment' and a.detail->>'listingId' = ${listing}))`);
	else if (filters.of) conditions.push(sql`a.entity = ${filters.of.entity} and a.entity_id = ${filters.of.id}`);
	if (people) conditions.push(people.length === 0 ? sql`false` : sql`a.actor_id in (${sql.join(people.map((id) => sql`${id}`), sql`, `)})`);
	if (filters.action) conditions.push(filters.action === 'read' ? sql`a.action like '%.read-guarded%'` : sql`a.action = ${filters.action}`);
	if (filters.from) conditions.push(sql`a.at >= ${filters.from}::date`);
	if (filters.to) conditions.push(sql`a.at < ${filters.to}::date + 1`);
	return conditions;
}

async function peopleNamed(db: Executor, words: string): Promise<string[]> {
	const like = `%${words.replace(/[\\%_]/g, '\\$&')}%`;
	const { rows } = await db.execute<{ id: string }>(
		sql`select id from "user" where id = ${words} or email = ${words.toLowerCase()} or name ilike ${like} limit 50`,
	);
	return [...rows.map(({ id }) => id), ...(words.startsWith('operator:') ? [words] : [])];
}

/** The actions that stand in the log, for a choice; read from the index, not from the rows. */
export async function actionsInLog(db: Executor): Promise<string[]> {
	const { rows } = await db.execute<{ action: string }>(sql`
		with recursive distinct_action as (
			(select action from audit order by action limit 1)
			union all
			select (select a.action from audit a where a.action > d.action order by a.action limit 1) from distinct_action d where d.action is not null)
		select action from distinct_action where action is not null`);
	return rows.map(({ action }) => action);
}

/** Whether somebody did the same to the same thing since a moment, for openings that would fill the log by themselves. */
export async function happenedSince(
	db: Executor,
	entry: { actorId: string; action: string; entity: string; entityId: string; detail: Record<string, unknown> },
	since: Date,
): Promise<boolean> {
	const { rows } = await db.execute(sql`
		select 1 from audit where entity = ${entry.entity} and entity_id = ${entry.entityId} and actor_id = ${entry.actorId} and action = ${entry.action}
			and detail = ${JSON.stringify(entry.detail)}::jsonb and at > ${since.toISOString()}::timestamptz limit 1`);
	return rows.length > 0;
}
