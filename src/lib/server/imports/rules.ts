import { belongsTo, servesCentre, writesFor, type Actor } from '#lib/server/accounts/actor.ts';

/** What a rule needs to know of the organisation that listings are imported for. */
export interface ImportOwner {
	organisationId: string;
	centreId: string;
}

/** Who may do what with the imports of an organisation. */
export const importRules = {
	/** Those who write for the organisation, and the officers of its centre, who bring in what members hand them. */
	run: (actor, owner) => writesFor(actor, owner.organisationId) || servesCentre(actor, owner.centreId),
	/** Without review only where the review would be theirs: never for an organisation of one's own. */
	publish: (actor, owner) =>
		servesCentre(actor, owner.centreId) && (actor.kind === 'operator' || !belongsTo(actor, owner.organisationId)),
} satisfies Record<string, (actor: Actor, owner: ImportOwner) => boolean>;
