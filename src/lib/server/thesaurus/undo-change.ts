import type { Actor } from '#lib/server/accounts/actor.ts';
import { inTransaction } from '#lib/server/platform/database.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { applyPlan } from './apply-plan.ts';
import { checkPlan, type CellProblem, type PlannedConcept } from './check-cells.ts';
import { isCell } from './cells.ts';
import { editorOf, refuseForeignCells, withConsequences, type EditContext } from './edit-concept.ts';
import { changeById, changesOfRevision, checkContext, lockThesaurus, storedConcepts } from './queries.ts';

/**
 * Puts back what a cell said before a change; what a retirement redirected comes back with it. The history keeps both.
 * Errors: not_found, forbidden, conflict where the cell was changed again since.
 */
export async function undoChange(context: EditContext, actor: Actor, changeId: number): Promise<{ saved: true } | { saved: false; problems: CellProblem[] }> {
	const editor = await editorOf(context.db, actor);
	return inTransaction(context.db, async (tx) => {
		await lockThesaurus(tx);
		const change = await changeById(tx, changeId);
		if (!change || !isCell(change.cell)) throw new ExpectedError('not_found', 'No such change.');
		const together = change.origin === 'retire' ? await changesOfRevision(tx, change.revision) : [change];
		const stored = await storedConcepts(tx, [...new Set(together.map(({ conceptId }) => conceptId))]);
		const wanted = stored.map(({ id, cells }): PlannedConcept => {
			const after = { ...cells };
			for (const { conceptId, cell, after: said, before } of together) {
				if (conceptId !== id || !isCell(cell)) continue;
				if (cells[cell] === said) after[cell] = before;
				else if (conceptId === change.conceptId) throw new ExpectedError('conflict', 'The cell was changed again since.');
			}
			return { id, isNew: false, before: cells, after };
		});
		for (const plan of wanted) refuseForeignCells(editor, plan);
		const known = await checkContext(tx, wanted);
		const plan = wanted.map((each) => withConsequences(each, known));
		const problems = checkPlan(plan, known);
		if (problems.length > 0) return { saved: false, problems };
		await applyPlan({ tx, now: context.clock(), jobs: context.jobs }, actor, plan, 'undo', change.id);
		return { saved: true };
	});
}
