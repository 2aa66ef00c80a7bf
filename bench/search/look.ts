/**
 * Prints the first five listings for twenty needs in six languages, for a look at what search puts first.
 *
 *   MITRA_DATA=/tmp/mitra-real node bench/search/look.ts [words of your own ...]
 */
import { withDatabase } from '../../src/cli/with-database.ts';
import { ListingCatalogue } from '../../src/lib/server/search/listing-catalogue.ts';
import { publicListingsAfter } from '../../src/lib/server/search/queries.ts';
import { openShippedReader } from '../eval/shipped-reader.ts';
import { OWN_NEEDS } from './own-needs.ts';

const PAGE = 1000;
const FIRST = 5;

const own = process.argv.slice(2).join(' ');
const needs = own === '' ? OWN_NEEDS : [{ text: own, meaning: own }];
const catalogue = new ListingCatalogue(await openShippedReader());
await withDatabase('look', async ({ db }) => {
	for (let after: { publishedAt: string; id: string } | null = null; ; ) {
		const page = await publicListingsAfter(db, after, PAGE);
		for (const listing of page) catalogue.put(listing);
		const last = page.at(-1);
		if (!last || page.length < PAGE) break;
		after = { publishedAt: last.publishedAt, id: last.id };
	}
});
for (const { text, meaning } of needs) {
	// The space at the end says that the last word is written out.
	const { total, language, hits } = await catalogue.search({ text: `${text} `, filters: {}, page: 1, pageSize: FIRST, sort: 'relevance' });
	console.log(`\n${text} (${meaning}; read as ${language}, ${total} listings)`);
	for (const { card, reasons } of hits) console.log(`  ${card.kind} ${card.language}  ${card.title}  [${reasons.map(({ query, found }) => `${query} → ${found}`).join('; ')}]`);
}
