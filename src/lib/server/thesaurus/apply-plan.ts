import { LANGUAGES, type Language } from '#lib/engines/text/language.ts';
import { actorId, type Actor } from '#lib/server/accounts/actor.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import type { Transaction } from '#lib/server/platform/database.ts';
import { taskKey, type Jobs } from '#lib/server/platform/jobs.ts';
import { changedCells, type PlannedConcept } from './check-cells.ts';
import { labelsIn, type Cells } from './cells.ts';
import { insertConcepts, insertReannotation, nextRevision, recordChanges, storedConcepts, writeCells, type RecordedChange } from './queries.ts';
import type { ChangeOrigin } from './tables.ts';

/** Looks at the listings that a revision of the thesaurus concerns. */
export const reannotateKey = taskKey<{ revision: number }>('thesaurus.reannotate');

export interface ApplyContext {
	tx: Transaction;
	now: Date;
	jobs: Jobs;
}

/**
 * Writes a checked plan: the cells, their history, a line of the audit log, and the job that looks at the listings concerned.
 * Every process that holds the thesaurus hears of it at the commit. Answers the revision; undefined where nothing changes.
 * The caller holds the lock (`lockThesaurus`).
 */
export async function applyPlan(
	{ tx, now, jobs }: ApplyContext,
	actor: Actor,
	plan: readonly PlannedConcept[],
	origin: ChangeOrigin,
	undoes: number | null = null,
): Promise<{ revision: number; cells: number } | undefined> {
	const changed = plan.filter((each) => each.isNew || changedCells(each).length > 0);
	if (changed.length === 0) return undefined;
	const revision = await nextRevision(tx);
	const stamp = { revision, at: now, by: actorId(actor) };
	const fresh = changed.filter(({ isNew }) => isNew);
	const known = changed.filter(({ isNew }) => !isNew);
	const versions = new Map((await storedConcepts(tx, known.map(({ id }) => id))).map(({ id, version }) => [id, version]));
	await insertConcepts(tx, fresh.map(({ id, after }, index) => ({ id, cells: after, position: NEW_POSITION + index, seed: null })), stamp);
	for (const { id, before, after } of known) await writeCells(tx, id, before, after, stamp);
	const history = changed.flatMap((each): RecordedChange[] => {
		const version = (versions.get(each.id) ?? 0) + 1;
		if (each.isNew) return [{ conceptId: each.id, version, cell: 'concept', before: '', after: each.id, origin: origin === 'upload' ? 'upload' : 'create' }];
		return changedCells(each).map((cell) => ({ conceptId: each.id, version, cell, before: each.before[cell], after: each.after[cell], origin, undoes }));
	});
	await recordChanges(tx, history, stamp);
	await askForReannotation({ tx, now, jobs }, revision, changed);
	await recordAudit(tx, {
		actor,
		action: `thesaurus.${origin}`,
		entity: 'thesaurus',
		entityId: changed.length === 1 ? changed[0]!.id : String(revision),
		detail: { revision, concepts: changed.length, cells: history.length },
	});
	return { revision, cells: history.length };
}

/** Behind every concept of the tables. */
const NEW_POSITION = 1_000_000;

async function askForReannotation({ tx, now, jobs }: ApplyContext, revision: number, changed: readonly PlannedConcept[]): Promise<void> {
	const concerned = whatReadsDifferently(changed);
	if (!concerned) return;
	await insertReannotation(tx, { revision, ...concerned, askedAt: now });
	await jobs.enqueue(reannotateKey, { revision }, { transaction: tx, singletonKey: String(revision) });
}

/** The labels and places that a change brings or takes; null where it changes no reading, as notes, codes and review marks. */
export function whatReadsDifferently(changed: readonly PlannedConcept[]): { labels: { language: Language; label: string }[]; concepts: string[] } | null {
	const labels = changed.flatMap(({ before, after }) =>
		LANGUAGES.flatMap((language) => {
			const [was, is] = [usedLabels(before, language), usedLabels(after, language)];
			return [...was.filter((label) => !is.includes(label)), ...is.filter((label) => !was.includes(label))].map((label) => ({ language, label }));
		}),
	);
	const moved = changed.filter(({ isNew, before, after }) => !isNew && (before.broader !== after.broader || before.retired !== after.retired));
	return labels.length === 0 && moved.length === 0 ? null : { labels, concepts: moved.map(({ id }) => id) };
}

function usedLabels(cells: Cells, language: Language): string[] {
	return cells.retired === '' ? labelsIn(cells[language]) : [];
}
