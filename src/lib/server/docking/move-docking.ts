import type { Ball, DockingState, NextStep } from '#lib/docking/vocabulary.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import type { Transaction } from '#lib/server/platform/database.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import type { DockingContext } from './context.ts';
import { ballAfter, DOCKING_EVENT_RULES, furthestAfter, nextDockingState, type DockingEvent } from './docking.ts';
import { findDocking, insertDockingStep, updateDocking, type FoundDocking } from './queries.ts';
import { standOf } from './rules.ts';
import { tellDocking } from './tell-docking.ts';

type Moving = Pick<DockingContext, 'jobs' | 'baseUrl' | 'clock'>;

/**
 * Moves a docking as an event demands: state, whose turn it is, next step, history, audit, and a letter to everybody who is in it
 * but the actor. Inside `asActor` of somebody who is in it; whoever calls has asked `dockingRules` for the right.
 * `ball` and `nextStep`: other than what the event's rule says. Errors: not_found, conflict (the event cannot happen now).
 */
export async function moveDocking(
	context: Moving,
	tx: Transaction,
	actor: Actor,
	dockingId: string,
	event: DockingEvent,
	options: { ball?: Ball; nextStep?: NextStep; tell?: boolean } = {},
): Promise<DockingState> {
	const found = await findDocking(tx, { id: dockingId }, { lock: true });
	if (!found) throw new ExpectedError('not_found', 'No such docking.');
	const { row } = found;
	const state = nextDockingState(row.state, event, row.stoppedFrom);
	if (!state) throw new ExpectedError('conflict', 'The docking is in another state by now.');
	const now = context.clock();
	const rule = DOCKING_EVENT_RULES[event.type];
	const by = standOf(actor, found.access) ?? 'officers';
	const turn = { ball: options.ball ?? ballAfter(event.type, by), nextStep: options.nextStep ?? rule.next };
	await updateDocking(tx, row.id, {
		state,
		...(state !== row.state && { stateSince: now }),
		furthest: furthestAfter(row.furthest, state),
		...stopOf(row.state, event),
		...ballValues(row, turn, now),
		touchedAt: now,
	});
	await recordStep(tx, actor, found, { event: event.type, state, ...turn, at: now });
	await recordAudit(tx, { actor, action: `docking.${event.type}`, entity: 'docking', entityId: row.id, before: { state: row.state, ball: row.ball }, after: { state, ball: turn.ball } });
	if (options.tell !== false) await tellDocking(context, tx, row, rule.tells, { except: actor });
	return state;
}

function stopOf(state: DockingState, event: DockingEvent) {
	if (event.type === 'reopen') return { stoppedFrom: null, stopReason: null, stopWords: '', stopLanguage: null };
	if (event.type !== 'stop' || state === 'stopped' || state === 'completed') return {};
	return { stoppedFrom: state, stopReason: event.reason, stopWords: event.words ?? '', stopLanguage: event.language ?? null };
}

/** A turn begins when the ball comes to another; who has it already has had it since. */
function ballValues(row: FoundDocking['row'], { ball, nextStep }: { ball: Ball; nextStep: NextStep }, now: Date) {
	return { ball, nextStep, ...(ball !== row.ball && { ballSince: now, ballRemindedAt: null }) };
}

/**
 * Says whose turn it is and what is to be done, without a change of state. Says nothing anew where that stands already. Inside
 * `asActor`. Errors: not_found, conflict (the docking is stopped or completed).
 */
export async function passBall(context: Moving, tx: Transaction, actor: Actor, dockingId: string, ball: Ball, nextStep: NextStep): Promise<void> {
	const found = await findDocking(tx, { id: dockingId }, { lock: true });
	if (!found) throw new ExpectedError('not_found', 'No such docking.');
	const { row } = found;
	if (row.state === 'stopped' || row.state === 'completed') throw new ExpectedError('conflict', 'The docking is over.');
	if (row.ball === ball && row.nextStep === nextStep) return;
	const now = context.clock();
	await updateDocking(tx, row.id, { ...ballValues(row, { ball, nextStep }, now), touchedAt: now });
	await recordStep(tx, actor, found, { event: 'pass-ball', state: row.state, ball, nextStep, at: now });
	await recordAudit(tx, { actor, action: 'docking.pass-ball', entity: 'docking', entityId: row.id, before: { ball: row.ball, nextStep: row.nextStep }, after: { ball, nextStep } });
}

async function recordStep(tx: Transaction, actor: Actor, found: FoundDocking, step: { event: string; state: DockingState; ball: Ball; nextStep: NextStep; at: Date }): Promise<void> {
	const person = actor.kind === 'member' ? actor : null;
	await insertDockingStep(tx, { dockingId: found.row.id, ...step, side: standOf(actor, found.access), by: person?.userId ?? null, called: person?.name ?? '' });
}
