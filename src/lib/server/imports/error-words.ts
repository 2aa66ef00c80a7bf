import messages from '../../../../messages/import/en.json' with { type: 'json' };
import fieldMessages from '../../../../messages/site/en.json' with { type: 'json' };
import { messageOfError, type RowError } from './row-errors.ts';

const WORDS: Readonly<Record<string, string>> = { ...fieldMessages, ...messages };

/**
 * An error of a row in English, for the command line, which works before anything has been built. Pages use the compiled
 * messages of the same names in the reader's language.
 */
export function englishError(error: RowError): string {
	const text = WORDS[messageOfError(error)] ?? error.code;
	const place = error.column ?? error.field;
	return `${place === null ? '' : `${place}: `}${text.replace('{limit}', String(error.limit ?? '')).replace('{value}', error.value ?? '')}`;
}
