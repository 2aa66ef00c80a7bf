import { sql } from 'drizzle-orm';
import type { LocalText } from '#lib/text/local-text.ts';
import type { Executor } from '#lib/server/platform/database.ts';

/** An organisation that has published in some concepts, or says that it works in them. */
export interface ActiveOrganisation {
	slug: string;
	names: LocalText[];
	country: string;
	isSample: boolean;
	/** Published listings in these concepts that show whose they are. */
	listings: number;
}

/** Organisations active in any of some concepts, those with most listings there first. */
export async function organisationsActiveIn(db: Executor, concepts: readonly string[], limit: number): Promise<ActiveOrganisation[]> {
	const ids = sql`(select array_agg(value) from jsonb_array_elements_text(${JSON.stringify(concepts)}::jsonb))`;
	const { rows } = await db.execute(sql`
		select o.slug, o.names, o.country, o.is_sample as "isSample", coalesce(l.listings, 0)::integer as listings
		from organisation o
		left join lateral (
			select count(*) as listings from listing
			join listing_version v on v.id = listing.published_version_id
			where listing.organisation_id = o.id and listing.state = 'published' and v.display = 'open' and v.areas && ${ids}
		) l on true
		where o.state = 'admitted' and (l.listings > 0 or o.areas && ${ids})
		order by listings desc, o.slug limit ${limit}`);
	return rows as unknown as ActiveOrganisation[];
}
