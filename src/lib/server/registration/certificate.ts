import type { Actor } from '#lib/server/accounts/actor.ts';
import { isSignedIn } from '#lib/server/accounts/actor.ts';
import { gone } from '#lib/server/events/change-event.ts';
import { organisersOf, sessionsOf } from '#lib/server/events/queries.ts';
import { asActor } from '#lib/server/platform/acting.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import type { RegistrationContext } from './context.ts';
import { attendanceOf } from './door/queries.ts';
import { dayIn, findFrame, registrationById } from './queries.ts';
import { ownRegistration } from './registrations.ts';
import { registrationRules } from './rules.ts';

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
		const inSessions = new Set(attended.flatMap(({ sessionId }) => sessionId ?? []));
		const { id, names, startsOn, endsOn, place, country, isSample } = found.row;
		return {
			event: { id, names, startsOn, endsOn, place, country, isSample },
			names: registration.names,
			days: [...new Set(attended.map(({ day }) => day))],
			sessions: (await sessionsOf(tx, input.eventId)).filter((session) => inSessions.has(session.id)).map(({ titles }) => titles),
			organisers: (await organisersOf(tx, input.eventId)).filter(({ role }) => role !== 'supporter').map((organiser) => organiser.names),
			issuedOn: dayIn(now, found.row.timeZone),
		};
	});
}

/** Whether there is a certificate for who asks. */
export async function hasCertificate(context: Pick<RegistrationContext, 'db'>, actor: Actor, eventId: string): Promise<boolean> {
	return asActor(context.db, actor, async (tx) => {
		const own = isSignedIn(actor) ? await ownRegistration(tx, eventId, actor.userId) : undefined;
		return own?.state === 'approved' && (await attendanceOf(tx, own.id)).length > 0;
	});
}
