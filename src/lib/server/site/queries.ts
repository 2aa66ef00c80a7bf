import { and, desc, eq, isNull, sql, type SQL } from 'drizzle-orm';
import { suggestedPair } from '#lib/server/matching/tables.ts';
import type { Executor } from '#lib/server/platform/database.ts';

/** The strongest stored pairs that nobody has decided on and nothing excludes, strongest first. */
export async function strongestStoredPairs(db: Executor, limit: number): Promise<{ needId: string; offerId: string }[]> {
	return db
		.select({ needId: suggestedPair.needId, offerId: suggestedPair.offerId })
		.from(suggestedPair)
		.where(and(eq(suggestedPair.state, 'suggested'), isNull(suggestedPair.exclusion), isNull(suggestedPair.nearDuplicateOf)))
		.orderBy(desc(suggestedPair.score))
		.limit(limit);
}

/** Public things that are too many for one site map. */
export const SITE_KINDS = ['organisations', 'listings', 'experts'] as const;
export type SiteKind = (typeof SITE_KINDS)[number];

/** What the addresses of a kind end with, in their order, and when each was changed. */
const SITE_ROWS: Record<SiteKind, SQL> = {
	organisations: sql`select slug as name, slug as place, null::timestamptz as changed from organisation where state = 'admitted'`,
	listings: sql`select reference::text as name, reference as place, updated_at as changed from listing where state = 'published'`,
	experts: sql`select slug as name, slug as place, updated_at as changed from expert where state = 'public'`,
};
const placeOf = (kind: SiteKind, name: string) => (kind === 'listings' ? sql`${name}::integer` : sql`${name}`);

/** Where each run of so many begins: only these names are read, however many rows there are. */
export async function siteRuns(db: Executor, kind: SiteKind, size: number): Promise<string[]> {
	const { rows } = await db.execute<{ name: string }>(sql`
		select name from (select name, place, row_number() over (order by place) as n from (${SITE_ROWS[kind]}) as rows) as numbered
		where (n - 1) % ${size} = 0 order by place`);
	return rows.map(({ name }) => name);
}

/** So many names of a kind from one on, with the day of the last change where it is known. */
export async function siteEntries(db: Executor, kind: SiteKind, from: string, limit: number): Promise<{ name: string; changed: string | null }[]> {
	const { rows } = await db.execute<{ name: string; changed: string | null }>(sql`
		select name, to_char(changed at time zone 'UTC', 'YYYY-MM-DD') as changed from (${SITE_ROWS[kind]}) as rows where place >= ${placeOf(kind, from)} order by place limit ${limit}`);
	return rows;
}
