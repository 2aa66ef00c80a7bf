import type { Actor } from '#lib/server/accounts/actor.ts';
import { TAKEN_BACK_REASON_MOST, type TakenBack } from '#lib/registration/check-in.ts';
import { gone, personOf } from '#lib/server/events/change-event.ts';
import { idIn, lineOf } from '#lib/server/events/input.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import type { Transaction } from '#lib/server/platform/database.ts';
import type { RegistrationContext } from '../context.ts';
import type { FoundFrame } from '../queries.ts';
import { workAtDoor } from './at-door.ts';
import { markTakenBack } from './queries.ts';

/** Takes an entry back, once; false where the scan let nobody in. Whoever was let in by it may come in again. */
export async function takeBack(tx: Transaction, actor: Actor, { row }: FoundFrame, { scan, reason, now }: TakenBack & { now: Date }): Promise<boolean> {
	const registrationId = await markTakenBack(tx, row.id, scan, { takenBackAt: now, takenBackBy: personOf(actor), takenBackReason: reason });
	if (!registrationId) return false;
	await recordAudit(tx, { actor, action: 'registration.take-back-entry', entity: 'event_registration', entityId: registrationId, detail: { eventId: row.id, scan }, about: { centreId: row.centreId } });
	return true;
}

/** Takes an entry back at the desk, with the reason. Errors: not_found, forbidden, invalid_input. */
export async function takeBackEntry(context: Pick<RegistrationContext, 'db' | 'clock'>, actor: Actor, { eventId, form }: { eventId: string; form: FormData }): Promise<void> {
	await workAtDoor(context, actor, eventId, async (tx, found, now) => {
		const [scan, reason] = [idIn(form), lineOf(form, 'taken_back', TAKEN_BACK_REASON_MOST, true)];
		if (!scan || !(await takeBack(tx, actor, found, { scan, reason, now }))) throw gone('entry');
	});
}
