import type { AgreementState } from '#lib/agreements/vocabulary.ts';
import { belongsTo, isSignedIn, servesCentre, writesFor, type Actor } from '#lib/server/accounts/actor.ts';
import { advisesFor, dockingRules, partySideOf, type DockingAccess } from '#lib/server/docking/rules.ts';

export interface PartyForRules {
	position: number;
	organisationId: string | null;
	adviserCentreId: string | null;
	/** The party is a centre itself. */
	isCentre: boolean;
	side: 'offering' | 'seeking' | null;
}

/** What a rule needs to know of an agreement. */
export interface AgreementForRules {
	state: AgreementState;
	/** Null for one that was begun without a docking. */
	docking: DockingAccess | null;
	/** It came from a docking that is there no longer: nobody is in it any more. */
	orphan: boolean;
	parties: readonly PartyForRules[];
	/** Legal reviews that centres require; with nobody named, any officer of the centre reads. */
	reviews: readonly { centreId: string; adviserId: string | null; state: 'asked' | 'approved' | 'returned' }[];
	/** The party that put the signed scan in, while it waits to be confirmed. */
	scanPosition: number | null;
}

/** The positions of the parties that somebody speaks for. */
export function positionsOf(actor: Actor, { docking, orphan, parties }: Pick<AgreementForRules, 'docking' | 'orphan' | 'parties'>): number[] {
	if (!isSignedIn(actor) || orphan) return [];
	const side = docking && partySideOf(actor, docking);
	return parties
		.filter((party) => (docking ? party.side !== null && party.side === side && party.organisationId !== null && writesFor(actor, party.organisationId) : (party.organisationId !== null && writesFor(actor, party.organisationId)) || (party.isCentre && party.adviserCentreId !== null && advisesFor(actor, party.adviserCentreId))))
		.map(({ position }) => position);
}

const isParty = (actor: Actor, agreement: AgreementForRules) => positionsOf(actor, agreement).length > 0;
function isAdviser(actor: Actor, { docking, orphan, parties }: AgreementForRules): boolean {
	if (actor.kind === 'operator') return true;
	if (!isSignedIn(actor) || orphan) return false;
	return docking ? dockingRules.view(actor, docking) && partySideOf(actor, docking) === null : parties.some(({ adviserCentreId }) => adviserCentreId !== null && advisesFor(actor, adviserCentreId));
}
/** Nothing moves in a docking that is stopped. */
const moves = ({ docking }: AgreementForRules) => docking?.state !== 'stopped';
const works = (actor: Actor, agreement: AgreementForRules) => (isParty(actor, agreement) || isAdviser(actor, agreement)) && moves(agreement);
const inState = (agreement: AgreementForRules, ...states: AgreementState[]) => states.includes(agreement.state);

/** The centres for which somebody is the legal adviser who is asked. Who belongs to a party judges nothing. */
export function reviewsOf(actor: Actor, { reviews, parties, state }: AgreementForRules): string[] {
	if (!isSignedIn(actor) || state !== 'legal-review') return [];
	if (parties.some(({ organisationId }) => organisationId !== null && belongsTo(actor, organisationId))) return [];
	return reviews.filter((review) => review.state === 'asked' && (review.adviserId === null ? advisesFor(actor, review.centreId) : review.adviserId === actor.userId)).map(({ centreId }) => centreId);
}
const isLegalAdviser = (actor: Actor, { reviews }: AgreementForRules) => isSignedIn(actor) && reviews.some(({ adviserId }) => adviserId === actor.userId);

const confirms = (actor: Actor, agreement: AgreementForRules) => {
	const positions = positionsOf(actor, agreement);
	return inState(agreement, 'signing') && moves(agreement) && positions.length > 0 && (agreement.scanPosition === null || !positions.includes(agreement.scanPosition));
};

/** Who may do what with an agreement. Everybody else learns not even that it is there. */
export const agreementRules = {
	view: (actor: Actor, agreement: AgreementForRules): boolean =>
		(agreement.docking ? dockingRules.view(actor, agreement.docking) : isParty(actor, agreement)) || isAdviser(actor, agreement) || isLegalAdviser(actor, agreement),
	edit: (actor: Actor, agreement: AgreementForRules): boolean => works(actor, agreement) && inState(agreement, 'draft'),
	submit: (actor: Actor, agreement: AgreementForRules): boolean => works(actor, agreement) && inState(agreement, 'draft'),
	clear: (actor: Actor, agreement: AgreementForRules): boolean => reviewsOf(actor, agreement).length > 0,
	return: (actor: Actor, agreement: AgreementForRules): boolean => reviewsOf(actor, agreement).length > 0,
	reopen: (actor: Actor, agreement: AgreementForRules): boolean => works(actor, agreement) && inState(agreement, 'legal-review', 'ready'),
	record: (actor: Actor, agreement: AgreementForRules): boolean => isParty(actor, agreement) && moves(agreement) && inState(agreement, 'ready'),
	/** By another party than the one that put the scan in. */
	confirm: confirms,
	dispute: confirms,
	/** An officer who has seen the signatures, and speaks for no party. */
	attest: (actor: Actor, agreement: AgreementForRules): boolean => isAdviser(actor, agreement) && !isParty(actor, agreement) && moves(agreement) && inState(agreement, 'ready', 'signing'),
	end: (actor: Actor, agreement: AgreementForRules): boolean => works(actor, agreement) && inState(agreement, 'signed'),
	abandon: (actor: Actor, agreement: AgreementForRules): boolean => works(actor, agreement) && inState(agreement, 'draft', 'legal-review', 'ready'),
	/** What the public register shows of it, for the own party. */
	register: (actor: Actor, agreement: AgreementForRules): boolean => isParty(actor, agreement) && inState(agreement, 'signed', 'ended'),
	/** To ask for, and answer about, the use of names, logos and badges; whose they are is looked at besides. */
	marks: (actor: Actor, agreement: AgreementForRules): boolean => isParty(actor, agreement) && !inState(agreement, 'abandoned'),
} as const;
export type AgreementRight = keyof typeof agreementRules;
export const AGREEMENT_RIGHTS = Object.keys(agreementRules) as AgreementRight[];

/** Who may begin an agreement between parties without a docking: who speaks for one of them, or advises one. */
export const newAgreementRules = {
	begin: (actor: Actor, { parties }: { parties: readonly Omit<PartyForRules, 'side'>[] }): boolean =>
		isSignedIn(actor) &&
		parties.some(({ organisationId, adviserCentreId }) => (organisationId !== null && writesFor(actor, organisationId)) || (adviserCentreId !== null && advisesFor(actor, adviserCentreId))),
} as const;
export const NEW_AGREEMENT_RIGHTS = Object.keys(newAgreementRules) as (keyof typeof newAgreementRules)[];

export const centreAgreementRules = {
	/** Whether a centre's agreements are read by a legal adviser, and by whom. */
	settings: (actor: Actor, { centreId }: { centreId: string }): boolean => servesCentre(actor, centreId),
} as const;
export const CENTRE_AGREEMENT_RIGHTS = Object.keys(centreAgreementRules) as (keyof typeof centreAgreementRules)[];
