import type { Actor } from '#lib/server/accounts/actor.ts';
import { asActor, operator } from '#lib/server/platform/acting.ts';
import type { Transaction } from '#lib/server/platform/database.ts';
import type { MeetingsContext } from '../context.ts';
import { changeAtDesk, readAtDesk } from '../frame/change-at-desk.ts';
import { deskPage } from '../frame/view-frame.ts';
import { interpretersAmong, peopleOf, type MeetingPerson } from '../queries.ts';
import { noSuch } from '../with-meetings.ts';
import { putTimes, timesOf } from './paint-times.ts';

type Context = Pick<MeetingsContext, 'db' | 'clock'>;

/** Somebody who interprets at an event. Errors: not_found. */
async function interpreterAt(tx: Transaction, eventId: string, registrationId: string | null): Promise<MeetingPerson> {
	const person = registrationId === null ? undefined : (await peopleOf(tx, [registrationId])).get(registrationId);
	if (person?.eventId !== eventId || !(await interpretersAmong(tx, [person.id])).has(person.id)) throw noSuch('interpreter');
	return person;
}

/** When somebody interprets, for the organisers. Errors: not_found. */
export async function viewInterpreterTimes(context: Context, actor: Actor, input: { eventId: string; registrationId: string | null }) {
	return readAtDesk(context, actor, input.eventId, async (tx, found) => {
		const { id: registrationId, personId, names } = await interpreterAt(tx, input.eventId, input.registrationId);
		return { ...deskPage(actor, found), names, times: { timeZone: found.row.timeZone, days: await timesOf(tx, { eventId: input.eventId, registrationId, personId, now: context.clock() }) } };
	});
}

/** The organisers say when somebody interprets. Meetings that one interprets already stay. Errors: not_found, forbidden. */
export async function saveInterpreterTimes(context: Context, actor: Actor, input: { eventId: string; registrationId: string | null; there: ReadonlySet<string> }): Promise<void> {
	await changeAtDesk(context, actor, { eventId: input.eventId, action: 'set-interpreter-times' }, async ({ tx, row, now, note }) => {
		const absent = await asActor(tx, operator('meetings'), async (tx) => {
			const { id: registrationId, personId } = await interpreterAt(tx, row.id, input.registrationId);
			return putTimes(tx, { eventId: row.id, registrationId, personId, now }, input);
		});
		note({ detail: { registrationId: input.registrationId, absent } });
	});
}
