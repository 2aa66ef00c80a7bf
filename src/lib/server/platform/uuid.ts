import { ExpectedError } from './errors.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Whether a text that came from outside can be asked for as an identifier: PostgreSQL answers all others with an error. */
export const isUuid = (text: string): boolean => UUID.test(text);

/** An identifier out of an address or a form. What is none names nothing. Errors: not_found. */
export function uuidOf(text: string): string {
	if (!isUuid(text)) throw new ExpectedError('not_found', 'No such thing.');
	return text;
}
