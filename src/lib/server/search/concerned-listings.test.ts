import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openLexicon } from '#lib/engines/lexicon/read-lexicon-file.ts';
import { TextReader } from '#lib/engines/reading/text-reader.ts';
import { RetrievalIndex } from '#lib/engines/retrieval/index.ts';
import { LANGUAGES } from '#lib/engines/text/language.ts';
import { thesaurusDifference } from '#lib/engines/thesaurus/difference.ts';
import { Thesaurus, type ConceptRow } from '#lib/engines/thesaurus/thesaurus.ts';
import { readThesaurus } from '#lib/server/thesaurus/read-thesaurus.ts';
import { csvOfConcepts } from '#lib/server/thesaurus/table-csv.ts';
import { rowsOfTable } from '#lib/server/thesaurus/read-thesaurus.ts';
import { createSampleDatabase, type TestDatabase } from '../../../../tests/database.ts';
import { concernedListings } from './concerned-listings.ts';
import { indexedDocument, LISTING_INDEX } from './listing-index.ts';
import type { PublicListing } from './public-listing.ts';
import { publicListingsAfter } from './queries.ts';

const dataFolder = join(import.meta.dirname, '..', '..', '..', '..', 'data');
let database: TestDatabase;
let before: Thesaurus;
let rows: ConceptRow[];
let reader: TextReader;
const listings = new Map<string, PublicListing>();
const index = new RetrievalIndex(LISTING_INDEX);
const readings = new Map<string, string>();

beforeAll(async () => {
	database = await createSampleDatabase();
	before = await readThesaurus(join(dataFolder, 'thesaurus'));
	const areas = [...new Set([...before.all()].map(({ area }) => area))];
	rows = areas.flatMap((area) => rowsOfTable(area, Buffer.from(csvOfConcepts([...before.all()].filter((concept) => concept.area === area)))));
	reader = new TextReader(openLexicon(), before);
	for (const listing of await publicListingsAfter(database.db, null, 150)) {
		listings.set(listing.id, listing);
		const document = indexedDocument(listing, reader);
		index.add(document);
		readings.set(listing.id, JSON.stringify(document));
	}
});
afterAll(() => database.close());

/** Every listing that reads differently, by reading all of them. */
function changedListings(after: Thesaurus): string[] {
	reader.adopt(after);
	const changed = [...listings.values()].filter((listing) => JSON.stringify(indexedDocument(listing, reader)) !== readings.get(listing.id)).map(({ id }) => id);
	reader.adopt(before);
	return changed;
}

/** The rows with every so-manieth concept changed. */
function edited(every: number, change: (row: ConceptRow) => ConceptRow): Thesaurus {
	return new Thesaurus(rows.map((row, at) => (at % every === 0 ? change(row) : row)));
}

const EDITS: [string, () => Thesaurus][] = [
	['labels taken away', () => edited(7, (row) => ({ ...row, labels: { ...row.labels, ...Object.fromEntries(LANGUAGES.map((language) => [language, row.labels[language].split('|')[0]!])) } }))],
	['labels that other texts have', () => edited(9, (row) => ({ ...row, labels: { ...row.labels, en: `${row.labels.en} | water treatment | rice | solar dryer`, zh: `${row.labels.zh} | 滴灌 | 水稻`, vi: `${row.labels.vi} | nước thải`, th: `${row.labels.th} | ข้าว` } }))],
	['concepts retired', () => edited(11, (row) => (row.broader === '' || before.concept(row.concept)!.narrower.length > 0 ? row : { ...row, retired: true, replacedBy: row.broader.split(' ')[0]! }))],
	['concepts moved', () => edited(5, (row) => (row.broader === '' || before.concept(row.concept)!.narrower.length > 0 ? row : { ...row, broader: row.area === 'water' ? 'food' : 'water' }))],
];

test.each(EDITS)('%s: every listing that reads differently is found', (_name, edit) => {
	const after = edit();
	const changed = changedListings(after);
	// Otherwise this test would show nothing.
	expect(changed.length).toBeGreaterThan(0);
	const concerned = new Set(concernedListings(thesaurusDifference(before, after), index, listings));
	expect(changed.filter((id) => !concerned.has(id))).toEqual([]);
});

test('a label that no listing has concerns none, and a note or a review mark neither', () => {
	const after = new Thesaurus(rows.map((row) => (row.concept === 'irrigation' ? { ...row, note_en: 'Water brought to fields.', reviewed: 'en', labels: { ...row.labels, en: `${row.labels.en} | zyxwvutsrq` } } : row)));
	expect(concernedListings(thesaurusDifference(before, after), index, listings)).toEqual([]);
});
