import type { Ball, DockingNews, DockingState, DockingStand, NextStep } from '#lib/docking/vocabulary.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { asActor } from '#lib/server/platform/acting.ts';
import type { Transaction } from '#lib/server/platform/database.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import type { DockingContext } from './context.ts';
import type { DockingEvent } from './docking.ts';
import { moveDocking, passBall } from './move-docking.ts';
import { findDocking, type FoundDocking } from './queries.ts';
import { dockingRules, standOf, type DockingRight } from './rules.ts';
import { tellDocking } from './tell-docking.ts';

/** What a change of anything in a docking works with, once the right to it is checked. */
export interface DockingChange extends FoundDocking {
	tx: Transaction;
	now: Date;
	/** The side on which the actor stands. */
	stand: DockingStand;
	move(event: DockingEvent, options?: { ball?: Ball; nextStep?: NextStep; tell?: boolean }): Promise<DockingState>;
	pass(ball: Ball, nextStep: NextStep): Promise<void>;
	/** Tells everybody who is in it but the actor that there is something. */
	tell(kind: DockingNews): Promise<void>;
}

/**
 * Runs a change in a docking on behalf of an actor, in one transaction behind its walls. A stranger and a missing docking are
 * answered alike. `expected`: the version of the docking that the actor saw. `lock: false` for what may happen side by side
 * (messages, files): the docking's own row is not held then. Errors: not_found, forbidden, conflict.
 */
export async function changeDocking<Result>(
	context: DockingContext,
	actor: Actor,
	input: { reference: string; right: DockingRight; expected?: number; lock?: boolean },
	work: (change: DockingChange) => Promise<Result>,
): Promise<Result> {
	return asActor(context.db, actor, async (tx) => {
		const found = await findDocking(tx, { reference: input.reference }, { lock: input.lock ?? true });
		const stand = found && standOf(actor, found.access);
		if (!found || !stand) throw new ExpectedError('not_found', 'No such docking.');
		if (!dockingRules[input.right](actor, found.access)) throw new ExpectedError('forbidden', 'This person may not do this in the docking.');
		if (input.expected !== undefined && input.expected !== found.row.version) throw new ExpectedError('conflict', 'Somebody else has changed the docking meanwhile.');
		return work({
			...found,
			tx,
			now: context.clock(),
			stand,
			move: (event, options) => moveDocking(context, tx, actor, found.row.id, event, options),
			pass: (ball, nextStep) => passBall(context, tx, actor, found.row.id, ball, nextStep),
			tell: (kind) => tellDocking(context, tx, found.row, kind, { except: actor }),
		});
	});
}
