import { findEvent, officersOfCentres } from '#lib/server/events/queries.ts';
import { asActor, operator } from '#lib/server/platform/acting.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import type { Transaction } from '#lib/server/platform/database.ts';
import { sendMail } from '#lib/server/platform/mail.ts';
import type { MeetingsContext } from '../context.ts';
import { peopleOf, type MeetingPerson } from '../queries.ts';
import { proposeRepair } from '../schedules/steer-schedule.ts';
import { forgetReturned, interpretersGone, markInterpretersGone, type InterpreterGone } from './queries.ts';

type Context = Pick<MeetingsContext, 'jobs' | 'baseUrl'>;

const system = operator('meetings at events');

/**
 * Where an interpreter comes no more, or organisers have taken it off the list, the meetings ahead that rest on it still stand: two
 * people would sit there without a common language. The organisers are told once, and find a repair that is proposed; people hear of it
 * when they publish that. Answers how many interpreters.
 */
export async function followInterpreters(context: MeetingsContext, most: number): Promise<number> {
	return asActor(context.db, system, async (tx) => {
		const now = context.clock();
		await forgetReturned(tx);
		const gone = await interpretersGone(tx, now, { most });
		for (const [eventId, own] of Map.groupBy(gone, (each) => each.eventId)) await tellOrganisers(context, tx, eventId, own, { now });
		return gone.length;
	});
}

/** The same before an interpreter is erased, in the transaction of the erasure: afterwards nothing says that the meetings rested on anybody. As the operator. */
export async function tellOfErasedInterpreter(context: Context, tx: Transaction, registrations: readonly string[], now: Date): Promise<void> {
	for (const each of await interpretersGone(tx, now, { erased: registrations })) await tellOrganisers(context, tx, each.eventId, [each], { now, unnamed: true });
}

/** `unnamed`: who is about to be erased, whom no letter names. */
async function tellOrganisers(context: Context, tx: Transaction, eventId: string, gone: readonly InterpreterGone[], { now, unnamed = false }: { now: Date; unnamed?: boolean }): Promise<void> {
	const event = await findEvent(tx, eventId, now);
	if (!event) return;
	const scheduleId = await proposeRepair(context, tx, { eventId, now });
	await markInterpretersGone(tx, gone.map(({ registrationId }) => ({ registrationId, eventId, scheduleId, toldAt: now })));
	const people = unnamed ? new Map<string, MeetingPerson>() : await peopleOf(tx, gone.map(({ registrationId }) => registrationId));
	const { interpreterGoneLetter } = await import('./letters.ts');
	for (const officer of await officersOfCentres(tx, event.forRules.centres))
		await sendMail(tx, context.jobs, interpreterGoneLetter(officer, { event: event.row, baseUrl: context.baseUrl, interpreters: gone.map(({ registrationId, meetings }) => ({ names: people.get(registrationId)?.names ?? [], meetings })) }));
	for (const { registrationId, meetings } of gone) await recordAudit(tx, { actor: system, action: 'event-meetings.interpreter-gone', entity: 'event', entityId: eventId, detail: { registrationId, meetings }, about: { centreId: event.row.centreId } });
}
