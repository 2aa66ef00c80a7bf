import { and, asc, desc, eq, gt, inArray, isNull, sql } from 'drizzle-orm';
import type { ConceptRow } from '#lib/engines/thesaurus/thesaurus.ts';
import { LABEL_LANGUAGES, type LabelLanguage } from '#lib/engines/thesaurus/types.ts';
import { user } from '#lib/server/accounts/tables.ts';
import { centre } from '#lib/server/network/tables.ts';
import type { Executor } from '#lib/server/platform/database.ts';
import { changedCells, labelKey, type CheckContext, type PlannedConcept } from './check-cells.ts';
import { emptyCells, labelsIn, reviewedCell, rowOfCells, wordsIn, type Cell, type Cells } from './cells.ts';
import { concept, conceptChange, conceptLabel, conceptLink, thesaurusFile, thesaurusReannotation, thesaurusState, thesaurusUpload, type ChangeOrigin } from './tables.ts';

/** A concept as it is stored. */
export interface StoredConcept {
	id: string;
	cells: Cells;
	seed: Cells | null;
	version: number;
	updatedAt: Date;
}

/** Some concepts, or all, in the order of their tables. */
export async function storedConcepts(db: Executor, ids?: readonly string[]): Promise<StoredConcept[]> {
	if (ids?.length === 0) return [];
	const only = ids && [...ids];
	const rows = await db.select().from(concept).where(only && inArray(concept.id, only)).orderBy(asc(concept.area), asc(concept.position), asc(concept.id));
	const labels = await db
		.select({ id: conceptLabel.conceptId, language: conceptLabel.language, preferred: conceptLabel.preferred, alternatives: conceptLabel.alternatives, reviewed: conceptLabel.reviewed })
		.from(conceptLabel)
		.where(only && inArray(conceptLabel.conceptId, only));
	const links = await db.select().from(conceptLink).where(only && inArray(conceptLink.conceptId, only)).orderBy(asc(conceptLink.position));
	const byId = new Map<string, StoredConcept>();
	for (const row of rows) {
		const retired = row.retired ? (row.replacedBy ?? '-') : '';
		const cells = { ...emptyCells(), area: row.area, retired, ipc: row.ipc.join(' '), sdg: row.sdgs.join(' '), note_en: row.noteEn, note_zh: row.noteZh };
		byId.set(row.id, { id: row.id, cells, seed: row.seed, version: row.version, updatedAt: row.updatedAt });
	}
	for (const label of labels) {
		const cells = byId.get(label.id)!.cells;
		cells[label.language] = [label.preferred, ...label.alternatives].join(' | ');
		if (label.reviewed) cells[reviewedCell(label.language)] = 'yes';
	}
	for (const { conceptId, kind, targetId } of links) {
		const cells = byId.get(conceptId)!.cells;
		cells[kind] = cells[kind] === '' ? targetId : `${cells[kind]} ${targetId}`;
	}
	return [...byId.values()];
}

export async function conceptRows(db: Executor, ids?: readonly string[]): Promise<ConceptRow[]> {
	return (await storedConcepts(db, ids)).map(({ id, cells, updatedAt }) => rowOfCells(id, cells, updatedAt.toISOString()));
}

/** Locks the thesaurus for this transaction: changes of it happen one after the other. */
export async function lockThesaurus(tx: Executor): Promise<void> {
	await tx.select().from(thesaurusState).for('update');
}

export async function thesaurusRevision(db: Executor): Promise<number> {
	return (await db.select({ revision: thesaurusState.revision }).from(thesaurusState))[0]?.revision ?? 0;
}

/** Concepts with a change after a revision, and how many concepts there are in all. */
export async function conceptsChangedSince(db: Executor, revision: number): Promise<{ ids: string[]; total: number }> {
	const rows = await db.selectDistinct({ id: conceptChange.conceptId }).from(conceptChange).where(gt(conceptChange.revision, revision));
	return { ids: rows.map(({ id }) => id), total: await db.$count(concept) };
}

