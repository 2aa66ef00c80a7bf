import * as m from '#lib/paraglide/messages.js';

type MessageKey = keyof typeof m;

/**
 * The word for a value of a closed vocabulary: `term('cooperation', 'joint-rd')` is the message `cooperation_joint_rd`.
 * A value without a message shows as it is.
 */
export function term(vocabulary: string, value: string): string {
	const key = `${vocabulary}_${value.replaceAll('-', '_')}` as MessageKey;
	const message = m[key] as (() => string) | undefined;
	return message ? message() : value;
}
