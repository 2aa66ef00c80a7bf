import type { Lead, MeetingMode, MeetingState, Side } from '#lib/centres/vocabulary.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { asActor } from '#lib/server/platform/acting.ts';
import { recordAudit, type AuditEntry } from '#lib/server/platform/audit.ts';
import type { Executor, Transaction } from '#lib/server/platform/database.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import type { LocalText } from '#lib/text/local-text.ts';
import type { CentresContext } from '../context.ts';
import { wrong } from '../input.ts';
import { groupRules, type GroupRight } from '../rules.ts';
import { addAgendaItem, addParticipant, groupFor, groupForRules, insertGroup, insertMeeting, lockMeeting, removeAgendaItem, removeParticipant, updateAgendaItem, updateMeeting, type FoundGroup, type MeetingRow } from './queries.ts';

type Context = Pick<CentresContext, 'db' | 'clock'>;

/** A group for whoever has the right in it. Errors: not_found, forbidden. */
export async function groupWithRight(tx: Executor, actor: Actor, centreId: string, right: GroupRight): Promise<FoundGroup> {
	const found = await groupFor(tx, centreId);
	if (!found) throw new ExpectedError('not_found', 'No such working group.');
	if (!groupRules[right](actor, found.forRules)) throw new ExpectedError('forbidden', 'Officers of the two sides work in this group.');
	return found;
}

/** The meeting of a year, held, for whoever has the right. Errors: not_found, forbidden. */
export async function meetingWithRight(tx: Transaction, actor: Actor, at: { centreId: string; year: number }, right: GroupRight): Promise<FoundGroup & { meeting: MeetingRow }> {
	const found = await groupWithRight(tx, actor, at.centreId, right);
	const meeting = await lockMeeting(tx, at.centreId, at.year);
	if (!meeting) throw new ExpectedError('not_found', 'No such meeting.');
	return { ...found, meeting };
}

/** An entry about a meeting or a plan; it concerns the group's centre. */
export const groupAudit = (actor: Actor, action: string, at: { centreId: string; year?: number }, more: Partial<AuditEntry> = {}): AuditEntry =>
	({ actor, action: `working-group.${action}`, entity: 'working_group', entityId: at.centreId, about: { centreId: at.centreId }, ...more, detail: { ...(at.year === undefined ? {} : { year: at.year }), ...more.detail } });

/** A bilateral centre gets its working group. Errors: not_found (no bilateral centre), forbidden, conflict (has one). */
export async function establishGroup(context: Context, actor: Actor, input: { centreId: string; names: LocalText[]; languages: [string, string]; source: string }): Promise<void> {
	await asActor(context.db, actor, async (tx) => {
		const forRules = await groupForRules(tx, input.centreId);
		if (!forRules) throw new ExpectedError('not_found', 'No such bilateral centre.');
		if (!groupRules.establish(actor, forRules)) throw new ExpectedError('forbidden', 'Officers of the two sides establish their group.');
		if (input.languages[0] === input.languages[1]) throw wrong('language_1', 'not_allowed');
		if (!(await insertGroup(tx, { ...input, createdAt: context.clock() }))) throw new ExpectedError('conflict', 'The centre has its working group already.');
		await recordAudit(tx, groupAudit(actor, 'establish', input));
	});
}

export interface MeetingInput {
	heldOn: string | null;
	place: LocalText[];
	country: string | null;
	mode: MeetingMode;
	state: MeetingState;
}

/** Plans the meeting of a year, or changes it. `expected`: the version seen; null for a new one. Errors: not_found, forbidden, conflict, invalid_input. */
export async function saveMeeting(context: Context, actor: Actor, input: { centreId: string; year: number; expected: number | null; meeting: MeetingInput }): Promise<void> {
	const { meeting: values, year } = input;
	if (values.state === 'held' && !values.heldOn) throw wrong('held_on', 'required');
	if (values.heldOn && !values.heldOn.startsWith(String(year))) throw wrong('held_on', 'day');
	if (values.state === 'held' && values.heldOn! > context.clock().toISOString().slice(0, 10)) throw wrong('held_on', 'day');
	await asActor(context.db, actor, async (tx) => {
		await groupWithRight(tx, actor, input.centreId, 'editMeeting');
		const before = await lockMeeting(tx, input.centreId, year);
		if (input.expected === null) {
			if (before || !(await insertMeeting(tx, { ...values, centreId: input.centreId, year }))) throw new ExpectedError('conflict', 'This year has its meeting already.');
			return recordAudit(tx, groupAudit(actor, 'plan-meeting', input));
		}
		if (!before) throw new ExpectedError('not_found', 'No such meeting.');
		if (before.version !== input.expected) throw new ExpectedError('conflict', 'Another officer has saved meanwhile.');
		await updateMeeting(tx, before.id, { ...values, version: before.version + 1 });
		const { heldOn, place, country, mode, state } = before;
		await recordAudit(tx, groupAudit(actor, 'edit-meeting', input, { before: { heldOn, place, country, mode, state }, after: { ...values } }));
	});
}

export type AgendaChange = { add: { texts: LocalText[]; lead: Lead } } | { id: string; save: { texts: LocalText[]; lead: Lead } } | { id: string; remove: true };

/** Errors: not_found, forbidden. */
export async function changeAgenda(context: Context, actor: Actor, input: { centreId: string; year: number; change: AgendaChange }): Promise<void> {
	await asActor(context.db, actor, async (tx) => {
		const { meeting } = await meetingWithRight(tx, actor, input, 'editMeeting');
		const { change } = input;
		if ('add' in change) await addAgendaItem(tx, { meetingId: meeting.id, ...change.add });
		else if (!(await ('remove' in change ? removeAgendaItem(tx, meeting.id, change.id) : updateAgendaItem(tx, meeting.id, change.id, change.save)))) throw new ExpectedError('not_found', 'No such item.');
		await recordAudit(tx, groupAudit(actor, 'edit-agenda', input, { detail: { change: Object.keys(change).at(-1) } }));
	});
}

export type ParticipantChange = { add: { side: Side; name: string; position: string; shown: boolean } } | { remove: string };

/** Errors: not_found, forbidden. */
export async function changeParticipants(context: Context, actor: Actor, input: { centreId: string; year: number; change: ParticipantChange }): Promise<void> {
	await asActor(context.db, actor, async (tx) => {
		const { meeting } = await meetingWithRight(tx, actor, input, 'editMeeting');
		const { change } = input;
		if ('add' in change) await addParticipant(tx, { meetingId: meeting.id, centreId: input.centreId, ...change.add });
		else if (!(await removeParticipant(tx, meeting.id, change.remove))) throw new ExpectedError('not_found', 'No such participant.');
		await recordAudit(tx, groupAudit(actor, 'add' in change ? 'add-participant' : 'remove-participant', input, 'add' in change ? { detail: { side: change.add.side, shown: change.add.shown } } : {}));
	});
}
