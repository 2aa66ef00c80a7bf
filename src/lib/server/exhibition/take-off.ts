import { gone } from '#lib/server/events/change-event.ts';
import type { Transaction } from '#lib/server/platform/database.ts';
import { misplaced } from './input.ts';
import { deleteExhibitor, lockExhibitor } from './queries.ts';
import { countVisitsAt } from './visits/queries.ts';

/** Takes an exhibitor off the list as the operator, unless visitors came: their contacts would go with it. Errors: not_found, invalid_input. */
export async function takeOff(tx: Transaction, id: string): Promise<void> {
	// A visit that is noted at this moment counts, or finds the exhibitor gone.
	if (!(await lockExhibitor(tx, id, 'update'))) throw gone('exhibitor');
	const visits = await countVisitsAt(tx, id);
	if (visits > 0) throw misplaced('stand', 'visited', visits);
	await deleteExhibitor(tx, id);
}
