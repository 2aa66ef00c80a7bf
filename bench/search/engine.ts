import type { BenchListing } from './listings.ts';
import type { BenchQuery } from './queries.ts';

/** What each measured engine does. All answer the 50 best; each says below what it does not do. */
export interface BenchEngine {
	build(listings: Iterable<BenchListing>): void;
	/** The identifiers of the best, best first. `null`: the engine cannot ask that. */
	search(query: BenchQuery): string[] | null;
	replace(listing: BenchListing): void;
	/** Bytes outside the JavaScript heap and array buffers, where the engine knows. */
	nativeBytes?(): number;
	save?(): Uint8Array | string;
	load?(saved: Uint8Array | string): void;
}

export const LIMIT = 50;
/** The filter of the filtered queries: a fifth of the synthetic listings or so. */
export const FILTER = { kind: 'offer', trl: ['trl0', 'trl1'] };
