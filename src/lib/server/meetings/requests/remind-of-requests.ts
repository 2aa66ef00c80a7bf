import { isLive } from '#lib/events/phase.ts';
import { findEvent } from '#lib/server/events/queries.ts';
import { asActor, operator } from '#lib/server/platform/acting.ts';
import type { Transaction } from '#lib/server/platform/database.ts';
import { sendMail } from '#lib/server/platform/mail.ts';
import type { MeetingsContext } from '../context.ts';
import { peopleOf, reachable } from '../queries.ts';
import { askedBy, whoMeets } from './parties.ts';
import { markReminded, unansweredBy, type Unanswered } from './queries.ts';

const DAY = 86_400_000;
/** So long before a request ends. */
const AHEAD = 2 * DAY;

/**
 * Reminds people once of each request that they have not answered, two days before it ends, and by the same letter of all others that
 * wait for them alone; not of what they have heard of within a day. Answers how many letters left.
 */
export async function remindOfRequests(context: Pick<MeetingsContext, 'db' | 'clock' | 'jobs' | 'baseUrl'>): Promise<number> {
	return asActor(context.db, operator('requests for meetings'), async (tx) => {
		const now = context.clock();
		const unanswered = await unansweredBy(tx, { now, endsBefore: new Date(now.getTime() + AHEAD), toldBefore: new Date(now.getTime() - DAY) });
		let letters = 0;
		for (const [eventId, own] of Map.groupBy(unanswered, ({ request }) => request.eventId)) letters += await remindOf(context, tx, eventId, own, now);
		return letters;
	});
}

async function remindOf(context: Pick<MeetingsContext, 'jobs' | 'baseUrl'>, tx: Transaction, eventId: string, unanswered: readonly Unanswered[], now: Date): Promise<number> {
	await markReminded(tx, unanswered, now);
	const event = await findEvent(tx, eventId, now);
	if (!event || !isLive(event.forRules)) return 0;
	const asked = await askedBy(tx, unanswered.map(({ request }) => request));
	const parties = ({ request }: Unanswered) => whoMeets(request, asked(request.id));
	const people = await peopleOf(tx, unanswered.flatMap(parties));
	// Of what somebody withdrew from nobody needs to be reminded.
	const answerable = unanswered.filter((each) => parties(each).every((id) => people.get(id)?.state === 'approved'));
	const byPerson = Map.groupBy(answerable, ({ registrationId }) => registrationId);
	const { remindLetter } = await import('../letters.ts');
	const readers = await reachable(tx, [...byPerson.keys()]);
	for (const to of readers) {
		const own = byPerson.get(to.registrationId)!;
		await sendMail(tx, context.jobs, remindLetter(to, event.row, own.map((each) => ({ people: parties(each).filter((id) => id !== to.registrationId).flatMap((id) => people.get(id) ?? []), until: each.request.expiresAt })), context.baseUrl));
	}
	return readers.length;
}
