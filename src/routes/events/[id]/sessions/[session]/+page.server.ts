import { isSignedIn } from '#lib/server/accounts/actor.ts';
import { eventsContext } from '#lib/server/events/context.ts';
import { ownZone } from '#lib/server/events/event-address.ts';
import { pickSession } from '#lib/server/events/pick-session.ts';
import { structuredSession } from '#lib/server/events/structured-data.ts';
import { viewEvent } from '#lib/server/events/view-event.ts';
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
		notices: view.notices.filter(({ sessionId }) => sessionId === session.id),
		picked: view.picks.includes(session.id),
		signedIn: isSignedIn(actor),
		ownZone: ownZone(asked, view.event.timeZone, session.startsAt),
		structured: { '@context': 'https://schema.org', ...structuredSession(view, session, locals.language, url.origin + href(`/events/${view.event.id}`)) },
	};
};

export const actions: Actions = {
	pick: (event) =>
		memberForm(event, async (member, form) => {
			await pickSession(eventsContext(event.locals.mitra), member, { eventId: event.params.id, sessionId: listingId(event.params.session), pick: form.get('pick') === 'yes' });
			return { done: 'picked' };
		}),
};
