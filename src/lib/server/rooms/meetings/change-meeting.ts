import type { SlotAnswer } from '#lib/rooms/vocabulary.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { changeDocking, type DockingChange } from '#lib/server/docking/change-docking.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import type { RoomsContext } from '../context.ts';
import { wrongField, type MeetingInput } from '../input.ts';
import { personOf } from '../messages/write-message.ts';
import { roomRules } from '../rules.ts';
import { tellCalendars, type Calendars } from './invite.ts';
import { MEETING_EVENT_RULES, nextMeetingState, nextSequence, type MeetingEvent } from './meeting.ts';
import { insertMeeting, meetingById, putSlotAnswers, slotsOf, updateMeeting, type MeetingRow } from './queries.ts';

/** Proposes a meeting with some times; who proposes them can come. Answers its id. Errors: not_found, forbidden. */
export async function proposeMeeting(context: RoomsContext, actor: Actor, input: { reference: string; meeting: MeetingInput & { slots: readonly Date[] } }): Promise<string> {
	return changeDocking(context, actor, { reference: input.reference, right: 'write', lock: false }, async (change) => {
		const { tx, row, now } = change;
		const { slots, ...meeting } = input.meeting;
		const { id: author, name } = personOf(actor);
		const id = await insertMeeting(tx, { dockingId: row.id, ...meeting, side: change.stand, authorId: author, called: name, createdAt: now, changedAt: now }, slots);
		if (author) await putSlotAnswers(tx, (await slotsOf(tx, id)).map((slot) => ({ slotId: slot.id, personId: author, dockingId: row.id, answer: 'yes', at: now })));
		await recordAudit(tx, { actor, action: 'docking.propose-meeting', entity: 'docking', entityId: row.id, detail: { meetingId: id } });
		await change.tell('meeting');
		return id;
	});
}

/** Says which of the proposed times suit; again as often as one likes. Errors: not_found, forbidden, conflict (it is fixed, or called off). */
export async function answerMeeting(context: RoomsContext, actor: Actor, input: { reference: string; meetingId: string; answers: ReadonlyMap<string, SlotAnswer> }): Promise<void> {
	await changeDocking(context, actor, { reference: input.reference, right: 'view', lock: false }, async (change) => {
		const { tx, row, now } = change;
		const meeting = await found(change, input.meetingId);
		const person = personOf(actor).id;
		if (!person || !roomRules.answerMeeting(actor, { docking: change.access, side: meeting.side })) throw new ExpectedError('forbidden', 'This person may not answer.');
		if (meeting.state !== 'proposed') throw new ExpectedError('conflict', 'The meeting is no longer open for answers.');
		const known = new Set((await slotsOf(tx, meeting.id)).map(({ id }) => id));
		await putSlotAnswers(tx, [...input.answers].filter(([id]) => known.has(id)).map(([slotId, answer]) => ({ slotId, personId: person, dockingId: row.id, answer, at: now })));
		await recordAudit(tx, { actor, action: 'docking.answer-meeting', entity: 'docking', entityId: row.id, detail: { meetingId: meeting.id } });
	});
}

/** Fixes a meeting at one of the proposed times; invitations leave. Errors: not_found, forbidden, conflict, invalid_input (the time is past). */
export async function fixMeeting(context: RoomsContext, actor: Actor, input: { reference: string; meetingId: string; expected: number; slotId: string }): Promise<void> {
	await steer(context, actor, { ...input, event: 'fix' }, async (change, meeting) => {
		const slot = (await slotsOf(change.tx, meeting.id)).find(({ id }) => id === input.slotId);
		if (!slot) throw wrongField('slot', 'required');
		if (slot.startsAt <= change.now) throw wrongField('slot', 'past');
		return { startsAt: slot.startsAt };
	});
}

/** Moves a fixed meeting; every calendar that has it is told. Errors: not_found, forbidden, conflict. */
export async function moveMeeting(context: RoomsContext, actor: Actor, input: { reference: string; meetingId: string; expected: number; startsAt: Date; minutes: number; timeZone: string }): Promise<void> {
	const { startsAt, minutes, timeZone } = input;
	await steer(context, actor, { ...input, event: 'move' }, async () => ({ startsAt, minutes, timeZone }));
}

/** Calls a meeting off; every calendar that has it is told. Errors: not_found, forbidden, conflict. */
export async function cancelMeeting(context: RoomsContext, actor: Actor, input: { reference: string; meetingId: string; expected: number }): Promise<void> {
	await steer(context, actor, { ...input, event: 'cancel' }, async () => ({}));
}

async function steer(
	context: RoomsContext,
	actor: Actor,
	input: { reference: string; meetingId: string; expected: number; event: MeetingEvent },
	values: (change: DockingChange, meeting: MeetingRow) => Promise<Partial<Pick<MeetingRow, 'startsAt' | 'minutes' | 'timeZone'>>>,
): Promise<void> {
	await changeDocking(context, actor, { reference: input.reference, right: 'view', lock: false }, async (change) => {
		const meeting = await found(change, input.meetingId);
		if (!roomRules[MEETING_EVENT_RULES[input.event].may](actor, { docking: change.access, side: meeting.side })) throw new ExpectedError('forbidden', 'The side that proposed the meeting, or an adviser, does this.');
		if (meeting.version !== input.expected) throw new ExpectedError('conflict', 'Somebody else has changed the meeting meanwhile.');
		await carryOut(context, actor, change, meeting, input.event, await values(change, meeting));
	});
}

/** Moves a meeting on, and tells the calendars that know of it, or are to. */
export async function carryOut(
	context: Calendars,
	actor: Actor,
	change: Pick<DockingChange, 'tx' | 'row' | 'parties' | 'now'> & Partial<Pick<DockingChange, 'tell'>>,
	meeting: MeetingRow,
	event: MeetingEvent,
	values: Partial<Pick<MeetingRow, 'startsAt' | 'minutes' | 'timeZone'>>,
): Promise<void> {
	const { tx, row, now } = change;
	const state = nextMeetingState(meeting.state, event);
	if (!state) throw new ExpectedError('conflict', 'The meeting is in another state by now.');
	const next = { ...values, state, sequence: nextSequence(meeting.state, meeting.sequence, event), changedAt: now };
	await updateMeeting(tx, meeting.id, next);
	await recordAudit(tx, { actor, action: `docking.${event}-meeting`, entity: 'docking', entityId: row.id, detail: { meetingId: meeting.id }, before: { state: meeting.state, startsAt: meeting.startsAt?.toISOString() ?? null }, after: { state, startsAt: (next.startsAt ?? meeting.startsAt)?.toISOString() ?? null } });
	const startsAt = next.startsAt ?? meeting.startsAt;
	// A proposal that is called off stands in no calendar; there is only the letter that there is something.
	if (startsAt) await tellCalendars(context, tx, actor, change, { ...meeting, ...next, startsAt }, event);
	else await change.tell?.(MEETING_EVENT_RULES[event].tells);
}

async function found({ tx, row }: DockingChange, meetingId: string): Promise<MeetingRow> {
	const meeting = await meetingById(tx, row.id, meetingId, { lock: true });
	if (!meeting) throw new ExpectedError('not_found', 'No such meeting.');
	return meeting;
}
