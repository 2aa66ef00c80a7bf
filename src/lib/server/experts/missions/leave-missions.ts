import type { Actor } from '#lib/server/accounts/actor.ts';
import type { Transaction } from '#lib/server/platform/database.ts';
import type { ExpertsContext } from '../context.ts';
import type { ExpertRow } from '../queries.ts';
import { changeOf } from './change-request.ts';
import { answerIn } from './form-task-force.ts';
import { findRequest, openPlacesOf } from './queries.ts';

/** An expert whose profile goes leaves every mission, open invitations too, as if each were answered by hand. */
export async function leaveMissions(context: ExpertsContext, tx: Transaction, actor: Actor, expert: Pick<ExpertRow, 'id' | 'languages'>): Promise<void> {
	for (const { placeId, state, number } of await openPlacesOf(tx, expert.id)) {
		const found = await findRequest(tx, number, { lock: true });
		if (found) await answerIn(changeOf(context, actor, tx, found), actor, { placeId, step: state === 'invited' ? 'decline' : 'withdraw', written: { words: '', language: expert.languages[0] ?? 'en' } });
	}
}
