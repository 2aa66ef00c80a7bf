import { isSignedIn, type Actor } from '#lib/server/accounts/actor.ts';
import type { LateMinutes, MeetingState, Presence } from '#lib/meetings/vocabulary.ts';
import { wrong } from '#lib/server/events/input.ts';
import { findEvent } from '#lib/server/events/queries.ts';
import { eventRules } from '#lib/server/events/rules.ts';
import { asActor, operator } from '#lib/server/platform/acting.ts';
import { recordAudit, type AuditEntry } from '#lib/server/platform/audit.ts';
import type { Transaction } from '#lib/server/platform/database.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import type { MeetingsContext } from '../context.ts';
import { heldOrNot } from '../follow-up/held-or-not.ts';
import { changeAtDesk } from '../frame/change-at-desk.ts';
import type { MeetingRow } from '../frame/queries.ts';
import { liveMeetingRules } from '../frame/rules.ts';
import { mayTakeBack } from './last-report.ts';
import { lockMeeting, partiesOf, putBack, rememberBefore, setPresence, updateMeetings } from './queries.ts';

/** What is said of a meeting with one tap; `expected` takes it back. */
export const REPORTS = ['held', 'late', 'absent', 'expected'] as const;
export type Report = (typeof REPORTS)[number];

type Context = Pick<MeetingsContext, 'db' | 'clock'>;
type Party = Awaited<ReturnType<typeof partiesOf>>[number];

/** So long before its slot nobody can be late yet, nor can a meeting have been held. */
const EARLY_MINUTES = 15;

interface Said {
	report: Report;
	/** Whom it is about; null: all. */
	who: string | null;
	lateMinutes?: LateMinutes | null;
	/** Who says it: one side, by its registration, or the desk. */
	by: string | 'desk';
}

/** What a meeting is after a report, by what is known of each party: the desk's word decides, that of one side does not outweigh another's who says that it did not take place. */
function stateOf(meeting: MeetingRow, parties: readonly Party[], { report, by }: Said): MeetingState {
	const alone = parties.filter(({ presence }) => presence !== 'absent').length < 2;
	if (report === 'held' && by === 'desk' && !alone) return 'held';
	if (report === 'held' || alone || parties.some(({ outcome }) => outcome !== null)) return heldOrNot({ state: meeting.state, byDesk: false }, parties);
	return parties.some(({ presence }) => presence === 'late') ? 'late' : 'planned';
}

async function note(tx: Transaction, meeting: MeetingRow, parties: readonly Party[], said: Said, now: Date): Promise<void> {
	const { report, who, by } = said;
	if (meeting.state === 'cancelled') throw new ExpectedError('conflict', 'The meeting is off.');
	if (meeting.startsAt.getTime() - now.getTime() > EARLY_MINUTES * 60_000) throw new ExpectedError('conflict', 'The meeting is not due yet.', { field: 'meeting', detail: { code: 'early' } });
	// Of several, who has not come was not there either where the others met.
	const stayedAway = parties.length > 2 && report === 'held' ? parties.filter(({ presence }) => presence === 'absent') : [];
	const there = parties.length - stayedAway.length >= 2 ? parties.filter((party) => !stayedAway.includes(party)) : parties;
	const concerned = report === 'held' || who === null ? there.map(({ registrationId }) => registrationId) : [who];
	const presence: Presence = report === 'held' ? 'there' : report;
	if (by !== 'desk') await rememberBefore(tx, [meeting.id], { id: crypto.randomUUID(), by, now });
	await setPresence(tx, meeting.id, concerned, presence, said.lateMinutes ?? null);
	const after = parties.map((party) => (concerned.includes(party.registrationId) ? { ...party, presence } : party));
	const state = stateOf(meeting, after, said);
	const decided = (report === 'held' || report === 'absent') && (state === 'held' || state === 'no_show');
	await updateMeetings(tx, [meeting.id], { state, byDesk: by === 'desk' && decided, changedAt: now });
}

