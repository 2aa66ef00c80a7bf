import { isSecretariat, type Actor } from './actor.ts';

/** At the site, in one's own name: not with an API key, and not through the eyes of a person who is helped. */
const inPerson = (actor: Actor): boolean => actor.kind === 'member' && !actor.scopes && !actor.support;

/** Who may do what with an account. `account` names whose it is. */
export const accountRules = {
	/** Password, second factor, passkeys, sessions, addresses and keys of one's own account. */
	secure: (actor: Actor, account: { userId: string }): boolean => inPerson(actor) && actor.kind === 'member' && actor.userId === account.userId,
	/** The settings by which institutions' people sign in. */
	setInstitutions: (actor: Actor): boolean => inPerson(actor) && isSecretariat(actor),
} as const;
export const ACCOUNT_RIGHTS = Object.keys(accountRules) as (keyof typeof accountRules)[];
