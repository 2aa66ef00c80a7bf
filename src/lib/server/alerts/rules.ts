import { isSignedIn, type Actor } from '#lib/server/accounts/actor.ts';

/** At the site, with a session: no key of the API reads or changes what a person looks for. */
const inPerson = (actor: Actor): boolean => isSignedIn(actor) && !actor.scopes;
const herself = (actor: Actor): boolean => inPerson(actor) && !(actor.kind === 'member' && actor.support);
const own = (actor: Actor, search: { userId: string }): boolean => isSignedIn(actor) && inPerson(actor) && actor.userId === search.userId;

/** A saved search is its person's alone: nobody else learns that it exists, officers and the secretariat neither. */
export const savedSearchRules = {
	save: herself,
	view: own,
	change: (actor, search) => herself(actor) && own(actor, search),
} satisfies Record<string, (actor: Actor, search: { userId: string }) => boolean>;
