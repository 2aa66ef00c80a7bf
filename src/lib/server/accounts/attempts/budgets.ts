import type { Executor } from '#lib/server/platform/database.ts';
import { hashOf } from '../tokens.ts';
import { countAttempt, forgetAttempts, takeBackAttempt } from './queries.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/**
 * How often what may be tried. Budgets stand in the database, so that they hold over restarts and for all processes.
 *
 * Nobody can spend another's budget: passwords are counted by address and place together, and a device from which the
 * person has signed in before has a budget of its own. `*-everywhere` bounds what many places can try together; where
 * it is spent, known devices, passkeys and the link of a letter still let the person in.
 */
const BUDGETS = {
	'sign-in-place': { most: 200, ms: 10 * MINUTE },
	'sign-in-address-place': { most: 10, ms: 10 * MINUTE },
	'sign-in-address-everywhere': { most: 100, ms: HOUR },
	'sign-in-device': { most: 10, ms: 10 * MINUTE },
	'second-factor-place': { most: 8, ms: 10 * MINUTE },
	'second-factor-everywhere': { most: 40, ms: HOUR },
	'second-factor-device': { most: 8, ms: 10 * MINUTE },
	'passkey-place': { most: 200, ms: 10 * MINUTE },
	'present-password': { most: 10, ms: 10 * MINUTE },
	'letter-address-place': { most: 5, ms: HOUR },
	'letter-place': { most: 60, ms: HOUR },
	'letter-everywhere': { most: 20, ms: 24 * HOUR },
	'letter-device': { most: 5, ms: HOUR },
	'new-device-letter': { most: 6, ms: 24 * HOUR },
} as const;

export type Budget = keyof typeof BUDGETS;

const keyOf = (budget: Budget, parts: readonly string[]) => hashOf([budget, ...parts].join('\u0000'));

/** Counts one attempt; false where the budget for it is spent. */
export async function spend(db: Executor, budget: Budget, parts: readonly string[], now: Date): Promise<boolean> {
	const { most, ms } = BUDGETS[budget];
	return (await countAttempt(db, keyOf(budget, parts), { now, ms })) <= most;
}

/** The attempt turned out to be the person's own. */
export async function giveBack(db: Executor, budget: Budget, parts: readonly string[]): Promise<void> {
	await takeBackAttempt(db, keyOf(budget, parts));
}

export async function startAnew(db: Executor, budget: Budget, parts: readonly string[]): Promise<void> {
	await forgetAttempts(db, keyOf(budget, parts));
}

/** A network address as attempts are counted by: whoever has an IPv6 address has 2^64 of them. */
export function placeOf(address: string): string {
	if (!address.includes(':') || address.includes('.')) return address.replace(/^::ffff:/i, '');
	const [head = '', tail] = address.toLowerCase().split('::');
	const front = head === '' ? [] : head.split(':');
	const back = tail ? tail.split(':') : [];
	const zeros = tail === undefined ? [] : Array.from({ length: Math.max(0, 8 - front.length - back.length) }, () => '0');
	return [...front, ...zeros, ...back].slice(0, 4).map((group) => group.replace(/^0+(?=.)/, '')).join(':');
}
