import { redirect } from '@sveltejs/kit';
import { asksToSignIn, pageMember } from '#lib/server/accounts/acting-person.ts';
import { moveInList } from '#lib/server/events/change-order.ts';
import { addTables, previewVenue, removePlace, saveRoom, saveVenue } from '#lib/server/events/change-places.ts';
import { viewOrganised } from '#lib/server/events/desk-view.ts';
import { idOfAddress } from '#lib/server/events/event-address.ts';
import { askingAction, eventAction } from '#lib/server/events/event-form.ts';
import { idIn, letterInput } from '#lib/server/events/input.ts';
import { saveTable } from '#lib/server/meetings/live/save-table.ts';
import { isExpectedError } from '#lib/server/platform/errors.ts';
import { href } from '#lib/ui/reader.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	if (asksToSignIn(event)) return { view: null };
	const { event: row, phase, may, venues, rooms, tables, sessions } = await viewOrganised(event.locals.mitra, pageMember(event), event.params.id);
	return {
		view: {
			event: { id: row.id, names: row.names, languages: row.languages },
			phase,
			may,
			/** The table that is to be called otherwise. */
			changing: idOfAddress(event.url.searchParams.get('table') ?? ''),
			venues,
			rooms: rooms.map((room) => ({ ...room, tables: tables.filter(({ roomId }) => roomId === room.id).map(({ id, label, zone, goneAt }) => ({ id, label, zone, isGone: goneAt !== null })), sessions: sessions.filter(({ roomId }) => roomId === room.id).length })),
		},
	};
};

export const actions: Actions = {
	venue: askingAction(async ({ context, member, form, eventId, languages }) => {
		if (form.get('remove')) return { asked: null, work: () => removePlace(context, member, { eventId, of: 'venue', id: idIn(form) }) };
		return {
			// A venue that people expect elsewhere is saved once the organiser has seen whom that concerns.
			asked: await previewVenue(context, member, { eventId, form }),
			async work() {
				const { told } = await saveVenue(context, member, { eventId, form, letter: letterInput(form, languages), quietly: form.get('confirmed') === 'quietly' });
				return { about: String(told) };
			},
		};
	}, 'moved'),
	room: eventAction(({ context, member, form, eventId }) => (form.get('remove') ? removePlace(context, member, { eventId, of: 'room', id: idIn(form) }) : saveRoom(context, member, { eventId, form }))),
	moveVenue: eventAction(({ context, member, form, eventId }) => moveInList(context, member, { eventId, of: 'venue', form })),
	moveRoom: eventAction(({ context, member, form, eventId }) => moveInList(context, member, { eventId, of: 'room', form })),
	tables: eventAction(async ({ context, member, form, eventId }) => ({ about: String((await addTables(context, member, { eventId, form })).added) }), 'tables'),
	saveTable: eventAction(async ({ context, member, form, eventId }) => ({ about: String((await saveTable(context, member, { eventId, form })).told) }), 'moved'),
	table: eventAction(async ({ context, member, form, eventId }) => {
		const id = idIn(form);
		await removePlace(context, member, { eventId, of: 'table', id }).catch((error: unknown) => {
			// Meetings stand at it, or stood: at their desk it is shown whom that concerns, and asked what becomes of those ahead.
			if (isExpectedError(error, 'conflict')) redirect(303, href(`/desk/events/${eventId}/meetings/remove?of=table&id=${id}`));
			throw error;
		});
	}, 'removed'),
};
