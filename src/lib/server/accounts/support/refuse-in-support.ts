import { ExpectedError } from '#lib/server/platform/errors.ts';
import type { Actor } from '../actor.ts';

/**
 * What nobody does through the eyes of another person, however much that person has agreed: the account and its safety,
 * what ends or hands over something for good, and answers that bind. Parts of addresses without their language.
 */
const OWN_AFFAIRS = [
	/^\/account(\/|$)/,
	/^\/confirm(\/|$)/,
	/^\/reset-password(\/|$)/,
	/^\/desk\/(my-data|organisation|expert)(\/|$)/,
	/^\/(invitations?|join|outbox|audit|centre-desk|networks)(\/|$)/,
	/^\/api\//,
];
/** The one thing of the account that the helper does. */
const END = /^\/account\/support\/end$/;

/** Whether a request would change what is the person's own affair, and comes from a visit for support. */
export function isRefusedInVisit(actor: Actor, request: { method: string; path: string }): boolean {
	if (actor.kind !== 'member' || !actor.support || request.method === 'GET' || request.method === 'HEAD') return false;
	return !END.test(request.path) && OWN_AFFAIRS.some((pattern) => pattern.test(request.path));
}

/** Ends what only the person herself may do; for use cases that no address gives away. */
export function refuseInSupport(actor: Actor): void {
	if (actor.kind === 'member' && actor.support) throw new ExpectedError('forbidden', 'Only the person herself may do this; it is not part of support.');
}
