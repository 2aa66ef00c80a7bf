import type { Transaction } from '#lib/server/platform/database.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { forbiddenAmong } from '../host/queries.ts';

/** Whether the host keeps no two of some people apart. */
export async function isPossible(tx: Transaction, people: readonly string[]): Promise<boolean> {
	const isForbidden = await forbiddenAmong(tx, people);
	return !people.some((one, i) => people.slice(i + 1).some((other) => isForbidden(one, other)));
}

/** Whom the host keeps apart neither ask nor agree, and learn no more than that. `field`: where the form says it. Errors: conflict. */
export async function assertPossible(tx: Transaction, people: readonly string[], field = 'message'): Promise<void> {
	if (!(await isPossible(tx, people))) throw new ExpectedError('conflict', 'Not possible.', { field, detail: { code: 'not_possible' } });
}
