import { BALLS, type Ball, type StopReason } from '#lib/docking/vocabulary.ts';
import type { Language } from '#lib/engines/text/language.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { changeDocking } from './change-docking.ts';
import type { DockingContext } from './context.ts';

interface Seen {
	reference: string;
	/** The version of the docking that was seen. */
	expected: number;
}

/** Stops a docking, with a reason and words. Errors: not_found, forbidden, conflict. */
export async function stopDocking(context: DockingContext, actor: Actor, input: Seen & { reason: StopReason; words: string; language: Language }): Promise<void> {
	const { reason, words, language } = input;
	await changeDocking(context, actor, { ...input, right: 'stop' }, ({ move }) => move({ type: 'stop', reason, words, language }));
}

/** Goes on with a docking that was stopped or completed. Errors: not_found, forbidden, conflict. */
export async function reopenDocking(context: DockingContext, actor: Actor, input: Seen): Promise<void> {
	await changeDocking(context, actor, { ...input, right: 'reopen' }, ({ move }) => move({ type: 'reopen' }));
}

/** A party says that all is done. Errors: not_found, forbidden, conflict (nothing is signed yet). */
export async function completeDocking(context: DockingContext, actor: Actor, input: Seen): Promise<void> {
	await changeDocking(context, actor, { ...input, right: 'negotiate' }, ({ move }) => move({ type: 'completed' }));
}

/** Gives the ball to a side or the advisers. Errors: not_found, forbidden, conflict, invalid_input. */
export async function giveTurn(context: DockingContext, actor: Actor, input: Seen & { ball: string }): Promise<void> {
	const ball: Ball | undefined = BALLS.find((each) => each === input.ball && each !== 'none');
	if (!ball) throw new ExpectedError('invalid_input', 'Nobody there.', { field: 'ball', detail: { code: 'not_allowed' } });
	await changeDocking(context, actor, { ...input, right: 'passBall' }, async ({ row, pass, tell }) => {
		await pass(ball, row.nextStep === 'none' ? 'answer_message' : row.nextStep);
		await tell('your_turn');
	});
}
