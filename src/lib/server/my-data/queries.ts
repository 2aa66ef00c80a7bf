import { sql, type SQL } from 'drizzle-orm';
import type { CopyState, WithdrawnRecord } from '#lib/my-data/vocabulary.ts';
import type { OrganisationState } from '#lib/server/network/organisation.ts';
import type { Executor, Transaction } from '#lib/server/platform/database.ts';
import type { LocalText } from '#lib/text/local-text.ts';

export interface CopyRow {
	id: string;
	userId: string;
	organisationId: string | null;
	language: string;
	state: CopyState;
	partsTotal: number;
	partsDone: number;
	bytes: number | null;
	askedAt: Date;
	readyAt: Date | null;
	expiresAt: Date | null;
	fetchedAt: Date | null;
}

const date = (value: unknown) => (value === null ? null : new Date(value as string));
const copyColumns = sql.raw(`id, user_id as "userId", organisation_id as "organisationId", language, state, parts_total as "partsTotal", parts_done as "partsDone",
	bytes, asked_at as "askedAt", ready_at as "readyAt", expires_at as "expiresAt", fetched_at as "fetchedAt"`);

async function copies(db: Executor, condition: SQL): Promise<CopyRow[]> {
	const { rows } = await db.execute<CopyRow & Record<string, unknown>>(sql`select ${copyColumns} from data_export where ${condition}`);
	return rows.map((row) => ({ ...row, askedAt: date(row.askedAt)!, readyAt: date(row.readyAt), expiresAt: date(row.expiresAt), fetchedAt: date(row.fetchedAt) }));
}

/** The copies that one asked for, the newest first. Inside `asActor` only, as all that reads or writes copies. */
export async function copiesOf(db: Executor, userId: string): Promise<CopyRow[]> {
	return copies(db, sql`user_id = ${userId} order by asked_at desc limit 20`);
}

export async function copyById(db: Executor, id: string): Promise<CopyRow | undefined> {
	return (await copies(db, sql`id = ${id}`))[0];
}

export async function expiredCopies(db: Executor, now: Date): Promise<CopyRow[]> {
	return copies(db, sql`state = 'ready' and expires_at <= ${now.toISOString()}::timestamptz`);
}

/** Copies that a process began and never ended. */
export async function standstillCopies(db: Executor, before: Date): Promise<CopyRow[]> {
	return copies(db, sql`state in ('waiting', 'running') and asked_at <= ${before.toISOString()}::timestamptz`);
}

/** Copies that go with a person or an organisation that is erased. */
export async function copiesAbout(db: Executor, about: { userId: string } | { organisationId: string }): Promise<CopyRow[]> {
	return copies(db, 'userId' in about ? sql`user_id = ${about.userId}` : sql`organisation_id = ${about.organisationId}`);
}

export async function copiesSince(db: Executor, userId: string, organisationId: string | null, since: Date): Promise<number> {
	return (await copies(db, sql`user_id = ${userId} and organisation_id is not distinct from ${organisationId}::uuid and asked_at > ${since.toISOString()}::timestamptz`)).length;
}

export async function insertCopy(tx: Executor, values: Pick<CopyRow, 'userId' | 'organisationId' | 'language' | 'askedAt'>): Promise<string> {
	const { rows } = await tx.execute<{ id: string }>(sql`
		insert into data_export (user_id, organisation_id, language, asked_at)
		values (${values.userId}, ${values.organisationId}, ${values.language}, ${values.askedAt.toISOString()}) returning id`);
	return rows[0]!.id;
}

export async function updateCopy(tx: Executor, id: string, values: Partial<Pick<CopyRow, 'state' | 'partsTotal' | 'partsDone' | 'bytes' | 'readyAt' | 'expiresAt' | 'fetchedAt'>>): Promise<void> {
	const columns: Record<string, string> = { state: 'state', partsTotal: 'parts_total', partsDone: 'parts_done', bytes: 'bytes', readyAt: 'ready_at', expiresAt: 'expires_at', fetchedAt: 'fetched_at' };
	const set = Object.entries(values).map(([name, value]) => sql`${sql.identifier(columns[name]!)} = ${value instanceof Date ? value.toISOString() : value}`);
	await tx.execute(sql`update data_export set ${sql.join(set, sql`, `)} where id = ${id}`);
}

export interface ErasureRow {
	id: string;
	userId: string | null;
	organisationId: string | null;
	askedAt: Date;
	dueAt: Date;
	remindedAt: Date | null;
}

