import type { DockingStand } from '#lib/docking/vocabulary.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { changeDocking, type DockingChange } from '#lib/server/docking/change-docking.ts';
import { advisersIn, contactPeopleOf } from '#lib/server/docking/queries.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import type { RoomsContext } from '../context.ts';
import { wrongField, type TaskInput } from '../input.ts';
import { personOf } from '../messages/write-message.ts';
import { insertTask, taskById, updateTask } from './queries.ts';
import { nextTaskState, type TaskEvent } from './to-do.ts';

/** Notes what is to be done, by a side or by one of its people; those are told. Errors: not_found, forbidden, invalid_input. */
export async function addTask(context: RoomsContext, actor: Actor, input: { reference: string; task: TaskInput }): Promise<void> {
	await changeDocking(context, actor, { reference: input.reference, right: 'write', lock: false }, async (change) => {
		const { task } = input;
		const whose = 'side' in task.who ? { side: task.who.side, personId: null } : await personIn(change, task.who.personId);
		const { id, name } = personOf(actor);
		const taskId = await insertTask(change.tx, { dockingId: change.row.id, what: task.text, language: task.language, ...whose, dueOn: task.dueOn, authorId: id, called: name, createdAt: change.now });
		await recordAudit(change.tx, { actor, action: 'docking.add-task', entity: 'docking', entityId: change.row.id, detail: { taskId } });
		await change.tell('task');
	});
}

async function personIn({ tx, row, parties }: DockingChange, personId: string): Promise<{ side: DockingStand; personId: string }> {
	const contact = (await contactPeopleOf(tx, row.id)).find(({ id }) => id === personId);
	if (contact) return { side: contact.side, personId };
	const adviser = (await advisersIn(tx, parties)).find(({ id }) => id === personId);
	if (!adviser) throw wrongField('who', 'not_allowed');
	return { side: 'officers', personId };
}

/**
 * Ticks a task off, drops it, or takes it up again. `expected`: the version that the person saw. Errors: not_found, forbidden,
 * conflict (somebody was faster).
 */
export async function changeTask(context: RoomsContext, actor: Actor, input: { reference: string; taskId: string; expected: number; event: TaskEvent }): Promise<void> {
	await changeDocking(context, actor, { reference: input.reference, right: 'write', lock: false }, async ({ tx, row, now }) => {
		const task = await taskById(tx, row.id, input.taskId);
		if (!task) throw new ExpectedError('not_found', 'No such task.');
		const state = nextTaskState(task.state, input.event);
		if (!state || task.version !== input.expected) throw new ExpectedError('conflict', 'Somebody else has changed the task meanwhile.');
		await updateTask(tx, task.id, { state, endedAt: state === 'open' ? null : now, endedBy: state === 'open' ? null : personOf(actor).id, remindedOn: null });
		await recordAudit(tx, { actor, action: `docking.${input.event}-task`, entity: 'docking', entityId: row.id, detail: { taskId: task.id }, before: { state: task.state }, after: { state } });
	});
}
