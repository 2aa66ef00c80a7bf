import type { Language } from '#lib/engines/text/language.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { changeDocking } from '#lib/server/docking/change-docking.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import type { ConfidenceContext } from '../context.ts';
import { updateNda } from '../queries.ts';
import { currentNda, findNda } from './find-nda.ts';
import { nextNdaState } from './nda.ts';

/** A side that has not signed declines, or who proposed it takes it back: another may be proposed. Errors: not_found, forbidden, conflict. */
export async function closeNda(
	context: ConfidenceContext,
	actor: Actor,
	input: { reference: string; number: number; event: 'decline' | 'withdraw'; words: string; language: Language },
): Promise<void> {
	await changeDocking(context, actor, { reference: input.reference, right: 'write' }, async (change) => {
		const found = await findNda(change.tx, change, { lock: true });
		const nda = currentNda(actor, found, input.event, { number: input.number });
		const state = nextNdaState(nda.state, { type: input.event }, found.forRules);
		if (!state) throw new ExpectedError('conflict', 'The agreement is in another state by now.');
		const person = actor.kind === 'member' ? actor : null;
		await updateNda(change.tx, nda.id, { state, closedAt: change.now, closedBy: person?.userId ?? null, closedCalled: person?.name ?? '', words: input.words, wordsLanguage: input.words === '' ? null : input.language });
		await recordAudit(change.tx, { actor, action: `docking.${input.event}-nda`, entity: 'docking', entityId: change.row.id, detail: { number: nda.number }, before: { nda: nda.state }, after: { nda: state } });
		// Whoever proposed it has to think anew; an adviser’s proposal leaves the next step to who declined it.
		if (change.row.nextStep === 'sign_nda') await change.pass(nda.proposedSide === 'officers' && input.event === 'decline' ? change.stand : nda.proposedSide, 'get_to_know');
		await change.tell('nda');
	});
}