async function erasures(db: Executor, condition: SQL): Promise<ErasureRow[]> {
	const { rows } = await db.execute<ErasureRow & Record<string, unknown>>(sql`
		select id, user_id as "userId", organisation_id as "organisationId", asked_at as "askedAt", due_at as "dueAt", reminded_at as "remindedAt"
		from erasure where cancelled_at is null and ${condition}`);
	return rows.map((row) => ({ ...row, askedAt: date(row.askedAt)!, dueAt: date(row.dueAt)!, remindedAt: date(row.remindedAt) }));
}

const uuids = (ids: readonly string[]) => sql`(${sql.join(ids.map((id) => sql`${id}::uuid`), sql`, `)})`;

/** What waits to be erased of a person and of some organisations. */
export async function waitingErasures(db: Executor, userId: string, organisationIds: readonly string[]): Promise<ErasureRow[]> {
	return erasures(db, organisationIds.length > 0 ? sql`(user_id = ${userId} or organisation_id in ${uuids(organisationIds)})` : sql`user_id = ${userId}`);
}

export async function erasuresToRemind(db: Executor, now: Date, due: Date): Promise<ErasureRow[]> {
	return erasures(db, sql`reminded_at is null and due_at > ${now.toISOString()}::timestamptz and due_at <= ${due.toISOString()}::timestamptz limit 200`);
}

export async function dueErasures(db: Executor, now: Date): Promise<ErasureRow[]> {
	return erasures(db, sql`due_at <= ${now.toISOString()}::timestamptz order by due_at limit 200`);
}

/** Locked until the transaction ends; nothing where it was cancelled or done meanwhile. */
export async function lockErasure(tx: Transaction, id: string): Promise<ErasureRow | undefined> {
	return (await erasures(tx, sql`id = ${id} for update`))[0];
}

export async function insertErasure(tx: Executor, values: { userId?: string; organisationId?: string; askedBy: string; askedAt: Date; dueAt: Date }): Promise<string> {
	const { rows } = await tx.execute<{ id: string }>(sql`
		insert into erasure (user_id, organisation_id, asked_by, asked_at, due_at)
		values (${values.userId ?? null}, ${values.organisationId ?? null}, ${values.askedBy}, ${values.askedAt.toISOString()}, ${values.dueAt.toISOString()}) returning id`);
	return rows[0]!.id;
}

export async function cancelErasureRow(tx: Executor, id: string, by: string, now: Date): Promise<void> {
	await tx.execute(sql`update erasure set cancelled_by = ${by}, cancelled_at = ${now.toISOString()} where id = ${id}`);
}

export async function markReminded(tx: Executor, id: string, now: Date): Promise<void> {
	await tx.execute(sql`update erasure set reminded_at = ${now.toISOString()} where id = ${id}`);
}

export interface Addressee {
	id: string;
	name: string;
	email: string;
	language: string;
}

export async function personById(db: Executor, userId: string): Promise<Addressee | undefined> {
	const { rows } = await db.execute<Addressee & Record<string, unknown>>(sql`select id, name, email, language from "user" where id = ${userId}`);
	return rows[0];
}

/** Whose data is meant by a person's account. An address that was never proven may be somebody else's: it finds nothing. */
export async function personSubject(db: Executor, userId: string): Promise<{ kind: 'person'; userId: string; email: string }> {
	const { rows } = await db.execute<{ email: string }>(sql`select email from "user" where id = ${userId} and email_verified`);
	return { kind: 'person', userId, email: rows[0]?.email ?? '' };
}

export async function ownersOf(db: Executor, organisationId: string): Promise<Addressee[]> {
	const { rows } = await db.execute<Addressee & Record<string, unknown>>(sql`
		select u.id, u.name, u.email, u.language from membership m join "user" u on u.id = m.user_id
		where m.organisation_id = ${organisationId} and m.role = 'owner' order by u.name`);
	return rows;
}

export interface OwnOrganisation {
	id: string;
	slug: string;
	names: LocalText[];
	state: OrganisationState;
	country: string;
	areas: string[];
	isSample: boolean;
	createdAt: Date;
	/** Other owners, and other people at all. */
	otherOwners: number;
	others: number;
	listings: number;
}

