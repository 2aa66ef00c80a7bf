import type { FileDisclosure, NdaState } from '#lib/confidence/vocabulary.ts';
import { DOCKING_SIDES, type DockingSide, type DockingStand } from '#lib/docking/vocabulary.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { isOpen } from '#lib/server/docking/docking.ts';
import { dockingRules, partySideOf, standOf, type DockingAccess } from '#lib/server/docking/rules.ts';
import { nextNdaState } from './nda/nda.ts';

/** What a rule needs to know of a file in a docking. */
export interface FileForRules {
	access: DockingAccess;
	/** The side that added it. */
	side: DockingStand;
	disclosure: FileDisclosure;
	/** Both sides have signed an NDA that holds. */
	ndaInForce: boolean;
	removed: boolean;
}

const isOwn = (actor: Actor, file: FileForRules) => standOf(actor, file.access) === file.side;

/** The NDA binds the parties' people and their advisers: a helper who looks through a person's eyes is none of them. */
const isBound = (actor: Actor) => !(actor.kind === 'member' && actor.support);

/** Who may do what with a file; migration 0018 has the same for the database. */
export const dockingFileRules = {
	/** To know of it and to open it; from the other sides' people, their copy carries their name. */
	view: (actor: Actor, file: FileForRules): boolean =>
		dockingRules.view(actor, file.access) && (isOwn(actor, file) || file.disclosure === 'parties' || (file.disclosure === 'confidential' && file.ndaInForce && isBound(actor))),
	/** To open it as it was added, without a mark: the side whose file it is. */
	openOriginal: (actor: Actor, file: FileForRules): boolean => isOwn(actor, file),
	/** To see who opened it. */
	viewOpenings: (actor: Actor, file: FileForRules): boolean => isOwn(actor, file),
	/** To add a version, and to say who may open it. */
	change: (actor: Actor, file: FileForRules): boolean => isOwn(actor, file) && dockingRules.write(actor, file.access) && !file.removed,
	/** To take it back, also when the docking is over: whose it is decides. */
	remove: (actor: Actor, file: FileForRules): boolean => isOwn(actor, file) && dockingRules.write(actor, { ...file.access, state: 'introduced' }) && !file.removed,
} as const;
export type DockingFileRight = keyof typeof dockingFileRules;
export const DOCKING_FILE_RIGHTS = Object.keys(dockingFileRules) as DockingFileRight[];

export const dockingFileRights = (actor: Actor, file: FileForRules) =>
	Object.fromEntries(DOCKING_FILE_RIGHTS.map((right) => [right, dockingFileRules[right](actor, file)])) as Record<DockingFileRight, boolean>;

/** What a rule needs to know of a docking's NDA; `state` null: there is none that is open. */
export interface NdaForRules {
	access: DockingAccess;
	state: NdaState | null;
	proposedSide: DockingStand | null;
	signed: ReadonlySet<DockingSide>;
}

const goesOn = (actor: Actor, nda: NdaForRules) => dockingRules.write(actor, nda.access) && isOpen(nda.access.state);
const unsigned = (actor: Actor, nda: NdaForRules) => {
	const side = partySideOf(actor, nda.access);
	return side !== null && !nda.signed.has(side) && dockingRules.negotiate(actor, nda.access) && isOpen(nda.access.state);
};

export const ndaRules = {
	view: (actor: Actor, nda: NdaForRules): boolean => dockingRules.view(actor, nda.access),
	/** A party, or an adviser for both: one agreement at a time. */
	propose: (actor: Actor, nda: NdaForRules): boolean => goesOn(actor, nda) && nda.state === null,
	/** To sign for one's organisation: its contact person who writes for it. Advisers never do. */
	sign: (actor: Actor, nda: NdaForRules): boolean =>
		unsigned(actor, nda) && nda.state !== null && nextNdaState(nda.state, { type: 'sign', side: partySideOf(actor, nda.access)! }, nda) !== undefined,
	/** Who has not signed says no. */
	decline: (actor: Actor, nda: NdaForRules): boolean => unsigned(actor, nda) && nda.state !== null && nextNdaState(nda.state, { type: 'decline' }, nda) !== undefined,
	/** Who proposed it takes it back, as long as not both have signed. */
	withdraw: (actor: Actor, nda: NdaForRules): boolean =>
		goesOn(actor, nda) && standOf(actor, nda.access) === nda.proposedSide && nda.state !== null && nextNdaState(nda.state, { type: 'withdraw' }, nda) !== undefined,
} as const;
export type NdaRight = keyof typeof ndaRules;
export const NDA_RIGHTS = Object.keys(ndaRules) as NdaRight[];

export const ndaRights = (actor: Actor, nda: NdaForRules) => Object.fromEntries(NDA_RIGHTS.map((right) => [right, ndaRules[right](actor, nda)])) as Record<NdaRight, boolean>;

export const signedSides = (signatures: readonly { side: DockingSide }[]): ReadonlySet<DockingSide> => new Set(DOCKING_SIDES.filter((side) => signatures.some((signature) => signature.side === side)));
