import { isSignedIn, type Actor } from '#lib/server/accounts/actor.ts';
import { peopleOf } from '../queries.ts';
import { meetingRules } from '../rules.ts';
import { lockMeeting, type LockedMeeting } from '../standing/lock-meeting.ts';
import { attendeesOf } from '../standing/queries.ts';
import { noSuch, notAllowed, type AtMeetings } from '../with-meetings.ts';
import { meetingForRules, partiesIn } from './view-agenda.ts';

/** A meeting that one of its sides changes. */
export interface OwnMeeting extends LockedMeeting {
	/** The registrations of those who meet, and that of whoever asks. */
	parties: string[];
	own: string;
}

/** Takes hold of a meeting that one of its sides may call off. Errors: not_found (also to whom it does not concern), forbidden. */
export async function ownMeeting(meetings: AtMeetings, actor: Actor, meetingId: string): Promise<OwnMeeting> {
	const { tx, row } = meetings;
	const locked = await lockMeeting(tx, meetingId);
	if (locked?.meeting.eventId !== row.id) throw noSuch('meeting');
	const parties = partiesIn(await attendeesOf(tx, [meetingId]));
	const { interpreterId } = locked.meeting;
	const people = await peopleOf(tx, [...parties, ...(interpreterId ? [interpreterId] : [])]);
	const forRules = meetingForRules(meetings, { meeting: locked.meeting, parties }, people);
	if (!meetingRules.view(actor, forRules)) throw noSuch('meeting');
	if (!meetingRules.cancel(actor, forRules)) throw notAllowed();
	return { ...locked, parties, own: parties.find((id) => isSignedIn(actor) && people.get(id)?.personId === actor.userId)! };
}
