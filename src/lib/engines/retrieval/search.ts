import { countBits, positionsInto } from './bitmap.ts';
import type { Bitmap } from './bitmap.ts';
import { countValuesInto, rankedCounts } from './facets.ts';
import type { FacetValues } from './facets.ts';
import { eligible, matching, passing, underFilters } from './matches.ts';
import type { MatchRules } from './matches.ts';
import { ScoringMemory, collectTop } from './maxscore.ts';
import type { Segment } from './segment.ts';
import { TopDocuments } from './top-documents.ts';
import type { FacetCount, SearchHit } from './types.ts';

/** A request in the index's own numbers. */
export interface SearchOrder {
	rules: MatchRules;
	limit: number;
	offset: number;
	countTotal: boolean;
	/** Positions of the facets to count. */
	counted: readonly number[];
}

export interface SearchAnswer {
	total: number;
	hits: SearchHit[];
	/** In the order of `counted`. */
	facets: FacetCount[][];
}

export interface SearchSpace {
	/** Settled, in order of insertion. */
	segments: readonly Segment[];
	facets: readonly FacetValues[];
	idOf: (sequence: number) => string;
	memory: ScoringMemory;
}

/** Runs the order over all segments: counts first, by bitmaps, then the best documents, by MaxScore. */
export function runSearch(order: SearchOrder, space: SearchSpace): SearchAnswer {
	const { plan, filters } = order.rules;
	const mustMatch = plan.groups.some((group) => group.occur === 'must');
	const listing = !mustMatch && !plan.groups.some((group) => group.occur === 'should');
	const top = new TopDocuments(listing ? 0 : order.offset + order.limit, mustMatch ? -1 : 0);
	const counts = order.counted.map((facet) => new Float64Array(space.facets[facet]!.size));
	const listed: Bitmap[] = [];
	let total = 0;
	for (const segment of space.segments) {
		const eligibleOnes = eligible(segment, order.rules);
		const passingOnes = passing(segment, filters);
		if (order.countTotal || order.counted.length > 0 || listing) {
			const matches = matching(segment, order.rules, eligibleOnes);
			const filtered = underFilters(matches, passingOnes);
			if (order.countTotal) total += countBits(filtered);
			if (listing) listed.push(filtered);
			order.counted.forEach((facet, i) => {
				const shown = passingOnes.has(facet) ? underFilters(matches, passingOnes, facet) : filtered;
				countValuesInto(segment.facets[facet]!, shown, counts[i]!);
			});
		}
		if (listing) continue;
		const restricted = eligibleOnes !== null || passingOnes.size > 0;
		const allowed = restricted ? underFilters(eligibleOnes ?? segment.live, passingOnes) : null;
		collectTop(segment, plan, allowed, top, space.memory);
	}
	return {
		total: order.countTotal ? total : -1,
		hits: listing ? newestFirst(listed, order, space) : rankedHits(top, order, space),
		facets: order.counted.map((facet, i) => rankedCounts(space.facets[facet]!, counts[i]!)),
	};
}

function rankedHits(top: TopDocuments, order: SearchOrder, space: SearchSpace): SearchHit[] {
	return top
		.ranked()
		.slice(order.offset)
		.map(({ score, sequence }) => ({ id: space.idOf(sequence), score: score * order.rules.plan.unit }));
}

/** Without words there is nothing to rank by: the documents added last come first. */
function newestFirst(matches: readonly Bitmap[], order: SearchOrder, space: SearchSpace): SearchHit[] {
	const hits: SearchHit[] = [];
	let skip = order.offset;
	for (let s = matches.length - 1; s >= 0 && hits.length < order.limit; s--) {
		const count = countBits(matches[s]!);
		if (count <= skip) {
			skip -= count;
			continue;
		}
		const segment = space.segments[s]!;
		const slots = new Int32Array(count);
		positionsInto(matches[s]!, 0, segment.slots, slots);
		for (let i = count - 1 - skip; i >= 0 && hits.length < order.limit; i--) {
			hits.push({ id: segment.ids[slots[i]!]!, score: 0 });
		}
		skip = 0;
	}
	return hits;
}
