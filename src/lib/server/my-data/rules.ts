import { writesFor, type Actor } from '#lib/server/accounts/actor.ts';
import type { CopyState } from '#lib/my-data/vocabulary.ts';
import type { OrganisationState } from '#lib/server/network/organisation.ts';

/** The person herself, in a session of her own: neither an API key nor a helper who looks through her eyes. */
const isHerself = (actor: Actor, userId: string) => actor.kind === 'member' && actor.userId === userId && !actor.support && !actor.scopes;
const owns = (actor: Actor, organisationId: string) => actor.kind === 'member' && isHerself(actor, actor.userId) && actor.organisations.get(organisationId) === 'owner';

export const PERSON_DATA_RIGHTS = ['view', 'copy', 'erase', 'keep'] as const;
export type PersonDataRight = (typeof PERSON_DATA_RIGHTS)[number];

/** What a person may do with everything that is held about a person: she herself, and nobody else, whatever the role. */
export const personDataRules: Record<PersonDataRight, (actor: Actor, person: { userId: string }) => boolean> = {
	view: (actor, { userId }) => isHerself(actor, userId),
	copy: (actor, { userId }) => isHerself(actor, userId),
	erase: (actor, { userId }) => isHerself(actor, userId),
	/** Takes an erasure back while it waits. */
	keep: (actor, { userId }) => isHerself(actor, userId),
};

export interface OrganisationForData {
	id: string;
	state: OrganisationState;
}

export const ORGANISATION_DATA_RIGHTS = ['copy', 'withdraw', 'comeBack', 'erase', 'keep'] as const;
export type OrganisationDataRight = (typeof ORGANISATION_DATA_RIGHTS)[number];

/** What belongs to an organisation is its owners' to take away: no centre and no secretariat does it for them. */
export const organisationDataRules: Record<OrganisationDataRight, (actor: Actor, organisation: OrganisationForData) => boolean> = {
	copy: (actor, { id, state }) => owns(actor, id) && state !== 'merged',
	withdraw: (actor, { id, state }) => owns(actor, id) && state === 'admitted',
	comeBack: (actor, { id, state }) => owns(actor, id) && state === 'withdrawn',
	erase: (actor, { id, state }) => owns(actor, id) && state !== 'merged',
	keep: (actor, { id }) => owns(actor, id),
};

export interface ListingForData {
	organisationId: string;
	state: string;
}

export const LISTING_DATA_RIGHTS = ['withdraw', 'erase'] as const;
export type ListingDataRight = (typeof LISTING_DATA_RIGHTS)[number];

export const listingDataRules: Record<ListingDataRight, (actor: Actor, listing: ListingForData) => boolean> = {
	withdraw: (actor, { organisationId, state }) => actor.kind === 'member' && isHerself(actor, actor.userId) && writesFor(actor, organisationId) && state !== 'archived',
	erase: (actor, { organisationId }) => owns(actor, organisationId),
};

export interface CopyForRules {
	userId: string;
	organisationId: string | null;
	state: CopyState;
	expiresAt: Date | null;
}

export const COPY_RIGHTS = ['fetch'] as const;
export type CopyRight = (typeof COPY_RIGHTS)[number];

/** A copy is fetched by who asked for it, and of an organisation only while she is still its owner. */
export const copyRules: Record<CopyRight, (actor: Actor, copy: CopyForRules) => boolean> = {
	fetch: (actor, { userId, organisationId, state }) =>
		state === 'ready' && isHerself(actor, userId) && (organisationId === null || owns(actor, organisationId)),
};