/** Organisations with what their owner must know before taking something out. */
export async function organisationsForData(db: Executor, ids: readonly string[], userId: string): Promise<OwnOrganisation[]> {
	if (ids.length === 0) return [];
	const { rows } = await db.execute<OwnOrganisation & Record<string, unknown>>(sql`
		select o.id, o.slug, o.names, o.state, o.country, o.areas, o.is_sample as "isSample", o.created_at as "createdAt",
			(select count(*) from membership m where m.organisation_id = o.id and m.role = 'owner' and m.user_id <> ${userId}) as "otherOwners",
			(select count(*) from membership m where m.organisation_id = o.id and m.user_id <> ${userId}) as others,
			(select count(*) from listing l where l.organisation_id = o.id) as listings
		from organisation o where o.id in ${uuids(ids)} order by o.sort_name`);
	return rows.map((row) => ({ ...row, createdAt: new Date(row.createdAt), otherOwners: Number(row.otherOwners), others: Number(row.others), listings: Number(row.listings) }));
}

export async function lockOrganisationForData(tx: Transaction, id: string): Promise<{ id: string; state: OrganisationState; slug: string; names: LocalText[] } | undefined> {
	const { rows } = await tx.execute<{ id: string; state: OrganisationState; slug: string; names: LocalText[] }>(sql`select id, state, slug, names from organisation where id = ${id} for update`);
	return rows[0];
}

/** Out of the network, or back in it: what follows from it for core membership and alliances included. */
export async function setWithdrawn(tx: Executor, organisationId: string, isWithdrawn: boolean, now: Date): Promise<void> {
	await tx.execute(sql`update organisation set state = ${isWithdrawn ? 'withdrawn' : 'admitted'}, admission_version = admission_version + 1 where id = ${organisationId}`);
	if (!isWithdrawn) return;
	const today = now.toISOString().slice(0, 10);
	await tx.execute(sql`update core_membership set ended_on = greatest(since, ${today}::date), end_reason = 'own-wish' where organisation_id = ${organisationId} and ended_on is null`);
	await tx.execute(sql`update network_member set state = 'left', decided_at = coalesce(decided_at, ${now.toISOString()}::timestamptz) where organisation_id = ${organisationId} and state in ('applied', 'admitted')`);
}

export interface WithdrawableListing {
	id: string;
	reference: number;
	kind: 'offer' | 'need';
	state: string;
	title: string;
	language: string;
}

/** Listings of some organisations that still stand somewhere, the newest first. */
export async function listingsForData(db: Executor, organisationIds: readonly string[], limit: number): Promise<(WithdrawableListing & { organisationId: string })[]> {
	if (organisationIds.length === 0) return [];
	const { rows } = await db.execute<WithdrawableListing & { organisationId: string } & Record<string, unknown>>(sql`
		select l.id, l.reference, l.kind, l.state, l.organisation_id as "organisationId", v.title, v.language
		from listing l left join listing_version v on v.id = coalesce(l.published_version_id, l.working_version_id)
		where l.organisation_id in ${uuids(organisationIds)} order by l.reference desc limit ${limit}`);
	return rows;
}

export async function listingIdsOf(tx: Executor, organisationId: string): Promise<string[]> {
	const { rows } = await tx.execute<{ id: string }>(sql`select id from listing where organisation_id = ${organisationId} order by id`);
	return rows.map(({ id }) => id);
}

/** Keeps the entry of the index: of a listing that was ever published, title and area as they were last published. */
export async function recordWithdrawnListing(tx: Executor, listingId: string, reason: WithdrawnRecord['reason'], now: Date): Promise<void> {
	await tx.execute(sql`
		insert into withdrawn_record (kind, reference, titles, areas, country, entered_on, withdrawn_on, reason, is_sample)
		select l.kind, l.reference, jsonb_build_array(jsonb_build_object('language', v.language, 'text', v.title)), v.areas, o.country,
			(coalesce(l.published_at, l.created_at) at time zone 'UTC')::date, ${now.toISOString().slice(0, 10)}::date, ${reason}, o.is_sample
		from listing l join listing_version v on v.id = l.published_version_id join organisation o on o.id = l.organisation_id
		where l.id = ${listingId}
		on conflict (reference) do update set reason = excluded.reason`);
}

export async function recordWithdrawnOrganisation(tx: Executor, organisationId: string, reason: WithdrawnRecord['reason'], now: Date): Promise<void> {
	await tx.execute(sql`
		insert into withdrawn_record (kind, slug, titles, areas, country, entered_on, withdrawn_on, reason, is_sample)
		select 'organisation', o.slug, o.names, o.areas, o.country, (o.created_at at time zone 'UTC')::date, ${now.toISOString().slice(0, 10)}::date, ${reason}, o.is_sample
		from organisation o where o.id = ${organisationId} and o.state in ('admitted', 'withdrawn')
		on conflict (slug) do update set reason = excluded.reason, withdrawn_on = excluded.withdrawn_on`);
}

