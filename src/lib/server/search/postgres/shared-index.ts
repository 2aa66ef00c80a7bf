import type { TextReader } from '#lib/engines/reading/text-reader.ts';
import { indexFingerprint } from '../index-fingerprint.ts';
import { indexedDocument } from '../listing-index.ts';
import type { ListingCatalogue } from '../listing-catalogue.ts';
import type { PostgresRetrieval } from './postgres-retrieval.ts';

/** Listings written in one transaction. */
const BATCH = 100;

/** Keeps the index that several servers share in step with the listings: whoever comes first writes, the others see it done. */
export class SharedIndex {
	readonly #retrieval: PostgresRetrieval;
	readonly #catalogue: ListingCatalogue;
	readonly #reader: TextReader;

	constructor(retrieval: PostgresRetrieval, catalogue: ListingCatalogue, reader: TextReader) {
		this.#retrieval = retrieval;
		this.#catalogue = catalogue;
		this.#reader = reader;
	}

	/** Brings the whole index in step with what this process has read; reports progress from 0 to 1. */
	async fill(progress?: (done: number) => void): Promise<void> {
		await this.#retrieval.adopt(indexFingerprint(this.#reader));
		const stored = await this.#retrieval.versions();
		const missing = this.#catalogue.outOfStep(stored);
		for (let from = 0; from < missing.length; from += BATCH) {
			await this.refresh(missing.slice(from, from + BATCH));
			progress?.(Math.min(1, (from + BATCH) / missing.length));
		}
	}

	/** Writes the listings as they are here, and removes those that are here no more. */
	async refresh(ids: readonly string[], again = false): Promise<void> {
		const listings = ids.flatMap((id) => this.#catalogue.listing(id) ?? []);
		const gone = ids.filter((id) => !this.#catalogue.listing(id));
		if (gone.length > 0) await this.#retrieval.remove(gone);
		if (listings.length === 0) return;
		const versions = new Map(listings.map(({ id, changeNumber }) => [id, changeNumber]));
		await this.#retrieval.add(listings.map((listing) => indexedDocument(listing, this.#reader)), versions, again);
	}

	/** After listings were read by an edited thesaurus. */
	async reread(ids: readonly string[]): Promise<void> {
		for (let from = 0; from < ids.length; from += BATCH) await this.refresh(ids.slice(from, from + BATCH), true);
		await this.#retrieval.turnTo(indexFingerprint(this.#reader));
	}
}
