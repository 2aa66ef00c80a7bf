import { belongsTo, isAuthority, isSecretariat, servesCentre, type Actor } from '#lib/server/accounts/actor.ts';

/** Whose entries are asked for: those about one organisation's material, looked after by a centre. */
export interface AuditedMaterial {
	organisationId: string;
	centreId: string;
}

export const AUDIT_RIGHTS = ['searchAll', 'viewCentre', 'viewOrganisation', 'seeOrigin'] as const;
export type AuditRight = (typeof AUDIT_RIGHTS)[number];

/** Who may read what of the audit log. Nobody changes it. */
export const auditRules: Record<AuditRight, (actor: Actor, material: AuditedMaterial) => boolean> = {
	/** The whole log, of every centre: the secretariat, and the authority that oversees the network. */
	searchAll: (actor) => isSecretariat(actor) || isAuthority(actor),
	/** What happened to the material that a centre looks after. */
	viewCentre: (actor, { centreId }) => isAuthority(actor) || servesCentre(actor, centreId),
	/** Who opened the guarded material of one's own organisation. */
	viewOrganisation: (actor, { organisationId, centreId }) =>
		belongsTo(actor, organisationId) || servesCentre(actor, centreId) || isAuthority(actor),
	/** From which network and in which session it was done: what is needed to clear up a misuse. */
	seeOrigin: (actor) => isSecretariat(actor) || isAuthority(actor),
};

/** What of the log an actor reads on a page of entries; null: nothing. */
export type AuditScope = { kind: 'all' } | { kind: 'centres'; centreIds: string[] } | { kind: 'organisations'; organisationIds: string[] };

/** The widest scope that the log's own page shows: everything, or one's centres. */
export function logScope(actor: Actor): AuditScope | null {
	if (isSecretariat(actor) || isAuthority(actor)) return { kind: 'all' };
	if (actor.kind === 'member' && actor.centres.size > 0) return { kind: 'centres', centreIds: [...actor.centres.keys()] };
	return null;
}

/** What a member's desk shows: the openings of the own organisations' guarded material. */
export function ownScope(actor: Actor): AuditScope | null {
	return actor.kind === 'member' && actor.organisations.size > 0
		? { kind: 'organisations', organisationIds: [...actor.organisations.keys()] }
		: null;
}
