import { isSecretariat, type Actor } from '../actor.ts';

/** What a helper may do through the eyes of a person, as the log calls it; everything else is the person's own affair. */
export const VISIT_ACTS: ReadonlySet<string> = new Set(['listing.start', 'listing.save', 'listing.revise', 'listing.attach', 'listing.detach', 'support.end']);

/** Whether an act may be done: of oneself always, during a visit for support as listed above. Reading what is guarded is looking. */
export function mayActInVisit(actor: Actor, action: string): boolean {
	if (actor.kind !== 'member' || !actor.support) return true;
	return VISIT_ACTS.has(action) || /\.read-guarded(-file)?$/.test(action);
}

/** Who may do what with a person's consent to support. `person` is whose account it is about, with all memberships. */
export const supportRules = {
	/** For oneself only, at the site, and not through the eyes of somebody else. */
	consent: (actor: Actor, person: { userId: string }): boolean =>
		actor.kind === 'member' && actor.userId === person.userId && !actor.support && !actor.scopes,
	/** The secretariat, to people who are not of the secretariat themselves: nobody gains rights by helping. */
	visit: (actor: Actor, person: Actor): boolean =>
		actor.kind === 'member' &&
		!actor.support &&
		!actor.scopes &&
		isSecretariat(actor) &&
		person.kind === 'member' &&
		person.userId !== actor.userId &&
		!isSecretariat(person),
	listConsents: (actor: Actor): boolean => actor.kind === 'member' && !actor.support && !actor.scopes && isSecretariat(actor),
} as const;
export const SUPPORT_RIGHTS = Object.keys(supportRules) as (keyof typeof supportRules)[];
