import { otherSide } from '#lib/docking/vocabulary.ts';
import type { Language } from '#lib/engines/text/language.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { changeDocking } from '#lib/server/docking/change-docking.ts';
import type { DockingContext } from '#lib/server/docking/context.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { isOver, nextOfferState } from './offer.ts';
import { answerOfferRow, offersOf } from './queries.ts';
import { offerRules, partyAbout } from './rules.ts';

export type OfferAnswer = 'accept' | 'refuse' | 'withdraw';

/**
 * Accepts, refuses or withdraws the offer that is open. `number` is the one that the person saw: what is accepted is exactly
 * that, or nothing. Errors: not_found, forbidden, conflict, invalid_input (a refusal without a reason).
 */
export async function answerOffer(context: DockingContext, actor: Actor, input: { reference: string; number: number; answer: OfferAnswer; words: string; language: Language }): Promise<void> {
	const { answer, words, language } = input;
	await changeDocking(context, actor, { reference: input.reference, right: 'negotiate' }, async (change) => {
		const { tx, access, stand, now, row } = change;
		const [last] = await offersOf(tx, row.id);
		if (!last || last.number !== input.number) throw new ExpectedError('conflict', 'There is a newer offer by now.');
		const state = nextOfferState(last.state, answer, isOver(last, now));
		if (!state) throw new ExpectedError('conflict', 'The offer is answered already, or has expired.');
		if (!offerRules[answer](actor, { docking: access, side: last.side, state: last.state }) || stand === 'officers' || actor.kind !== 'member') throw new ExpectedError('forbidden', 'The other side answers an offer.');
		if (answer === 'refuse' && words === '') throw new ExpectedError('invalid_input', 'A refusal has a reason.', { field: 'words', detail: { code: 'required' } });
		await answerOfferRow(tx, last.id, { state, answeredBy: actor.userId, answeredCalled: actor.name, answeredAt: now, answerWords: words, answerLanguage: words === '' ? null : language });
		if (answer === 'accept') await change.move({ type: 'terms-accepted' });
		else {
			await change.pass(answer === 'refuse' ? otherSide(stand) : stand, 'offer_terms');
			await change.tell(answer === 'refuse' ? 'terms_refused' : 'terms');
		}
		await recordAudit(tx, { actor, action: `terms.${answer}`, entity: 'terms', entityId: last.id, before: { state: last.state }, after: { state }, detail: { docking: row.reference, number: last.number }, about: partyAbout(change, stand) });
	});
}
