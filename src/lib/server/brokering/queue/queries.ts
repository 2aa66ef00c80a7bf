import { and, arrayOverlaps, asc, desc, eq, gt, inArray, isNotNull, isNull, lte, or, sql, type SQL } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { QueueFilters } from '#lib/brokering/queue-address.ts';
import type { QueueLine, QueueNews } from '#lib/brokering/views.ts';
import type { Age, QueueView } from '#lib/brokering/vocabulary.ts';
import type { Language } from '#lib/engines/text/language.ts';
import { user } from '#lib/server/accounts/tables.ts';
import { listing, listingVersion } from '#lib/server/listings/tables.ts';
import { suggestedPair } from '#lib/server/matching/tables.ts';
import { organisation } from '#lib/server/network/tables.ts';
import type { Executor } from '#lib/server/platform/database.ts';
import { pairQuestion } from '../tables.ts';

const need = alias(listing, 'need');
const offer = alias(listing, 'offer');
const needVersion = alias(listingVersion, 'need_version');
const offerVersion = alias(listingVersion, 'offer_version');
const needOwner = alias(organisation, 'need_owner');
const offerOwner = alias(organisation, 'offer_owner');

/** Whose queue, and what of it. `centreIds` undefined: of all centres. */
export interface QueueQuestion {
	centreIds: readonly string[] | undefined;
	userId: string;
	filters: QueueFilters;
	/** The area asked for with every narrower concept. */
	areas: readonly string[];
	now: Date;
}

const DAY = 86_400_000;

function isOfView(view: QueueView): SQL | undefined {
	const suggested = and(isNull(suggestedPair.exclusion), isNull(suggestedPair.nearDuplicateOf));
	switch (view) {
		case 'suggested':
			return and(eq(suggestedPair.state, 'suggested'), suggested, eq(need.state, 'published'), eq(offer.state, 'published'));
		case 'excluded':
			return and(
				eq(suggestedPair.state, 'suggested'),
				or(isNotNull(suggestedPair.exclusion), isNotNull(suggestedPair.nearDuplicateOf)),
			);
		default:
			return eq(suggestedPair.state, view);
	}
}

function isOfAge(age: Age, now: Date): SQL {
	const before = (days: number) => new Date(now.getTime() - days * DAY);
	switch (age) {
		case 'day':
			return gt(suggestedPair.firstSuggestedAt, before(1));
		case 'week':
			return gt(suggestedPair.firstSuggestedAt, before(7));
		case 'month':
			return gt(suggestedPair.firstSuggestedAt, before(30));
		case 'older':
			return lte(suggestedPair.firstSuggestedAt, before(30));
	}
}

/** The pairs that an officer may see: those with a side of the officer's centres. */
export function hasSideOf(centreIds: readonly string[] | undefined): SQL | undefined {
	if (!centreIds) return undefined;
	if (centreIds.length === 0) return sql`false`;
	return or(inArray(suggestedPair.needCentreId, [...centreIds]), inArray(suggestedPair.offerCentreId, [...centreIds]));
}

function asked({ centreIds, userId, filters, areas, now }: QueueQuestion, but: { between?: true } = {}): SQL | undefined {
	const { between, age, assigned } = filters;
	return and(
		hasSideOf(centreIds),
		between && !but.between ? and(eq(needOwner.country, between.need), eq(offerOwner.country, between.offer)) : undefined,
		areas.length > 0 ? or(arrayOverlaps(needVersion.areas, [...areas]), arrayOverlaps(offerVersion.areas, [...areas])) : undefined,
		age ? isOfAge(age, now) : undefined,
		assigned === 'me' ? eq(suggestedPair.assignedTo, userId) : assigned === 'nobody' ? isNull(suggestedPair.assignedTo) : undefined,
	);
}

const lastDecision = sql<QueueLine['last']>`(
	select json_build_object('decision', d.decision, 'by', u.name, 'at', d.at, 'centre', (
		select c.names from membership mb join centre c on c.id = mb.centre_id
		where mb.user_id = d.by order by c.id in (${suggestedPair.needCentreId}, ${suggestedPair.offerCentreId}) desc limit 1))
	from pair_decision d left join "user" u on u.id = d.by
	where d.pair_id = ${suggestedPair.id} order by d.at desc limit 1)`;

const answered = sql<boolean>`(${suggestedPair.state} = 'suggested' and exists (
	select 1 from ${pairQuestion} q where q.pair_id = ${suggestedPair.id} and q.answer is not null))`;

/** How many notes the reader may read: shared ones, and internal ones of the reader's centres. */
function readableNotes(centreIds: readonly string[] | undefined): SQL<number> {
	const own = centreIds ? sql`n.centre_id = any(${sql.param([...centreIds])}::text[])` : sql`true`;
	return sql<number>`(select count(*)::int from pair_note n where n.pair_id = ${suggestedPair.id} and (n.centre_id is null or ${own}))`;
}

