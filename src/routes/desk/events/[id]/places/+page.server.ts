import { asksToSignIn, pageMember } from '#lib/server/accounts/acting-person.ts';
import { addTables, removePlace, saveRoom, saveVenue } from '#lib/server/events/change-places.ts';
import { viewOrganised } from '#lib/server/events/desk-view.ts';
import { eventAction } from '#lib/server/events/event-form.ts';
import { idIn } from '#lib/server/events/input.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	if (asksToSignIn(event)) return { view: null };
	const { event: row, phase, may, venues, rooms, tables, sessions } = await viewOrganised(event.locals.mitra, pageMember(event), event.params.id);
	return {
		view: {
			event: { id: row.id, names: row.names, languages: row.languages },
			phase,
			may,
			venues,
			rooms: rooms.map((room) => ({ ...room, tables: tables.filter(({ roomId }) => roomId === room.id).map(({ id, label, zone }) => ({ id, label, zone })), sessions: sessions.filter(({ roomId }) => roomId === room.id).length })),
		},
	};
};

export const actions: Actions = {
	venue: eventAction(({ context, member, form, eventId }) => (form.get('remove') ? removePlace(context, member, { eventId, of: 'venue', id: idIn(form) }) : saveVenue(context, member, { eventId, form }))),
	room: eventAction(({ context, member, form, eventId }) => (form.get('remove') ? removePlace(context, member, { eventId, of: 'room', id: idIn(form) }) : saveRoom(context, member, { eventId, form }))),
	tables: eventAction(async ({ context, member, form, eventId }) => ({ about: String((await addTables(context, member, { eventId, form })).added) }), 'tables'),
	table: eventAction(({ context, member, form, eventId }) => removePlace(context, member, { eventId, of: 'table', id: idIn(form) }), 'removed'),
};
