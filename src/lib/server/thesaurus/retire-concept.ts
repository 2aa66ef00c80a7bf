import type { Actor } from '#lib/server/accounts/actor.ts';
import { inTransaction } from '#lib/server/platform/database.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { applyPlan } from './apply-plan.ts';
import { checkPlan, type CellProblem, type PlannedConcept } from './check-cells.ts';
import { wordsIn, type Cells } from './cells.ts';
import { editorOf, withConsequences, type EditContext } from './edit-concept.ts';
import { checkContext, conceptsLeadingTo, lockThesaurus, storedConcepts } from './queries.ts';
import { thesaurusRules } from './rules.ts';

/**
 * Takes a concept out of use; it is never deleted, for listings and other systems hold its address. What led to it leads to
 * its replacement; without one, it must have no narrower concepts. Errors: not_found, forbidden, conflict (`version`).
 */
export async function retireConcept(
	context: EditContext,
	actor: Actor,
	wanted: { concept: string; version: number; replacedBy: string },
): Promise<{ saved: true } | { saved: false; problems: CellProblem[] }> {
	if (!thesaurusRules.retireConcept(await editorOf(context.db, actor))) throw new ExpectedError('forbidden', 'The secretariat retires concepts.');
	return inTransaction(context.db, async (tx) => {
		await lockThesaurus(tx);
		const stored = (await storedConcepts(tx, [wanted.concept]))[0];
		if (!stored) throw new ExpectedError('not_found', 'No such concept.');
		if (stored.version !== wanted.version || stored.cells.retired !== '') throw new ExpectedError('conflict', 'The concept has changed.');
		const replacement = wanted.replacedBy.trim().toLowerCase();
		const around = (await storedConcepts(tx, await conceptsLeadingTo(tx, stored.id))).filter(({ cells }) => cells.retired === '');
		if (replacement === '' && around.some(({ cells }) => wordsIn(cells.broader).includes(stored.id)))
			return { saved: false, problems: [{ concept: stored.id, cell: 'retired', code: 'has_narrower' }] };
		const own: PlannedConcept = { id: stored.id, isNew: false, before: stored.cells, after: { ...stored.cells, retired: replacement || '-' } };
		const redirected = around.map(({ id, cells }): PlannedConcept => ({ id, isNew: false, before: cells, after: redirect(id, cells, stored.id, replacement) }));
		const known = await checkContext(tx, [own, ...redirected]);
		const plan = [own, ...redirected.map((each) => withConsequences(each, known))];
		const problems = checkPlan(plan, known);
		if (problems.length > 0) return { saved: false, problems };
		await applyPlan({ tx, now: context.clock(), jobs: context.jobs }, actor, plan, 'retire');
		return { saved: true };
	});
}

/** Links to one concept lead to another; a concept is never linked with itself, nor related to what it is under. */
function redirect(id: string, cells: Cells, from: string, to: string): Cells {
	const links = (value: string) => [...new Set(wordsIn(value).map((target) => (target === from ? to : target)))].filter((target) => target !== '' && target !== id);
	const broader = links(cells.broader);
	return { ...cells, broader: broader.join(' '), related: links(cells.related).filter((target) => !broader.includes(target)).join(' ') };
}