/** The desk says that somebody is late or has not come, or that a meeting was held. Errors: not_found, forbidden, conflict (off, or not due yet). */
export async function reportAtDesk(context: Context, actor: Actor, input: { eventId: string; meetingId: string | null; report: Report; who: string | null }): Promise<void> {
	await changeAtDesk(context, actor, { eventId: input.eventId, right: 'record', action: 'report-meeting' }, async ({ tx, row, now, note: audit }) => {
		const meeting = await lockMeeting(tx, row.id, input.meetingId);
		const parties = meeting ? await partiesOf(tx, meeting.id) : [];
		if (!meeting || (input.who !== null && !parties.some(({ registrationId }) => registrationId === input.who))) throw new ExpectedError('not_found', 'No such meeting.');
		await note(tx, meeting, parties, { report: input.report, who: input.who, by: 'desk' }, now);
		audit({ detail: { meetingId: meeting.id, report: input.report, who: input.who } });
	});
}

/**
 * A party says that it is late itself, that another has not come, or that the meeting was held. `who` has not come, where several
 * others are in it. Errors: not_found (also for whoever does not sit in it), forbidden (not in person, or the event does not run),
 * invalid_input (it is not said who), conflict (off, not due yet, or the desk has decided how it went).
 */
export async function reportOwnMeeting(context: Context, actor: Actor, input: { eventId: string; meetingId: string | null; report: Exclude<Report, 'expected'>; who?: string | null; lateMinutes?: LateMinutes | null }): Promise<void> {
	await atOwnMeeting(context, actor, input, async ({ tx, now, meeting, parties, own, audit }) => {
		if (meeting.byDesk) throw new ExpectedError('conflict', 'The desk has noted how it went.', { field: 'meeting', detail: { code: 'by_desk' } });
		const others = parties.filter((party) => party !== own).map(({ registrationId }) => registrationId);
		const other = others.length === 1 ? others[0]! : others.find((id) => id === input.who);
		if (input.report === 'absent' && other === undefined) throw wrong('who', 'required');
		const who = input.report === 'late' ? own.registrationId : (other ?? null);
		await note(tx, meeting, parties, { report: input.report, who, lateMinutes: input.lateMinutes ?? null, by: own.registrationId }, now);
		await recordAudit(tx, { ...audit, action: 'event-meetings.report-own-meeting', detail: { meetingId: meeting.id, report: input.report } });
	});
}

/**
 * A party takes back what it has just said of its meeting: all is as it was before. Errors: not_found (also for whoever does not sit
 * in it), forbidden (not in person, or the event does not run), conflict (somebody else said it, too long ago, or something has changed since).
 */
export async function takeOwnReportBack(context: Context, actor: Actor, input: { eventId: string; meetingId: string | null }): Promise<void> {
	await atOwnMeeting(context, actor, input, async ({ tx, now, meeting, own, audit }) => {
		if (!mayTakeBack(meeting, own, now)) throw new ExpectedError('conflict', 'It cannot be taken back.', { field: 'meeting', detail: { code: 'not_last' } });
		await putBack(tx, [meeting.id], now);
		await recordAudit(tx, { ...audit, action: 'event-meetings.take-own-report-back', detail: { meetingId: meeting.id } });
	});
}

interface OwnMeeting {
	tx: Transaction;
	now: Date;
	meeting: MeetingRow;
	parties: Party[];
	own: Party;
	/** What all entries of the audit log about it have in common. */
	audit: Pick<AuditEntry, 'actor' | 'entity' | 'entityId' | 'about'>;
}

/** Does something with a meeting on behalf of a party while the event runs. Errors: not_found, forbidden. */
async function atOwnMeeting(context: Context, actor: Actor, input: { eventId: string; meetingId: string | null }, work: (found: OwnMeeting) => Promise<void>): Promise<void> {
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
			await work({ tx, now, meeting, parties, own, audit: { actor, entity: 'event', entityId: input.eventId, about: { centreId: event.row.centreId } } });
		});
	});
}
