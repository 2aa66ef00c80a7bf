import type { Actor } from '#lib/server/accounts/actor.ts';
import type { Executor, Transaction } from '#lib/server/platform/database.ts';
import { changeEvent, gone } from './change-event.ts';
import type { EventsContext } from './context.ts';
import { updatePhoto } from './files/queries.ts';
import { choiceInput, idIn } from './input.ts';
import { updateSpeaker } from './people/queries.ts';
import { updateRoom, updateTrack, updateVenue } from './programme/queries.ts';
import { photosOf, roomsOf, speakersOf, tracksOf, venuesOf } from './queries.ts';

/** Something that stands in a list; with others of its `group`, where the list falls into several. */
interface Listed {
	id: string;
	position: number;
	group?: string;
}
interface List {
	read(tx: Executor, eventId: string): Promise<Listed[]>;
	put(tx: Transaction, id: string, values: { position: number }): Promise<void>;
}

/** What organisers put into their order. */
const LISTS = {
	venue: { read: venuesOf, put: updateVenue },
	room: { read: async (tx, eventId) => (await roomsOf(tx, eventId)).map(({ id, position, venueId }) => ({ id, position, group: venueId })), put: updateRoom },
	track: { read: tracksOf, put: updateTrack },
	speaker: { read: speakersOf, put: updateSpeaker },
	photo: { read: photosOf, put: updatePhoto },
} satisfies Record<string, List>;
export type Ordered = keyof typeof LISTS;

/** Moves one of a list one place up or down; at the end of the list it stays. Errors: not_found, forbidden, invalid_input. */
export async function moveInList(context: Pick<EventsContext, 'db' | 'clock'>, actor: Actor, input: { eventId: string; of: Ordered; form: FormData }): Promise<void> {
	const { eventId, of, form } = input;
	await changeEvent(context, actor, { eventId, action: `move-${of}` }, async ({ tx, row, note }) => {
		const list: List = LISTS[of];
		const order = await list.read(tx, row.id);
		const from = order.findIndex(({ id }) => id === idIn(form));
		const found = order[from];
		if (!found) throw gone(of);
		const step = choiceInput(form, 'by', ['up', 'down']) === 'up' ? -1 : 1;
		let to = from + step;
		while (order[to] && order[to]!.group !== found.group) to += step;
		const other = order[to];
		if (!other) return;
		[order[from], order[to]] = [other, found];
		for (const [position, { id, position: before }] of order.entries()) if (position !== before) await list.put(tx, id, { position });
		note({ detail: { [`${of}Id`]: found.id } });
	});
}
