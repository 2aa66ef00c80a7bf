import { sql, type SQL } from 'drizzle-orm';
import type { MeasureRow } from '#lib/brokering/views.ts';
import type { Measure } from '#lib/brokering/vocabulary.ts';
import type { Executor } from '#lib/server/platform/database.ts';

export interface MeasureQuestion {
	/** Undefined: all centres. */
	centreIds: readonly string[] | undefined;
	now: Date;
	/** Every concept with its top area. */
	topAreas: ReadonlyMap<string, string>;
}

/** A pair counts for both centres, for its two countries in order, and for every top area of both listings. */
function groupsOf(measure: Measure): SQL {
	switch (measure) {
		case 'centre':
			return sql`select distinct unnest(array[p.need_centre_id, p.offer_centre_id])`;
		case 'between':
			return sql`select no.country || '-' || oo.country`;
		case 'area':
			return sql`select distinct top.area from top where top.concept = any(nv.areas) or top.concept = any(ov.areas)`;
	}
}

/**
 * Counts from the records: what waits and for how long, what was decided this week, and how many of the pairs decided
 * for good were introduced. Decisions taken back do not count.
 */
export async function countMeasures(db: Executor, measure: Measure, question: MeasureQuestion): Promise<MeasureRow[]> {
	const { centreIds, now } = question;
	const concepts = [...question.topAreas.keys()];
	const own = centreIds ? sql`(p.need_centre_id = any(${sql.param([...centreIds])}::text[]) or p.offer_centre_id = any(${sql.param([...centreIds])}::text[]))` : sql`true`;
	const result = await db.execute<{ key: string; open: number; median_age: number | null; decided: number; introduced: number; rejected: number }>(sql`
		with top (concept, area) as (
			select * from unnest(${sql.param(concepts)}::text[], ${sql.param([...question.topAreas.values()])}::text[])
		), counted as (
			select p.id, p.state, p.first_suggested_at, p.exclusion is null and p.near_duplicate_of is null as fit,
				nl.state = 'published' and ol.state = 'published' as live, g.key,
				(select count(*) from pair_step s join pair_decision d on d.id = s.decision_id
					where s.pair_id = p.id and s.undone_at is null and d.at > ${new Date(now.getTime() - 7 * 86_400_000).toISOString()}) as decided
			from suggested_pair p
			join listing nl on nl.id = p.need_id
			join listing ol on ol.id = p.offer_id
			join listing_version nv on nv.id = nl.published_version_id
			join listing_version ov on ov.id = ol.published_version_id
			join organisation no on no.id = nl.organisation_id
			join organisation oo on oo.id = ol.organisation_id
			cross join lateral (${groupsOf(measure)}) as g (key)
			where ${own}
		)
		select key,
			(count(*) filter (where state in ('suggested', 'asked') and fit and live))::int as open,
			percentile_cont(0.5) within group (order by extract(epoch from ${now.toISOString()}::timestamptz - first_suggested_at) / 86400)
				filter (where state in ('suggested', 'asked') and fit and live) as median_age,
			coalesce(sum(decided), 0)::int as decided,
			(count(*) filter (where state = 'introduced'))::int as introduced,
			(count(*) filter (where state = 'rejected'))::int as rejected
		from counted
		group by key
		order by open desc, key
		limit 200`);
	return result.rows.map(({ key, median_age, decided, ...counts }) => ({
		key,
		...counts,
		medianAge: median_age === null ? null : Number(median_age),
		decidedThisWeek: decided,
	}));
}
