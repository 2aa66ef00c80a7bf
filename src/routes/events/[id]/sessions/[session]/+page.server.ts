import { isSignedIn } from '#lib/server/accounts/actor.ts';
import { viewPublicOrder } from '#lib/server/ceremony/view-public-order.ts';
import { eventsContext } from '#lib/server/events/context.ts';
import { ownZone } from '#lib/server/events/event-address.ts';
import { idIn } from '#lib/server/events/input.ts';
import { pickSession } from '#lib/server/events/pick-session.ts';
import { structuredSession } from '#lib/server/events/structured-data.ts';
import { viewSeats } from '#lib/server/events/seats/view-seats.ts';
import { viewEvent } from '#lib/server/events/view-event.ts';
import { meetingsContext } from '#lib/server/meetings/context.ts';
import { makeRoomForSession } from '#lib/server/meetings/agenda/make-room-for-session.ts';
import { moveOwnMeeting } from '#lib/server/meetings/agenda/move-own-meeting.ts';
import { sessionClashes } from '#lib/server/meetings/agenda/session-clashes.ts';
import { memberForm } from '#lib/server/membership/member-form.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { listingId } from '#lib/server/listings/listing-id.ts';
import { zoneOfPerson } from '#lib/server/rooms/meetings/invite.ts';
import { href } from '#lib/ui/reader.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, locals, url }) => {
	const { actor, mitra } = locals;
	const view = await viewEvent(mitra, actor, params.id);
	const session = view.sessions.find(({ id }) => id === params.session);
	if (!session) throw new ExpectedError('not_found', 'No such session.');
	const room = view.rooms.find(({ id }) => id === session.roomId);
	const asked = url.searchParams.get('zone') ?? (isSignedIn(actor) ? await zoneOfPerson(mitra.db, actor.userId) : null);
	return {
		event: view.event,
		may: view.may,
		phase: view.phase,
		session,
		day: view.days.find(({ id }) => id === session.dayId)?.day ?? view.event.startsOn,
		track: view.tracks.find(({ id }) => id === session.trackId) ?? null,
		room: room ?? null,
		venue: view.venues.find(({ id }) => id === room?.venueId) ?? null,
		speakers: session.speakers.flatMap(({ speakerId, role }) => view.speakers.filter(({ id }) => id === speakerId).map((speaker) => ({ ...speaker, role }))),
		documents: view.documents.filter(({ sessionId }) => sessionId === session.id),
		signings: session.kind === 'signing' ? await viewPublicOrder(mitra, actor, { eventId: params.id, sessionId: session.id }) : null,
		notices: view.notices.filter(({ sessionId }) => sessionId === session.id),
		picked: view.picks.includes(session.id),
		seats: await viewSeats(mitra, actor, { eventId: params.id, sessionId: session.id }),
		clashes: await sessionClashes(mitra, actor, { eventId: params.id, sessionId: session.id }),
		signedIn: isSignedIn(actor),
		ownZone: ownZone(asked, view.event.timeZone, session.startsAt),
		structured: { '@context': 'https://schema.org', ...structuredSession(view, session, locals.language, url.origin + href(`/events/${view.event.id}`)) },
	};
};

export const actions: Actions = {
	pick: (event) =>
		memberForm(event, async (member, form) => {
			const [about, pick, instead] = [{ eventId: event.params.id, sessionId: listingId(event.params.session) }, form.get('pick') === 'yes', form.get('instead') === 'yes'];
			// Whoever has a meeting then is asked first; who changes places has read of it above the button.
			if (pick && !instead && form.get('beside') !== 'yes' && (await sessionClashes(event.locals.mitra, member, about)).length > 0) return { asks: true };
			await pickSession(eventsContext(event.locals.mitra), member, { ...about, pick, instead });
			return { done: 'picked' };
		}),
	move: (event) =>
		memberForm(event, async (member, form) => {
			const context = meetingsContext(event.locals.mitra);
			const moving = { eventId: event.params.id, meetingId: listingId(String(form.get('as') ?? '')), slotId: idIn(form, 'slot') };
			if (form.get('pick') === 'yes') {
				const { picked } = await makeRoomForSession(context, member, { ...moving, sessionId: listingId(event.params.session) });
				return picked ? { done: 'moved_picked' } : { asks: true, done: 'moved' };
			}
			await moveOwnMeeting(context, member, moving);
			return { done: 'moved' };
		}),
};
