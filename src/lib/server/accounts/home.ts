import { isAuthority, type Actor } from './actor.ts';

/** Where a person's work is. */
export function homeOf(actor: Actor): string {
	if (actor.kind !== 'member') return '/';
	if (actor.centres.size > 0) return '/review';
	if (actor.organisations.size > 0) return '/desk';
	return isAuthority(actor) ? '/audit' : '/account';
}
