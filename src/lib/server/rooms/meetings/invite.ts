import { zoneOfCountry } from '#lib/alerts/vocabulary.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { countryOfPerson, preferenceOf } from '#lib/server/alerts/queries.ts';
import { advisersIn, contactPeopleOf, peopleById, type DockingPerson, type FoundDocking } from '#lib/server/docking/queries.ts';
import { tellDocking } from '#lib/server/docking/tell-docking.ts';
import { asActor, operator } from '#lib/server/platform/acting.ts';
import type { Executor, Transaction } from '#lib/server/platform/database.ts';
import { sendMail } from '#lib/server/platform/mail.ts';
import type { RoomsContext } from '../context.ts';
import { meetingLetter } from './letters.ts';
import { MEETING_EVENT_RULES, type MeetingEvent } from './meeting.ts';
import { deleteInvited, invitedTo, putInvited, slotAnswersOf, type MeetingRow } from './queries.ts';

/** The zone that a person reads times in: as chosen for letters, else that of the organisation's or centre's country. */
export async function zoneOfPerson(db: Executor, personId: string): Promise<string> {
	return (await preferenceOf(db, personId))?.timeZone ?? zoneOfCountry(await countryOfPerson(db, personId));
}

/** What telling calendars works with. */
export type Calendars = Pick<RoomsContext, 'jobs' | 'baseUrl' | 'clock' | 'organiser'>;
export type FixedMeeting = MeetingRow & { startsAt: Date };
type Within = Pick<FoundDocking, 'row' | 'parties'>;

/**
 * Tells calendars what became of a meeting. Invited are the contact people of both sides, and of the advisers those who answered
 * or changed it. Whoever was invited and is in the docking no more is told that it is off; everybody else in it hears only that
 * there is something about a meeting.
 */
export async function tellCalendars(context: Calendars, tx: Transaction, actor: Actor, found: Within, meeting: FixedMeeting, event: MeetingEvent): Promise<void> {
	// Who is told is looked up by the system: whoever changed the meeting need not see everybody's address and zone.
	await asActor(tx, operator('meetings'), async (tx) => {
		const { known, everybody, wanted } = await concerned(tx, found, meeting, actor);
		const invited = MEETING_EVENT_RULES[event].calendar === 'CANCEL' ? [] : wanted;
		await send(context, tx, found, meeting, invited, event);
		await takeOff(context, tx, found, meeting, without(known, invited));
		await putInvited(tx, invited.map(({ id }) => ({ meetingId: meeting.id, personId: id, dockingId: found.row.id })));
		const others = everybody.filter(({ id }) => !known.includes(id) && !invited.some((person) => person.id === id));
		if (others.length > 0) await tellDocking(context, tx, found.row, MEETING_EVENT_RULES[event].tells, { except: actor, only: others.map(({ id }) => id) });
	});
}

/**
 * Has the calendars of a meeting follow who is in the docking: whoever came into it as a contact person is invited, and whoever is
 * in it no more is told that the meeting is off. The others hear nothing.
 */
export async function followPeople(context: Calendars, tx: Transaction, actor: Actor, found: Within, meeting: FixedMeeting): Promise<void> {
	const { known, wanted } = await concerned(tx, found, meeting, actor);
	const come = wanted.filter(({ id }) => !known.includes(id));
	await send(context, tx, found, meeting, come, 'fix');
	await takeOff(context, tx, found, meeting, without(known, wanted));
	await putInvited(tx, come.map(({ id }) => ({ meetingId: meeting.id, personId: id, dockingId: found.row.id })));
}

/** Who is invited already, who is in the docking, and who of them is to be invited. */
async function concerned(tx: Transaction, { row, parties }: Within, meeting: MeetingRow, actor: Actor): Promise<{ known: string[]; everybody: DockingPerson[]; wanted: DockingPerson[] }> {
	const known = await invitedTo(tx, meeting.id);
	const contacts = await contactPeopleOf(tx, row.id);
	const answered = await slotAnswersOf(tx, meeting.id);
	const engaged = new Set([...known, ...answered.map(({ personId }) => personId), meeting.authorId, actor.kind === 'member' ? actor.userId : null]);
	const everybody = [...new Map([...contacts, ...(await advisersIn(tx, parties))].map((person) => [person.id, person])).values()];
	return { known, everybody, wanted: everybody.filter(({ id }) => engaged.has(id) || contacts.some((person) => person.id === id)) };
}

const without = (ids: readonly string[], people: readonly DockingPerson[]) => ids.filter((id) => !people.some((person) => person.id === id));

async function takeOff(context: Calendars, tx: Transaction, found: Within, meeting: FixedMeeting, ids: readonly string[]): Promise<void> {
	await send(context, tx, found, meeting, await peopleById(tx, ids), 'cancel');
	await deleteInvited(tx, meeting.id, ids);
}

async function send(context: Calendars, tx: Transaction, found: Within, meeting: FixedMeeting, people: readonly DockingPerson[], event: MeetingEvent): Promise<void> {
	const letter = { reference: found.row.reference, meeting, baseUrl: context.baseUrl, organiser: context.organiser };
	for (const { id, name, email, language } of people) await sendMail(tx, context.jobs, meetingLetter({ name, email, language, timeZone: await zoneOfPerson(tx, id) }, letter, event));
}
