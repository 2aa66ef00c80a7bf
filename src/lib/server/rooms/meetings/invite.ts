import { zoneOfCountry } from '#lib/alerts/vocabulary.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { countryOfPerson, preferenceOf } from '#lib/server/alerts/queries.ts';
import { advisersOf, contactPeopleOf, peopleById, type DockingPerson, type FoundDocking } from '#lib/server/docking/queries.ts';
import { tellDocking } from '#lib/server/docking/tell-docking.ts';
import { asActor, operator } from '#lib/server/platform/acting.ts';
import type { Executor, Transaction } from '#lib/server/platform/database.ts';
import { sendMail } from '#lib/server/platform/mail.ts';
import type { RoomsContext } from '../context.ts';
import { meetingLetter, type Invited } from './letters.ts';
import type { MeetingEvent } from './meeting.ts';
import { deleteInvited, invitedTo, putInvited, slotAnswersOf, type MeetingRow } from './queries.ts';

/** The zone that a person reads times in: as chosen for letters, else that of the organisation's or centre's country. */
export async function zoneOfPerson(db: Executor, personId: string): Promise<string> {
	return (await preferenceOf(db, personId))?.timeZone ?? zoneOfCountry(await countryOfPerson(db, personId));
}

/** What telling calendars works with. */
export type Calendars = Pick<RoomsContext, 'jobs' | 'baseUrl' | 'clock' | 'organiser'>;
type FixedMeeting = MeetingRow & { startsAt: Date };

/**
 * Tells calendars what became of a meeting. Invited are the contact people of both sides, and of the advisers those who answered
 * or changed it. Whoever was invited and is in the docking no more is told that it is off; everybody else in it hears only that
 * there is something about a meeting.
 */
export async function tellCalendars(context: Calendars, tx: Transaction, actor: Actor, found: Pick<FoundDocking, 'row' | 'parties'>, meeting: FixedMeeting, event: MeetingEvent): Promise<void> {
	// Who is told is looked up by the system: whoever changed the meeting need not see everybody's address and zone.
	await asActor(tx, operator('meetings'), async (tx) => {
		const known = await invitedTo(tx, meeting.id);
		const wanted = event === 'cancel' ? [] : await toInvite(tx, actor, found, meeting, known);
		const gone = known.filter((id) => !wanted.some((person) => person.id === id));
		const letter = { reference: found.row.reference, meeting, baseUrl: context.baseUrl, organiser: context.organiser };
		const send = async (people: readonly DockingPerson[], what: MeetingEvent) => {
			for (const person of people) {
				const invited: Invited = { ...person, timeZone: await zoneOfPerson(tx, person.id) };
				await sendMail(tx, context.jobs, meetingLetter(invited, letter, what));
			}
		};
		await send(wanted, event);
		await send(await peopleById(tx, gone), 'cancel');
		await deleteInvited(tx, meeting.id, gone);
		await putInvited(tx, wanted.map(({ id }) => ({ meetingId: meeting.id, personId: id, dockingId: found.row.id })));
		const told = new Set([...known, ...wanted.map(({ id }) => id)]);
		const others = await othersIn(tx, found, told);
		if (others.length > 0) await tellDocking(context, tx, found.row, 'meeting', { except: actor, only: others });
	});
}

async function toInvite(tx: Transaction, actor: Actor, { row, parties }: Pick<FoundDocking, 'row' | 'parties'>, meeting: MeetingRow, known: readonly string[]): Promise<DockingPerson[]> {
	const contacts = await contactPeopleOf(tx, row.id);
	const answered = await slotAnswersOf(tx, meeting.id);
	const engaged = new Set([...known, ...answered.map(({ personId }) => personId), meeting.authorId, actor.kind === 'member' ? actor.userId : null]);
	const advisers = (await advisersOf(tx, [parties.offering.centreId, parties.seeking.centreId])).filter(({ id }) => engaged.has(id));
	return [...new Map([...contacts, ...advisers].map(({ id, name, email, language }) => [id, { id, name, email, language }])).values()];
}

async function othersIn(tx: Transaction, { row, parties }: Pick<FoundDocking, 'row' | 'parties'>, told: ReadonlySet<string>): Promise<string[]> {
	const everybody = [...(await contactPeopleOf(tx, row.id)), ...(await advisersOf(tx, [parties.offering.centreId, parties.seeking.centreId]))];
	return [...new Set(everybody.map(({ id }) => id))].filter((id) => !told.has(id));
}