/** It is in the network again, so nothing of it is withdrawn. */
export async function dropWithdrawnOrganisation(tx: Executor, slug: string): Promise<void> {
	await tx.execute(sql`delete from withdrawn_record where slug = ${slug} and reason = 'withdrawn'`);
}

export async function withdrawnRecord(db: Executor, key: { reference: number } | { slug: string }): Promise<WithdrawnRecord | undefined> {
	const { rows } = await db.execute<WithdrawnRecord & Record<string, unknown>>(sql`
		select kind, reference, slug, titles, areas, country, entered_on as "enteredOn", withdrawn_on as "withdrawnOn", reason, is_sample as "isSample"
		from withdrawn_record where ${'slug' in key ? sql`slug = ${key.slug}` : sql`reference = ${key.reference}`}`);
	return rows[0];
}

/** The stored files of a listing. Inside `asActor` only. */
export async function filesOfListing(tx: Executor, listingId: string): Promise<string[]> {
	const { rows } = await tx.execute<{ sha256: string }>(sql`select distinct sha256 from attachment where listing_id = ${listingId}`);
	return rows.map(({ sha256 }) => sha256);
}

export async function deleteListing(tx: Executor, listingId: string): Promise<void> {
	await tx.execute(sql`delete from listing where id = ${listingId}`);
}

/** Who reported a mission is called by name there; the step of its request tells that it was this person. */
export async function takeNameOffReports(tx: Executor, userId: string, pseudonym: string): Promise<void> {
	await tx.execute(sql`
		update mission m set report_by = ${pseudonym} from service_request_step s
		where s.request_id = m.request_id and s.step = 'report' and s.by = ${userId} and m.reported_at = s.at`);
}

/** The steps that officers wrote about an expert: invited, let go. Before the places lose their name and their expert. */
export async function takeNameOffSteps(tx: Executor, userId: string, pseudonym: string): Promise<void> {
	await tx.execute(sql`
		update service_request_step s set called = ${pseudonym} from task_force_place p join expert e on e.id = p.expert_id
		where e.user_id = ${userId} and s.request_id = p.request_id and s.called = p.called`);
}

/** How a person is called here: by the account, the profile, the steps and places of missions, and invitations to the address. */
export async function namesOfPerson(tx: Executor, person: { id: string; email: string }): Promise<string[]> {
	const { rows } = await tx.execute<{ name: string }>(sql`
		select name from "user" where id = ${person.id}
		union select text->>'text' from expert e, jsonb_array_elements(e.names) text where e.user_id = ${person.id}
		union select p.called from task_force_place p join expert e on e.id = p.expert_id where e.user_id = ${person.id}
		union select called from service_request_step where by = ${person.id} and step not in ('invite', 'release')
		union select name from expert_invitation where email = lower(${person.email})`);
	return rows.map(({ name }) => name.trim()).filter((name) => name !== '');
}

/**
 * Letters to others that name a person, once they have been sent or are older than a moment: their readers have them. A name is
 * looked for as whole words, so that it is not found inside of others; in scripts without spaces, anywhere.
 */
export async function deleteLettersNaming(tx: Executor, person: { email: string; names: readonly string[] }, before: Date): Promise<void> {
	const patterns = person.names.map((name) => {
		const quoted = name.replace(/[^\p{L}\p{M}\p{N}\s]/gu, '\\$&');
		return /^[\p{Script=Latin}\p{M}\p{N}\p{P}\s]+$/u.test(name) ? `(^|[^[:alnum:]])${quoted}($|[^[:alnum:]])` : quoted;
	});
	const text = sql`(m.subject || ' ' || m.body_text || ' ' || coalesce(m.body_html, ''))`;
	const named = [sql`position(${person.email} in ${text}) > 0`, ...patterns.map((pattern) => sql`${text} ~ ${pattern}`)];
	await tx.execute(sql`
		delete from mail m where (m.sent_at is not null or m.failed_at is not null or m.created_at < ${before.toISOString()}::timestamptz)
			and (${sql.join(named, sql` or `)})`);
}

export async function deletePerson(tx: Executor, userId: string): Promise<void> {
	await tx.execute(sql`delete from "user" where id = ${userId}`);
}

/** Its listings first, for which the database asks; then what had become part of it, and itself with all that belongs to it. */
export async function deleteOrganisation(tx: Executor, organisationId: string): Promise<void> {
	await tx.execute(sql`delete from listing where organisation_id = ${organisationId}`);
	await tx.execute(sql`delete from organisation where merged_into = ${organisationId}`);
	await tx.execute(sql`delete from organisation where id = ${organisationId}`);
}
