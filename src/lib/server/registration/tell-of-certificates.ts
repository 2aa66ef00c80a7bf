import { findEvent } from '#lib/server/events/queries.ts';
import { asActor, operator } from '#lib/server/platform/acting.ts';
import type { RegistrationContext } from './context.ts';
import { markCertificatesTold } from './door/queries.ts';
import { tellPerson } from './give-places.ts';

const AT_ONCE = 100;
/** Whoever a phone at a door has sent by then is told too; about events of long ago nobody is. */
const DAYS_AFTER = 30;

/**
 * Tells those who were let in, once the event is over, that their certificate of attendance is ready: each once, for that it was told
 * stands in the same transaction as the letter. Answers how many.
 */
export async function tellOfCertificates(context: Pick<RegistrationContext, 'db' | 'clock' | 'jobs' | 'baseUrl'>): Promise<number> {
	return asActor(context.db, operator('registration'), async (tx) => {
		const now = context.clock();
		const told = await markCertificatesTold(tx, now, new Date(now.getTime() - DAYS_AFTER * 86_400_000), AT_ONCE);
		for (const eventId of new Set(told.map((each) => each.eventId))) {
			const { row } = (await findEvent(tx, eventId, now))!;
			for (const { personId } of told.filter((each) => each.eventId === eventId)) await tellPerson(context, tx, row, personId, { kind: 'certificate' });
		}
		return told.length;
	});
}
