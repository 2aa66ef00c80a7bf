import { advisersIn, contactPeopleOf, findDocking } from '#lib/server/docking/queries.ts';
import { tellDocking } from '#lib/server/docking/tell-docking.ts';
import { asActor, operator } from '#lib/server/platform/acting.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import type { RoomsContext } from '../context.ts';
import { markTasksReminded, tasksToRemind } from './queries.ts';

/** Days before its day that whoever has a task is told, and days between two letters about the same. */
export const DAYS_AHEAD = 2;
export const DAYS_BETWEEN = 7;

const dayAfter = (now: Date, days: number) => new Date(now.getTime() + days * 86_400_000).toISOString().slice(0, 10);

/** Tells whoever has a task, or all of its side, that it is due within two days or overdue. Answers how many tasks those were. */
export async function remindOfTasks(context: Omit<RoomsContext, 'reader' | 'translation' | 'organiser'>): Promise<number> {
	const now = context.clock();
	const system = operator('reminders of tasks');
	return asActor(context.db, system, async (tx) => {
		const due = await tasksToRemind(tx, dayAfter(now, DAYS_AHEAD), dayAfter(now, -DAYS_BETWEEN));
		for (const task of due) {
			const found = await findDocking(tx, { id: task.docking.id });
			if (!found) continue;
			const contacts = await contactPeopleOf(tx, task.docking.id);
			const advisers = await advisersIn(tx, found.parties);
			const ofSide = task.side === 'officers' ? advisers : contacts.filter(({ side }) => side === task.side);
			// Who has it may have left meanwhile: then the side has it.
			const own = ofSide.filter(({ id }) => id === task.personId);
			await tellDocking(context, tx, task.docking, 'task', { only: (own.length > 0 ? own : ofSide).map(({ id }) => id) });
			await recordAudit(tx, { actor: system, action: 'docking.remind-of-task', entity: 'docking', entityId: task.docking.id, detail: { taskId: task.id } });
		}
		await markTasksReminded(tx, due.map(({ id }) => id), dayAfter(now, 0));
		return due.length;
	});
}