/** Numbers a change; every process that holds a thesaurus hears of it when the transaction commits. */
export async function nextRevision(tx: Executor): Promise<number> {
	const rows = await tx.update(thesaurusState).set({ revision: sql`${thesaurusState.revision} + 1` }).returning({ revision: thesaurusState.revision });
	const revision = rows[0]!.revision;
	await tx.execute(sql`select pg_notify('thesaurus_change', ${String(revision)})`);
	return revision;
}

/** What the checks of a plan need to know of the concepts that it leaves alone. */
export async function checkContext(tx: Executor, plan: readonly PlannedConcept[]): Promise<CheckContext> {
	const active = new Map<string, { area: string; broader: string[]; related: string[] }>();
	for (const { id, area } of await tx.select({ id: concept.id, area: concept.area }).from(concept).where(eq(concept.retired, false))) active.set(id, { area, broader: [], related: [] });
	for (const { conceptId, kind, targetId } of await tx.select().from(conceptLink)) active.get(conceptId)?.[kind].push(targetId);
	const preferred = new Map<string, string>();
	for (const language of LABEL_LANGUAGES) {
		const wanted = plan.filter((each) => changedCells(each).includes(language)).flatMap(({ after }) => labelsIn(after[language]).slice(0, 1));
		if (wanted.length === 0) continue;
		const rows = await tx
			.select({ id: conceptLabel.conceptId, label: conceptLabel.preferred })
			.from(conceptLabel)
			.innerJoin(concept, eq(concept.id, conceptLabel.conceptId))
			.where(and(eq(conceptLabel.language, language), eq(concept.retired, false), inArray(sql`lower(${conceptLabel.preferred})`, [...new Set(wanted.map((label) => label.toLowerCase()))])));
		for (const { id, label } of rows) preferred.set(labelKey(language, label), id);
	}
	return { active, preferred };
}

export interface WriteStamp {
	revision: number;
	at: Date;
	/** The person's id; null for a release. */
	by: string | null;
}

/** Writes new concepts many at a time; `seed` where they come from the tables of a release. */
export async function insertConcepts(tx: Executor, concepts: readonly { id: string; cells: Cells; position: number; seed: Cells | null }[], stamp: WriteStamp): Promise<void> {
	const rows = concepts.map(({ id, cells, position, seed }) => ({ id, area: cells.area, position, ipc: wordsIn(cells.ipc), sdgs: wordsIn(cells.sdg).map(Number), note_en: cells.note_en, note_zh: cells.note_zh, seed }));
	await tx.execute(sql`
		insert into concept (id, area, position, ipc, sdgs, note_en, note_zh, seed, created_at, updated_at)
		select id, area, position, ipc, sdgs, note_en, note_zh, nullif(seed, 'null'::jsonb), ${stamp.at.toISOString()}::timestamptz, ${stamp.at.toISOString()}::timestamptz
		from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
			as r(id text, area text, position integer, ipc text[], sdgs smallint[], note_en text, note_zh text, seed jsonb)`);
	await insertLabels(tx, concepts.flatMap(({ id, cells }) => labelRows(id, cells, LABEL_LANGUAGES)), stamp);
	await insertLinks(tx, concepts.flatMap(({ id, cells }) => linkRows(id, cells)));
}

const labelRows = (id: string, cells: Cells, languages: readonly LabelLanguage[]) =>
	languages.flatMap((language) => {
		const [preferred, ...alternatives] = labelsIn(cells[language]);
		return preferred === undefined ? [] : [{ id, language, preferred, alternatives, reviewed: cells[reviewedCell(language)] !== '' }];
	});

const linkRows = (id: string, cells: Cells) =>
	(['broader', 'related'] as const).flatMap((kind) => wordsIn(cells[kind]).map((target, position) => ({ id, kind, target, position })));

async function insertLabels(tx: Executor, rows: ReturnType<typeof labelRows>, stamp: WriteStamp): Promise<void> {
	if (rows.length === 0) return;
	await tx.execute(sql`
		insert into concept_label (concept_id, language, preferred, alternatives, reviewed, reviewed_at, reviewed_by)
		select id, language, preferred, alternatives, reviewed, case when reviewed then ${stamp.at.toISOString()}::timestamptz end, case when reviewed then ${stamp.by}::text end
		from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id text, language text, preferred text, alternatives text[], reviewed boolean)
		on conflict (concept_id, language) do update set preferred = excluded.preferred, alternatives = excluded.alternatives, reviewed = excluded.reviewed,
			reviewed_at = case when concept_label.reviewed and excluded.reviewed then concept_label.reviewed_at else excluded.reviewed_at end,
			reviewed_by = case when concept_label.reviewed and excluded.reviewed then concept_label.reviewed_by else excluded.reviewed_by end`);
}

