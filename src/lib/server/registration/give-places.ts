import type { Actor } from '#lib/server/accounts/actor.ts';
import type { EventRow } from '#lib/server/events/queries.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import type { Transaction } from '#lib/server/platform/database.ts';
import { sendMail } from '#lib/server/platform/mail.ts';
import { drawSigns } from './codes.ts';
import type { RegistrationContext } from './context.ts';
import { registrationLetter, type RegistrationNews } from './letters.ts';
import { movedUp, type Limits } from './places.ts';
import { personById, placedIn, quotasOf, updateRegistration, type FrameRow } from './queries.ts';

type Context = Pick<RegistrationContext, 'jobs' | 'baseUrl'>;

/** What limits an event's places; as the operator or an organiser. */
export async function limitsOf(tx: Transaction, frame: Pick<FrameRow, 'eventId' | 'places'>): Promise<Limits> {
	return { places: frame.places, quotas: await quotasOf(tx, frame.eventId) };
}

/** What somebody becomes who gets a place. A badge that was there before keeps its code. */
export const approvedNow = (now: Date, badge: string | null) => ({ state: 'approved' as const, waitingSince: null, reason: '', badge: badge ?? drawSigns(8), decidedAt: now, updatedAt: now });

/** Tells a person of the own registration. */
export async function tellPerson(context: Context, tx: Transaction, event: EventRow, personId: string, news: RegistrationNews): Promise<void> {
	const person = await personById(tx, personId);
	if (person) await sendMail(tx, context.jobs, registrationLetter(person, event, news, context.baseUrl));
}

/** Gives the places that are free to those who wait longest, and tells them; the frame locked, as the operator. Answers how many. */
export async function moveUp(context: Context, actor: Actor, { tx, event, frame, now }: { tx: Transaction; event: EventRow; frame: Pick<FrameRow, 'eventId' | 'places'>; now: Date }): Promise<number> {
	const waiting = await placedIn(tx, event.id, 'waiting');
	if (waiting.length === 0) return 0;
	const lucky = movedUp(waiting, await placedIn(tx, event.id, 'approved'), await limitsOf(tx, frame));
	for (const { id, personId } of lucky) {
		await updateRegistration(tx, id, approvedNow(now, null));
		await tellPerson(context, tx, event, personId, { kind: 'moved-up' });
		await recordAudit(tx, { actor, action: 'registration.move-up', entity: 'event_registration', entityId: id, detail: { eventId: event.id }, about: { centreId: event.centreId } });
	}
	return lucky.length;
}
