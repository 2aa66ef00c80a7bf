import { sql, type SQL } from 'drizzle-orm';
import type { DirectoryFilters } from '#lib/directory/directory-address.ts';
import type { OrganisationKind } from '#lib/server/network/organisation.ts';
import type { Database, Executor } from '#lib/server/platform/database.ts';
import type { LocalText } from '#lib/text/local-text.ts';
import type { AskedWord } from './name-terms.ts';

export interface DirectoryRow {
	id: string;
	slug: string;
	kind: OrganisationKind;
	country: string;
	place: string | null;
	names: LocalText[];
	about: LocalText[];
	isSample: boolean;
	/** What the next page begins behind. */
	sortName: string;
	createdAt: string;
	score: number;
}

/** Names beyond these are not weighed against each other: whoever typed so little adds a word. */
export const MOST_CANDIDATES = 500;
/** What each kind of answer to a word counts; a name counts its best one. */
const GRADES = [['exact', 4], ['beginning', 3], ['meaning', 2], ['seldom', 1], ['repeated', 0], ['alike', 0]] as const satisfies readonly (readonly [keyof AskedWord, number])[];

const texts = (values: readonly string[]) => sql`array[${sql.join(values.map((value) => sql`${value}`), sql`, `)}]::text[]`;

const ADMITTED = sql`o.state = 'admitted'`;

function conditions(filters: DirectoryFilters): SQL[] {
	const all: SQL[] = [];
	if (filters.kind) all.push(sql`o.kind = ${filters.kind}`);
	if (filters.country) all.push(sql`o.country = ${filters.country}`);
	if (filters.centre) all.push(sql`o.centre_id = ${filters.centre}`);
	if (filters.area) all.push(sql`o.areas @> ${texts([filters.area])}`);
	if (filters.core) all.push(sql`o.id in (select organisation_id from core_membership where ended_on is null)`);
	if (filters.alliance) all.push(sql`o.id in (select organisation_id from network_member where network_id = ${filters.alliance} and state = 'admitted')`);
	return all;
}

const columns = sql.raw(`o.id, o.slug, o.kind, o.country, o.place, o.names, o.about, o.is_sample as "isSample", o.sort_name as "sortName",
	to_char(o.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "createdAt"`);

/** A page of organisations in order of name or of admission, behind a cursor: read along an index, however far in. */
export async function organisationsInOrder(db: Executor, filters: DirectoryFilters, after: readonly string[] | null, limit: number): Promise<DirectoryRow[]> {
	const all = [ADMITTED, ...conditions(filters)];
	const newest = filters.sort === 'newest';
	if (after && newest) all.push(sql`(o.created_at, o.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)`);
	else if (after) all.push(sql`(o.sort_name, o.id) > (${after[0]} collate "C", ${after[1]}::uuid)`);
	const { rows } = await db.execute<DirectoryRow & Record<string, unknown>>(sql`
		select ${columns}, 0 as score from organisation o where ${sql.join(all, sql` and `)}
		order by ${newest ? sql`o.created_at desc, o.id desc` : sql`o.sort_name, o.id`} limit ${limit}`);
	return rows;
}

export interface FoundPage {
	rows: DirectoryRow[];
	/** How many answer, up to `MOST_CANDIDATES`. */
	total: number;
}

