import { findEvent } from '#lib/server/events/queries.ts';
import { asActor } from '#lib/server/platform/acting.ts';
import type { Transaction } from '#lib/server/platform/database.ts';
import { partiesIn } from '../agenda/view-agenda.ts';
import type { MeetingsContext } from '../context.ts';
import { peopleOf } from '../queries.ts';
import { lockMeeting } from './lock-meeting.ts';
import { meetWithout, system } from './meet-without.ts';
import { attendeesOf, meetingsWithoutPeople } from './queries.ts';

/**
 * Calls off meetings ahead of which somebody comes no more, or whose event is off: nobody may sit and wait. The rest of several
 * meets without. Each in a transaction of its own, so that none waits for another's. Answers how many.
 */
export async function followRegistrations(context: MeetingsContext, most: number): Promise<number> {
	const now = context.clock();
	const without = await asActor(context.db, system, (tx) => meetingsWithoutPeople(tx, now, most));
	for (const id of without) await asActor(context.db, system, (tx) => follow(context, tx, id, now));
	return without.length;
}

async function follow(context: MeetingsContext, tx: Transaction, id: string, now: Date): Promise<void> {
	const locked = await lockMeeting(tx, id);
	const event = locked && (await findEvent(tx, locked.meeting.eventId, now));
	if (!locked || !event || locked.meeting.state === 'cancelled') return;
	const parties = partiesIn(await attendeesOf(tx, [id]));
	const people = await peopleOf(tx, parties);
	const gone = parties.filter((each) => people.get(each)?.state !== 'approved');
	if (gone.length > 0 || event.row.state === 'cancelled') await meetWithout(context, tx, { ...locked, event }, gone, { now });
}
