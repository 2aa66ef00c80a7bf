import { belongsTo, isAuthority, isSecretariat, isSignedIn, servesCentre, writesFor, type Actor } from '#lib/server/accounts/actor.ts';
import type { DockingSide, DockingStand, DockingState, InterestState } from '#lib/docking/vocabulary.ts';
import { isOpen } from './docking.ts';
import { nextInterestState, type InterestEvent } from './interest.ts';

/** What a rule needs to know of a docking (`accessOf` in queries.ts). */
export interface DockingAccess {
	state: DockingState;
	/** The organisation is null once it has left the network. */
	parties: Record<DockingSide, { organisationId: string | null; centreId: string }>;
	/** The contact people of both sides. */
	people: ReadonlyMap<string, DockingSide>;
}

/** Like `mitra_advises_for`: an officer of that very centre; the secretariat for the members of headquarters only. */
export const advisesFor = (actor: Actor, centreId: string): boolean => actor.kind === 'operator' || (actor.kind === 'member' && actor.centres.has(centreId));

/** The side on which somebody stands as a contact person of an organisation that he or she belongs to still. */
export function partySideOf(actor: Actor, access: DockingAccess): DockingSide | null {
	if (!isSignedIn(actor)) return null;
	const side = access.people.get(actor.userId);
	const organisationId = side && access.parties[side].organisationId;
	return side && organisationId && belongsTo(actor, organisationId) ? side : null;
}

/** Like `mitra_docking_side`: the side of a contact person, 'officers' for the advisers, null for everybody else. */
export function standOf(actor: Actor, access: DockingAccess): DockingStand | null {
	return partySideOf(actor, access) ?? (isAdviser(actor, access) ? 'officers' : null);
}

function isAdviser(actor: Actor, { parties }: DockingAccess): boolean {
	return advisesFor(actor, parties.offering.centreId) || advisesFor(actor, parties.seeking.centreId);
}

/** A contact person who writes for the organisation: who only reads there, only reads here. */
function speaks(actor: Actor, access: DockingAccess): boolean {
	const side = partySideOf(actor, access);
	return side !== null && writesFor(actor, access.parties[side].organisationId ?? '');
}
const advises = (actor: Actor, access: DockingAccess) => partySideOf(actor, access) === null && isAdviser(actor, access);
const ownsParty = (actor: Actor, { parties }: DockingAccess) =>
	isSignedIn(actor) && [parties.offering, parties.seeking].some(({ organisationId }) => organisationId !== null && actor.organisations.get(organisationId) === 'owner');

/** Who may do what with a docking and with what it holds. Everybody else learns not even that it is there. */
export const dockingRules = {
	/** To be in: both sides' contact people, and the officers of their centres as advisers. */
	view: (actor: Actor, access: DockingAccess): boolean => standOf(actor, access) !== null,
	/** To write in the room, add files, tasks, meetings: contact people who write for their organisation, and advisers. */
	write: (actor: Actor, access: DockingAccess): boolean => (speaks(actor, access) || advises(actor, access)) && access.state !== 'stopped',
	/** To act for one's side: terms, NDA, agreement, outcome. Advisers never do. */
	negotiate: (actor: Actor, access: DockingAccess): boolean => speaks(actor, access) && access.state !== 'stopped',
	/** What advisers alone do: summaries, the review of agreements. */
	advise: (actor: Actor, access: DockingAccess): boolean => advises(actor, access) && access.state !== 'stopped',
	/** To add people of the own organisation, and take them off: who speaks for it here, and its owners even from outside. */
	invitePerson: (actor: Actor, access: DockingAccess): boolean => (speaks(actor, access) || ownsParty(actor, access)) && access.state !== 'stopped',
	passBall: (actor: Actor, access: DockingAccess): boolean => (speaks(actor, access) || advises(actor, access)) && isOpen(access.state),
	stop: (actor: Actor, access: DockingAccess): boolean => (speaks(actor, access) || advises(actor, access)) && isOpen(access.state),
	reopen: (actor: Actor, access: DockingAccess): boolean => (speaks(actor, access) || advises(actor, access)) && !isOpen(access.state),
} as const;
export type DockingRight = keyof typeof dockingRules;
export const DOCKING_RIGHTS = Object.keys(dockingRules) as DockingRight[];