/** A page of the organisations whose names answer every word, the best first. `alike`: also those that only look or sound so. */
export async function organisationsNamed(
	db: Database,
	words: readonly AskedWord[],
	filters: DirectoryFilters,
	page: { after: readonly string[] | null; limit: number; alike: boolean },
): Promise<FoundPage> {
	const asked = words.map((word) => GRADES.flatMap(([kind, grade]) => (kind === 'alike' && !page.alike ? [] : word[kind].map((term) => ({ term, grade })))));
	const answering = asked.map((terms) => sql`o.directory_terms && ${texts(terms.map(({ term }) => term))}`);
	const terms = JSON.stringify(asked.flatMap((some, word) => some.map((each) => ({ ...each, word }))));
	const { after } = page;
	const cursor = after
		? sql`where score < ${Number(after[0])} or (score = ${Number(after[0])} and (sort_name, id) > (${after[1]} collate "C", ${after[2]}::uuid))`
		: sql``;
	// The names are found by their words alone and through their index, for the planner takes a row's words to cost nothing: with a
	// limit or a filter beside them, or a word that many names have, it would rather read the words of every row. A row's words are
	// then unpacked once, however many were asked for.
	const rows = await db.transaction(async (tx) => {
		await tx.execute(sql`set local enable_seqscan = off`);
		const found = await tx.execute<DirectoryRow & { total: number } & Record<string, unknown>>(sql`
			with named as materialized (
				select o.ctid as place_in_table, o.id, o.sort_name, o.kind, o.country, o.centre_id, o.areas from organisation o where ${sql.join([ADMITTED, ...answering], sql` and `)}),
			hits as materialized (
				select o.place_in_table, o.id, o.sort_name from named o where ${sql.join([sql`true`, ...conditions(filters)], sql` and `)} limit ${MOST_CANDIDATES + 1}),
			best as (
				select held.id, asked.word, max(asked.grade) as grade
				from (select o.id, unnest(o.directory_terms) as term from hits join organisation o on o.ctid = hits.place_in_table) held
				join jsonb_to_recordset(${terms}::jsonb) as asked(term text, word int, grade int) on asked.term = held.term group by 1, 2),
			scored as (select hits.id, hits.sort_name, sum(best.grade)::int as score from hits join best on best.id = hits.id group by 1, 2),
			page as (select * from scored ${cursor} order by score desc, sort_name, id limit ${page.limit})
			select ${columns}, page.score, (select count(*) from hits) as total
			from page join organisation o on o.id = page.id order by page.score desc, o.sort_name, o.id`);
		return found.rows;
	});
	return { rows, total: Number(rows[0]?.total ?? 0) };
}

/** How many there are, not counting beyond a limit. */
export async function countUpTo(db: Executor, filters: DirectoryFilters, limit: number): Promise<number> {
	const { rows } = await db.execute<{ count: number }>(sql`select count(*) as count from (select 1 from organisation o where ${sql.join([ADMITTED, ...conditions(filters)], sql` and `)} limit ${limit}) as counted`);
	return Number(rows[0]!.count);
}

/** Which of some organisations are core members. */
export async function coreAmong(db: Executor, ids: readonly string[]): Promise<Set<string>> {
	if (ids.length === 0) return new Set();
	const { rows } = await db.execute<{ id: string }>(sql`
		select organisation_id as id from core_membership where ended_on is null and organisation_id in (${sql.join(ids.map((id) => sql`${id}::uuid`), sql`, `)})`);
	return new Set(rows.map(({ id }) => id));
}

export interface MemberCount {
	kind: OrganisationKind;
	country: string;
	centreId: string;
	count: number;
}

/** Admitted organisations by kind, country and centre: all that facets, maps and figures count. */
export async function countMembers(db: Executor): Promise<MemberCount[]> {
	const { rows } = await db.execute<MemberCount & Record<string, unknown>>(sql`
		select kind, country, centre_id as "centreId", count(*)::int as count from organisation where state = 'admitted' group by 1, 2, 3`);
	return rows;
}

export interface Flow {
	/** Country of the offer, and of the need. */
	from: string;
	to: string;
	pairs: number;
	introduced: number;
	/** Both sides have answered that they are interested. */
	interested: number;
}

/** Pairs between countries: suggested and not turned down, introduced, and with interest on both sides. */
export async function countFlows(db: Executor): Promise<Flow[]> {
	const { rows } = await db.execute<Flow & Record<string, unknown>>(sql`
		select offering.country as "from", needing.country as "to", count(*)::int as pairs,
			(count(*) filter (where p.state = 'introduced'))::int as introduced,
			(count(*) filter (where i.need_reply = 'interested' and i.offer_reply = 'interested'))::int as interested
		from suggested_pair p
		join listing o on o.id = p.offer_id join organisation offering on offering.id = o.organisation_id
		join listing n on n.id = p.need_id join organisation needing on needing.id = n.organisation_id
		left join introduction i on i.pair_id = p.id and i.withdrawn_at is null
		where p.state in ('suggested', 'later', 'asked', 'introduced') and p.exclusion is null and p.near_duplicate_of is null
			and (p.state <> 'suggested' or p.need_rank is not null or p.offer_rank is not null)
		group by 1, 2 order by pairs desc, 1, 2`);
	return rows;
}

