import { ExpectedError } from '#lib/server/platform/errors.ts';
import type { Actor } from '../actor.ts';

/** Ends what only the person herself may do; for use cases that ask before the database would refuse (`mayActInVisit`). */
export function refuseInSupport(actor: Actor): void {
	if (actor.kind === 'member' && actor.support) throw new ExpectedError('forbidden', 'Only the person herself may do this; it is not part of support.');
}
