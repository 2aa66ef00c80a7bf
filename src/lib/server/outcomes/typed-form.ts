import type { ErrorCode } from '#lib/server/platform/errors.ts';
import type { FormAnswer } from '#lib/server/membership/member-form.ts';

/** What a form of somebody who is not signed in says back: what is wrong, with everything that was typed. */
export function typedForm(form: FormData, failed: ErrorCode, problems: NonNullable<FormAnswer['problems']>): FormAnswer {
	const typed: Record<string, string[]> = {};
	for (const [name, value] of form) if (typeof value === 'string') (typed[name] ??= []).push(value);
	return { failed, problems, typed };
}
