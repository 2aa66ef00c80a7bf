import { isExpectedError } from '#lib/server/platform/errors.ts';

/** Something that a person can set right: printed as it is, without a stack, and the exit code is 1. */
export class CommandFailure extends Error {
	override readonly name = 'CommandFailure';
}

export const exitCodes = { ok: 0, failed: 1, usage: 2 } as const;

/** What to print of an error: a sentence where it was expected, everything where it is a defect. */
export function explain(error: unknown): string {
	if (error instanceof CommandFailure || isExpectedError(error)) return error.message;
	if (!(error instanceof Error)) return String(error);
	const cause = error.cause instanceof Error ? `\ncaused by ${error.cause.stack ?? error.cause.message}` : '';
	return `This is a defect of Mitra; please report it.\n${error.stack ?? error.message}${cause}`;
}
