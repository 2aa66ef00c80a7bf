import { otherSide } from '#lib/docking/vocabulary.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { changeDocking } from '#lib/server/docking/change-docking.ts';
import type { DockingContext } from '#lib/server/docking/context.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { reminderDay } from '#lib/terms/reminder-day.ts';
import type { Terms } from '#lib/terms/terms.ts';
import { OFFER_REMINDER_DAYS } from '#lib/terms/vocabulary.ts';
import { noteExpiry } from './expire-offers.ts';
import { nextOfferState, stateNow } from './offer.ts';
import { answerOfferRow, insertOffer, offersOf } from './queries.ts';
import { offerRules, partyAbout, termsRules } from './rules.ts';

/**
 * Puts terms on the table: a first offer, or one that answers the other side's (which is countered by it). `seen` is the number
 * of the newest offer that the person saw, 0 for none, and `counters` whether it was open: where somebody was faster, nothing happens.
 * `standsUntil`: the last day on which it can be accepted; null or absent, until it is answered.
 * Answers the offer's number. Errors: not_found, forbidden, conflict (also: the own side's offer is open still; withdraw it
 * first), invalid_input (a last day that is not to come).
 */
export async function makeOffer(context: DockingContext, actor: Actor, input: { reference: string; seen: number; counters: boolean; terms: Terms; words: string; standsUntil?: string | null }): Promise<number> {
	return changeDocking(context, actor, { reference: input.reference, right: 'negotiate' }, async (change) => {
		const { tx, access, stand, now, row } = change;
		if (!termsRules.offer(actor, { docking: access }) || stand === 'officers' || actor.kind !== 'member') throw new ExpectedError('forbidden', 'The parties make offers.');
		const [today, standsUntil] = [now.toISOString().slice(0, 10), input.standsUntil ?? null];
		if (standsUntil !== null && standsUntil <= today) throw new ExpectedError('invalid_input', 'A day to come.', { field: 'standsUntil', detail: { code: 'past' } });
		const [last] = await offersOf(tx, row.id);
		const state = last && stateNow(last, now);
		if ((last?.number ?? 0) !== input.seen || (state === 'open') !== input.counters) throw new ExpectedError('conflict', 'There is a newer offer by now.');
		if (last && state !== last.state) await noteExpiry(tx, last, change);
		const answered = state === 'open' ? last : undefined;
		if (answered) {
			if (!offerRules.counter(actor, { docking: access, side: answered.side, state: answered.state })) throw new ExpectedError('conflict', 'The own offer is open still.');
			await answerOfferRow(tx, answered.id, { state: nextOfferState(answered.state, 'counter', false)!, answeredBy: actor.userId, answeredCalled: actor.name, answeredAt: now });
		}
		const { id, number } = await insertOffer(tx, {
			dockingId: row.id, number: input.seen + 1, side: stand, terms: input.terms, words: input.words, language: input.terms.language,
			answersNumber: answered?.number ?? null, madeBy: actor.userId, called: actor.name, madeAt: now,
			standsUntil, remindOn: standsUntil && reminderDay(today, standsUntil, OFFER_REMINDER_DAYS),
		});
		await change.move({ type: 'terms-offered' }, { ball: otherSide(stand), nextStep: 'answer_terms' });
		await recordAudit(tx, { actor, action: answered ? 'terms.counter' : 'terms.offer', entity: 'terms', entityId: id, detail: { docking: row.reference, number }, about: partyAbout(change, stand) });
		return number;
	});
}
