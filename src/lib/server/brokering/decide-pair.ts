import type { Actor } from '#lib/server/accounts/actor.ts';
import type { Language } from '#lib/engines/text/language.ts';
import { decisionScores } from '#lib/server/matching/suggested-pair.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import type { Clock } from '#lib/server/platform/clock.ts';
import { inTransaction, type Database, type Transaction } from '#lib/server/platform/database.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import type { Jobs } from '#lib/server/platform/jobs.ts';
import type { NewMail } from '#lib/server/platform/mail.ts';
import type { SearchService } from '#lib/server/search/search-service.ts';
import type { DecisionInput } from './input.ts';
import { LETTERS_WAIT_SECONDS, nextPairState } from './pair.ts';
import { introductionLetters, questionLetters } from './prepare-letters.ts';
import { insertDecision, insertIntroduction, insertQuestion, lockPair, movePair, withdrawOpenQuestion, type FoundPair } from './queries.ts';
import { pairRules } from './rules.ts';
import { decisionLetters } from './task-keys.ts';

export interface BrokerContext {
	db: Database;
	clock: Clock;
	jobs: Jobs;
	search: Pick<SearchService, 'judgePair'>;
	baseUrl: string;
}

export interface Decided {
	decisionId: string;
	version: number;
}

/**
 * An officer decides on a pair. `expected` is the version that the officer saw: if another officer was faster, nothing
 * happens. Letters wait a minute, so that the decision can be taken back without anybody having read of it.
 * Errors: not_found (also where the officer's centre has no side), forbidden, conflict, invalid_input.
 */
export async function decidePair(
	context: BrokerContext,
	actor: Actor,
	input: { pairId: string; expected: number; decision: DecisionInput; language: Language },
): Promise<Decided> {
	return inTransaction(context.db, async (tx) => {
		const pair = await lockPair(tx, input.pairId);
		if (!pair || !pairRules.view(actor, pair.forRules) || actor.kind !== 'member') throw new ExpectedError('not_found', 'No such pair.');
		if (pair.row.version !== input.expected) throw new ExpectedError('conflict', 'Another officer has decided on this pair meanwhile.');
		assertMay(actor, pair, input.decision);
		const { decision } = input;
		const state = nextPairState(pair.row.state, decision.decision)!;
		const laterUntil = decision.decision === 'later' ? decision.until : null;
		const now = context.clock();
		if (pair.row.state === 'asked') await withdrawOpenQuestion(tx, pair.row.id, now);
		const decisionId = await insertDecision(
			tx,
			{
				pairId: pair.row.id,
				decision: decision.decision,
				reason: decision.decision === 'reject' ? decision.reason : null,
				words: decision.decision === 'reject' && decision.words !== '' ? decision.words : null,
				by: actor.userId,
				at: now,
				scores: decisionScores(pair.row.criteria),
			},
			{ stateBefore: pair.row.state, laterUntilBefore: pair.row.laterUntil, laterUntil },
		);
		await movePair(tx, pair.row.id, { state, laterUntil });
		const letters = await consequences(tx, context, actor, { pair, input, decisionId, now });
		// Also where nobody has an account to write to: from then on the decision stands, and is on the members' desks.
		if (decision.decision === 'introduce' || decision.decision === 'ask')
			await context.jobs.enqueue(decisionLetters, { decisionId, letters }, { transaction: tx, startAfter: LETTERS_WAIT_SECONDS });
		await recordAudit(tx, {
			actor,
			action: `pair.${decision.decision}`,
			entity: 'suggested_pair',
			entityId: pair.row.id,
			detail: { decisionId, ...(decision.decision === 'reject' ? { reason: decision.reason } : {}), ...(laterUntil ? { until: laterUntil } : {}) },
			before: { state: pair.row.state },
			after: { state },
		});
		return { decisionId, version: pair.row.version + 1 };
	});
}

function assertMay(actor: Actor, pair: FoundPair, decision: DecisionInput): void {
	const right = decision.decision === 'ask' ? (decision.side === 'need' ? 'askNeed' : 'askOffer') : decision.decision;
	if (pairRules[right](actor, pair.forRules)) return;
	if (nextPairState(pair.row.state, decision.decision) === undefined)
		throw new ExpectedError('conflict', 'The pair is in another state by now.');
	throw new ExpectedError('forbidden', 'This officer cannot decide so on this pair.');
}

/** What a decision brings about besides the new state: an introduction or a question on record, and letters. */
async function consequences(
	tx: Transaction,
	context: BrokerContext,
	actor: Extract<Actor, { kind: 'member' }>,
	made: { pair: FoundPair; input: { decision: DecisionInput; language: Language }; decisionId: string; now: Date },
): Promise<NewMail[]> {
	const { pair, decisionId, now } = made;
	const { decision, language } = made.input;
	if (decision.decision === 'introduce') {
		const letters = await introductionLetters(tx, context, actor, pair);
		if (!letters) throw new ExpectedError('conflict', 'One of the listings is public no more.');
		await insertIntroduction(tx, { decisionId, pairId: pair.row.id, introducedBy: actor.userId, introducedAt: now });
		return letters;
	}
	if (decision.decision !== 'ask') return [];
	const { side, question } = decision;
	const listingId = pair.forRules[side].listingId;
	const questionId = await insertQuestion(tx, { decisionId, pairId: pair.row.id, listingId, question, language, askedBy: actor.userId, askedAt: now });
	return questionLetters(tx, context, actor, { pair, side, question, questionId });
}

/** What became of each pair of a bulk action. */
export interface BulkOutcome {
	done: number;
	/** Pairs that another officer had decided on, or that this cannot happen to. */
	left: string[];
}

/** The same decision on several pairs, each by itself: one that cannot be decided keeps no other from it. */
export async function decidePairs(
	context: BrokerContext,
	actor: Actor,
	input: { pairs: readonly { pairId: string; expected: number }[]; decision: DecisionInput; language: Language },
): Promise<BulkOutcome> {
	const outcome: BulkOutcome = { done: 0, left: [] };
	for (const { pairId, expected } of input.pairs) {
		try {
			await decidePair(context, actor, { pairId, expected, decision: input.decision, language: input.language });
			outcome.done++;
		} catch (error) {
			if (!(error instanceof ExpectedError)) throw error;
			outcome.left.push(pairId);
		}
	}
	return outcome;
}
