import { dayIn } from '#lib/rooms/zoned-time.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { isSignedIn } from '#lib/server/accounts/actor.ts';
import { gone } from '#lib/server/events/change-event.ts';
import { organisersOf, sessionsOf } from '#lib/server/events/queries.ts';
import { asActor } from '#lib/server/platform/acting.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import type { Transaction } from '#lib/server/platform/database.ts';
import type { RegistrationContext } from './context.ts';
import { listLines, type ListFilters } from './desk/queries.ts';
import { attendanceIn, attendanceOf } from './door/queries.ts';
import { findFrame, registrationById, type FoundFrame } from './queries.ts';
import { ownRegistration, type RegistrationRow } from './registrations.ts';
import { registrationRules } from './rules.ts';
import { insideEvent } from './view-desk.ts';

/**
 * What the certificate of attendance says: the days on which the person was let in, and the sessions with a door of their own.
 * There is none for who was never let in. Errors: not_found.
 */
export async function viewCertificate(context: Pick<RegistrationContext, 'db' | 'clock'>, actor: Actor, input: { eventId: string; registrationId: string | null }) {
	return asActor(context.db, actor, async (tx) => {
		const now = context.clock();
		const found = await findFrame(tx, input.eventId, now);
		if (!found) throw gone('certificate');
		const registration = input.registrationId ? await registrationById(tx, input.eventId, input.registrationId) : isSignedIn(actor) ? await ownRegistration(tx, input.eventId, actor.userId) : undefined;
		if (!registration || !registrationRules.print(actor, { ...found.forRules, personId: registration.personId, state: registration.state })) throw gone('certificate');
		const attended = await attendanceOf(tx, registration.id);
		if (attended.length === 0) throw gone('certificate');
		await recordAudit(tx, { actor, action: 'registration.print-certificate', entity: 'event_registration', entityId: registration.id, detail: { eventId: input.eventId }, about: { centreId: found.row.centreId } });
		return { ...(await certificateGround(tx, found, now)), certificate: certificateOf(registration, attended, await sessionsOf(tx, input.eventId)) };
	});
}

/**
 * The certificates of all whom a list shows and who were let in, for one document; that an organiser made it is on record. Errors: not_found.
 */
export const viewCertificates = (context: Pick<RegistrationContext, 'db' | 'clock'>, actor: Actor, eventId: string, filters: Omit<ListFilters, 'state'>) =>
	insideEvent(context, actor, eventId, async (tx, found) => {
		const [attendance, sessions] = [await attendanceIn(tx, eventId), await sessionsOf(tx, eventId)];
		const certificates = (await listLines(tx, eventId, { ...filters, state: 'approved' })).flatMap((line) => (attendance.has(line.id) ? [certificateOf(line, attendance.get(line.id)!, sessions)] : []));
		await recordAudit(tx, { actor, action: 'registration.print-certificates', entity: 'event', entityId: eventId, detail: { certificates: certificates.length }, about: { centreId: found.row.centreId } });
		return { ...(await certificateGround(tx, found, context.clock())), certificates };
	});

/** What stands on every certificate of an event. */
async function certificateGround(tx: Transaction, { row: { id, names, startsOn, endsOn, place, country, isSample, timeZone } }: FoundFrame, now: Date) {
	const organisers = (await organisersOf(tx, id)).filter(({ role }) => role !== 'supporter').map((organiser) => organiser.names);
	return { event: { id, names, startsOn, endsOn, place, country, isSample }, organisers, issuedOn: dayIn(timeZone, now) };
}

function certificateOf({ id, names }: Pick<RegistrationRow, 'id' | 'names'>, attended: readonly { day: string; sessionId: string | null }[], sessions: Awaited<ReturnType<typeof sessionsOf>>) {
	const inSessions = new Set(attended.flatMap(({ sessionId }) => sessionId ?? []));
	return { id, names, days: [...new Set(attended.map(({ day }) => day))], sessions: sessions.filter((session) => inSessions.has(session.id)).map(({ titles }) => titles) };
}

/** Whether there is a certificate for who asks. */
export async function hasCertificate(context: Pick<RegistrationContext, 'db'>, actor: Actor, eventId: string): Promise<boolean> {
	return asActor(context.db, actor, async (tx) => {
		const own = isSignedIn(actor) ? await ownRegistration(tx, eventId, actor.userId) : undefined;
		return own?.state === 'approved' && (await attendanceOf(tx, own.id)).length > 0;
	});
}
