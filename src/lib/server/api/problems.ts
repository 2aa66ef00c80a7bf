import type { FieldError } from '#lib/server/listings/input.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';

/** Input with errors at fields, as the API answers them. */
export class InvalidFields extends ExpectedError {
	readonly fields: readonly FieldError[];

	constructor(fields: readonly FieldError[]) {
		super('invalid_input', 'Some fields are wrong or missing.');
		this.fields = fields;
	}
}

/** The body of an error answer. */
export function problemBody(error: ExpectedError): { code: string; message: string; fields?: readonly FieldError[] } {
	return { code: error.code, message: error.message, ...(error instanceof InvalidFields ? { fields: error.fields } : {}) };
}
