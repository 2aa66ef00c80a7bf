import { isSignedIn, writesFor, type Actor } from '#lib/server/accounts/actor.ts';
import { eventRules, type EventForRules } from '#lib/server/events/rules.ts';

/** What a rule needs to know of an exhibitor. */
export interface ExhibitorForRules extends EventForRules {
	organisationId: string;
}

/** Who writes for the organisation, in person: not through the eyes of another, and no program with a key. */
const isOwn = (actor: Actor, { organisationId }: ExhibitorForRules) => isSignedIn(actor) && !actor.support && !actor.scopes && writesFor(actor, organisationId);

/** Who may do what with an exhibitor. */
export const exhibitorRules = {
	view: (actor: Actor, exhibitor: ExhibitorForRules): boolean => eventRules.view(actor, exhibitor),
	/** Its words and the listings it shows: itself once the event is public, and the organisers. */
	edit: (actor: Actor, exhibitor: ExhibitorForRules): boolean =>
		eventRules.organise(actor, exhibitor) || ((exhibitor.phase === 'announced' || exhibitor.phase === 'running') && isOwn(actor, exhibitor)),
	/** Its stand, and whether it exhibits at all: the organisers alone. */
	place: (actor: Actor, exhibitor: ExhibitorForRules): boolean => eventRules.organise(actor, exhibitor),
} as const;
export const EXHIBITOR_RIGHTS = Object.keys(exhibitorRules) as (keyof typeof exhibitorRules)[];
