import { and, asc, count, desc, eq, inArray, ne, or, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { DecisionEntry, EarlierPair, IntroductionEntry, NoteEntry, QuestionEntry } from '#lib/brokering/views.ts';
import type { PairState, Reply } from '#lib/brokering/vocabulary.ts';
import type { Language } from '#lib/engines/text/language.ts';
import { membership, user } from '#lib/server/accounts/tables.ts';
import { listing, listingContact, listingVersion, review } from '#lib/server/listings/tables.ts';
import { pairDecision, suggestedPair } from '#lib/server/matching/tables.ts';
import { centre, organisation } from '#lib/server/network/tables.ts';
import type { Executor } from '#lib/server/platform/database.ts';
import type { LocalText } from '#lib/text/local-text.ts';
import { hasSideOf } from '../queue/queries.ts';
import { introduction, pairByHand, pairNote, pairQuestion, pairStep } from '../tables.ts';

export interface ListingOfPair {
	listing: typeof listing.$inferSelect;
	version: typeof listingVersion.$inferSelect;
	organisation: typeof organisation.$inferSelect;
	centreNames: LocalText[];
}

/** Listings with their published version, their owner and their centre. */
export async function listingsOfPair(db: Executor, ids: string[]): Promise<ListingOfPair[]> {
	return db
		.select({ listing, version: listingVersion, organisation, centreNames: centre.names })
		.from(listing)
		.innerJoin(listingVersion, eq(listingVersion.id, listing.publishedVersionId))
		.innerJoin(organisation, eq(organisation.id, listing.organisationId))
		.innerJoin(centre, eq(centre.id, listing.centreId))
		.where(inArray(listing.id, ids));
}

/** The newest translation of what is published of a listing into a language. */
export async function translationOf(db: Executor, listingId: string, language: Language): Promise<typeof listingVersion.$inferSelect | undefined> {
	const rows = await db
		.select()
		.from(listingVersion)
		.where(and(eq(listingVersion.listingId, listingId), eq(listingVersion.language, language), ne(listingVersion.provenance, 'original')))
		.orderBy(desc(listingVersion.number))
		.limit(1);
	return rows[0];
}

/** How many people with an account a letter about a listing would reach. */
export async function countContacts(db: Executor, listingId: string): Promise<number> {
	const contacts = await db.select({ count: count() }).from(listingContact).where(eq(listingContact.listingId, listingId));
	if (Number(contacts[0]?.count) > 0) return Number(contacts[0]!.count);
	const owners = await db
		.select({ count: count() })
		.from(membership)
		.innerJoin(listing, eq(listing.organisationId, membership.organisationId))
		.where(and(eq(listing.id, listingId), eq(membership.role, 'owner')));
	return Number(owners[0]?.count ?? 0);
}

/** A pair's notes, oldest first: the shared ones, and the internal ones of some centres. */
export async function notesOf(db: Executor, pairId: string, centreIds: readonly string[]): Promise<NoteEntry[]> {
	const readable = or(sql`${pairNote.centreId} is null`, centreIds.length > 0 ? inArray(pairNote.centreId, [...centreIds]) : undefined);
	return db
		.select({
			id: pairNote.id,
			author: user.name,
			words: pairNote.words,
			language: pairNote.language,
			at: pairNote.createdAt,
			internal: sql<boolean>`${pairNote.centreId} is not null`,
		})
		.from(pairNote)
		.leftJoin(user, eq(user.id, pairNote.authorId))
		.where(and(eq(pairNote.pairId, pairId), readable))
		.orderBy(asc(pairNote.createdAt));
}

/** What was decided on a pair, newest first. */
export async function decisionsOf(db: Executor, pairId: string): Promise<DecisionEntry[]> {
	return db
		.select({
			id: pairDecision.id,
			decision: pairDecision.decision,
			reason: pairDecision.reason,
			words: pairDecision.words,
			byId: pairDecision.by,
			by: user.name,
			centre: sql<LocalText[] | null>`(
				select c.names from membership mb join centre c on c.id = mb.centre_id join suggested_pair p on p.id = ${pairDecision.pairId}
				where mb.user_id = ${pairDecision.by} order by c.id in (p.need_centre_id, p.offer_centre_id) desc limit 1)`,
			at: pairDecision.at,
			laterUntil: pairStep.laterUntil,
			undone: sql<boolean>`${pairStep.undoneAt} is not null`,
			lettersAt: pairStep.lettersAt,
		})
		.from(pairDecision)
		.leftJoin(pairStep, eq(pairStep.decisionId, pairDecision.id))
		.leftJoin(user, eq(user.id, pairDecision.by))
		.where(eq(pairDecision.pairId, pairId))
		.orderBy(desc(pairDecision.at))
		.limit(50);
}

const asker = alias(user, 'asker');
const answerer = alias(user, 'answerer');

/** The questions to the owners of a pair with their answers, newest first. */
export async function questionsOf(db: Executor, pairId: string): Promise<QuestionEntry[]> {
	return db
		.select({
			id: pairQuestion.id,
			listingId: pairQuestion.listingId,
			question: pairQuestion.question,
			language: pairQuestion.language,
			askedBy: asker.name,
			askedAt: pairQuestion.askedAt,
			withdrawn: sql<boolean>`${pairQuestion.withdrawnAt} is not null`,
			answer: pairQuestion.answer,
			answerLanguage: pairQuestion.answerLanguage,
			answeredBy: answerer.name,
			answeredAt: pairQuestion.answeredAt,
		})
		.from(pairQuestion)
		.leftJoin(asker, eq(asker.id, pairQuestion.askedBy))
		.leftJoin(answerer, eq(answerer.id, pairQuestion.answeredBy))
		.where(eq(pairQuestion.pairId, pairId))
		.orderBy(desc(pairQuestion.askedAt));
}

/** The introduction that stands, if any. */
export async function standingIntroduction(db: Executor, pairId: string): Promise<IntroductionEntry | undefined> {
	const rows = await db
		.select({
			decisionId: introduction.decisionId,
			at: introduction.introducedAt,
			needReply: introduction.needReply,
			offerReply: introduction.offerReply,
		})
		.from(introduction)
		.where(and(eq(introduction.pairId, pairId), sql`${introduction.withdrawnAt} is null`));
	return rows[0];
}

/** The pairs of a listing besides one that were decided on, newest first, and the strongest that wait; of the reader's centres only. */
export async function earlierPairs(
	db: Executor,
	about: { listingId: string; kind: 'need' | 'offer'; but: string; centreIds: readonly string[] | undefined },
	limit: number,
): Promise<EarlierPair[]> {
	const [own, other] = about.kind === 'need' ? [suggestedPair.needId, suggestedPair.offerId] : [suggestedPair.offerId, suggestedPair.needId];
	const [reply, otherReply] = about.kind === 'need' ? (['need_reply', 'offer_reply'] as const) : (['offer_reply', 'need_reply'] as const);
	const last = <T>(column: 'd.at' | 'u.name') => sql<T>`(select ${sql.raw(column)} from pair_decision d left join "user" u on u.id = d.by
		where d.pair_id = ${suggestedPair.id} order by d.at desc limit 1)`;
	const said = (column: 'need_reply' | 'offer_reply') => sql<Reply | null>`(select ${sql.raw(column)} from introduction i where i.pair_id = ${suggestedPair.id} and i.withdrawn_at is null)`;
	const decidedAt = last<Date | null>('d.at');
	return db
		.select({
			id: suggestedPair.id,
			state: suggestedPair.state,
			score: suggestedPair.score,
			otherReference: listing.reference,
			otherTitle: listingVersion.title,
			otherLanguage: listingVersion.language,
			otherCountry: organisation.country,
			decidedBy: last<string | null>('u.name'),
			decidedAt: sql<string | null>`to_char(${decidedAt} at time zone 'UTC', 'YYYY-MM-DD')`,
			reply: said(reply),
			otherReply: said(otherReply),
		})
		.from(suggestedPair)
		.innerJoin(listing, eq(listing.id, other))
		.innerJoin(listingVersion, eq(listingVersion.id, listing.publishedVersionId))
		.innerJoin(organisation, eq(organisation.id, listing.organisationId))
		.where(and(eq(own, about.listingId), ne(suggestedPair.id, about.but), hasSideOf(about.centreIds)))
		.orderBy(sql`${decidedAt} desc nulls last`, desc(suggestedPair.score))
		.limit(limit);
}

/** When versions of a listing were published, newest first. What was said in review stays with its centre. */
export async function publicationsOf(db: Executor, listingId: string): Promise<{ number: number; at: Date }[]> {
	return db
		.select({ number: listingVersion.number, at: review.createdAt })
		.from(review)
		.innerJoin(listingVersion, eq(listingVersion.id, review.versionId))
		.where(and(eq(review.listingId, listingId), eq(review.decision, 'published')))
		.orderBy(desc(review.createdAt))
		.limit(10);
}

/** Who made a pair by hand, if it was. */
export async function madeByHand(db: Executor, pairId: string): Promise<{ by: string | null } | undefined> {
	const rows = await db
		.select({ by: user.name })
		.from(pairByHand)
		.leftJoin(user, eq(user.id, pairByHand.madeBy))
		.where(eq(pairByHand.pairId, pairId));
	return rows[0];
}

/** A public listing's reference and title, e.g. of what another one repeats. */
export async function titleOf(db: Executor, listingId: string): Promise<{ reference: number; title: string; language: Language } | undefined> {
	const rows = await db
		.select({ reference: listing.reference, title: listingVersion.title, language: listingVersion.language })
		.from(listing)
		.innerJoin(listingVersion, eq(listingVersion.id, listing.publishedVersionId))
		.where(eq(listing.id, listingId));
	return rows[0];
}

/** The pairs that exist of a listing and some others, by the others' ids, with their state. */
export async function pairsWith(
	db: Executor,
	listingId: string,
	kind: 'need' | 'offer',
	others: readonly string[],
): Promise<Map<string, { id: string; state: PairState }>> {
	if (others.length === 0) return new Map();
	const [own, other] = kind === 'need' ? [suggestedPair.needId, suggestedPair.offerId] : [suggestedPair.offerId, suggestedPair.needId];
	const rows = await db
		.select({ id: suggestedPair.id, other, state: suggestedPair.state })
		.from(suggestedPair)
		.where(and(eq(own, listingId), inArray(other, [...others])));
	return new Map(rows.map(({ id, other: otherId, state }) => [otherId, { id, state }]));
}

/** The centres that look after some listings, by listing. */
export async function centresOfListings(db: Executor, ids: readonly string[]): Promise<Map<string, string>> {
	if (ids.length === 0) return new Map();
	const rows = await db.select({ id: listing.id, centreId: listing.centreId }).from(listing).where(inArray(listing.id, [...ids]));
	return new Map(rows.map(({ id, centreId }) => [id, centreId]));
}
