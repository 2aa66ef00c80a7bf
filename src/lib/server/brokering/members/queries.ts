import { and, desc, eq, inArray, isNull, or, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { Reply, Side } from '#lib/brokering/vocabulary.ts';
import type { Language } from '#lib/engines/text/language.ts';
import { user } from '#lib/server/accounts/tables.ts';
import { listing, listingVersion } from '#lib/server/listings/tables.ts';
import { suggestedPair } from '#lib/server/matching/tables.ts';
import { centre } from '#lib/server/network/tables.ts';
import type { Executor } from '#lib/server/platform/database.ts';
import type { LocalText } from '#lib/text/local-text.ts';
import { introduction, pairQuestion, pairStep } from '../tables.ts';

const need = alias(listing, 'need');
const offer = alias(listing, 'offer');

export interface MemberIntroductionRow {
	decisionId: string;
	at: Date;
	needId: string;
	offerId: string;
	needOrganisationId: string;
	offerOrganisationId: string;
	needReply: Reply | null;
	offerReply: Reply | null;
	officer: string | null;
	needCentre: LocalText[];
	offerCentre: LocalText[];
}

const needCentre = alias(centre, 'need_centre');
const offerCentre = alias(centre, 'offer_centre');

/** The standing introductions of some organisations' listings, once their letters have left; newest first. */
export async function introductionsOf(db: Executor, organisationIds: readonly string[]): Promise<MemberIntroductionRow[]> {
	if (organisationIds.length === 0) return [];
	return db
		.select({
			decisionId: introduction.decisionId,
			at: introduction.introducedAt,
			needId: suggestedPair.needId,
			offerId: suggestedPair.offerId,
			needOrganisationId: need.organisationId,
			offerOrganisationId: offer.organisationId,
			needReply: introduction.needReply,
			offerReply: introduction.offerReply,
			officer: user.name,
			needCentre: needCentre.names,
			offerCentre: offerCentre.names,
		})
		.from(introduction)
		.innerJoin(pairStep, eq(pairStep.decisionId, introduction.decisionId))
		.innerJoin(suggestedPair, eq(suggestedPair.id, introduction.pairId))
		.innerJoin(need, eq(need.id, suggestedPair.needId))
		.innerJoin(offer, eq(offer.id, suggestedPair.offerId))
		.innerJoin(needCentre, eq(needCentre.id, suggestedPair.needCentreId))
		.innerJoin(offerCentre, eq(offerCentre.id, suggestedPair.offerCentreId))
		.leftJoin(user, eq(user.id, introduction.introducedBy))
		.where(
			and(
				isNull(introduction.withdrawnAt),
				sql`${pairStep.lettersAt} is not null`,
				or(inArray(need.organisationId, [...organisationIds]), inArray(offer.organisationId, [...organisationIds])),
			),
		)
		.orderBy(desc(introduction.introducedAt))
		.limit(100);
}

export interface MemberQuestion {
	id: string;
	question: string;
	language: Language;
	askedBy: string | null;
	centre: LocalText[];
	askedAt: Date;
	answer: string | null;
	answeredAt: Date | null;
	withdrawn: boolean;
	organisationId: string;
	reference: number;
	title: string;
	titleLanguage: Language;
	kind: Side;
}

const questionColumns = {
	id: pairQuestion.id,
	question: pairQuestion.question,
	language: pairQuestion.language,
	askedBy: user.name,
	centre: centre.names,
	askedAt: pairQuestion.askedAt,
	answer: pairQuestion.answer,
	answeredAt: pairQuestion.answeredAt,
	withdrawn: sql<boolean>`${pairQuestion.withdrawnAt} is not null`,
	organisationId: listing.organisationId,
	reference: listing.reference,
	title: listingVersion.title,
	titleLanguage: listingVersion.language,
	kind: listing.kind,
};

const questions = (db: Executor) =>
	db
		.select(questionColumns)
		.from(pairQuestion)
		.innerJoin(listing, eq(listing.id, pairQuestion.listingId))
		.innerJoin(listingVersion, eq(listingVersion.id, listing.publishedVersionId))
		.innerJoin(centre, eq(centre.id, listing.centreId))
		.innerJoin(pairStep, eq(pairStep.decisionId, pairQuestion.decisionId))
		.leftJoin(user, eq(user.id, pairQuestion.askedBy));

/** A question to an owner, once its letter has left. */
export async function memberQuestion(db: Executor, id: string): Promise<MemberQuestion | undefined> {
	return (await questions(db).where(and(eq(pairQuestion.id, id), sql`${pairStep.lettersAt} is not null`)))[0];
}

/** The questions to some organisations that wait for an answer, oldest first. */
export async function openQuestionsOf(db: Executor, organisationIds: readonly string[]): Promise<MemberQuestion[]> {
	if (organisationIds.length === 0) return [];
	return questions(db)
		.where(
			and(
				inArray(listing.organisationId, [...organisationIds]),
				isNull(pairQuestion.answer),
				isNull(pairQuestion.withdrawnAt),
				sql`${pairStep.lettersAt} is not null`,
			),
		)
		.orderBy(pairQuestion.askedAt)
		.limit(100);
}
