import * as m from '#lib/paraglide/messages.js';
import type { FieldProblem } from '../form/field-words.ts';
import type { Held } from '../form/SignInAgain.svelte';

/** What a form of the membership pages says back (server: membership/member-form.ts). */
export interface Answer {
	held?: Held;
	failed?: string;
	problems?: FieldProblem[];
	typed?: Record<string, string[]>;
	done?: string;
	about?: string;
}

const FAILED: Record<string, () => string> = {
	conflict: m.membership_failed_conflict,
	forbidden: m.membership_failed_forbidden,
	not_found: m.membership_failed_not_found,
	rate_limited: m.membership_failed_rate_limited,
	too_large: m.membership_failed_too_large,
	unsupported_type: m.membership_failed_unsupported_type,
};

/** The sentence for what failed as a whole. */
export const failedWords = (code: string): string => (FAILED[code] ?? m.membership_failed_other)();
export const problemAt = (answer: Answer | null, field: string): FieldProblem | undefined => answer?.problems?.find((each) => each.field === field);
/** What a form of a page with several says back. `as` is a hidden field that names the form; the ids of its other fields end with it. */
export const answerOf = (answer: Answer | null, as: string): Answer | null => (typedAt(answer, 'as') === as ? answer : null);
export const typedAt = (answer: Answer | null, field: string): string | undefined => answer?.typed?.[field]?.[0];
/** What was chosen of several, where the form came back: no field is sent where nothing is. */
export const typedAll = (answer: Answer | null, field: string): readonly string[] | undefined => (answer?.typed ? (answer.typed[field] ?? []) : undefined);
