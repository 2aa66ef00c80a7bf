import type { QueueFilters } from '#lib/brokering/queue-address.ts';
import type { QueuePage } from '#lib/brokering/views.ts';
import type { Thesaurus } from '#lib/engines/thesaurus/thesaurus.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import type { Clock } from '#lib/server/platform/clock.ts';
import type { Executor } from '#lib/server/platform/database.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { countBetween, countViews, introducedByOthers, queueLines, type QueueQuestion } from './queue/queries.ts';
import { centresSeen, isOfficer } from './rules.ts';

/** Pairs of one page of the queue. */
export const QUEUE_PAGE = 50;
const NEWS_DAYS = 7;
const NEWS = 5;

/** An officer's queue: the pairs with a side of the officer's centres, as the filters ask. Errors: forbidden. */
export async function viewQueue(
	context: { db: Executor; clock: Clock; thesaurus: Pick<Thesaurus, 'concept'> },
	actor: Actor,
	filters: QueueFilters,
): Promise<QueuePage> {
	if (actor.kind !== 'member' || !isOfficer(actor)) throw new ExpectedError('forbidden', 'The queue is for officers.');
	const { db } = context;
	const now = context.clock();
	const centreIds = centresSeen(actor);
	const areas = filters.area ? withNarrower(context.thesaurus, filters.area) : [];
	const question: QueueQuestion = { centreIds, userId: actor.userId, filters, areas, now };
	const counts = await countViews(db, question);
	const pages = Math.max(1, Math.ceil(counts[filters.view] / QUEUE_PAGE));
	const page = Math.min(filters.page, pages);
	return {
		lines: await queueLines(db, question, { limit: QUEUE_PAGE, offset: (page - 1) * QUEUE_PAGE }),
		counts,
		between: await countBetween(db, question),
		page,
		pages,
		news: await introducedByOthers(db, centreIds ?? [], new Date(now.getTime() - NEWS_DAYS * 86_400_000), NEWS),
	};
}

/** A concept and all below it. */
function withNarrower(thesaurus: Pick<Thesaurus, 'concept'>, id: string): string[] {
	const all = new Set([id]);
	for (const each of all) for (const narrower of thesaurus.concept(each)?.narrower ?? []) all.add(narrower);
	return [...all];
}
