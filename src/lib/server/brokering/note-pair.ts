import type { Actor } from '#lib/server/accounts/actor.ts';
import type { Language } from '#lib/engines/text/language.ts';
import { NOTE_LIMIT } from '#lib/brokering/vocabulary.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import type { Clock } from '#lib/server/platform/clock.ts';
import { inTransaction, type Database } from '#lib/server/platform/database.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { wordsOf } from './input.ts';
import { findPair, insertNote } from './queries.ts';
import { ownCentresOf, pairRules } from './rules.ts';

/**
 * Writes a note on a pair: for the officers of both sides, or only for those of the writer's own centre.
 * Errors: not_found, forbidden, invalid_input (empty or too long).
 */
export async function notePair(
	context: { db: Database; clock: Clock },
	actor: Actor,
	input: { pairId: string; words: unknown; internal: boolean; language: Language },
): Promise<void> {
	await inTransaction(context.db, async (tx) => {
		const pair = await findPair(tx, input.pairId);
		if (!pair || !pairRules.view(actor, pair.forRules) || actor.kind !== 'member') throw new ExpectedError('not_found', 'No such pair.');
		if (!pairRules.note(actor, pair.forRules)) throw new ExpectedError('forbidden', 'Who belongs to a side does not broker it.');
		const words = wordsOf(input.words, 'note', NOTE_LIMIT, true);
		const own = ownCentresOf(actor, pair.forRules);
		// The secretariat serves both sides; an internal note of its is of the centre that it belongs to, or of the need's.
		const centreId = input.internal ? (own.find((id) => actor.centres.has(id)) ?? own[0]!) : null;
		const noteId = await insertNote(tx, {
			pairId: pair.row.id,
			centreId,
			authorId: actor.userId,
			words,
			language: input.language,
			createdAt: context.clock(),
		});
		await recordAudit(tx, { actor, action: 'pair.note', entity: 'suggested_pair', entityId: pair.row.id, detail: { noteId, internal: input.internal } });
	});
}
