import { otherSide } from '#lib/docking/vocabulary.ts';
import { isOpen } from '#lib/server/docking/docking.ts';
import type { DockingContext } from '#lib/server/docking/context.ts';
import { passBall } from '#lib/server/docking/move-docking.ts';
import { contactPeopleOf, findDocking, type FoundDocking } from '#lib/server/docking/queries.ts';
import { tellDocking } from '#lib/server/docking/tell-docking.ts';
import { asActor, operator } from '#lib/server/platform/acting.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import type { Transaction } from '#lib/server/platform/database.ts';
import { stateNow } from './offer.ts';
import { answerOfferRow, dockingsOfOffersToRemindOf, dockingsOfOverdueOffers, offersOf, type OfferRow } from './queries.ts';
import { partyAbout } from './rules.ts';

const system = operator('clocks of terms');
/** Dockings that are looked up at a time. */
const AT_ONCE = 100;

/** Ends offers whose last day has passed; both sides are told, and who made it thinks again. Answers how many. */
export async function expireOffers(context: DockingContext): Promise<number> {
	return eachDocking(context, dockingsOfOverdueOffers, async (tx, docking, offer, now) => {
		if (offer.state !== 'open' || stateNow(offer, now) !== 'expired') return false;
		await noteExpiry(tx, offer, { ...docking, now });
		if (isOpen(docking.row.state)) await passBall(context, tx, system, docking.row.id, offer.side, 'offer_terms');
		await tellDocking(context, tx, docking.row, 'terms_expired');
		return true;
	});
}

/** Writes down that an offer has expired. */
export async function noteExpiry(tx: Transaction, offer: OfferRow, { row, access, now }: Pick<FoundDocking, 'row' | 'access'> & { now: Date }): Promise<void> {
	await answerOfferRow(tx, offer.id, { state: 'expired', answeredAt: now });
	await recordAudit(tx, { actor: system, action: 'terms.expire', entity: 'terms', entityId: offer.id, before: { state: offer.state }, after: { state: 'expired' }, detail: { docking: row.reference, number: offer.number }, about: partyAbout({ access }, offer.side) });
}

/** Reminds the side that an offer is made to, once and some days before it expires. Answers how many offers. */
export async function remindOfOffers(context: DockingContext): Promise<number> {
	return eachDocking(context, dockingsOfOffersToRemindOf, async (tx, docking, offer, now) => {
		if (offer.state !== 'open' || offer.remindOn === null || stateNow(offer, now) !== 'open') return false;
		const people = (await contactPeopleOf(tx, docking.row.id)).filter(({ side }) => side === otherSide(offer.side));
		await tellDocking(context, tx, docking.row, 'terms_ending', { only: people.map(({ id }) => id) });
		await answerOfferRow(tx, offer.id, { remindOn: null });
		await recordAudit(tx, { actor: system, action: 'terms.remind', entity: 'terms', entityId: offer.id, detail: { docking: docking.row.reference, number: offer.number }, about: partyAbout(docking, offer.side) });
		return true;
	});
}

/**
 * Does something about the newest offer of each docking that is due: one transaction each, behind the docking's lock like who
 * answers the offer, so that neither waits for the other. What is done takes the docking off the list.
 */
async function eachDocking(
	context: DockingContext,
	due: (tx: Transaction, today: string, most: number) => Promise<string[]>,
	work: (tx: Transaction, docking: FoundDocking, offer: OfferRow, now: Date) => Promise<boolean>,
): Promise<number> {
	const now = context.clock();
	let done = 0;
	for (;;) {
		const ids = await asActor(context.db, system, (tx) => due(tx, now.toISOString().slice(0, 10), AT_ONCE));
		for (const id of ids)
			await asActor(context.db, system, async (tx) => {
				const docking = await findDocking(tx, { id }, { lock: true });
				const [offer] = docking ? await offersOf(tx, id) : [];
				if (docking && offer && (await work(tx, docking, offer, now))) done++;
			});
		if (ids.length < AT_ONCE) return done;
	}
}
