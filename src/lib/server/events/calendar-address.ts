import type { Member } from '#lib/server/accounts/acting-person.ts';
import { isSignedIn, type Actor } from '#lib/server/accounts/actor.ts';
import { limitTo } from '#lib/server/accounts/api-keys/api-keys.ts';
import { actorOfUser } from '#lib/server/accounts/queries.ts';
import { asActor, operator } from '#lib/server/platform/acting.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import type { Transaction } from '#lib/server/platform/database.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { readSignedFields, signFields } from '#lib/server/platform/signed-fields.ts';
import { gone } from './change-event.ts';
import type { EventsContext } from './context.ts';
import { calendarAddressOf, dropCalendarAddress, personOfAddress, putCalendarAddress } from './people/queries.ts';
import { findEvent, type FoundEvent } from './queries.ts';
import { eventRules } from './rules.ts';

type Context = Pick<EventsContext, 'db' | 'clock'>;

const PURPOSE = 'mitra-own-calendar';

/** What a calendar program asks with. */
export interface CalendarAddress {
	eventId: string;
	token: string;
}

/** Runs something with a person's own address at an event. Errors: not_found, forbidden (also for a helper on a support visit). */
async function withOwn<Result>(context: Context, actor: Actor, eventId: string, work: (tx: Transaction, found: FoundEvent, userId: string) => Promise<Result>): Promise<Result> {
	return asActor(context.db, actor, async (tx) => {
		const found = await findEvent(tx, eventId, context.clock());
		if (!found || !eventRules.view(actor, found.forRules)) throw gone('event');
		if (!isSignedIn(actor) || !eventRules.saveCalendarAddress(actor, found.forRules)) throw new ExpectedError('forbidden', 'The address of a calendar is the person’s own affair.');
		return work(tx, found, actor.userId);
	});
}

/** The event, and the token of one's own address there with the day that it was made; null where there is none. Errors: not_found, forbidden. */
export async function viewCalendarAddress(context: Context, secret: string, actor: Actor, eventId: string) {
	return withOwn(context, actor, eventId, async (tx, { row }, userId) => {
		const address = await calendarAddressOf(tx, userId, eventId);
		return { event: { id: row.id, names: row.names }, address: address ? { token: signFields(secret, PURPOSE, [address.id]), madeAt: address.madeAt } : null };
	});
}

/** Makes an address under which a calendar program follows one's own programme and meetings of an event; the one before holds no more. Errors: not_found, forbidden. */
export async function makeCalendarAddress(context: Context, actor: Actor, { eventId }: { eventId: string }): Promise<void> {
	await withOwn(context, actor, eventId, async (tx, { row }, userId) => {
		await putCalendarAddress(tx, { userId, eventId, id: crypto.randomUUID(), madeAt: context.clock() });
		await recordAudit(tx, { actor, action: 'event.make-calendar-address', entity: 'event', entityId: eventId, about: { centreId: row.centreId } });
	});
}

/** Ends one's own address. Errors: not_found, forbidden. */
export async function endCalendarAddress(context: Context, actor: Actor, { eventId }: { eventId: string }): Promise<void> {
	await withOwn(context, actor, eventId, async (tx, { row }, userId) => {
		if (!(await dropCalendarAddress(tx, userId, eventId))) return;
		await recordAudit(tx, { actor, action: 'event.end-calendar-address', entity: 'event', entityId: eventId, about: { centreId: row.centreId } });
	});
}

/**
 * Whose address a calendar program asks with: as the person, but without any role, so that it shows what is the person's alone.
 * Errors: not_found (a token that is not ours, that was renewed or ended, or is of another event).
 */
export async function personOfCalendarAddress(context: Pick<Context, 'db'>, secret: string, { eventId, token }: CalendarAddress): Promise<Member> {
	const [id] = readSignedFields(secret, PURPOSE, token) ?? [];
	const userId = id === undefined ? undefined : await asActor(context.db, operator('events'), (tx) => personOfAddress(tx, id, eventId));
	const person = userId === undefined ? undefined : await actorOfUser(context.db, userId);
	if (person?.kind !== 'member') throw gone('calendar');
	return limitTo(person, [], 'listings');
}