/** A page of the queue: strongest first; what was put off by its day, what was decided newest first. */
export async function queueLines(db: Executor, question: QueueQuestion, page: { limit: number; offset: number }): Promise<QueueLine[]> {
	const { view } = question.filters;
	const decided = view === 'introduced' || view === 'rejected' || view === 'asked';
	const newestDecision = sql`(select max(d.at) from pair_decision d where d.pair_id = ${suggestedPair.id}) desc nulls last`;
	const order = view === 'later' ? [asc(suggestedPair.laterUntil), desc(suggestedPair.score)] : decided ? [newestDecision] : [desc(suggestedPair.score)];
	const rows = await db
		.select({
			pair: suggestedPair,
			need: { reference: need.reference, title: needVersion.title, language: needVersion.language, country: needOwner.country, centreId: suggestedPair.needCentreId },
			offer: { reference: offer.reference, title: offerVersion.title, language: offerVersion.language, country: offerOwner.country, centreId: suggestedPair.offerCentreId },
			assignedName: user.name,
			notes: readableNotes(question.centreIds),
			answered,
			last: lastDecision,
		})
		.from(suggestedPair)
		.innerJoin(need, eq(need.id, suggestedPair.needId))
		.innerJoin(offer, eq(offer.id, suggestedPair.offerId))
		.innerJoin(needVersion, eq(needVersion.id, need.publishedVersionId))
		.innerJoin(offerVersion, eq(offerVersion.id, offer.publishedVersionId))
		.innerJoin(needOwner, eq(needOwner.id, need.organisationId))
		.innerJoin(offerOwner, eq(offerOwner.id, offer.organisationId))
		.leftJoin(user, eq(user.id, suggestedPair.assignedTo))
		.where(and(asked(question), isOfView(view)))
		.orderBy(...order, suggestedPair.id)
		.limit(page.limit)
		.offset(page.offset);
	return rows.map(({ pair, assignedName, ...line }) => ({
		id: pair.id,
		version: pair.version,
		state: pair.state,
		score: pair.score,
		firstSuggestedAt: pair.firstSuggestedAt,
		laterUntil: pair.laterUntil,
		exclusion: pair.exclusion,
		nearDuplicate: pair.nearDuplicateOf !== null,
		assigned: pair.assignedTo && assignedName ? { userId: pair.assignedTo, name: assignedName } : null,
		...line,
	}));
}

/** How many pairs each part of the queue has, with the other filters as they are. */
export async function countViews(db: Executor, question: QueueQuestion): Promise<Record<QueueView, number>> {
	const of = (view: QueueView) => sql<number>`(count(*) filter (where ${isOfView(view)}))::int`;
	const rows = await db
		.select({ suggested: of('suggested'), asked: of('asked'), later: of('later'), introduced: of('introduced'), rejected: of('rejected'), excluded: of('excluded') })
		.from(suggestedPair)
		.innerJoin(need, eq(need.id, suggestedPair.needId))
		.innerJoin(offer, eq(offer.id, suggestedPair.offerId))
		.innerJoin(needVersion, eq(needVersion.id, need.publishedVersionId))
		.innerJoin(offerVersion, eq(offerVersion.id, offer.publishedVersionId))
		.innerJoin(needOwner, eq(needOwner.id, need.organisationId))
		.innerJoin(offerOwner, eq(offerOwner.id, offer.organisationId))
		.where(asked(question));
	return rows[0]!;
}

/** The country pairs of the chosen part of the queue, most frequent first. */
export async function countBetween(db: Executor, question: QueueQuestion): Promise<{ need: string; offer: string; count: number }[]> {
	return db
		.select({ need: needOwner.country, offer: offerOwner.country, count: sql<number>`count(*)::int` })
		.from(suggestedPair)
		.innerJoin(need, eq(need.id, suggestedPair.needId))
		.innerJoin(offer, eq(offer.id, suggestedPair.offerId))
		.innerJoin(needVersion, eq(needVersion.id, need.publishedVersionId))
		.innerJoin(offerVersion, eq(offerVersion.id, offer.publishedVersionId))
		.innerJoin(needOwner, eq(needOwner.id, need.organisationId))
		.innerJoin(offerOwner, eq(offerOwner.id, offer.organisationId))
		.where(and(asked(question, { between: true }), isOfView(question.filters.view)))
		.groupBy(needOwner.country, offerOwner.country)
		.orderBy(sql`count(*) desc`, needOwner.country, offerOwner.country)
		.limit(150);
}

export async function introducedByOthers(db: Executor, centreIds: readonly string[], since: Date, limit: number): Promise<QueueNews[]> {
	if (centreIds.length === 0) return [];
	const own = sql.param([...centreIds]);
	const result = await db.execute<{ pair_id: string; by: string | null; at: string | Date; title: string; language: Language }>(sql`
		select i.pair_id, u.name as by, i.introduced_at as at, v.title, v.language
		from introduction i
		join suggested_pair p on p.id = i.pair_id
		join listing l on l.id = case when p.need_centre_id = any(${own}::text[]) then p.need_id else p.offer_id end
		join listing_version v on v.id = l.published_version_id
		left join "user" u on u.id = i.introduced_by
		where i.withdrawn_at is null and i.introduced_at > ${since.toISOString()}
			and (p.need_centre_id = any(${own}::text[]) or p.offer_centre_id = any(${own}::text[]))
			and not exists (select 1 from membership mb where mb.user_id = i.introduced_by and mb.centre_id = any(${own}::text[]))
		order by i.introduced_at desc limit ${limit}`);
	return result.rows.map(({ pair_id, at, ...row }) => ({ pairId: pair_id, at: new Date(at), ...row }));
}
