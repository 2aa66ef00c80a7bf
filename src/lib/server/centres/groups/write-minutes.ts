import type { Side } from '#lib/centres/vocabulary.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { asActor } from '#lib/server/platform/acting.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import type { Executor, Transaction } from '#lib/server/platform/database.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import type { LocalText } from '#lib/text/local-text.ts';
import type { CentresContext } from '../context.ts';
import { wrong } from '../input.ts';
import { groupRules, sideOf, type GroupForRules } from '../rules.ts';
import { groupAudit, meetingWithRight } from './edit-meeting.ts';
import { addAction, addDecision, decisionsOf, lockAction, minutesOf, minutesTextOf, peopleOfGroup, putMinutes, putMinutesText, removeAction, removeDecision, updateAction, type MeetingRow, type MinutesRow } from './queries.ts';
import { afterWish, NOBODY, sayYes } from './two-sides.ts';

type Context = Pick<CentresContext, 'db' | 'clock'>;
type At = { centreId: string; year: number };

/**
 * What both sides agreed on stays. While the minutes are a draft, each change of them, of decisions or of actions takes back
 * what a side had agreed to: nobody has agreed to words that he did not see. Errors: conflict.
 */
async function draftChanged(tx: Transaction, meeting: MeetingRow, expected?: number): Promise<void> {
	const before = await minutesOf(tx, meeting.id);
	if (before && before.state !== 'draft') throw new ExpectedError('conflict', 'Both sides have agreed on these minutes.');
	if (expected !== undefined && expected !== (before?.version ?? 0)) throw new ExpectedError('conflict', 'Another officer has saved meanwhile.');
	await putMinutes(tx, { meetingId: meeting.id, centreId: meeting.centreId, state: 'draft', version: (before?.version ?? 0) + 1, ...NOBODY, chinaPublish: null, partnerPublish: null });
}

/** `expected` is the version seen; 0 where there were none. Errors: not_found, forbidden, conflict. */
export async function saveMinutes(context: Context, actor: Actor, input: At & { expected: number; texts: LocalText[] }): Promise<void> {
	await asActor(context.db, actor, async (tx) => {
		const { meeting } = await meetingWithRight(tx, actor, input, 'writeMinutes');
		await draftChanged(tx, meeting, input.expected);
		await putMinutesText(tx, { meetingId: meeting.id, centreId: meeting.centreId, texts: input.texts });
		await recordAudit(tx, groupAudit(actor, 'write-minutes', input));
	});
}

/** For which side a person agrees. Errors: forbidden. */
export function agreeingSide(actor: Actor, group: GroupForRules): { side: Side; userId: string } {
	const side = sideOf(actor, group);
	if (!side || actor.kind !== 'member' || !groupRules[side === 'china' ? 'agreeForChina' : 'agreeForPartner'](actor, group)) throw new ExpectedError('forbidden', 'Each side agrees through its officers.');
	return { side, userId: actor.userId };
}

/**
 * One side agrees on the minutes as it saw them (`expected`), in both languages of the group; with the second side they are
 * agreed. Errors: not_found, forbidden (no side, or the person who agreed for the other), conflict (changed meanwhile, or
 * said already), invalid_input (a language is missing, or the meeting was not held).
 */
export async function agreeMinutes(context: Context, actor: Actor, input: At & { expected: number }): Promise<void> {
	await asActor(context.db, actor, async (tx) => {
		const { meeting, row, forRules } = await meetingWithRight(tx, actor, input, 'writeMinutes');
		const { side, userId } = agreeingSide(actor, forRules);
		const minutes = await minutesToAgree(tx, meeting, input.expected);
		if (meeting.state !== 'held') throw wrong('state', 'required');
		const texts = await minutesTextOf(tx, meeting.id);
		const missing = row.languages.find((language) => !texts.some((text) => text.language === language));
		if (missing) throw wrong(`minutes_${missing}`, 'both_languages');
		const said = sayYes(minutes, side, userId, context.clock());
		if ('refused' in said) throw said.refused === 'same-person' ? new ExpectedError('forbidden', 'Nobody agrees for both sides.') : new ExpectedError('conflict', 'This side has agreed already.');
		await putMinutes(tx, { ...minutes, ...said.sides, state: said.both ? 'agreed' : 'draft' });
		await recordAudit(tx, groupAudit(actor, 'agree-minutes', input, { detail: { side, version: minutes.version }, before: { state: minutes.state }, after: { state: said.both ? 'agreed' : 'draft' } }));
	});
}

async function minutesToAgree(tx: Executor, meeting: MeetingRow, expected: number): Promise<MinutesRow> {
	const minutes = await minutesOf(tx, meeting.id);
	if (!minutes) throw new ExpectedError('not_found', 'There are no minutes yet.');
	if (minutes.state !== 'draft' || minutes.version !== expected) throw new ExpectedError('conflict', 'The minutes have changed meanwhile.');
	return minutes;
}