export interface CountryAgreements {
	countries: [string, string];
	/** Agreements that found a centre. */
	founding: number;
	/** Agreements between members that were signed, whatever the register shows of them. */
	members: number;
}

/** Agreements by the countries of their parties; one between three countries stands with each pair of them. */
export async function countAgreements(db: Executor): Promise<CountryAgreements[]> {
	const { rows } = await db.execute<{ first: string; second: string; founding: number; members: number }>(sql`
		with party as (select distinct a.id, p->>'country' as country from founding_agreement a, jsonb_array_elements(a.parties) p),
			counted as (
				select one.country as first, other.country as second, 1 as founding, 0 as members
				from party one join party other on other.id = one.id and other.country > one.country
				union all
				select one, other, 0, f.agreements
				from agreement_figure f, unnest(string_to_array(f.pair, '-')) one, unnest(string_to_array(f.pair, '-')) other
				where f.agreements > 0 and other > one)
		select first, second, sum(founding)::int as founding, sum(members)::int as members from counted group by 1, 2 order by 4 desc, 3 desc, 1, 2`);
	return rows.map(({ first, second, ...counts }) => ({ countries: [first, second], ...counts }));
}

export interface CentreCooperation {
	centreId: string;
	year: number;
	/** Dockings that opened, and agreements between members that were signed, which the centre advises or is itself a party of. */
	dockings: number;
	agreements: number;
}

/** Inside `asActor` only: what came of introductions, by centre and year (UTC). */
export async function countCooperation(tx: Executor): Promise<CentreCooperation[]> {
	const { rows } = await tx.execute<CentreCooperation & Record<string, unknown>>(sql`
		with counted as (
			select centre_id, extract(year from opened_at at time zone 'UTC')::int as year, count(*) as dockings, 0 as agreements from docking_party where counts group by 1, 2
			union all
			select centre_id, extract(year from signed_on)::int, 0, count(*)
			from (
				select distinct a.id, a.signed_on, coalesce(p.centre_id, p.adviser_centre_id) as centre_id
				from agreement a join agreement_party p on p.agreement_id = a.id where a.state in ('signed', 'ended')) signed
			where centre_id is not null group by 1, 2)
		select centre_id as "centreId", year, sum(dockings)::int as dockings, sum(agreements)::int as agreements from counted group by 1, 2`);
	return rows;
}

export interface NamedOrganisation {
	id: string;
	names: LocalText[];
	place: string | null;
	country: string;
	directoryId: string | null;
}

export async function withoutTerms(db: Executor, limit: number): Promise<NamedOrganisation[]> {
	const { rows } = await db.execute<NamedOrganisation & Record<string, unknown>>(sql`
		select id, names, place, country, directory_id as "directoryId" from organisation where directory_terms is null and state = 'admitted' order by id limit ${limit}`);
	return rows;
}

/** A name changed meanwhile has its words computed anew, at the next turn. */
export async function putTerms(db: Executor, rows: readonly { id: string; names: LocalText[]; terms: string[] }[]): Promise<void> {
	if (rows.length === 0) return;
	const values = JSON.stringify(rows.map(({ id, names, terms }) => ({ id, names, terms })));
	await db.execute(sql`
		update organisation o set directory_terms = array(select jsonb_array_elements_text(v.terms))
		from jsonb_to_recordset(${values}::jsonb) as v(id uuid, names jsonb, terms jsonb)
		where o.id = v.id and o.names = v.names and o.directory_terms is null`);
}

/** Alliances and thematic networks to choose from. */
export async function networkChoices(db: Executor): Promise<{ id: string; names: LocalText[] }[]> {
	const { rows } = await db.execute<{ id: string; names: LocalText[] }>(sql`select id, names from thematic_network order by position, id`);
	return rows;
}
