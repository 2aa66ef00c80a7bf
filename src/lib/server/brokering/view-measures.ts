import type { MeasureRow } from '#lib/brokering/views.ts';
import type { Measure } from '#lib/brokering/vocabulary.ts';
import type { Thesaurus } from '#lib/engines/thesaurus/thesaurus.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import type { Clock } from '#lib/server/platform/clock.ts';
import type { Executor } from '#lib/server/platform/database.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { countMeasures } from './measures/queries.ts';
import { centresSeen, isOfficer } from './rules.ts';

/**
 * The measures of an officer's pairs by centre, country pair or area, counted from the records; the secretariat's cover all
 * centres. Errors: forbidden.
 */
export async function viewMeasures(
	context: { db: Executor; clock: Clock; thesaurus: Pick<Thesaurus, 'areas' | 'concept'> },
	actor: Actor,
	measure: Measure,
): Promise<MeasureRow[]> {
	if (!isOfficer(actor)) throw new ExpectedError('forbidden', 'The measures are for officers.');
	return countMeasures(context.db, measure, {
		centreIds: centresSeen(actor),
		now: context.clock(),
		topAreas: measure === 'area' ? topAreas(context.thesaurus) : new Map(),
	});
}

/** Every concept below one of the top areas, with the first area that it lies below. */
function topAreas(thesaurus: Pick<Thesaurus, 'areas' | 'concept'>): Map<string, string> {
	const top = new Map<string, string>();
	for (const area of thesaurus.areas()) {
		const below = new Set([area.id]);
		for (const each of below) for (const narrower of thesaurus.concept(each)?.narrower ?? []) below.add(narrower);
		for (const each of below) if (!top.has(each)) top.set(each, area.id);
	}
	return top;
}
