import { isSecretariat, type Actor } from '../actor.ts';

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
