import type { LabelLanguage } from '#lib/engines/thesaurus/types.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { inTransaction } from '#lib/server/platform/database.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { applyPlan } from './apply-plan.ts';
import type { PlannedConcept } from './check-cells.ts';
import { reviewedCell, tidyCell } from './cells.ts';
import { editorOf, type EditContext } from './edit-concept.ts';
import { lockThesaurus, storedConcepts } from './queries.ts';
import { thesaurusRules } from './rules.ts';

/**
 * Marks labels of a language as reviewed, or takes the mark off. Each comes with the labels that the person read: where they
 * are others by now the concept is left as it is, and its id comes back. Errors: forbidden.
 */
export async function reviewLabels(
	context: EditContext,
	actor: Actor,
	wanted: { language: LabelLanguage; reviewed: boolean; read: readonly { concept: string; labels: string }[] },
): Promise<{ changed: string[]; stale: string[] }> {
	const cell = reviewedCell(wanted.language);
	if (!thesaurusRules.editCell(await editorOf(context.db, actor), cell)) throw new ExpectedError('forbidden', 'Another language.');
	return inTransaction(context.db, async (tx) => {
		await lockThesaurus(tx);
		const read = new Map(wanted.read.map(({ concept, labels }) => [concept, tidyCell(wanted.language, labels)]));
		const stored = await storedConcepts(tx, [...read.keys()]);
		const current = stored.filter(({ id, cells }) => cells.retired === '' && cells[wanted.language] !== '' && cells[wanted.language] === read.get(id));
		const stale = [...read.keys()].filter((id) => !current.some((each) => each.id === id));
		const plan = current.map(({ id, cells }): PlannedConcept => ({ id, isNew: false, before: cells, after: { ...cells, [cell]: wanted.reviewed ? 'yes' : '' } }));
		await applyPlan({ tx, now: context.clock(), jobs: context.jobs }, actor, plan, 'review');
		return { changed: current.map(({ id }) => id), stale };
	});
}
