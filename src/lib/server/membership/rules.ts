import { belongsTo, isSignedIn, servesCentre, writesFor, type Actor } from '#lib/server/accounts/actor.ts';
import type { OrganisationState } from '#lib/server/network/organisation.ts';
import { nextAdmissionState } from './admission.ts';

/** What a rule needs to know of an organisation. */
export interface OrganisationForRules {
	id: string;
	centreId: string;
	state: OrganisationState;
	/** Whether anybody is its owner. */
	owned?: boolean;
}

const owns = (actor: Actor, { id }: OrganisationForRules) => actor.kind === 'operator' || (isSignedIn(actor) && actor.organisations.get(id) === 'owner');
const looksAfter = (actor: Actor, { centreId }: OrganisationForRules) => servesCentre(actor, centreId);
/** Who decides must not decide about an own organisation. */
const judges = (actor: Actor, organisation: OrganisationForRules) => looksAfter(actor, organisation) && (actor.kind === 'operator' || !belongsTo(actor, organisation.id));
const isSecretary = (actor: Actor) => actor.kind === 'operator' || (isSignedIn(actor) && [...actor.centres.values()].includes('secretariat'));

export const ORGANISATION_RIGHTS = [
	'view', 'viewInside', 'edit', 'answer', 'admit', 'return', 'refuse', 'readProof', 'addProof', 'merge', 'viewPeople', 'managePeople', 'invite',
	'nameOwner', 'askToJoin', 'proveDomain', 'nominate', 'decideNomination', 'reviewCore', 'applyToNetwork',
] as const;
type OrganisationRight = (typeof ORGANISATION_RIGHTS)[number];

/** Who may do what with an organisation: one named predicate a right. */
export const organisationRules: Record<OrganisationRight, (actor: Actor, organisation: OrganisationForRules) => boolean> = {
	/** The public page. */
	view: (_actor, { state }) => state === 'admitted',
	/** The application, the profile as it is written, the people. */
	viewInside: (actor, organisation) => (isSignedIn(actor) && belongsTo(actor, organisation.id)) || looksAfter(actor, organisation),
	edit: (actor, organisation) => organisation.state !== 'merged' && writesFor(actor, organisation.id),
	answer: (actor, organisation) => owns(actor, organisation) && nextAdmissionState(organisation.state, 'answer') !== undefined,
	admit: (actor, organisation) => judges(actor, organisation) && nextAdmissionState(organisation.state, 'admit') !== undefined,
	return: (actor, organisation) => judges(actor, organisation) && nextAdmissionState(organisation.state, 'return') !== undefined,
	refuse: (actor, organisation) => judges(actor, organisation) && nextAdmissionState(organisation.state, 'refuse') !== undefined,
	/** What proves it is read by its owners and by its centre, nobody else. */
	readProof: (actor, organisation) => owns(actor, organisation) || looksAfter(actor, organisation),
	addProof: (actor, organisation) => owns(actor, organisation) && ['applied', 'returned', 'refused'].includes(organisation.state),
	/** Into another; asked of both. */
	merge: (actor, organisation) => judges(actor, organisation) && organisation.state !== 'merged',
	viewPeople: (actor, organisation) => organisationRules.viewInside(actor, organisation),
	managePeople: (actor, organisation) => owns(actor, organisation) && organisation.state !== 'merged',
	invite: (actor, organisation) => (owns(actor, organisation) || looksAfter(actor, organisation)) && organisation.state !== 'merged',
	/** Only where nobody is left who could hand it over. */
	nameOwner: (actor, organisation) => looksAfter(actor, organisation) && organisation.owned === false && organisation.state !== 'merged',
	askToJoin: (actor, organisation) => isSignedIn(actor) && !belongsTo(actor, organisation.id) && (organisation.state === 'admitted' || organisation.state === 'applied'),
	proveDomain: (actor, organisation) => isSignedIn(actor) && owns(actor, organisation) && organisation.state === 'admitted',
	nominate: (actor, organisation) => judges(actor, organisation) && organisation.state === 'admitted',
	decideNomination: (actor, organisation) => isSecretary(actor) && (actor.kind === 'operator' || !belongsTo(actor, organisation.id)),
	reviewCore: (actor, organisation) => isSecretary(actor) && (actor.kind === 'operator' || !belongsTo(actor, organisation.id)),
	applyToNetwork: (actor, organisation) => owns(actor, organisation) && organisation.state === 'admitted',
};

/** The rights of one actor on one organisation, as pages receive them. */
export function organisationRights(actor: Actor, organisation: OrganisationForRules): Record<OrganisationRight, boolean> {
	return Object.fromEntries(ORGANISATION_RIGHTS.map((right) => [right, organisationRules[right](actor, organisation)])) as Record<OrganisationRight, boolean>;
}

/** What a rule needs to know of an alliance or thematic network. */
export interface NetworkForRules {
	coordinators: ReadonlySet<string>;
	/** Ids of the organisations that are admitted to it. */
	members: ReadonlySet<string>;
}

const coordinates = (actor: Actor, { coordinators }: NetworkForRules) => isSecretary(actor) || (isSignedIn(actor) && coordinators.has(actor.userId));

export const NETWORK_RIGHTS = ['view', 'coordinate', 'nameCoordinator', 'readMembersDocuments', 'readNetworkDocuments', 'addDocument'] as const;
type NetworkRight = (typeof NETWORK_RIGHTS)[number];

export const networkRules: Record<NetworkRight, (actor: Actor, network: NetworkForRules) => boolean> = {
	view: () => true,
	/** Decides who is admitted, adds documents and events. */
	coordinate: coordinates,
	nameCoordinator: (actor) => isSecretary(actor),
	readMembersDocuments: (actor, network) => coordinates(actor, network) || (isSignedIn(actor) && [...actor.organisations.keys()].some((id) => network.members.has(id))),
	readNetworkDocuments: (actor) => actor.kind === 'operator' || isSignedIn(actor),
	addDocument: coordinates,
};

export function networkRights(actor: Actor, network: NetworkForRules): Record<NetworkRight, boolean> {
	return Object.fromEntries(NETWORK_RIGHTS.map((right) => [right, networkRules[right](actor, network)])) as Record<NetworkRight, boolean>;
}
