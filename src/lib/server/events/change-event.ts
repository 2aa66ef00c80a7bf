import type { Actor } from '#lib/server/accounts/actor.ts';
import { asActor } from '#lib/server/platform/acting.ts';
import { recordAudit, type AuditEntry } from '#lib/server/platform/audit.ts';
import type { Transaction } from '#lib/server/platform/database.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import type { EventsContext } from './context.ts';
import { findEvent, lockEvent, updateEvent, type EventRow, type FoundEvent } from './queries.ts';
import { eventRules, type EventRight } from './rules.ts';

/** What a change of an event works with, once the right is checked and nobody else changes it. */
export interface Change extends FoundEvent {
	tx: Transaction;
	now: Date;
	/** Goes into the entry of the audit log. */
	note(entry: Pick<AuditEntry, 'detail' | 'before' | 'after'>): void;
}

/**
 * Runs a change of an event, or of anything of it, on behalf of an actor: the event locked, the right checked, in one transaction
 * with its entry in the audit log. `expected` is the version that the organiser saw: where another was faster, nothing happens.
 * Who may not see the event learns nothing of it. Errors: not_found, forbidden, conflict.
 */
export async function changeEvent<Result>(
	context: Pick<EventsContext, 'db' | 'clock'>,
	actor: Actor,
	input: { eventId: string; right?: EventRight; action: string; expected?: number | undefined },
	work: (change: Change) => Promise<Result>,
): Promise<Result> {
	return asActor(context.db, actor, async (tx) => {
		const now = context.clock();
		const seen = await findEvent(tx, input.eventId, now);
		if (!seen || !eventRules.view(actor, seen.forRules)) throw new ExpectedError('not_found', 'No such event.');
		// The database locks it for those who may write it only; asked again, for it may have changed while this waited.
		const found = eventRules[input.right ?? 'organise'](actor, seen.forRules) ? await lockEvent(tx, input.eventId, now) : undefined;
		if (!found || !eventRules[input.right ?? 'organise'](actor, found.forRules)) throw new ExpectedError('forbidden', 'This person may not do this with the event now.');
		if (input.expected !== undefined && input.expected !== found.row.version) throw new ExpectedError('conflict', 'Another organiser has changed the event meanwhile.');
		let noted: Pick<AuditEntry, 'detail' | 'before' | 'after'> = {};
		const result = await work({ ...found, tx, now, note: (entry) => (noted = { ...noted, ...entry }) });
		await updateEvent(tx, found.row.id, { version: found.row.version + 1, updatedAt: now });
		await recordAudit(tx, { actor, action: `event.${input.action}`, entity: 'event', entityId: found.row.id, about: { centreId: found.row.centreId }, ...noted });
		return result;
	});
}

/** An event whose organiser asks. Errors: not_found, forbidden. */
export async function organisedEvent(tx: Transaction, context: Pick<EventsContext, 'clock'>, actor: Actor, eventId: string): Promise<EventRow> {
	const found = await findEvent(tx, eventId, context.clock());
	if (!found || !eventRules.view(actor, found.forRules)) throw gone('event');
	if (!eventRules.organise(actor, found.forRules)) throw new ExpectedError('forbidden', 'Only organisers do this.');
	return found.row;
}

export const personOf = (actor: Actor): string | null => (actor.kind === 'member' ? actor.userId : null);
export const gone = (what: string): ExpectedError => new ExpectedError('not_found', `No such ${what}.`);
