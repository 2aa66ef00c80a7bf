import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { inTransaction, type Database, type Transaction } from '#lib/server/platform/database.ts';
import { log } from '#lib/server/platform/log.ts';
import { whatReadsDifferently } from './apply-plan.ts';
import { changedCells, type PlannedConcept } from './check-cells.ts';
import { CELLS, cellsOfRow, emptyCells, wordsIn, type Cell, type Cells } from './cells.ts';
import {
	insertConcepts,
	insertReannotation,
	loadedFiles,
	lockThesaurus,
	markFileLoaded,
	nextRevision,
	recordChanges,
	storedConcepts,
	storeSeeds,
	writeCells,
	type StoredConcept,
} from './queries.ts';
import { rowsOfTable, tableNames } from './read-thesaurus.ts';

export interface LoadedTables {
	added: number;
	changed: number;
	/** Cells that a release changed and somebody here had edited: theirs stay. */
	keptHere: number;
}

interface TableFile {
	name: string;
	area: string;
	bytes: Uint8Array;
	sha256: string;
}

/**
 * Brings the tables of this release into the database: new concepts are added, cells that changed in the tables follow unless
 * somebody edited them here, and concepts that a table has no longer go out of use. A start where no table changed reads
 * their hashes only. Undefined where nothing was to be done.
 */
export async function loadTables(db: Database, folder: string, now: Date): Promise<LoadedTables | undefined> {
	const files: TableFile[] = [];
	for (const name of await tableNames(folder)) {
		const bytes = await readFile(join(folder, name));
		files.push({ name, area: basename(name, '.csv'), bytes, sha256: createHash('sha256').update(bytes).digest('hex') });
	}
	if ((await changedFiles(db, files)).length === 0) return undefined;
	return inTransaction(db, async (tx) => {
		await lockThesaurus(tx);
		// Another process may have loaded them while this one waited.
		const changed = await changedFiles(tx, files);
		if (changed.length === 0) return undefined;
		const loaded = await loadChanged(tx, changed, now);
		for (const file of changed) await markFileLoaded(tx, file, now);
		return loaded;
	});
}

async function changedFiles(db: Database | Transaction, files: readonly TableFile[]): Promise<TableFile[]> {
	const known = await loadedFiles(db);
	return files.filter(({ name, sha256 }) => known.get(name) !== sha256);
}

async function loadChanged(tx: Transaction, files: readonly TableFile[], now: Date): Promise<LoadedTables> {
	const released = new Map<string, { cells: Cells; position: number }>();
	for (const { area, bytes } of files)
		for (const [position, row] of rowsOfTable(area, bytes).entries())
			if (/^[a-z0-9][a-z0-9-]{1,58}$/.test(row.concept) && !released.has(row.concept)) released.set(row.concept, { cells: cellsOfRow(row), position });
	const stored = new Map((await storedConcepts(tx)).map((each) => [each.id, each]));
	dropUnknownLinks(released, stored);
	const areas = new Set(files.map(({ area }) => area));
	// Gone from its table, and in no other: out of use, unless somebody here made it theirs.
	for (const { id, seed } of stored.values())
		if (seed && areas.has(seed.area) && !released.has(id)) released.set(id, { cells: { ...seed, retired: seed.retired || '-' }, position: 0 });

	const stamp = { revision: await nextRevision(tx), at: now, by: null };
	const added = [...released].filter(([id]) => !stored.has(id)).map(([id, { cells, position }]) => ({ id, cells, position, seed: cells }));
	await insertConcepts(tx, added, stamp);
	let keptHere = 0;
	const changed: { plan: PlannedConcept; version: number }[] = [];
	const seeds: { id: string; seed: Cells; position: number }[] = [];
	for (const [id, { cells, position }] of released) {
		const known = stored.get(id);
		if (!known) continue;
		const merged = mergeRelease(known, cells);
		keptHere += merged.keptHere;
		if (JSON.stringify(known.seed) !== JSON.stringify(merged.seed)) seeds.push({ id, seed: merged.seed, position });
		const plan = { id, isNew: false, before: known.cells, after: merged.cells };
		if (changedCells(plan).length > 0) changed.push({ plan, version: known.version + 1 });
	}
	await storeSeeds(tx, seeds);
	for (const { plan } of changed) await writeCells(tx, plan.id, plan.before, plan.after, stamp);
	await recordChanges(
		tx,
		changed.flatMap(({ plan, version }) =>
			changedCells(plan).map((cell) => ({ conceptId: plan.id, version, cell, before: plan.before[cell], after: plan.after[cell], origin: 'release' as const })),
		),
		stamp,
	);
	// At the first start there is nothing that was read by other tables. The job is taken up when the server runs.
	const concerned = stored.size === 0 ? null : whatReadsDifferently([...added.map(({ id, cells }) => ({ id, isNew: true, before: emptyCells(), after: cells })), ...changed.map(({ plan }) => plan)]);
	if (concerned) await insertReannotation(tx, { revision: stamp.revision, ...concerned, askedAt: now });
	return { added: added.length, changed: changed.length, keptHere };
}

/**
 * One concept with a newer release: a cell follows where it says here what the last release said. A concept that was added
 * here and that a release now has too keeps every cell. Pure.
 */
export function mergeRelease(known: Pick<StoredConcept, 'cells' | 'seed'>, released: Cells): { cells: Cells; seed: Cells; keptHere: number } {
	const cells = { ...known.cells };
	let keptHere = 0;
	for (const cell of CELLS) {
		const before: string | undefined = known.seed?.[cell];
		if (released[cell] === before || released[cell] === cells[cell]) continue;
		if (before === cells[cell] || (before === undefined && cells[cell] === '')) cells[cell] = released[cell];
		else keptHere++;
	}
	return { cells, seed: released, keptHere };
}

/** A link to what no table and no concept here is, as in a table that somebody is still writing. */
function dropUnknownLinks(released: ReadonlyMap<string, { cells: Cells }>, stored: ReadonlyMap<string, unknown>): void {
	for (const [id, { cells }] of released)
		for (const cell of ['broader', 'related'] satisfies Cell[]) {
			const known = wordsIn(cells[cell]).filter((target) => target !== id && (released.has(target) || stored.has(target)));
			const dropped = wordsIn(cells[cell]).length - known.length;
			if (dropped === 0) continue;
			log.warn('thesaurus.link-dropped', { concept: id, links: cells[cell] });
			cells[cell] = known.join(' ');
		}
}
