import { isSignedIn, type Actor } from '#lib/server/accounts/actor.ts';

/** A saved search is its person's alone: nobody else learns that it exists, officers and the secretariat neither. */
export const savedSearchRules = {
	save: isSignedIn,
	view: (actor: Actor, search: { userId: string }): boolean => isSignedIn(actor) && actor.userId === search.userId,
	change: (actor: Actor, search: { userId: string }): boolean => isSignedIn(actor) && actor.userId === search.userId,
} satisfies Record<string, (actor: Actor, search: { userId: string }) => boolean>;
