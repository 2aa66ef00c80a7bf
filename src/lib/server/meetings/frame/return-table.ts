import type { Actor } from '#lib/server/accounts/actor.ts';
import { idIn } from '#lib/server/events/input.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import type { MeetingsContext } from '../context.ts';
import { changeAtDesk } from './change-at-desk.ts';
import { bringTableBack, meetingTablesOf } from './queries.ts';

/** Sets a table up again that was taken away while the event ran (remove-place.ts). Errors: not_found, forbidden. */
export async function returnTable(context: Pick<MeetingsContext, 'db' | 'clock'>, actor: Actor, input: { eventId: string; form: FormData }): Promise<void> {
	await changeAtDesk(context, actor, { eventId: input.eventId, action: 'return-table' }, async ({ tx, row, note }) => {
		const asked = idIn(input.form);
		const table = (await meetingTablesOf(tx, row.id)).find(({ id, goneAt }) => id === asked && goneAt !== null);
		if (!table) throw new ExpectedError('not_found', 'No such table was taken away.');
		await bringTableBack(tx, row.id, table.id);
		note({ detail: { id: table.id, label: table.label } });
	});
}
