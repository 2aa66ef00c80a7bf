import { isSignedIn, type Actor } from '#lib/server/accounts/actor.ts';
import type { MeetingState } from '#lib/meetings/vocabulary.ts';
import { wrong } from '#lib/server/events/input.ts';
import { findEvent } from '#lib/server/events/queries.ts';
import { eventRules } from '#lib/server/events/rules.ts';
import { asActor, operator } from '#lib/server/platform/acting.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import type { Transaction } from '#lib/server/platform/database.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import type { MeetingsContext } from '../context.ts';
import { changeAtDesk } from '../frame/change-at-desk.ts';
import { liveMeetingRules } from '../frame/rules.ts';
import { lockMeeting, partiesOf, setPresence, updateMeetings } from './queries.ts';

/** What is said of a meeting with one tap; `expected` takes it back. */
export const REPORTS = ['held', 'late', 'absent', 'expected'] as const;
export type Report = (typeof REPORTS)[number];

type Context = Pick<MeetingsContext, 'db' | 'clock'>;

/** So long before its slot nobody can be late yet, nor can a meeting have been held. */
const EARLY_MINUTES = 15;

/** What a meeting is after a report, by what is known of each party: two are enough. */
function stateOf(presences: readonly string[], report: Report): MeetingState {
	if (presences.filter((presence) => presence !== 'absent').length < 2) return 'no_show';
	if (report === 'held') return 'held';
	return presences.includes('late') ? 'late' : 'planned';
}

async function note(tx: Transaction, meeting: { id: string; startsAt: Date; state: MeetingState }, parties: Awaited<ReturnType<typeof partiesOf>>, report: Report, who: string | null, now: Date): Promise<void> {
	if (meeting.state === 'cancelled') throw new ExpectedError('conflict', 'The meeting is off.');
	if (meeting.startsAt.getTime() - now.getTime() > EARLY_MINUTES * 60_000) throw new ExpectedError('conflict', 'The meeting is not due yet.', { field: 'meeting', detail: { code: 'early' } });
	// Of several, who has not come was not there either where the others met.
	const stayedAway = parties.length > 2 && report === 'held' ? parties.filter(({ presence }) => presence === 'absent') : [];
	const there = parties.length - stayedAway.length >= 2 ? parties.filter((party) => !stayedAway.includes(party)) : parties;
	const concerned = report === 'held' || who === null ? there.map(({ registrationId }) => registrationId) : [who];
	const presence = report === 'held' ? 'there' : report;
	await setPresence(tx, meeting.id, concerned, presence);
	const after = parties.map((party) => (concerned.includes(party.registrationId) ? presence : party.presence));
	await updateMeetings(tx, [meeting.id], { state: stateOf(after, report), changedAt: now });
}

/** The desk says that somebody is late or has not come, or that a meeting was held. Errors: not_found, forbidden, conflict (off, or not due yet). */
export async function reportAtDesk(context: Context, actor: Actor, input: { eventId: string; meetingId: string | null; report: Report; who: string | null }): Promise<void> {
	await changeAtDesk(context, actor, { eventId: input.eventId, right: 'record', action: 'report-meeting' }, async ({ tx, row, now, note: audit }) => {
		const meeting = await lockMeeting(tx, row.id, input.meetingId);
		const parties = meeting ? await partiesOf(tx, meeting.id) : [];
		if (!meeting || (input.who !== null && !parties.some(({ registrationId }) => registrationId === input.who))) throw new ExpectedError('not_found', 'No such meeting.');
		await note(tx, meeting, parties, input.report, input.who, now);
		audit({ detail: { meetingId: meeting.id, report: input.report, who: input.who } });
	});
}

/**
 * A party says that it is late itself, that another has not come, or that the meeting was held. `who` has not come, where several
 * others are in it. Errors: not_found (also for whoever does not sit in it), forbidden (not in person, or the event does not run),
 * invalid_input (it is not said who), conflict (off, or not due yet).
 */
export async function reportOwnMeeting(context: Context, actor: Actor, input: { eventId: string; meetingId: string | null; report: Exclude<Report, 'expected'>; who?: string | null }): Promise<void> {
	await asActor(context.db, actor, async (tx) => {
		const now = context.clock();
		const event = await findEvent(tx, input.eventId, now);
		if (!event || !eventRules.view(actor, event.forRules)) throw new ExpectedError('not_found', 'No such event.');
		await asActor(tx, operator('meetings'), async () => {
			const meeting = await lockMeeting(tx, input.eventId, input.meetingId);
			const parties = meeting ? await partiesOf(tx, meeting.id) : [];
			const own = parties.find(({ personId }) => isSignedIn(actor) && personId === actor.userId);
			if (!meeting || !own) throw new ExpectedError('not_found', 'No such meeting.');
			if (!liveMeetingRules.report(actor, { ...event.forRules, parties: new Set(parties.map(({ personId }) => personId)) })) throw new ExpectedError('forbidden', 'This is said in person while the event runs.');
			const others = parties.filter((party) => party !== own).map(({ registrationId }) => registrationId);
			const other = others.length === 1 ? others[0]! : others.find((id) => id === input.who);
			if (input.report === 'absent' && other === undefined) throw wrong('who', 'required');
			const who = input.report === 'late' ? own.registrationId : (other ?? null);
			await note(tx, meeting, parties, input.report, who, now);
			await recordAudit(tx, { actor, action: 'event-meetings.report-own-meeting', entity: 'event', entityId: input.eventId, about: { centreId: event.row.centreId }, detail: { meetingId: meeting.id, report: input.report } });
		});
	});
}