/** The rights of one actor on one docking, as pages receive them. */
export function dockingRights(actor: Actor, access: DockingAccess): Record<DockingRight, boolean> {
	return Object.fromEntries(DOCKING_RIGHTS.map((right) => [right, dockingRules[right](actor, access)])) as Record<DockingRight, boolean>;
}

/** What a rule needs to know of an interest. */
export interface InterestForRules {
	state: InterestState;
	/** Who asks, and the organisation of the listing. */
	organisationId: string;
	ownerOrganisationId: string;
	ownCentreId: string;
	theirCentreId: string;
	pastOwnCentre: boolean;
	reachedOwner: boolean;
}

const can = (interest: InterestForRules, event: InterestEvent) => nextInterestState(interest.state, event, { theirCentreScreens: true }) !== undefined;
/** Who screens stands between the two: an officer of the centre it is at, who belongs to neither organisation. */
const screens = (actor: Actor, interest: InterestForRules) =>
	((interest.state === 'at_own_centre' && advisesFor(actor, interest.ownCentreId)) || (interest.state === 'at_their_centre' && advisesFor(actor, interest.theirCentreId))) &&
	!belongsTo(actor, interest.organisationId) &&
	!belongsTo(actor, interest.ownerOrganisationId);

/** Who may do what with an expression of interest. */
export const interestRules = {
	view: (actor: Actor, interest: InterestForRules): boolean =>
		belongsTo(actor, interest.organisationId) ||
		advisesFor(actor, interest.ownCentreId) ||
		(interest.pastOwnCentre && advisesFor(actor, interest.theirCentreId)) ||
		(interest.reachedOwner && belongsTo(actor, interest.ownerOrganisationId)),
	pass: (actor: Actor, interest: InterestForRules): boolean => screens(actor, interest) && can(interest, 'pass'),
	screenOut: (actor: Actor, interest: InterestForRules): boolean => screens(actor, interest) && can(interest, 'refuse'),
	accept: (actor: Actor, interest: InterestForRules): boolean => isSignedIn(actor) && writesFor(actor, interest.ownerOrganisationId) && can(interest, 'accept'),
	refuse: (actor: Actor, interest: InterestForRules): boolean =>
		isSignedIn(actor) && interest.state === 'with_owner' && writesFor(actor, interest.ownerOrganisationId) && can(interest, 'refuse'),
	withdraw: (actor: Actor, interest: InterestForRules): boolean => isSignedIn(actor) && writesFor(actor, interest.organisationId) && can(interest, 'withdraw'),
} as const;
export type InterestRight = keyof typeof interestRules;
export const INTEREST_RIGHTS = Object.keys(interestRules) as InterestRight[];

/** Who may do what around dockings with a listing, an organisation or a centre. */
export const listingInterestRules = {
	/** To show interest for an organisation of one's own in what another has published. */
	express: (actor: Actor, { organisationId, ownerOrganisationId, published }: { organisationId: string; ownerOrganisationId: string; published: boolean }): boolean =>
		isSignedIn(actor) && published && writesFor(actor, organisationId) && organisationId !== ownerOrganisationId && !belongsTo(actor, ownerOrganisationId),
	/** The standard questions of an owner. */
	ask: (actor: Actor, { ownerOrganisationId }: { ownerOrganisationId: string }): boolean => isSignedIn(actor) && writesFor(actor, ownerOrganisationId),
} as const;
export const LISTING_INTEREST_RIGHTS = Object.keys(listingInterestRules) as (keyof typeof listingInterestRules)[];

export const centreDockingRules = {
	/** The queue of interests to screen: of that very centre. */
	viewQueue: (actor: Actor, { centreId }: { centreId: string }): boolean => isSignedIn(actor) && advisesFor(actor, centreId),
	/** Whether the centre screens. */
	settings: (actor: Actor, { centreId }: { centreId: string }): boolean => servesCentre(actor, centreId),
	/** Funnel and ageing: numbers, which say nothing of anybody. */
	viewFigures: (actor: Actor, { centreId }: { centreId: string | null }): boolean =>
		isSecretariat(actor) || isAuthority(actor) || (centreId !== null && isSignedIn(actor) && advisesFor(actor, centreId)),
} as const;
export const CENTRE_DOCKING_RIGHTS = Object.keys(centreDockingRules) as (keyof typeof centreDockingRules)[];
