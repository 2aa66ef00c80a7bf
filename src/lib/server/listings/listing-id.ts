import { ExpectedError } from '#lib/server/platform/errors.ts';
import { isUuid } from '#lib/server/platform/uuid.ts';

/** A listing's id out of an address. What is no id names no listing. Errors: not_found. */
export function listingId(text: string): string {
	if (!isUuid(text)) throw new ExpectedError('not_found', 'No such listing.');
	return text;
}
