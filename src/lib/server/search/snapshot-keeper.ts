import { SnapshotError } from '#lib/engines/retrieval/index.ts';
import type { TextReader } from '#lib/engines/reading/text-reader.ts';
import type { Database } from '#lib/server/platform/database.ts';
import { log } from '#lib/server/platform/log.ts';
import { indexFingerprint } from './index-fingerprint.ts';
import { readIndexSnapshot, writeIndexSnapshot } from './index-snapshot.ts';
import type { ListingCatalogue } from './listing-catalogue.ts';
import { databaseState, publishedOrganisations } from './queries.ts';

/** How often changes are written down while the server runs, in milliseconds; a server that is killed reads those since then again. */
const EVERY = 10 * 60_000;

/** Keeps the snapshot of one process's index: loads it at the start, writes it when much was read, now and then, and at the stop. */
export class SnapshotKeeper {
	readonly #folder: string;
	readonly #db: Database;
	readonly #catalogue: ListingCatalogue;
	readonly #reader: TextReader;
	#unsaved = 0;
	/** While listings are read by an edited thesaurus, what the index holds belongs to no edition. */
	#between = 0;
	#saving: Promise<void> | undefined;
	#timer: NodeJS.Timeout | undefined;

	constructor(options: { folder: string; db: Database; catalogue: ListingCatalogue; reader: TextReader }) {
		this.#folder = options.folder;
		this.#db = options.db;
		this.#catalogue = options.catalogue;
		this.#reader = options.reader;
	}

	/** Fills the catalogue from the snapshot; answers whether it did, and the listings whose organisations have changed since. */
	async load(): Promise<{ loaded: boolean; stale: string[] }> {
		const found = await readIndexSnapshot(this.#folder, indexFingerprint(this.#reader), await databaseState(this.#db)).catch(() => 'damaged' as const);
		if (typeof found === 'string') {
			if (found !== 'none') log.info('search.snapshot-left-aside', { reason: found });
			return { loaded: false, stale: [] };
		}
		try {
			this.#catalogue.restore(found);
		} catch (error) {
			if (!(error instanceof SnapshotError)) throw error;
			log.warn('search.snapshot-left-aside', { reason: error.message });
			return { loaded: false, stale: [] };
		}
		return { loaded: true, stale: this.#catalogue.withOtherOrganisations(await publishedOrganisations(this.#db)) };
	}

	/** From now on what changes is written down every few minutes. */
	begin(): void {
		this.#timer = setInterval(() => void this.save(), EVERY);
		this.#timer.unref();
	}

	/** Listings were read or went. */
	changed(count = 1): void {
		this.#unsaved += count;
	}

	/** Runs while what the index holds belongs to no edition of the thesaurus; nothing is saved meanwhile. */
	async between<Result>(work: () => Promise<Result>): Promise<Result> {
		this.#between++;
		try {
			return await work();
		} finally {
			this.#between--;
			this.#unsaved++;
		}
	}

	/** Writes the snapshot where anything has changed. What fails is said in the log: a cache is not worth a stop. */
	async save(): Promise<void> {
		await this.#saving;
		if (this.#unsaved === 0 || this.#between > 0) return;
		this.#unsaved = 0;
		this.#saving = this.#write().catch((error: unknown) => log.error('search.snapshot-failed', error));
		await this.#saving;
	}

	async #write(): Promise<void> {
		// Before the content is taken: what changes later is read again at the next start.
		const state = await databaseState(this.#db);
		await writeIndexSnapshot(this.#folder, this.#catalogue.content(), indexFingerprint(this.#reader), state);
	}

	async end(): Promise<void> {
		clearInterval(this.#timer);
		await this.save();
	}
}
