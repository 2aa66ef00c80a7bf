import { asksToSignIn, pageMember } from '#lib/server/accounts/acting-person.ts';
import { viewAgenda } from '#lib/server/meetings/agenda/view-agenda.ts';
import { meetingsContext } from '#lib/server/meetings/context.ts';
import { zoneOfPerson } from '#lib/server/rooms/meetings/invite.ts';
import { ownZone } from '#lib/server/events/event-address.ts';
import type { LayoutServerLoad } from './$types';

/** What every page of an event's meetings shows; a visitor signs in first, and comes back. */
export const load: LayoutServerLoad = async (event) => {
	if (asksToSignIn(event)) return { agenda: null, ownZone: null };
	const member = pageMember(event);
	const { mitra } = event.locals;
	const agenda = await viewAgenda(meetingsContext(mitra), member, event.params.id);
	return { agenda, ownZone: ownZone(await zoneOfPerson(mitra.db, member.userId), agenda.event.timeZone, new Date(agenda.event.startsOn)) };
};
