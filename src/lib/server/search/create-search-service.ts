import { openLexicon } from '#lib/engines/lexicon/read-lexicon-file.ts';
import { TextReader } from '#lib/engines/reading/text-reader.ts';
import type { Thesaurus } from '#lib/engines/thesaurus/thesaurus.ts';
import { allCentres } from '#lib/server/network/queries.ts';
import type { EmbeddingService } from '#lib/server/embeddings/embedding-service.ts';
import { NearestListings } from '#lib/server/embeddings/nearest-listings.ts';
import { log } from '#lib/server/platform/log.ts';
import type { OpenDatabase } from '#lib/server/platform/database.ts';
import { nextTurn } from '#lib/server/platform/next-turn.ts';
import type { Named } from './field-values.ts';
import { ListingCatalogue } from './listing-catalogue.ts';
import { followListingChanges, type ChangeFollower } from './listing-changes.ts';
import { publicListings, publicListingsAfter, publishedChangeNumbers } from './queries.ts';
import { LISTING_INDEX } from './listing-index.ts';
import { PostgresRetrieval } from './postgres/postgres-retrieval.ts';
import { SharedIndex } from './postgres/shared-index.ts';
import type { SearchService } from './search-service.ts';
import { SnapshotKeeper } from './snapshot-keeper.ts';

/** Listings read from the database at once while the index fills; between batches other requests are answered. */
const BATCH = 200;
/** Listings read ahead for matching between two requests. */
const READ_AHEAD = 10;
/** Candidates that vectors add, and how near they must be. */
const NEAREST = 100;
const LEAST_SIMILAR = 0.35;

export interface SearchServiceOptions {
	database: OpenDatabase;
	url: string;
	thesaurus: Thesaurus;
	/** Where the index is kept from one start to the next; absent: it is built anew each time. */
	snapshotFolder?: string;
	/** Where people's searches are answered: this process's memory, or the index that all servers share in the database. */
	index?: 'memory' | 'postgres';
	/** Gives vectors of texts; absent: search goes by words and concepts alone. */
	embeddings?: EmbeddingService;
}