async function insertLinks(tx: Executor, rows: ReturnType<typeof linkRows>): Promise<void> {
	if (rows.length === 0) return;
	await tx.execute(sql`
		insert into concept_link (concept_id, kind, target_id, position)
		select id, kind, target, position from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id text, kind text, target text, position smallint)`);
}

/** Writes the changed cells of one concept, and raises its version. */
export async function writeCells(tx: Executor, id: string, before: Cells, after: Cells, stamp: WriteStamp): Promise<void> {
	const changed = new Set(changedCells({ before, after }));
	const retired = after.retired !== '';
	await tx
		.update(concept)
		.set({
			area: after.area,
			ipc: wordsIn(after.ipc),
			sdgs: wordsIn(after.sdg).map(Number),
			noteEn: after.note_en,
			noteZh: after.note_zh,
			retired,
			replacedBy: retired && after.retired !== '-' ? after.retired : null,
			version: sql`${concept.version} + 1`,
			updatedAt: stamp.at,
		})
		.where(eq(concept.id, id));
	const languages = LABEL_LANGUAGES.filter((language) => changed.has(language) || changed.has(reviewedCell(language)));
	const emptied = languages.filter((language) => after[language] === '');
	if (emptied.length > 0) await tx.delete(conceptLabel).where(and(eq(conceptLabel.conceptId, id), inArray(conceptLabel.language, emptied)));
	await insertLabels(tx, labelRows(id, after, languages), stamp);
	for (const kind of ['broader', 'related'] as const) {
		if (!changed.has(kind)) continue;
		await tx.delete(conceptLink).where(and(eq(conceptLink.conceptId, id), eq(conceptLink.kind, kind)));
		await insertLinks(tx, linkRows(id, after).filter((row) => row.kind === kind));
	}
}

export interface RecordedChange {
	conceptId: string;
	version: number;
	cell: Cell | 'concept';
	before: string;
	after: string;
	origin: ChangeOrigin;
	undoes?: number | null;
}

export async function recordChanges(tx: Executor, changes: readonly RecordedChange[], stamp: WriteStamp): Promise<void> {
	for (let from = 0; from < changes.length; from += 1000)
		await tx.insert(conceptChange).values(changes.slice(from, from + 1000).map((change) => ({ ...change, revision: stamp.revision, by: stamp.by, at: stamp.at })));
}

/** The history of a concept, newest first, with the names of those who made it. */
export async function changesOf(db: Executor, conceptId: string, limit: number) {
	return db
		.select({ change: conceptChange, name: user.name })
		.from(conceptChange)
		.leftJoin(user, eq(user.id, conceptChange.by))
		.where(eq(conceptChange.conceptId, conceptId))
		.orderBy(desc(conceptChange.id))
		.limit(limit);
}

/** The newest changes of the whole thesaurus. */
export async function newestChanges(db: Executor, limit: number) {
	return db
		.select({ change: conceptChange, name: user.name })
		.from(conceptChange)
		.leftJoin(user, eq(user.id, conceptChange.by))
		.orderBy(desc(conceptChange.id))
		.limit(limit);
}

/** What each cell said at a version: the first change after it knows. */
export async function cellsChangedSince(tx: Executor, conceptId: string, version: number): Promise<Map<Cell, string>> {
	const rows = await tx
		.select({ cell: conceptChange.cell, before: conceptChange.before })
		.from(conceptChange)
		.where(and(eq(conceptChange.conceptId, conceptId), gt(conceptChange.version, version)))
		.orderBy(desc(conceptChange.id));
	return new Map(rows.map(({ cell, before }) => [cell as Cell, before]));
}

export async function changeById(db: Executor, id: number) {
	return (await db.select().from(conceptChange).where(eq(conceptChange.id, id)))[0];
}

