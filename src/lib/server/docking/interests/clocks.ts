import { BALL_REMINDER_DAYS, INTEREST_STEPS } from '#lib/docking/vocabulary.ts';
import { asActor, operator } from '#lib/server/platform/acting.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import type { DockingContext } from '../context.ts';
import { reminderOf } from '../interest.ts';
import { contactPeopleOf, advisersOf, deleteLettersBefore, unremindedDockings, updateDockingQuietly } from '../queries.ts';
import { tellDocking } from '../tell-docking.ts';
import { moveInterest, tellHolders } from './change-interest.ts';
import { overdueInterests, unremindedInterests, updateInterestQuietly } from './queries.ts';

const DAY = 86_400_000;
/** Rows of one transaction, so that a clock that stood still for long holds nobody up. */
const AT_ONCE = 100;

const system = operator('clocks of docking');

/** Ends interests whose step has taken too long; who asked, and with whom it lay, are told. Answers how many. */
export async function expireInterests(context: DockingContext): Promise<number> {
	return inParts(() =>
		asActor(context.db, system, async (tx) => {
			const due = await overdueInterests(tx, context.clock(), AT_ONCE);
			for (const row of due) await moveInterest(context, tx, system, row, 'expire');
			return due.length;
		}),
	);
}

/** Reminds those with whom an interest lies, once a step. Answers how many interests. */
export async function remindOfInterests(context: DockingContext): Promise<number> {
	const now = context.clock();
	let reminded = 0;
	for (const step of INTEREST_STEPS) {
		// The reminder of a step comes so long after its beginning: what began before then is due for one.
		const before = new Date(2 * now.getTime() - reminderOf(step, now).getTime());
		reminded += await inParts(() =>
			asActor(context.db, system, async (tx) => {
				const waiting = await unremindedInterests(tx, step, before, AT_ONCE);
				for (const row of waiting) {
					await tellHolders(context, tx, row, undefined, step === 'with_owner' ? 'remind_answer' : 'remind_screen');
					await updateInterestQuietly(tx, row.id, { remindedAt: now });
					await recordAudit(tx, { actor: system, action: 'interest.remind', entity: 'interest', entityId: row.id, about: { organisationId: row.organisationId, centreId: row.ownCentreId } });
				}
				return waiting.length;
			}),
		);
	}
	return reminded;
}

/** Reminds whoever has the ball of a docking, once a turn. Answers how many dockings. */
export async function remindOfTurns(context: DockingContext): Promise<number> {
	const now = context.clock();
	return inParts(() =>
		asActor(context.db, system, async (tx) => {
			const waiting = await unremindedDockings(tx, new Date(now.getTime() - BALL_REMINDER_DAYS * DAY), AT_ONCE);
			for (const row of waiting) {
				const people = row.ball === 'officers' ? await advisersOf(tx, row.centres) : (await contactPeopleOf(tx, row.id)).filter(({ side }) => side === row.ball);
				await tellDocking(context, tx, row, 'your_turn', { only: people.map(({ id }) => id) });
				await updateDockingQuietly(tx, row.id, { ballRemindedAt: now });
				await recordAudit(tx, { actor: system, action: 'docking.remind', entity: 'docking', entityId: row.id });
			}
			return waiting.length;
		}),
	);
}

/** What was told in which hour is needed for that hour only. */
export async function forgetLetters(context: DockingContext): Promise<void> {
	await asActor(context.db, system, (tx) => deleteLettersBefore(tx, new Date(context.clock().getTime() - DAY)));
}

async function inParts(part: () => Promise<number>): Promise<number> {
	let all = 0;
	for (;;) {
		const done = await part();
		all += done;
		if (done < AT_ONCE) return all;
	}
}
