import { pageMember } from '#lib/server/accounts/acting-person.ts';
import { uuidOf } from '#lib/server/platform/uuid.ts';
import { roomsContext } from '#lib/server/rooms/context.ts';
import { calendarOf } from '#lib/server/rooms/meetings/view-meeting.ts';
import type { RequestHandler } from './$types';

/** The reader's own entry of a meeting, as it was mailed. */
export const GET: RequestHandler = async (event) => {
	const member = pageMember(event);
	const content = await calendarOf(roomsContext(event.locals.mitra), member, { reference: event.params.reference, meetingId: uuidOf(event.params.id) });
	return new Response(content, {
		headers: { 'content-type': 'text/calendar; charset=utf-8', 'content-disposition': 'attachment; filename="meeting.ics"', 'cache-control': 'private, no-store' },
	});
};
