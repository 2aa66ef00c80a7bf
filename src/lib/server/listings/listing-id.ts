import { ExpectedError } from '#lib/server/platform/errors.ts';

/** A listing's id out of an address. What is no id names no listing. Errors: not_found. */
export function listingId(text: string): string {
	if (!/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/.test(text)) throw new ExpectedError('not_found', 'No such listing.');
	return text;
}