/** The search service of one process, over an index in its memory that follows the database. */
export function createSearchService(options: SearchServiceOptions): SearchService {
	const { db } = options.database;
	const reader = new TextReader(openLexicon(), options.thesaurus);
	const centres: Named[] = [];
	const vectors = options.embeddings && new NearestListings(options.embeddings, db);
	const sharedRetrieval = options.index === 'postgres' ? new PostgresRetrieval(options.database.pool, LISTING_INDEX) : undefined;
	const catalogue = new ListingCatalogue(reader, centres, sharedRetrieval, vectors && ((text) => vectors.nearest(text, NEAREST, LEAST_SIMILAR)));
	const shared = sharedRetrieval && new SharedIndex(sharedRetrieval, catalogue, reader);
	const keeper = options.snapshotFolder === undefined ? undefined : new SnapshotKeeper({ folder: options.snapshotFolder, db, catalogue, reader });
	let tellRefreshed: (() => void) | undefined;
	let follower: ChangeFollower | undefined;
	let ready = false;
	let stopped = false;

	async function refreshAll(ids: string[]): Promise<void> {
		for (let from = 0; from < ids.length && !stopped; from += BATCH) {
			const batch = ids.slice(from, from + BATCH);
			const found = new Map((await publicListings(db, batch)).map((listing) => [listing.id, listing]));
			for (const id of batch) {
				const listing = found.get(id);
				if (listing) catalogue.put(listing);
				else catalogue.remove(id);
			}
			keeper?.changed(batch.length);
			if (ready) await shared?.refresh(batch);
			await nextTurn();
		}
		if (ready && ids.length > 0) tellRefreshed?.();
	}

	/** Everything that changed while nobody listened: at the start, and after the connection was lost. */
	async function catchUp(): Promise<void> {
		const current = await publishedChangeNumbers(db);
		await refreshAll(catalogue.outOfStep(current));
	}

	async function fill(progress?: (done: number) => void): Promise<void> {
		const total = (await publishedChangeNumbers(db)).size;
		let after: { publishedAt: string; id: string } | null = null;
		for (let done = 0; ; ) {
			const page = await publicListingsAfter(db, after, BATCH);
			for (const listing of page) catalogue.put(listing);
			keeper?.changed(page.length);
			done += page.length;
			progress?.(total === 0 ? 1 : Math.min(1, done / total));
			const last = page.at(-1);
			if (!last || page.length < BATCH) return;
			after = { publishedAt: last.publishedAt, id: last.id };
			await nextTurn();
		}
	}

	async function readBy(thesaurus: Thesaurus): Promise<string[]> {
		const concerned = catalogue.adopt(thesaurus);
		for (let from = 0; from < concerned.length && !stopped; from += READ_AHEAD) {
			for (const id of concerned.slice(from, from + READ_AHEAD)) catalogue.reread(id);
			await nextTurn();
		}
		if (ready) await shared?.reread(concerned);
		// Some still say what the edition before said, and no one knows which: the next start reads all again.
		if (stopped) ready = false;
		return concerned;
	}

	/** What fails here only leaves vectors out. */
	async function refreshVectors(): Promise<void> {
		await vectors?.refresh(options.index === 'postgres').catch((error: unknown) => log.error('embeddings.refresh-failed', error));
	}

	/** The first page with counterparts is then as fast as the others. It yields to whoever asks meanwhile. */
	async function readAhead(): Promise<void> {
		for (let read; !stopped && (read = catalogue.readAhead(READ_AHEAD)) > 0; ) {
			keeper?.changed(read);
			await nextTurn();
		}
	}

	return {
		get ready() {
			return ready;
		},
		async start(progress) {
			for (const { id, names, country, place } of await allCentres(db))
				centres.push({ id, names, also: [country, ...place.map(({ text }) => text)] });
			follower = await followListingChanges(options.url, { onChange: refreshAll, onReconnect: catchUp });
			const { loaded, stale } = (await keeper?.load()) ?? { loaded: false, stale: [] };
			if (!loaded) await fill(progress);
			for (const id of stale) catalogue.remove(id);
			await catchUp();
			await shared?.fill(progress);
			await refreshVectors();
			ready = true;
			tellRefreshed?.();
			keeper?.begin();
			if (!loaded) void keeper?.save();
			void readAhead();
		},
		async stop() {
			stopped = true;
			await follower?.stop();
			// A start that was broken off has not read every listing: the older snapshot is the better one.
			if (ready) await keeper?.end();
		},
		refresh: (id) => refreshAll([id]),
		refreshVectors,
		vectorHealth: () => vectors?.health(),
		async adoptThesaurus(thesaurus) {
			const concerned = await (keeper ? keeper.between(() => readBy(thesaurus)) : readBy(thesaurus));
			if (ready) void readAhead();
			return concerned;
		},
		concernedBy: (difference) => catalogue.concernedBy(difference),
		search: (request) => catalogue.search(request),
		explain: (request) => catalogue.explain(request),
		reader,
		answers: (request, among) => catalogue.answers(request, among),
		counterparts: (id, limit, among) => catalogue.counterparts(id, limit, among),
		counterpartsOf: (listing, limit) => catalogue.counterpartsOf(listing, limit),
		judgePair: (askedId, otherId) => catalogue.judgePair(askedId, otherId),
		matching: catalogue.matching,
		onRefreshed(tell) {
			tellRefreshed = tell;
			if (ready) tell();
		},
		card: (id) => catalogue.card(id),
		cardByReference: (reference) => catalogue.cardByReference(reference),
		newest: (kind, limit) => catalogue.newest(kind, limit),
		counts: () => catalogue.counts(),
	};
}
