import { soundRows } from '#lib/engines/thesaurus/sound-rows.ts';
import { Thesaurus, type ConceptRow } from '#lib/engines/thesaurus/thesaurus.ts';
import { followNotices, type NoticeFollower } from '#lib/server/platform/database-notices.ts';
import type { Database, Executor } from '#lib/server/platform/database.ts';
import { log } from '#lib/server/platform/log.ts';
import { conceptRows, conceptsChangedSince, thesaurusRevision } from './queries.ts';
import { loadTables } from './load-tables.ts';

/** The thesaurus as it is now: replaced as a whole when somebody has edited it, in this process or another. */
export interface LivingThesaurus {
	readonly current: Thesaurus;
	/** The number of the last change that `current` has. */
	readonly revision: number;
	/** Reads what changed; resolves when `current` has it. Whoever edits calls it, so that the next page shows the edit. */
	reload(): Promise<void>;
	/** Hears of every new edition. What it does is not waited for by `reload`, but by `settled`. */
	onEdition(hear: (next: Thesaurus) => Promise<unknown>): void;
	settled(): Promise<void>;
	stop(): Promise<void>;
}

/** The thesaurus of the database as it is now. */
export async function thesaurusOf(db: Executor): Promise<Thesaurus> {
	return thesaurusFrom(await conceptRows(db));
}

/** What two editors or a release made unsound together is left out and logged. */
function thesaurusFrom(stored: readonly ConceptRow[]): Thesaurus {
	const { rows, dropped } = soundRows(stored);
	for (const link of dropped) log.warn('thesaurus.link-left-out', { ...link });
	return new Thesaurus(rows);
}

/** The rows as they are now: of an earlier reading only those are read again that somebody changed since its revision. */
async function rowsNow(db: Executor, earlier: readonly ConceptRow[], revision: number): Promise<ConceptRow[]> {
	const { ids, total } = await conceptsChangedSince(db, revision);
	const changed = new Map((await conceptRows(db, ids)).map((row) => [row.concept, row]));
	const known = new Set(earlier.map(({ concept }) => concept));
	const rows = [...earlier.map((row) => changed.get(row.concept) ?? row), ...[...changed.values()].filter(({ concept }) => !known.has(concept))];
	// A release adds concepts without a history.
	return rows.length === total ? rows : conceptRows(db);
}

/** The thesaurus of a database, with the tables of this release loaded: for commands. */
export async function loadedThesaurus(db: Database, folder: string, now: Date): Promise<Thesaurus> {
	await loadTables(db, folder, now);
	return thesaurusOf(db);
}

/** Opens the thesaurus of a database and follows its changes, made here and by other processes. */
export async function openLivingThesaurus(options: { db: Database; url: string }): Promise<LivingThesaurus> {
	const { db } = options;
	let revision = await thesaurusRevision(db);
	let rows = await conceptRows(db);
	let current = thesaurusFrom(rows);
	let reading: Promise<void> = Promise.resolve();
	let hearing: Promise<unknown> = Promise.resolve();
	const hearers: ((next: Thesaurus) => Promise<unknown>)[] = [];

	async function readAnew(): Promise<void> {
		// The number is read first: a change between the two is then read once more, never missed.
		const newest = await thesaurusRevision(db);
		if (newest === revision) return;
		rows = await rowsNow(db, rows, revision);
		const next = thesaurusFrom(rows);
		current = next;
		revision = newest;
		for (const hear of hearers) hearing = hearing.then(() => hear(next)).catch((error: unknown) => log.error('thesaurus.hearing-failed', error));
	}
	function reload(): Promise<void> {
		const done = reading.then(readAnew);
		reading = done.catch(() => undefined);
		return done;
	}
	const follower: NoticeFollower = await followNotices(options.url, 'thesaurus_change', { onChange: reload, onReconnect: reload });
	// What changed between the first reading and the listening.
	await reload();
	return {
		get current() {
			return current;
		},
		get revision() {
			return revision;
		},
		reload,
		onEdition: (hear) => void hearers.push(hear),
		settled: async () => {
			await reading;
			await hearing;
		},
		async stop() {
			await follower.stop();
			await reading;
		},
	};
}
