import type { Actor } from '#lib/server/accounts/actor.ts';
import type { Clock } from '#lib/server/platform/clock.ts';
import { inTransaction, type Database, type Executor, type Transaction } from '#lib/server/platform/database.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import type { Jobs } from '#lib/server/platform/jobs.ts';
import { applyPlan } from './apply-plan.ts';
import { checkPlan, changedCells, type CellProblem, type CheckContext, type PlannedConcept } from './check-cells.ts';
import { labelLanguageOf, reviewedCell, tidyCell, wordsIn, type Cell, type Cells } from './cells.ts';
import { cellsChangedSince, centreLanguages, checkContext, lockThesaurus, storedConcepts, type StoredConcept } from './queries.ts';
import { thesaurusEditor, thesaurusRules, type ThesaurusEditor } from './rules.ts';

export interface EditContext {
	db: Database;
	clock: Clock;
	jobs: Jobs;
}

/** A cell that somebody else changed while this person wrote: what it says now. */
export interface CellConflict {
	cell: Cell;
	theirs: string;
}

export type EditResult =
	| { saved: true; revision: number | null }
	| { saved: false; problems: CellProblem[]; conflicts: CellConflict[]; version: number };

/** The rights of an actor, from the languages of his or her centres. */
export async function editorOf(db: Executor, actor: Actor): Promise<ThesaurusEditor> {
	const centres = actor.kind === 'member' ? [...actor.centres.keys()] : [];
	return thesaurusEditor(actor, await centreLanguages(db, centres));
}

/**
 * Saves the cells of a form. `version` is what the form was filled from: what others changed since stays, and where both
 * changed the same cell nothing is saved and their words come back. Errors: not_found, forbidden.
 */
export async function editConcept(
	context: EditContext,
	actor: Actor,
	edit: { concept: string; version: number; cells: Partial<Cells> },
): Promise<EditResult> {
	const editor = await editorOf(context.db, actor);
	if (!thesaurusRules.work(editor)) throw new ExpectedError('forbidden', 'The thesaurus is edited by officers.');
	return inTransaction(context.db, async (tx) => {
		await lockThesaurus(tx);
		const stored = await conceptToEdit(tx, edit.concept);
		const since = edit.version < stored.version ? await cellsChangedSince(tx, stored.id, edit.version) : new Map<Cell, string>();
		const after = { ...stored.cells };
		const conflicts: CellConflict[] = [];
		for (const [name, value] of Object.entries(edit.cells) as [Cell, string][]) {
			const wanted = tidyCell(name, value);
			const base = since.get(name) ?? stored.cells[name];
			if (wanted === base || wanted === stored.cells[name]) continue;
			if (base !== stored.cells[name]) conflicts.push({ cell: name, theirs: stored.cells[name] });
			after[name] = wanted;
		}
		const wanted: PlannedConcept = { id: stored.id, isNew: false, before: stored.cells, after };
		refuseForeignCells(editor, wanted);
		const known = await checkContext(tx, [wanted]);
		const plan = withConsequences(wanted, known);
		const problems = checkPlan([plan], known);
		if (conflicts.length > 0 || problems.length > 0) return { saved: false, problems, conflicts, version: stored.version };
		const applied = await applyPlan({ tx, now: context.clock(), jobs: context.jobs }, actor, [plan], 'edit');
		return { saved: true, revision: applied?.revision ?? null };
	});
}

async function conceptToEdit(tx: Transaction, id: string): Promise<StoredConcept> {
	const stored = (await storedConcepts(tx, [id]))[0];
	if (!stored) throw new ExpectedError('not_found', 'No such concept.');
	return stored;
}

/** A concept stands in the area of what it is under; a label that is no more needs no review mark. */
export function withConsequences(plan: PlannedConcept, { active }: Pick<CheckContext, 'active'>): PlannedConcept {
	const after = { ...plan.after };
	for (const cell of changedCells(plan)) {
		const language = labelLanguageOf(cell);
		if (language && after[language] === '') after[reviewedCell(language)] = '';
	}
	if (after.broader !== plan.before.broader) after.area = active.get(wordsIn(after.broader)[0] ?? '')?.area ?? after.area;
	return { ...plan, after };
}

/** Throws forbidden where an actor changes a cell that is not his or hers. */
export function refuseForeignCells(editor: ThesaurusEditor, plan: PlannedConcept): void {
	const foreign = changedCells(plan).find((cell) => !thesaurusRules.editCell(editor, cell));
	if (foreign !== undefined) throw new ExpectedError('forbidden', `Not yours to change: ${foreign}.`);
}
