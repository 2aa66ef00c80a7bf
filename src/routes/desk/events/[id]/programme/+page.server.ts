import { asksToSignIn, pageMember } from '#lib/server/accounts/acting-person.ts';
import { affectedByDays, cancelDay, moveDay, removeDay, saveDay } from '#lib/server/events/change-days.ts';
import { moveInList } from '#lib/server/events/change-order.ts';
import { removePlace, saveTrack } from '#lib/server/events/change-places.ts';
import { viewOrganised } from '#lib/server/events/desk-view.ts';
import { eventAction } from '#lib/server/events/event-form.ts';
import { dayOf, idIn, letterInput } from '#lib/server/events/input.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	if (asksToSignIn(event)) return { view: null };
	const member = pageMember(event);
	const { mitra } = event.locals;
	const { event: row, phase, may, days, tracks, sessions, rooms, speakers, speaking } = await viewOrganised(mitra, member, event.params.id);
	// Whom moving or cancelling a day concerns is shown before it is done.
	const affected = may.organise ? await affectedByDays(mitra, member, row.id) : undefined;
	return {
		view: {
			event: { id: row.id, names: row.names, languages: row.languages, timeZone: row.timeZone, startsOn: row.startsOn, endsOn: row.endsOn, state: row.state },
			phase,
			may,
			days: days.map((day) => ({ ...day, affected: affected?.get(day.id) ?? null })),
			tracks,
			rooms: rooms.map(({ id, names }) => ({ id, names })),
			speakers: speakers.map(({ id, names }) => ({ id, names })),
			sessions: sessions.map(({ id, dayId, trackId, roomId, kind, titles, startsAt, endsAt, state, clashes }) => ({ id, dayId, trackId, roomId, kind, titles, startsAt, endsAt, state, clashes, speakers: speaking.filter(({ sessionId }) => sessionId === id).map(({ speakerId }) => ({ speakerId })) })),
		},
	};
};

export const actions: Actions = {
	day: eventAction(({ context, member, form, eventId }) => (form.get('remove') ? removeDay(context, member, { eventId, id: idIn(form) }) : saveDay(context, member, { eventId, form }))),
	moveDay: eventAction(async ({ context, member, form, eventId, languages }) => {
		const { told } = await moveDay(context, member, { eventId, id: idIn(form), to: dayOf(form, 'day', true), words: letterInput(form, languages) });
		return { about: String(told) };
	}, 'told'),
	cancelDay: eventAction(async ({ context, member, form, eventId, languages }) => {
		const { told } = await cancelDay(context, member, { eventId, id: idIn(form), words: letterInput(form, languages) });
		return { about: String(told) };
	}, 'told'),
	track: eventAction(({ context, member, form, eventId }) => (form.get('remove') ? removePlace(context, member, { eventId, of: 'track', id: idIn(form) }) : saveTrack(context, member, { eventId, form }))),
	moveTrack: eventAction(({ context, member, form, eventId }) => moveInList(context, member, { eventId, of: 'track', form })),
};
