import { task, taskKey, type Jobs } from '#lib/server/platform/jobs.ts';
import type { Clock } from '#lib/server/platform/clock.ts';
import type { Database } from '#lib/server/platform/database.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import type { SearchService } from '#lib/server/search/search-service.ts';
import { reannotateKey } from './apply-plan.ts';
import type { LivingThesaurus } from './living-thesaurus.ts';
import { reannotationOf, unfinishedReannotations, updateReannotation } from './queries.ts';

export interface ReannotationContext {
	db: Database;
	clock: Clock;
	jobs(): Jobs;
	search: SearchService;
	livingThesaurus: LivingThesaurus;
	/** What follows from a listing that reads differently, such as the pairs it is suggested in. */
	listingsReadAnew?(ids: readonly string[]): Promise<void>;
}

/** Listings between two marks of progress. */
const BATCH = 100;

/**
 * Goes through the listings that a revision concerns, in the order of their ids, and marks how far it came: a job that was
 * killed goes on behind the mark. Every process reads its own index anew as soon as it hears of the revision; this job sees
 * to it that everything that is stored follows too, and that the count is known.
 */
export async function reannotate(context: ReannotationContext, revision: number, signal?: AbortSignal): Promise<void> {
	const row = await reannotationOf(context.db, revision);
	if (!row || row.finishedAt) return;
	const { search, livingThesaurus: living } = context;
	if (!search.ready) throw new ExpectedError('unavailable', 'The index is filling.');
	await living.reload();
	await living.settled();
	const { current } = living;
	const moved = new Set(row.concepts);
	const below = [...current.all()].filter(({ id }) => current.ancestors(id).some((above) => moved.has(above))).map(({ id }) => id);
	const concerned = search.concernedBy({ labels: row.labels, concepts: [...moved, ...below] }).sort();
	let { done, after } = row;
	for (let left = concerned.filter((id) => id > after); left.length > 0; left = left.slice(BATCH)) {
		if (signal?.aborted) throw new ExpectedError('unavailable', 'The server stops.');
		const batch = left.slice(0, BATCH);
		await context.listingsReadAnew?.(batch);
		done += batch.length;
		after = batch.at(-1)!;
		await updateReannotation(context.db, revision, { listings: concerned.length, done, after });
	}
	await updateReannotation(context.db, revision, { listings: concerned.length, finishedAt: context.clock() });
}

/** The jobs of the thesaurus: go through the listings of a change, and take up what stands because a server was killed. */
export function thesaurusTasks(context: ReannotationContext) {
	return [
		task(reannotateKey, ({ revision }, run) => reannotate(context, revision, run.signal), { retries: 20, retryDelaySeconds: 2 }),
		task(
			taskKey<Record<string, never>>('thesaurus.take-up'),
			async () => {
				for (const revision of await unfinishedReannotations(context.db)) await context.jobs().enqueue(reannotateKey, { revision }, { singletonKey: `${revision}` });
			},
			{ cron: '*/5 * * * *' },
		),
	];
}
