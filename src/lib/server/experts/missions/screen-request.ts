import type { Actor } from '#lib/server/accounts/actor.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import type { ExpertsContext } from '../context.ts';
import type { Written } from '../letters.ts';
import { changeRequest } from './change-request.ts';

/**
 * The centre takes a request on, asks about it, or declines it. `expected` is the version that the officer saw: where another
 * officer was faster, nothing happens. Errors: not_found, forbidden, conflict.
 */
export async function screenRequest(
	context: ExpertsContext,
	actor: Actor,
	input: { number: number; expected: number; step: 'accept' | 'return' | 'decline'; written: Written },
): Promise<void> {
	const { step, written } = input;
	await changeRequest(context, actor, { number: input.number, right: 'screen', action: step }, async (change) => {
		if (change.row.version !== input.expected) throw new ExpectedError('conflict', 'Another officer has decided on this request meanwhile.');
		await change.go(step);
		await change.record(step, written);
		await change.tell(await change.askers(), step === 'accept' ? { kind: 'accepted' } : { kind: step === 'return' ? 'returned' : 'declined', written });
		// Experts who were asked already need not wait for a mission that does not come.
		if (step === 'decline') await change.tell(await change.force(), { kind: 'declined', written });
	});
}

/** Whoever asked answers the centre's question, or asks no longer. Errors: not_found, forbidden, conflict. */
export async function answerScreening(context: ExpertsContext, actor: Actor, input: { number: number; step: 'answer' | 'withdraw'; written: Written }): Promise<void> {
	const { step, written } = input;
	await changeRequest(context, actor, { number: input.number, right: step, action: step }, async (change) => {
		await change.go(step);
		await change.record(step, written);
		const to = [...(await change.officers()), ...(step === 'withdraw' ? await change.force() : [])];
		await change.tell(to, step === 'answer' ? { kind: 'answered', written } : { kind: 'withdrawn' });
	});
}
