import { isRhythm, NAME_LIMIT, TIME_ZONES, type Rhythm } from '#lib/alerts/vocabulary.ts';
import { cleanText } from '#lib/server/listings/input.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { searchFromAddress } from '#lib/search/search-address.ts';
import type { SavedRequest } from './saved-search.ts';

const refuse = (field: string, code: string, limit?: number) =>
	new ExpectedError('invalid_input', 'A field is wrong or missing.', { field, detail: { code, ...(limit === undefined ? {} : { limit }) } });

/** A search's name, cleaned, on one line. Errors: invalid_input at the field. */
export function nameInput(value: unknown): string {
	const name = cleanText(typeof value === 'string' ? value : '').replace(/\s+/g, ' ');
	if (name === '') throw refuse('name', 'required');
	if ([...name].length > NAME_LIMIT) throw refuse('name', 'too_long', NAME_LIMIT);
	return name;
}

export function rhythmInput(value: unknown): Rhythm {
	if (!isRhythm(value)) throw refuse('rhythm', 'not_allowed');
	return value;
}

/** The search that the query part of a search page's address asks for; what is not understood is left out, as there. */
export function requestInput(query: unknown): SavedRequest {
	const { page: _page, pageSize: _pageSize, text, ...rest } = searchFromAddress(new URLSearchParams(typeof query === 'string' ? query.slice(0, 20_000) : ''));
	// As the page's own address carries it.
	return { ...rest, text: text.trim() };
}

/** One of the network's zones, or the one that is kept already. Errors: invalid_input at the field. */
export function zoneInput(value: unknown, kept: string): string {
	if (typeof value === 'string' && (value === kept || TIME_ZONES.some(({ zone }) => zone === value))) return value;
	throw refuse('timeZone', 'not_allowed');
}
