import type { Actor } from '#lib/server/accounts/actor.ts';
import type { Language } from '#lib/engines/text/language.ts';
import { NOTE_LIMIT } from '#lib/brokering/vocabulary.ts';
import { listingById, versionById } from '#lib/server/listings/queries.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import type { Clock } from '#lib/server/platform/clock.ts';
import { inTransaction, type Database } from '#lib/server/platform/database.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import type { Jobs } from '#lib/server/platform/jobs.ts';
import { sendMail } from '#lib/server/platform/mail.ts';
import { wordsOf } from './input.ts';
import { nextPairState } from './pair.ts';
import { answerLetter } from './pair-letters.ts';
import { lockPair, movePair, personById, questionById, updateQuestion } from './queries.ts';
import { mayAnswerFor } from './rules.ts';

/**
 * The owner of a listing answers what an officer asked about it: the pair goes back to the officers, and who asked is told.
 * Errors: not_found (also where it is another organisation's), conflict (answered or withdrawn meanwhile), invalid_input.
 */
export async function answerQuestion(
	context: { db: Database; clock: Clock; jobs: Jobs; baseUrl: string },
	actor: Actor,
	input: { questionId: string; answer: unknown; language: Language },
): Promise<void> {
	await inTransaction(context.db, async (tx) => {
		const asked = await questionById(tx, input.questionId);
		const pair = asked && (await lockPair(tx, asked.pairId));
		const listing = asked && (await listingById(tx, asked.listingId));
		if (!pair || !listing || !mayAnswerFor(actor, listing.organisationId) || actor.kind !== 'member')
			throw new ExpectedError('not_found', 'No such question.');
		const question = (await questionById(tx, asked.id))!;
		if (question.answer !== null || question.withdrawnAt) throw new ExpectedError('conflict', 'The question waits no more.');
		const answer = wordsOf(input.answer, 'answer', NOTE_LIMIT, true);
		await updateQuestion(tx, question.id, {
			answer,
			answerLanguage: input.language,
			answeredBy: actor.userId,
			answeredAt: context.clock(),
		});
		const state = nextPairState(pair.row.state, 'answer');
		if (state) await movePair(tx, pair.row.id, { state, laterUntil: null });
		await recordAudit(tx, { actor, action: 'pair.answer', entity: 'suggested_pair', entityId: pair.row.id, detail: { questionId: question.id } });
		const asker = question.askedBy === null ? undefined : await personById(tx, question.askedBy);
		if (!asker) return;
		const version = listing.publishedVersionId ? await versionById(tx, listing.publishedVersionId) : undefined;
		await sendMail(
			tx,
			context.jobs,
			answerLetter(asker, {
				title: version?.title ?? String(listing.reference),
				question: question.question,
				answer,
				pairId: pair.row.id,
				baseUrl: context.baseUrl,
			}),
		);
	});
}
