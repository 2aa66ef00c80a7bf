import { COPIES_A_DAY } from '#lib/my-data/vocabulary.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { asActor } from '#lib/server/platform/acting.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import { violatedConstraint } from '#lib/server/platform/database.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import type { DataContext } from './data-context.ts';
import { copiesSince, insertCopy, organisationsForData, updateCopy } from './queries.ts';
import { organisationDataRules, personDataRules } from './rules.ts';
import { makeCopyKey } from './task-keys.ts';

const DAY = 86_400_000;

/**
 * Asks for a copy of everything about oneself, or about an organisation that one owns; a job makes it. While one is being
 * made, no second one begins. Errors: forbidden, not_found, conflict, rate_limited.
 */
export async function askForCopy(context: DataContext, actor: Actor, input: { organisationId: string | null; language: string }): Promise<string> {
	if (actor.kind !== 'member') throw new ExpectedError('unauthenticated', 'A copy is made for a person.');
	const { db, clock, jobs } = context;
	const now = clock();
	if (input.organisationId) {
		const [organisation] = actor.organisations.has(input.organisationId) ? await organisationsForData(db, [input.organisationId], actor.userId) : [];
		if (!organisation) throw new ExpectedError('not_found', 'No such organisation.');
		if (!organisationDataRules.copy(actor, organisation)) throw new ExpectedError('forbidden', 'Only an owner takes a copy of an organisation’s data.');
	} else if (!personDataRules.copy(actor, actor)) throw new ExpectedError('forbidden', 'Only the person herself takes a copy of her data.');
	try {
		return await asActor(db, actor, async (tx) => {
			if ((await copiesSince(tx, actor.userId, input.organisationId, new Date(now.getTime() - DAY))) >= COPIES_A_DAY)
				throw new ExpectedError('rate_limited', 'There were enough copies for one day.', { detail: { limit: COPIES_A_DAY } });
			const id = await insertCopy(tx, { userId: actor.userId, organisationId: input.organisationId, language: input.language, askedAt: now });
			await recordAudit(tx, {
				actor,
				action: input.organisationId ? 'organisation.ask-for-copy' : 'user.ask-for-copy',
				entity: input.organisationId ? 'organisation' : 'user',
				entityId: input.organisationId ?? actor.userId,
				detail: { copyId: id },
			});
			await jobs.enqueue(makeCopyKey, { copyId: id }, { transaction: tx });
			return id;
		});
	} catch (error) {
		if (violatedConstraint(error) === 'data_export_one_at_once') throw new ExpectedError('conflict', 'A copy is being made.', { cause: error });
		throw error;
	}
}

/** Takes note that a copy cannot be made. */
export async function giveCopyUp(context: Pick<DataContext, 'db' | 'copies'>, actor: Actor, copyId: string): Promise<void> {
	await asActor(context.db, actor, (tx) => updateCopy(tx, copyId, { state: 'failed' }));
	await context.copies.remove(copyId);
}
