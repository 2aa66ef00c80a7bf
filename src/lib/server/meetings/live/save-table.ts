import { EVENT_LIMITS } from '#lib/events/vocabulary.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { changeEvent, gone } from '#lib/server/events/change-event.ts';
import { idIn, lineOf, wrong } from '#lib/server/events/input.ts';
import { updateTable } from '#lib/server/events/programme/queries.ts';
import { asActor, operator } from '#lib/server/platform/acting.ts';
import { sendMail } from '#lib/server/platform/mail.ts';
import type { MeetingsContext } from '../context.ts';
import type { DeskChange } from '../frame/change-at-desk.ts';
import { lockTable, meetingTablesOf, standingMeetings } from '../frame/queries.ts';
import { moveZoneOfWishes } from '../host/queries.ts';
import { changesLetter, type LetterChange } from './letters.ts';
import { partiesById, placeMeeting } from './queries.ts';
import { changesByPerson, placeOf } from './settle-meetings.ts';

type Context = Pick<MeetingsContext, 'db' | 'clock' | 'jobs' | 'baseUrl' | 'organiser'>;

/**
 * Calls a table otherwise, or puts it into another zone of its room. Whoever has a meeting ahead there is told of another label, which
 * letters and calendars name; a zone is the organisers' own. Answers how many letters. Errors: not_found, forbidden, invalid_input.
 */
export async function saveTable(context: Context, actor: Actor, { eventId, form }: { eventId: string; form: FormData }): Promise<{ told: number }> {
	return changeEvent(context, actor, { eventId, action: 'save-table' }, async ({ tx, row, now, note }) => {
		const all = await meetingTablesOf(tx, row.id);
		const tables = all.filter(({ goneAt }) => goneAt === null);
		const before = tables.find(({ id }) => id === idIn(form));
		if (!before) throw gone('table');
		const after = { label: lineOf(form, 'label', EVENT_LIMITS.tableLabel), zone: lineOf(form, 'zone', EVENT_LIMITS.tableZone) };
		if (after.label === '') throw wrong('label', 'required');
		// One that was taken away keeps its label: it may return.
		if (all.some(({ id, label }) => id !== before.id && label === after.label)) throw wrong('label', 'table_taken');
		await asActor(tx, operator('meetings'), (tx) => lockTable(tx, row.id, before.id));
		await updateTable(tx, before.id, after);
		const zoneIsEmpty = !tables.some(({ id, roomId, zone }) => id !== before.id && roomId === before.roomId && zone === before.zone);
		if (zoneIsEmpty) await moveZoneOfWishes(tx, before.roomId, { from: before.zone, to: after.zone });
		const told = after.label === before.label ? 0 : await tellOfLabel(context, { tx, row, now }, before.id);
		note({ detail: { tableId: before.id, told }, before: { label: before.label, zone: before.zone }, after });
		return { told };
	});
}

/** Tells everybody who meets or interprets at a table from now on how it is called, in letters that correct their calendars. */
async function tellOfLabel(context: Context, { tx: own, row, now }: Pick<DeskChange, 'tx' | 'row' | 'now'>, tableId: string): Promise<number> {
	return asActor(own, operator('meetings'), async (tx) => {
		const meetings = (await standingMeetings(tx, row.id)).filter((meeting) => meeting.tableId === tableId && meeting.startsAt > now && meeting.state !== 'held');
		for (const { id } of meetings) await placeMeeting(tx, id, { changedAt: now });
		const changes = meetings.map((meeting): LetterChange => ({ kind: 'table', meeting: { ...meeting, sequence: meeting.sequence + 1, changedAt: now }, before: placeOf(meeting), after: placeOf(meeting) }));
		const people = await changesByPerson(context, { tx, row }, changes, await partiesById(tx, row.id, meetings.map(({ requestId }) => requestId)), null);
		for (const each of people) await sendMail(tx, context.jobs, changesLetter(each));
		return people.length;
	});
}
