import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { openLexicon } from '#lib/engines/lexicon/read-lexicon-file.ts';
import { TextReader } from '#lib/engines/reading/text-reader.ts';
import { cancelMatchPass } from '#lib/server/matching/pass/cancel-match-pass.ts';
import { runMatchPass } from '#lib/server/matching/pass/run-match-pass.ts';
import { isExpectedError } from '#lib/server/platform/errors.ts';
import { weightsInUse } from '#lib/server/matching/weights/weights-in-use.ts';
import { systemClock } from '#lib/server/platform/clock.ts';
import { ListingCatalogue } from '#lib/server/search/listing-catalogue.ts';
import { publicListingsAfter, publishedChangeNumbers } from '#lib/server/search/queries.ts';
import { loadedThesaurus } from '#lib/server/thesaurus/living-thesaurus.ts';
import { createProgress, type Progress } from './progress.ts';
import { matchingThreads } from './matching-threads.ts';
import { projectFolder } from './project.ts';
import type { CommandDatabase } from './with-database.ts';

/** Listings read from the database at once. */
const BATCH = 500;

/** Matches all with all and prints how far it is. Ctrl-C stops it after the listings in hand; the next call goes on. */
export async function matchAll(
	database: CommandDatabase,
	options: { origin: 'night' | 'command' | 'first-start'; threads?: number },
): Promise<void> {
	const progress = createProgress();
	const catalogue = new ListingCatalogue(
		new TextReader(openLexicon(), await loadedThesaurus(database.db, join(projectFolder, 'data', 'thesaurus'), systemClock())),
	);
	const listings = await fill(catalogue, database, progress);
	const interrupted = stopOnSignals();
	const { weights } = await weightsInUse(database.db);
	const threads = matchingThreads(catalogue, { listings, threads: options.threads ?? availableParallelism(), weights, url: database.url });
	const step = progress.step('Matching');
	try {
		const pass = await runMatchPass(
			{ database, clock: systemClock, source: threads.source, match: threads.match },
			{
				origin: options.origin,
				signal: interrupted.signal,
				progress: ({ done, total, pairs }) => step.update({ done, total, note: `${pairs} pairs` }),
			},
		);
		if (pass.state === 'finished') step.finish(`${pass.done} listings, ${pass.pairs} pairs`);
		else step.fail(`${pass.state === 'running' ? 'stopped; the next call goes on' : pass.state} after ${pass.done} of ${pass.total} listings`);
	} catch (error) {
		step.fail(isExpectedError(error, 'conflict') ? 'another one is running' : 'failed');
		// At night whoever was first does the work of both.
		if (options.origin === 'command' || !isExpectedError(error, 'conflict')) throw error;
	} finally {
		interrupted.forget();
		await threads.stop();
	}
}

/** Ends the matching that is running, for the operator of this installation. */
export async function cancelPass(database: CommandDatabase): Promise<void> {
	await cancelMatchPass({ db: database.db, clock: systemClock }, { kind: 'operator', name: 'match' });
	process.stdout.write('The matching ends after the listings in hand.\n');
}

async function fill(catalogue: ListingCatalogue, { db }: CommandDatabase, progress: Progress): Promise<number> {
	const total = (await publishedChangeNumbers(db)).size;
	const step = progress.step('Index');
	let after: Parameters<typeof publicListingsAfter>[1] = null;
	for (let done = 0; ; ) {
		const page = await publicListingsAfter(db, after, BATCH);
		for (const listing of page) catalogue.put(listing);
		step.update({ done: (done += page.length), total });
		const last = page.at(-1);
		if (!last || page.length < BATCH) {
			step.finish(`${done} published listings`);
			return done;
		}
		after = { publishedAt: last.publishedAt, id: last.id };
	}
}

function stopOnSignals(): { signal: AbortSignal; forget(): void } {
	const controller = new AbortController();
	const stop = () => controller.abort();
	const signals: NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];
	for (const signal of signals) process.on(signal, stop);
	return {
		signal: controller.signal,
		forget: () => {
			for (const signal of signals) process.off(signal, stop);
		},
	};
}
