import type { Reply, Side } from '#lib/brokering/vocabulary.ts';
import { belongsTo, isSignedIn, type Actor } from '#lib/server/accounts/actor.ts';
import type { Executor } from '#lib/server/platform/database.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { cardOf } from '#lib/server/search/public-listing.ts';
import { publicListings } from '#lib/server/search/queries.ts';
import type { ListingCard } from '#lib/search/types.ts';
import type { LocalText } from '#lib/text/local-text.ts';
import { introductionsOf, memberQuestion, openQuestionsOf, type MemberQuestion } from './members/queries.ts';
import { mayAnswerFor } from './rules.ts';

/** An introduction as a member sees it: both listings as everyone may read them, and who introduced. */
export interface MemberIntroduction {
	decisionId: string;
	at: Date;
	/** Which side is the member's. */
	side: Side;
	mine: ListingCard | null;
	theirs: ListingCard | null;
	officer: string | null;
	centres: LocalText[][];
	reply: Reply | null;
	otherReply: Reply | null;
	mayReply: boolean;
}

/** The introductions of a member's organisations, newest first. */
export async function memberIntroductions(db: Executor, actor: Actor): Promise<MemberIntroduction[]> {
	if (!isSignedIn(actor)) return [];
	const rows = await introductionsOf(db, [...actor.organisations.keys()]);
	const cards = new Map((await publicListings(db, rows.flatMap(({ needId, offerId }) => [needId, offerId]))).map((each) => [each.id, cardOf(each)]));
	return rows.flatMap((row) =>
		(['need', 'offer'] as const)
			.filter((side) => belongsTo(actor, side === 'need' ? row.needOrganisationId : row.offerOrganisationId))
			.map((side) => {
				const [mine, theirs] = side === 'need' ? [row.needId, row.offerId] : [row.offerId, row.needId];
				return {
					decisionId: row.decisionId,
					at: row.at,
					side,
					mine: cards.get(mine) ?? null,
					theirs: cards.get(theirs) ?? null,
					officer: row.officer,
					centres: [row.needCentre, row.offerCentre],
					reply: side === 'need' ? row.needReply : row.offerReply,
					otherReply: side === 'need' ? row.offerReply : row.needReply,
					mayReply: mayAnswerFor(actor, side === 'need' ? row.needOrganisationId : row.offerOrganisationId),
				};
			}),
	);
}

/** The questions that wait for an answer of a member's organisations. */
export async function memberQuestions(db: Executor, actor: Actor): Promise<MemberQuestion[]> {
	return isSignedIn(actor) ? openQuestionsOf(db, [...actor.organisations.keys()].filter((id) => mayAnswerFor(actor, id))) : [];
}

/** One question to an owner. Errors: not_found, also where it is another organisation's. */
export async function viewQuestion(db: Executor, actor: Actor, id: string): Promise<MemberQuestion> {
	const question = await memberQuestion(db, id);
	if (!question || !mayAnswerFor(actor, question.organisationId)) throw new ExpectedError('not_found', 'No such question.');
	return question;
}

/** How many introductions without a reply and open questions wait for a member. */
export async function memberWaiting(db: Executor, actor: Actor): Promise<{ introductions: number; questions: number }> {
	if (!isSignedIn(actor)) return { introductions: 0, questions: 0 };
	const [introductions, questions] = await Promise.all([introductionsOf(db, [...actor.organisations.keys()]), memberQuestions(db, actor)]);
	const unanswered = introductions.flatMap(({ needReply, needOrganisationId, offerReply, offerOrganisationId }) => [
		{ reply: needReply, organisationId: needOrganisationId },
		{ reply: offerReply, organisationId: offerOrganisationId },
	]);
	return {
		introductions: unanswered.filter(({ reply, organisationId }) => reply === null && mayAnswerFor(actor, organisationId)).length,
		questions: questions.length,
	};
}
