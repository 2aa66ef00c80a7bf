import type { Transaction } from '#lib/server/platform/database.ts';
import { requestById, type RequestRow } from '../requests/queries.ts';
import { standingById, type StandingRow } from './queries.ts';

/** A meeting that nobody else changes meanwhile, with the request it came from. */
export interface LockedMeeting {
	meeting: StandingRow;
	request: RequestRow;
}

/** Takes hold of a meeting by its id: of its request first (context.ts says why), then of itself. Undefined where there is none. */
export async function lockMeeting(tx: Transaction, id: string): Promise<LockedMeeting | undefined> {
	const found = await standingById(tx, id);
	const request = found && (await requestById(tx, found.requestId, { lock: true }));
	// Only now: who held the request may have called it off.
	const meeting = request && (await standingById(tx, id, { lock: true }));
	return request && meeting ? { meeting, request } : undefined;
}
