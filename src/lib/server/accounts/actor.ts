import type { Language } from '#lib/engines/text/language.ts';
import type { ApiScope } from './api-keys/scopes.ts';

/** A role in an organisation or a centre. */
export type MembershipRole = 'owner' | 'editor' | 'reader' | 'officer' | 'secretariat' | 'reviewer' | 'authority';

/** Where a request came from, for the audit log: it goes with its actor. */
export interface Origin {
	/** The network address, cut to the network (`networkOf` in platform/audit.ts). */
	place: string | null;
	/** The id of the session, never its token. */
	sessionId: string | null;
	apiKeyId: string | null;
}

/** A visit for support: who helps, and until when. */
export interface Support {
	visitId: string;
	helperId: string;
	helperName: string;
	until: Date;
}

/** Who is asking, with every right that follows from membership. A visitor has none. */
export type Actor =
	| { kind: 'visitor'; origin?: Origin }
	| {
			kind: 'member';
			userId: string;
			name: string;
			email: string;
			language: Language;
			/** Role by organisation id. */
			organisations: ReadonlyMap<string, 'owner' | 'editor' | 'reader'>;
			/** Role by centre id. */
			centres: ReadonlyMap<string, 'officer' | 'secretariat'>;
			/** Roles at centres that serve nobody's listings, by centre id: who scores what he is given, and who oversees the network. */
			duties?: ReadonlyMap<string, 'reviewer' | 'authority'>;
			/** The member of the secretariat who looks through this person's eyes, with the person's consent. */
			support?: Support;
			/** What the API key that the request came with may do. Absent: a session, which may do all that the person may. */
			scopes?: readonly ApiScope[];
			origin?: Origin;
	  }
	/** The system itself: jobs and the command line, which act for the operator of the installation. */
	| { kind: 'operator'; name: string };

export const VISITOR: Actor = { kind: 'visitor' };

/** The id that the audit log records for an actor; null for a visitor. */
export function actorId(actor: Actor): string | null {
	if (actor.kind === 'member') return actor.userId;
	return actor.kind === 'operator' ? `operator:${actor.name}` : null;
}

export function isSignedIn(actor: Actor): actor is Extract<Actor, { kind: 'member' }> {
	return actor.kind === 'member';
}

/** Whether the actor may write for an organisation. */
export function writesFor(actor: Actor, organisationId: string): boolean {
	if (actor.kind === 'operator') return true;
	if (actor.kind !== 'member') return false;
	const role = actor.organisations.get(organisationId);
	return role === 'owner' || role === 'editor';
}

/** The organisations that a person writes for. */
export const organisationsWrittenFor = (actor: Actor): string[] => (actor.kind === 'member' ? [...actor.organisations.keys()].filter((id) => writesFor(actor, id)) : []);

/** Whether the actor belongs to an organisation in any role. */
export function belongsTo(actor: Actor, organisationId: string): boolean {
	return actor.kind === 'member' && actor.organisations.has(organisationId);
}

/** Whether the actor is an officer of a centre; the secretariat is an officer of every centre. */
export function servesCentre(actor: Actor, centreId: string): boolean {
	if (actor.kind === 'operator') return true;
	if (actor.kind !== 'member') return false;
	if (actor.centres.has(centreId)) return true;
	return [...actor.centres.values()].includes('secretariat');
}

export function isSecretariat(actor: Actor): boolean {
	return actor.kind === 'operator' || (actor.kind === 'member' && [...actor.centres.values()].includes('secretariat'));
}

/** Whether the actor is of the supervising authority: it reads figures, plans and the audit log, and changes nothing. */
export function isAuthority(actor: Actor): boolean {
	return actor.kind === 'member' && [...(actor.duties?.values() ?? [])].includes('authority');
}
