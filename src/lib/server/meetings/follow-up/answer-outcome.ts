import type { MeetingOutcome, MeetingState } from '#lib/meetings/vocabulary.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { actorOfUser } from '#lib/server/accounts/queries.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import { asActor, operator } from '#lib/server/platform/acting.ts';
import { isUuid } from '#lib/server/platform/uuid.ts';
import { meetingForRules, partiesIn } from '../agenda/view-agenda.ts';
import type { MeetingsContext } from '../context.ts';
import { setPresence } from '../live/queries.ts';
import { shownListings } from '../participants/queries.ts';
import { peopleOf, type MeetingPerson } from '../queries.ts';
import { requestById, type RequestRow } from '../requests/queries.ts';
import { meetingRules } from '../rules.ts';
import { attendeesOf, standingById, updateAttendee, updateStanding, type AttendeeRow, type StandingRow } from '../standing/queries.ts';
import { noSuch, notAllowed, ownOf, withMeetings, type AtMeetings } from '../with-meetings.ts';
import { heldOrNot } from './held-or-not.ts';
import { readOutcomeToken } from './outcome-link.ts';

type Context = Pick<MeetingsContext, 'db' | 'clock'>;

/** A meeting that somebody concludes: the own row in it, and whom it was with. */
interface Concluding {
	meeting: StandingRow;
	request: RequestRow;
	attendee: AttendeeRow;
	/** All who were to meet, with what each has said. */
	parties: AttendeeRow[];
	others: MeetingPerson[];
}

/** A meeting of one's own that is over. Errors: not_found (also to whom it does not concern), forbidden (too early, or off). */
async function concluding(meetings: AtMeetings, actor: Actor, meetingId: string): Promise<Concluding> {
	const { tx, row } = meetings;
	const own = ownOf(meetings);
	const meeting = isUuid(meetingId) ? await standingById(tx, meetingId, { lock: true }) : undefined;
	const request = meeting && (await requestById(tx, meeting.requestId));
	const attendees = await attendeesOf(tx, meeting ? [meeting.id] : []);
	const attendee = attendees.find(({ registrationId, role }) => registrationId === own.id && role === 'party');
	if (!meeting || !request || !attendee || meeting.eventId !== row.id) throw noSuch('meeting');
	const ids = partiesIn(attendees);
	const people = await peopleOf(tx, ids);
	const others = ids.filter((id) => id !== own.id).flatMap((id) => people.get(id) ?? []);
	if (others.length === 0) throw noSuch('meeting');
	if (!meetingRules.conclude(actor, meetingForRules(meetings, { meeting, parties: ids }, people))) throw notAllowed();
	return { meeting, request, attendee, parties: attendees.filter(({ role }) => role === 'party'), others };
}

/** Says what came of a meeting, or that it did not take place: each side for itself, again where one thinks otherwise later. Whether it was held follows. Errors: not_found, forbidden. */
export async function answerOutcome(context: Context, actor: Actor, input: { eventId: string; meetingId: string; outcome: MeetingOutcome }): Promise<void> {
	await withMeetings(context, actor, { eventId: input.eventId, right: 'view' }, async (meetings) => {
		const { tx, now, row } = meetings;
		const { meeting, attendee, parties } = await concluding(meetings, actor, input.meetingId);
		await updateAttendee(tx, meeting.id, attendee.registrationId, { outcome: input.outcome, outcomeAt: now });
		const others = parties.filter((party) => party !== attendee);
		// Whoever says now that they met did not sit there alone, whatever was tapped at the table.
		const came = input.outcome !== 'not_held' && others.every(({ presence }) => presence === 'absent');
		if (came) await setPresence(tx, meeting.id, others.map(({ registrationId }) => registrationId), 'there');
		const after = [{ ...attendee, outcome: input.outcome }, ...others.map((other) => (came ? { ...other, presence: 'there' as const } : other))];
		await updateStanding(tx, meeting.id, { state: heldOrNot(meeting, after), changedAt: now });
		await recordAudit(tx, { actor, action: 'event.conclude-meeting', entity: 'event', entityId: row.id, detail: { meetingId: meeting.id, outcome: input.outcome }, about: { centreId: row.centreId } });
	});
}

/** A meeting as the page after it shows it. */
export interface OutcomeQuestion {
	eventId: string;
	eventNames: AtMeetings['row']['names'];
	meetingId: string;
	startsAt: Date;
	others: Pick<MeetingPerson, 'names' | 'organisation' | 'worksAt'>[];
	/** What it counts as, by what all have said. */
	state: MeetingState;
	outcome: MeetingOutcome | null;
	interestId: string | null;
	/** What the other sides showed, for an interest in it. */
	listingIds: string[];
}

/** On whose behalf a link in a letter answers: the person whom it was sent to, and nobody else. Errors: not_found. */
async function personOfLink(context: Context, secret: string, input: { eventId: string; token: string }): Promise<{ actor: Actor; meetingId: string }> {
	const link = readOutcomeToken(secret, input.token);
	const person = link && (await asActor(context.db, operator('outcomes of meetings'), async (tx) => (await peopleOf(tx, [link.registrationId])).get(link.registrationId)));
	if (!link || !person) throw noSuch('meeting');
	return { actor: await actorOfUser(context.db, person.personId), meetingId: link.meetingId };
}

/** What a link asks. Errors: not_found, forbidden. */
export async function questionOfLink(context: Context, secret: string, input: { eventId: string; token: string }): Promise<OutcomeQuestion> {
	const { actor, meetingId } = await personOfLink(context, secret, input);
	return viewOutcome(context, actor, { eventId: input.eventId, meetingId });
}

/** Answers through a link: nobody needs to be signed in. Errors: not_found, forbidden. */
export async function answerThroughLink(context: Context, secret: string, input: { eventId: string; token: string; outcome: MeetingOutcome }): Promise<void> {
	const { actor, meetingId } = await personOfLink(context, secret, input);
	await answerOutcome(context, actor, { eventId: input.eventId, meetingId, outcome: input.outcome });
}

/** The question of one's own meeting. Errors: not_found, forbidden. */
export async function viewOutcome(context: Context, actor: Actor, input: { eventId: string; meetingId: string }): Promise<OutcomeQuestion> {
	return withMeetings(context, actor, { eventId: input.eventId, right: 'view' }, async (meetings) => {
		const { meeting, attendee, others, request } = await concluding(meetings, actor, input.meetingId);
		const shown = await otherListings(meetings, others, request);
		return { eventId: input.eventId, eventNames: meetings.row.names, meetingId: meeting.id, startsAt: meeting.startsAt, others: others.map(({ names, organisation, worksAt }) => ({ names, organisation, worksAt })), state: meeting.state, outcome: attendee.outcome, interestId: attendee.interestId, listingIds: shown };
	});
}

/** The listings that the other sides showed, that of the request first. */
async function otherListings({ tx }: AtMeetings, others: readonly MeetingPerson[], request: RequestRow): Promise<string[]> {
	const named = others.flatMap(({ id }) => (id === request.fromRegistrationId ? request.fromListingId : id === request.toRegistrationId ? request.toListingId : null) ?? []);
	const shown: string[] = [];
	for (const { id } of others) shown.push(...(await shownListings(tx, id)));
	return [...new Set([...named, ...shown])];
}
