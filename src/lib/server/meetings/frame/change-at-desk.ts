import type { Actor } from '#lib/server/accounts/actor.ts';
import { findEvent, type FoundEvent } from '#lib/server/events/queries.ts';
import { eventRules } from '#lib/server/events/rules.ts';
import { asActor, operator } from '#lib/server/platform/acting.ts';
import { recordAudit, type AuditEntry } from '#lib/server/platform/audit.ts';
import type { Transaction } from '#lib/server/platform/database.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import type { MeetingsContext } from '../context.ts';
import type { FrameRow } from '../queries.ts';
import { holdEvent, lockFrame } from './queries.ts';
import { meetingDeskRules, type MeetingDeskRight } from './rules.ts';

/** What a change of an event's meetings works with, once the right is checked and nobody else changes them. */
export interface DeskChange extends FoundEvent {
	tx: Transaction;
	now: Date;
	frame: FrameRow;
	/** Goes into the entry of the audit log. */
	note(entry: Pick<AuditEntry, 'detail' | 'before' | 'after'>): void;
}

/** An event whose meetings an actor may look at from the desk. Errors: not_found, also for whoever does not organise it. */
export async function eventAtDesk(tx: Transaction, actor: Actor, eventId: string, now: Date): Promise<FoundEvent> {
	const found = await findEvent(tx, eventId, now);
	if (!found || !meetingDeskRules.view(actor, found.forRules)) throw new ExpectedError('not_found', 'No such event.');
	return found;
}

/**
 * Reads for somebody who may look at an event's meetings from the desk: the right checked, then as the operator. Past the walls, which
 * ask of each of thousands of rows whose it is, a large event is read in a tenth of the time. Errors: not_found.
 */
export async function readAtDesk<Result>(context: Pick<MeetingsContext, 'db' | 'clock'>, actor: Actor, eventId: string, work: (tx: Transaction, found: FoundEvent) => Promise<Result>): Promise<Result> {
	return asActor(context.db, actor, async (tx) => {
		const found = await eventAtDesk(tx, actor, eventId, context.clock());
		return asActor(tx, operator('meetings'), (tx) => work(tx, found));
	});
}

/**
 * Runs a change of an event's meetings on behalf of an organiser: the event and the frame held, so that two changes follow each other,
 * of its days and tables too; the right checked; all in one transaction with its entry in the audit log. Errors: not_found, forbidden.
 */
export async function changeAtDesk<Result>(
	context: Pick<MeetingsContext, 'db' | 'clock'>,
	actor: Actor,
	input: { eventId: string; right?: MeetingDeskRight; action: string },
	work: (change: DeskChange) => Promise<Result>,
): Promise<Result> {
	return asActor(context.db, actor, async (tx) => {
		const now = context.clock();
		await holdEvent(tx, input.eventId);
		const found = await findEvent(tx, input.eventId, now);
		if (!found || !eventRules.view(actor, found.forRules)) throw new ExpectedError('not_found', 'No such event.');
		if (!meetingDeskRules[input.right ?? 'arrange'](actor, found.forRules)) throw new ExpectedError('forbidden', 'Only organisers do this, and not with an event that is over.');
		const frame = await lockFrame(tx, input.eventId);
		let noted: Pick<AuditEntry, 'detail' | 'before' | 'after'> = {};
		const result = await work({ ...found, tx, now, frame, note: (entry) => (noted = { ...noted, ...entry }) });
		await recordAudit(tx, { actor, action: `event-meetings.${input.action}`, entity: 'event', entityId: found.row.id, about: { centreId: found.row.centreId }, ...noted });
		return result;
	});
}
