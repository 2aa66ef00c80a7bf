import * as m from '#lib/paraglide/messages.js';

/** One thing wrong with a field, as forms receive it from the server. */
export interface FieldProblem {
	field: string;
	code: string;
	limit?: number | undefined;
	value?: string | undefined;
}

type Parameters = { limit: number | string; value: string };

/** The sentence for a problem: the message `<prefix>_error_<code>` where it exists, else `field_error_<code>`. */
export function problemText(problem: FieldProblem, prefix = 'field'): string {
	const messages = m as unknown as Record<string, ((parameters: Parameters) => string) | undefined>;
	const message = messages[`${prefix}_error_${problem.code}`] ?? messages[`field_error_${problem.code}`] ?? messages.field_error_not_allowed!;
	return message({ limit: problem.limit ?? '', value: problem.value ?? '' });
}

/** The id of the element that a field's problem is shown at. */
export function fieldId(field: string): string {
	return field.replaceAll('.', '-');
}
