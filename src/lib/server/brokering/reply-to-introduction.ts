import type { Reply } from '#lib/brokering/vocabulary.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { openDockingOfPair } from '#lib/server/docking/open-docking-of-pair.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import type { Clock } from '#lib/server/platform/clock.ts';
import { inTransaction, type Database } from '#lib/server/platform/database.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import type { Jobs } from '#lib/server/platform/jobs.ts';
import { sendMail } from '#lib/server/platform/mail.ts';
import { publicListings } from '#lib/server/search/queries.ts';
import { replyLetter } from './pair-letters.ts';
import { introductionOf, lockPair, personById, updateIntroduction } from './queries.ts';
import { mayAnswerFor } from './rules.ts';

/**
 * An owner says whether an introduction interests him or her; the officer who introduced is told. It can be said anew. Once both
 * sides are interested, their docking opens.
 * Errors: not_found (also where the actor writes for neither side, or it was taken back).
 */
export async function replyToIntroduction(
	context: { db: Database; clock: Clock; jobs: Jobs; baseUrl: string },
	actor: Actor,
	input: { decisionId: string; side: 'need' | 'offer'; reply: Reply },
): Promise<void> {
	await inTransaction(context.db, async (tx) => {
		const found = await introductionOf(tx, input.decisionId);
		const pair = found && (await lockPair(tx, found.pairId));
		if (!pair || actor.kind !== 'member' || !mayAnswerFor(actor, pair.forRules[input.side].organisationId))
			throw new ExpectedError('not_found', 'No such introduction.');
		const standing = (await introductionOf(tx, input.decisionId))!;
		if (standing.withdrawnAt) throw new ExpectedError('not_found', 'The introduction was taken back.');
		const now = context.clock();
		const before = input.side === 'need' ? standing.needReply : standing.offerReply;
		if (before === input.reply) return;
		await updateIntroduction(
			tx,
			standing.decisionId,
			input.side === 'need'
				? { needReply: input.reply, needRepliedBy: actor.userId, needRepliedAt: now }
				: { offerReply: input.reply, offerRepliedBy: actor.userId, offerRepliedAt: now },
		);
		await recordAudit(tx, {
			actor,
			action: `pair.${input.reply}`,
			entity: 'suggested_pair',
			entityId: pair.row.id,
			detail: { decisionId: standing.decisionId, side: input.side },
		});
		if (input.reply === 'interested' && (input.side === 'need' ? standing.offerReply : standing.needReply) === 'interested') {
			const { need, offer } = pair.forRules;
			const [byNeed, byOffer] = input.side === 'need' ? [actor.userId, standing.offerRepliedBy] : [standing.needRepliedBy, actor.userId];
			await openDockingOfPair(context, tx, actor, { pairId: pair.row.id, need: { ...need, repliedBy: byNeed }, offer: { ...offer, repliedBy: byOffer } });
		}
		const officer = standing.introducedBy === null ? undefined : await personById(tx, standing.introducedBy);
		if (!officer) return;
		const listing = (await publicListings(tx, [pair.forRules[input.side].listingId]))[0];
		const title = listing?.content.title ?? String(pair[`${input.side}Reference`]);
		await sendMail(tx, context.jobs, replyLetter(officer, { title, reply: input.reply, pairId: pair.row.id, baseUrl: context.baseUrl }));
	});
}
