import type { Actor } from '#lib/server/accounts/actor.ts';
import { inTransaction } from '#lib/server/platform/database.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { applyPlan } from './apply-plan.ts';
import { checkPlan, type CellProblem, type PlannedConcept } from './check-cells.ts';
import { CELLS, emptyCells, tidyCell, type Cells } from './cells.ts';
import { editorOf, withConsequences, type EditContext } from './edit-concept.ts';
import { checkContext, lockThesaurus, storedConcepts } from './queries.ts';
import { thesaurusRules } from './rules.ts';

/** Adds a concept, with labels at least in English and Chinese. Errors: forbidden. */
export async function addConcept(
	context: EditContext,
	actor: Actor,
	wanted: { id: string; cells: Partial<Cells> },
): Promise<{ saved: true } | { saved: false; problems: CellProblem[] }> {
	if (!thesaurusRules.addConcept(await editorOf(context.db, actor))) throw new ExpectedError('forbidden', 'The secretariat adds concepts.');
	return inTransaction(context.db, async (tx) => {
		await lockThesaurus(tx);
		const before = emptyCells();
		const after = { ...before };
		for (const cell of CELLS) if (cell !== 'area' && cell !== 'retired') after[cell] = tidyCell(cell, wanted.cells[cell] ?? '');
		const planned: PlannedConcept = { id: wanted.id.trim().toLowerCase(), isNew: true, before, after };
		const known = await checkContext(tx, [planned]);
		const plan = withConsequences(planned, known);
		const problems = checkPlan([plan], known);
		// A retired concept keeps its id, for listings may still carry it.
		if ((await storedConcepts(tx, [plan.id])).length > 0 && !problems.some(({ code }) => code === 'exists'))
			problems.push({ concept: plan.id, cell: 'concept', code: 'exists', value: plan.id });
		if (problems.length > 0) return { saved: false, problems };
		await applyPlan({ tx, now: context.clock(), jobs: context.jobs }, actor, [plan], 'create');
		return { saved: true };
	});
}
