import { isLive } from '#lib/events/phase.ts';
import { findEvent, officersOfCentres } from '#lib/server/events/queries.ts';
import { asActor } from '#lib/server/platform/acting.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import type { Transaction } from '#lib/server/platform/database.ts';
import { sendMail } from '#lib/server/platform/mail.ts';
import type { MeetingsContext } from '../context.ts';
import { updateFrame } from '../frame/queries.ts';
import { system } from './meet-without.ts';
import { repairsDue, type RepairDue } from './queries.ts';

/** So long changes are gathered for one letter: while the event is ahead, and while it runs. */
const GATHERED = { announced: 6 * 3_600_000, running: 15 * 60_000 };

/**
 * Where people call meetings off or agree on others after a schedule was published, and wishes wait, organisers are told that a repair
 * could find places: once for all that has come together. Answers of how many events.
 */
export async function tellOfRepairs(context: Pick<MeetingsContext, 'db' | 'clock' | 'jobs' | 'baseUrl'>): Promise<number> {
	return asActor(context.db, system, async (tx) => {
		const now = context.clock();
		let told = 0;
		for (const due of await repairsDue(tx, now, { told: true })) if (await tell(context, tx, due, now)) told++;
		return told;
	});
}

async function tell(context: Pick<MeetingsContext, 'jobs' | 'baseUrl'>, tx: Transaction, due: RepairDue, now: Date): Promise<boolean> {
	const event = await findEvent(tx, due.eventId, now);
	if (!event || !isLive(event.forRules) || due.since === null) return false;
	const gathered = GATHERED[event.forRules.phase === 'running' ? 'running' : 'announced'];
	if (now.getTime() - due.since.getTime() < gathered) return false;
	await updateFrame(tx, due.eventId, { repairToldAt: now });
	const { repairDueLetter } = await import('../live/letters.ts');
	for (const officer of await officersOfCentres(tx, event.forRules.centres)) await sendMail(tx, context.jobs, repairDueLetter(officer, { event: event.row, baseUrl: context.baseUrl, ...due }));
	const { freed, agreed, waiting } = due;
	await recordAudit(tx, { actor: system, action: 'event-meetings.tell-of-repair', entity: 'event', entityId: due.eventId, detail: { freed, agreed, waiting }, about: { centreId: event.row.centreId } });
	return true;
}
