import { parentPort, workerData } from 'node:worker_threads';
import { openLexicon } from '#lib/engines/lexicon/read-lexicon-file.ts';
import type { CriterionWeights } from '#lib/engines/matching/matching-weights.ts';
import { TextReader } from '#lib/engines/reading/text-reader.ts';
import { matchListing, type MatchedListing, type MatchSettings } from '#lib/server/matching/match-listings.ts';
import { openDatabase } from '#lib/server/platform/database.ts';
import type { IndexSnapshot } from '#lib/server/search/index-snapshot.ts';
import { ListingCatalogue } from '#lib/server/search/listing-catalogue.ts';
import { thesaurusOf } from '#lib/server/thesaurus/living-thesaurus.ts';

/** One thread of a matching of all with all: it holds a copy of the index, and matches the listings that it is told. */
export interface ThreadStart extends IndexSnapshot {
	/** The database, for the thesaurus alone. */
	url: string;
	weights: CriterionWeights;
}

export interface ThreadQuestion {
	ids: readonly string[];
	settings: MatchSettings;
}

export interface ThreadAnswer {
	matched: MatchedListing[];
}

/** At about 8 kB each. */
const READINGS_KEPT = 60_000;

const { listings, readings, index, url, weights } = workerData as ThreadStart;
const port = parentPort;
if (!port) throw new Error('This file is a thread of `mitra match`, not a program.');

// Questions that come before the copy is ready wait in the port.
const source = await openSource();
port.on('message', ({ ids, settings }: ThreadQuestion) => {
	const matched = ids.flatMap((id) => matchListing(source, id, settings) ?? []);
	port.postMessage({ matched } satisfies ThreadAnswer);
});

async function openSource() {
	const database = openDatabase(url, { connections: 1, applicationName: 'mitra match thread' });
	try {
		const catalogue = new ListingCatalogue(new TextReader(openLexicon(), await thesaurusOf(database.db)));
		catalogue.restore({ listings, readings, index });
		const opened = catalogue.matching;
		opened.useWeights(weights);
		opened.keepReadings(READINGS_KEPT);
		return opened;
	} finally {
		await database.close();
	}
}
