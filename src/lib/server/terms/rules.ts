import type { DockingSide } from '#lib/docking/vocabulary.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { dockingRules, partySideOf, type DockingAccess } from '#lib/server/docking/rules.ts';
import type { OfferState } from '#lib/terms/vocabulary.ts';

/** What a rule needs to know of an offer. */
export interface OfferForRules {
	docking: DockingAccess;
	/** The side that made it. */
	side: DockingSide;
	state: OfferState;
}

const negotiates = (actor: Actor, { docking }: { docking: DockingAccess }) => dockingRules.negotiate(actor, docking) && docking.state !== 'completed';
const answering = (actor: Actor, offer: OfferForRules) => negotiates(actor, offer) && offer.state === 'open' && partySideOf(actor, offer.docking) !== offer.side;

/** Who may do what with an offer of terms. Advisers read; the parties decide. */
export const offerRules = {
	view: (actor: Actor, { docking }: OfferForRules): boolean => dockingRules.view(actor, docking),
	counter: answering,
	accept: answering,
	refuse: answering,
	withdraw: (actor: Actor, offer: OfferForRules): boolean => negotiates(actor, offer) && offer.state === 'open' && partySideOf(actor, offer.docking) === offer.side,
} as const;
export type OfferRight = keyof typeof offerRules;
export const OFFER_RIGHTS = Object.keys(offerRules) as OfferRight[];

/** Who may put terms on the table where none are open. */
export const termsRules = {
	offer: (actor: Actor, { docking }: { docking: DockingAccess }): boolean => negotiates(actor, { docking }),
} as const;
export const TERMS_RIGHTS = Object.keys(termsRules) as (keyof typeof termsRules)[];

/** Whose material an entry of the audit log is about: the side that acted. */
export function partyAbout({ access }: { access: DockingAccess }, side: DockingSide) {
	const { organisationId, centreId } = access.parties[side];
	return { organisationId, centreId };
}
