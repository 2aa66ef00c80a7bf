/**
 * What may go wrong without anything being broken: a closed set, so that every code has an HTTP status here and a
 * sentence in each interface language. Anything else that is thrown is a defect and answers 500.
 */
export type ErrorCode =
	| 'not_found'
	| 'forbidden'
	| 'unauthenticated'
	| 'invalid_input'
	| 'conflict'
	| 'too_large'
	| 'unsupported_type'
	| 'rate_limited'
	| 'expired'
	| 'unavailable';

const statusOf: Record<ErrorCode, { status: number }> = {
	not_found: { status: 404 },
	forbidden: { status: 403 },
	unauthenticated: { status: 401 },
	invalid_input: { status: 422 },
	conflict: { status: 409 },
	too_large: { status: 413 },
	unsupported_type: { status: 415 },
	rate_limited: { status: 429 },
	expired: { status: 410 },
	unavailable: { status: 503 },
};

export const errorCodes = Object.keys(statusOf) as ErrorCode[];

/** Values for the sentence that the reader sees, e.g. `{ limit: 5_000_000 }`. Never a stack or a query. */
export type ErrorDetail = Record<string, string | number | boolean>;

export class ExpectedError extends Error {
	override readonly name = 'ExpectedError';
	readonly code: ErrorCode;
	/** The form field that the error belongs to, where there is one. */
	readonly field?: string;
	readonly detail?: ErrorDetail;

	constructor(code: ErrorCode, message: string, place: { field?: string; detail?: ErrorDetail; cause?: unknown } = {}) {
		super(message, place.cause === undefined ? undefined : { cause: place.cause });
		this.code = code;
		if (place.field !== undefined) this.field = place.field;
		if (place.detail !== undefined) this.detail = place.detail;
	}

	get status(): number {
		return statusOf[this.code].status;
	}
}

/** What is wrong with one of several fields or rows. */
export interface Problem {
	field: string;
	/** Names the sentence that is said at it. */
	code: string;
	limit?: number;
	value?: string;
}

/** Several things are wrong at once, each at its place; nothing was done. */
export class SeveralErrors extends ExpectedError {
	readonly problems: readonly Problem[];

	constructor(code: ErrorCode, problems: readonly Problem[]) {
		super(code, 'Several fields are wrong.');
		this.problems = problems;
	}
}

export function isExpectedError(error: unknown, code?: ErrorCode): error is ExpectedError {
	return error instanceof ExpectedError && (code === undefined || error.code === code);
}

export function httpStatusOf(error: unknown): number {
	return error instanceof ExpectedError ? error.status : 500;
}