/** One side says what shall become of agreed minutes: published when both want it, else kept inside. Errors: not_found, forbidden, conflict. */
export async function wishForMinutes(context: Context, actor: Actor, input: At & { publish: boolean }): Promise<void> {
	await asActor(context.db, actor, async (tx) => {
		const { meeting, forRules } = await meetingWithRight(tx, actor, input, 'writeMinutes');
		const { side } = agreeingSide(actor, forRules);
		const minutes = await minutesOf(tx, meeting.id);
		if (!minutes) throw new ExpectedError('not_found', 'There are no minutes yet.');
		const next = afterWish(minutes.state, minutes, side, input.publish);
		if (!next) throw new ExpectedError('conflict', 'Minutes are published or kept once both sides have agreed, and published for good.');
		await putMinutes(tx, { ...minutes, ...next.wishes, state: next.state });
		await recordAudit(tx, groupAudit(actor, 'wish-for-minutes', input, { detail: { side, publish: input.publish }, before: { state: minutes.state }, after: { state: next.state } }));
	});
}

export type DecisionChange = { add: LocalText[] } | { remove: string };

/** Errors: not_found, forbidden, conflict (agreed already), invalid_input (a language is missing). */
export async function changeDecisions(context: Context, actor: Actor, input: At & { change: DecisionChange }): Promise<void> {
	await asActor(context.db, actor, async (tx) => {
		const { meeting, row } = await meetingWithRight(tx, actor, input, 'decide');
		const { change } = input;
		await draftChanged(tx, meeting);
		if ('add' in change) {
			const missing = row.languages.find((language) => !change.add.some((text) => text.language === language));
			if (missing) throw wrong(`decision_${missing}`, 'both_languages');
			await addDecision(tx, { meetingId: meeting.id, centreId: meeting.centreId, texts: change.add });
		} else if (!(await removeDecision(tx, meeting.id, change.remove))) throw new ExpectedError('not_found', 'No such decision.');
		await recordAudit(tx, groupAudit(actor, 'add' in change ? 'record-decision' : 'remove-decision', input, { detail: { decisions: (await decisionsOf(tx, meeting.id)).length } }));
	});
}

export interface ActionInput {
	texts: LocalText[];
	side: Side;
	ownerId: string | null;
	dueOn: string;
}

/** What a meeting asked somebody to do. Errors: not_found, forbidden, conflict (agreed already), invalid_input (the owner works in no side). */
export async function recordAction(context: Context, actor: Actor, input: At & { action: ActionInput }): Promise<string> {
	return asActor(context.db, actor, async (tx) => {
		const { meeting } = await meetingWithRight(tx, actor, input, 'decide');
		await draftChanged(tx, meeting);
		await assertOwner(tx, input.centreId, input.action.ownerId);
		const id = await addAction(tx, { meetingId: meeting.id, centreId: meeting.centreId, ...input.action });
		await recordAudit(tx, groupAudit(actor, 'record-action', input, { detail: { actionId: id, side: input.action.side, dueOn: input.action.dueOn } }));
		return id;
	});
}

async function assertOwner(tx: Executor, centreId: string, ownerId: string | null): Promise<void> {
	if (ownerId !== null && !(await peopleOfGroup(tx, centreId)).some(({ id }) => id === ownerId)) throw wrong('owner', 'not_allowed');
}

export type ActionChange = { end: 'done' | 'dropped'; outcome: string } | { reopen: true } | { handTo: string | null; dueOn: string } | { remove: true };

/**
 * An action is done or dropped, opened again, or handed to somebody with another day; it is taken out only while the minutes
 * are a draft. Errors: not_found, forbidden, conflict (in another state by now).
 */
export async function changeAction(context: Context, actor: Actor, input: At & { actionId: string; change: ActionChange }): Promise<void> {
	await asActor(context.db, actor, async (tx) => {
		const { meeting } = await meetingWithRight(tx, actor, input, 'endAction');
		const action = await lockAction(tx, meeting.id, input.actionId);
		if (!action) throw new ExpectedError('not_found', 'No such action.');
		const { change } = input;
		const detail = { actionId: action.id };
		if ('remove' in change) {
			await draftChanged(tx, meeting);
			await removeAction(tx, action.id);
			return recordAudit(tx, groupAudit(actor, 'remove-action', input, { detail }));
		}
		if (('reopen' in change) === (action.state === 'open')) throw new ExpectedError('conflict', 'The action is in another state by now.');
		if ('handTo' in change) await assertOwner(tx, input.centreId, change.handTo);
		const by = actor.kind === 'member' ? actor.userId : null;
		const values =
			'end' in change
				? { state: change.end, outcome: change.outcome, endedAt: context.clock(), endedBy: by }
				: 'reopen' in change
					? { state: 'open' as const, endedAt: null, endedBy: null, remindedOn: null }
					: { ownerId: change.handTo, dueOn: change.dueOn, remindedOn: null };
		await updateAction(tx, action.id, values);
		const verb = 'end' in change ? 'end-action' : 'reopen' in change ? 'reopen-action' : 'hand-action';
		const { state, dueOn, ownerId } = action;
		await recordAudit(tx, groupAudit(actor, verb, input, { detail, before: { state, dueOn, ownerId }, after: { state, dueOn, ownerId, ...('handTo' in change ? { dueOn: change.dueOn, ownerId: change.handTo } : { state: values.state }) } }));
	});
}