export async function changesOfRevision(db: Executor, revision: number) {
	return db.select().from(conceptChange).where(eq(conceptChange.revision, revision)).orderBy(asc(conceptChange.id));
}

/** Concepts in use that lead to one. */
export async function conceptsLeadingTo(tx: Executor, id: string): Promise<string[]> {
	const rows = await tx.selectDistinct({ id: conceptLink.conceptId }).from(conceptLink).where(eq(conceptLink.targetId, id));
	return rows.map((row) => row.id);
}

/** Who reviewed the labels of a concept, and when. */
export async function reviewsOf(db: Executor, conceptId: string) {
	return db
		.select({ language: conceptLabel.language, at: conceptLabel.reviewedAt, name: user.name })
		.from(conceptLabel)
		.leftJoin(user, eq(user.id, conceptLabel.reviewedBy))
		.where(and(eq(conceptLabel.conceptId, conceptId), eq(conceptLabel.reviewed, true)));
}

export async function centreLanguages(db: Executor, ids: readonly string[]): Promise<Map<string, string[]>> {
	if (ids.length === 0) return new Map();
	const rows = await db.select({ id: centre.id, languages: centre.languages }).from(centre).where(inArray(centre.id, [...ids]));
	return new Map(rows.map((row) => [row.id, row.languages]));
}

export type Reannotation = typeof thesaurusReannotation.$inferSelect;

export async function insertReannotation(tx: Executor, row: Pick<Reannotation, 'revision' | 'labels' | 'concepts' | 'askedAt'>): Promise<void> {
	await tx.insert(thesaurusReannotation).values(row);
}

export async function reannotationOf(db: Executor, revision: number): Promise<Reannotation | undefined> {
	return (await db.select().from(thesaurusReannotation).where(eq(thesaurusReannotation.revision, revision)))[0];
}

export async function unfinishedReannotations(db: Executor): Promise<number[]> {
	const rows = await db.select({ revision: thesaurusReannotation.revision }).from(thesaurusReannotation).where(isNull(thesaurusReannotation.finishedAt)).orderBy(asc(thesaurusReannotation.revision));
	return rows.map(({ revision }) => revision);
}

export async function updateReannotation(db: Executor, revision: number, change: Partial<Reannotation>): Promise<void> {
	await db.update(thesaurusReannotation).set(change).where(eq(thesaurusReannotation.revision, revision));
}

export type UploadRow = typeof thesaurusUpload.$inferSelect;

export async function insertUpload(db: Executor, row: Pick<UploadRow, 'createdBy' | 'fileName' | 'content' | 'createdAt'>): Promise<string> {
	return (await db.insert(thesaurusUpload).values(row).returning({ id: thesaurusUpload.id }))[0]!.id;
}

export async function uploadById(db: Executor, id: string): Promise<UploadRow | undefined> {
	return (await db.select().from(thesaurusUpload).where(eq(thesaurusUpload.id, id)))[0];
}

export async function markUploadApplied(tx: Executor, id: string, cells: number, at: Date): Promise<void> {
	await tx.update(thesaurusUpload).set({ appliedAt: at, appliedCells: cells, content: '' }).where(eq(thesaurusUpload.id, id));
}

/** The hash of each table as it was loaded last, by file name. */
export async function loadedFiles(db: Executor): Promise<Map<string, string>> {
	return new Map((await db.select().from(thesaurusFile)).map(({ name, sha256 }) => [name, sha256]));
}

export async function markFileLoaded(tx: Executor, file: { name: string; sha256: string }, at: Date): Promise<void> {
	const row = { name: file.name, sha256: file.sha256, loadedAt: at };
	await tx.insert(thesaurusFile).values(row).onConflictDoUpdate({ target: thesaurusFile.name, set: row });
}

/** What the tables of a release say, to tell edits made here from it. */
export async function storeSeeds(tx: Executor, seeds: readonly { id: string; seed: Cells; position: number }[]): Promise<void> {
	if (seeds.length === 0) return;
	await tx.execute(sql`
		update concept set seed = r.seed, position = case when r.position > 0 then r.position else concept.position end
		from jsonb_to_recordset(${JSON.stringify(seeds)}::jsonb) as r(id text, seed jsonb, position integer) where concept.id = r.id`);
}
