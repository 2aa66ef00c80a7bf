import { join } from 'node:path';
import type { Command } from 'commander';
import type { CommandDatabase } from '../with-database.ts';

/** Listings read from the database at once. */
const BATCH = 200;

export function register(program: Command): void {
	program
		.command('reindex')
		.description('read every published listing with the engines, say how long that takes, and have running servers read them anew')
		.option('--touch', 'mark every published listing as changed, so that each running server indexes it again')
		.action(async (options: { touch?: boolean }) => {
			const { withDatabase } = await import('../with-database.ts');
			const failures = await withDatabase('reindex', (database) => reindex(database, options.touch ?? false));
			if (failures > 0) process.exitCode = 1;
		});
}

interface LanguageFigures {
	listings: number;
	milliseconds: number;
	characters: number;
}

/** Answers how many listings the engines could not read. */
async function reindex(database: CommandDatabase, touch: boolean): Promise<number> {
	const { createProgress } = await import('../progress.ts');
	const { projectFolder } = await import('../project.ts');
	const { openLexicon } = await import('#lib/engines/lexicon/read-lexicon-file.ts');
	const { TextReader } = await import('#lib/engines/reading/text-reader.ts');
	const { loadedThesaurus } = await import('#lib/server/thesaurus/living-thesaurus.ts');
	const { ListingCatalogue } = await import('#lib/server/search/listing-catalogue.ts');
	const { publicListingsAfter, publishedChangeNumbers } = await import('#lib/server/search/queries.ts');
	const { readableTexts } = await import('#lib/server/search/public-listing.ts');

	const progress = createProgress();
	const opening = progress.step('Lexicon and thesaurus');
	const thesaurus = await loadedThesaurus(database.db, join(projectFolder, 'data', 'thesaurus'), new Date());
	const catalogue = new ListingCatalogue(new TextReader(openLexicon(), thesaurus));
	opening.finish(`${thesaurus.size} concepts`);

	const total = (await publishedChangeNumbers(database.db)).size;
	const step = progress.step('Index');
	const figures = new Map<string, LanguageFigures>();
	const failures: string[] = [];
	let done = 0;
	let after: Parameters<typeof publicListingsAfter>[1] = null;
	for (;;) {
		const page = await publicListingsAfter(database.db, after, BATCH);
		for (const listing of page) {
			const of = figures.get(listing.content.language) ?? { listings: 0, milliseconds: 0, characters: 0 };
			figures.set(listing.content.language, of);
			const began = performance.now();
			try {
				catalogue.put(listing);
			} catch (error) {
				failures.push(`Listing ${listing.reference}: ${error instanceof Error ? error.message : String(error)}`);
			}
			of.milliseconds += performance.now() - began;
			of.listings++;
			for (const text of Object.values(readableTexts(listing.content))) of.characters += text.length;
		}
		step.update({ done: (done += page.length), total });
		const last = page.at(-1);
		if (!last || page.length < BATCH) break;
		after = { publishedAt: last.publishedAt, id: last.id };
	}
	step.finish(`${done} published listings, ${Math.round(process.memoryUsage().rss / 1024 / 1024)} MB in memory`);
	print(figures);
	for (const failure of failures) process.stderr.write(`${failure}\n`);
	if (touch) {
		// The database's own trigger numbers the change and tells every server.
		const { rowCount } = await database.pool.query("update listing set updated_at = updated_at where state = 'published'");
		process.stdout.write(`Running servers read ${rowCount ?? 0} listings again.\n`);
	}
	return failures.length;
}

function print(figures: ReadonlyMap<string, LanguageFigures>): void {
	if (figures.size === 0) return;
	const rows = [...figures].sort((a, b) => b[1].listings - a[1].listings);
	process.stdout.write('  language  listings  ms a listing  characters a listing\n');
	for (const [language, { listings, milliseconds, characters }] of rows) {
		const cells = [String(listings).padStart(8), (milliseconds / listings).toFixed(2).padStart(12), String(Math.round(characters / listings)).padStart(20)];
		process.stdout.write(`  ${language.padEnd(8)}  ${cells.join('  ')}\n`);
	}
}
