import { andInto, andNotInto, clearBit, createBitmap, setBit } from './bitmap.ts';
import type { Bitmap } from './bitmap.ts';
import { documentsWithAny } from './facets.ts';
import type { QueryPlan } from './plan.ts';
import { addDocumentsOf, positionOf } from './segment.ts';
import type { Segment } from './segment.ts';

/** Facet positions with the wanted value numbers; unknown values are left out, so a set may be empty. */
export type Selection = ReadonlyMap<number, ReadonlySet<number>>;

/** Which documents of a segment a request allows, before and after its filters. */
export interface MatchRules {
	plan: QueryPlan;
	filters: Selection;
	/** All of these hold, whatever is counted. */
	required: readonly Selection[];
	excluded: Selection;
	/** Sequence numbers. */
	excludedDocuments: readonly number[];
	/** Sequence numbers of the only documents that may be answers; `null`: all may. */
	within: readonly number[] | null;
}

/** Documents that hold at least one alternative of at least one of the groups. */
function unionOf(segment: Segment, groups: QueryPlan['groups']): Bitmap {
	const union = createBitmap(segment.slots);
	for (const { alternatives } of groups) {
		for (const { term } of alternatives) {
			const position = positionOf(segment.terms, term);
			if (position >= 0) addDocumentsOf(segment, position, union);
		}
	}
	return union;
}

/**
 * Living documents that have every `must` group, no `not` group and are not excluded; filters are not applied yet.
 * Returns `null` when that is simply all that live, so that the common search pays nothing.
 */
export function eligible(segment: Segment, rules: MatchRules): Bitmap | null {
	const must = rules.plan.groups.filter((group) => group.occur === 'must');
	const not = rules.plan.groups.filter((group) => group.occur === 'not');
	const restrictions = must.length + not.length + rules.required.length + rules.excluded.size + rules.excludedDocuments.length;
	if (restrictions === 0 && rules.within === null) return null;
	const result = rules.within ? documentsAmong(segment, rules.within) : segment.live.slice();
	for (const selection of rules.required) {
		for (const [facet, values] of selection) andInto(result, documentsWithAny(segment.facets[facet]!, values, segment.slots));
	}
	for (const group of must) andInto(result, unionOf(segment, [group]));
	if (not.length > 0) andNotInto(result, unionOf(segment, not));
	for (const [facet, values] of rules.excluded) {
		andNotInto(result, documentsWithAny(segment.facets[facet]!, values, segment.slots));
	}
	for (const sequence of rules.excludedDocuments) {
		const slot = positionOf(segment.sequences, sequence);
		if (slot >= 0) clearBit(result, slot);
	}
	return result;
}

/** The living among these documents that are in the segment. */
function documentsAmong(segment: Segment, sequences: readonly number[]): Bitmap {
	const result = createBitmap(segment.slots);
	for (const sequence of sequences) {
		const slot = positionOf(segment.sequences, sequence);
		if (slot >= 0) setBit(result, slot);
	}
	andInto(result, segment.live);
	return result;
}

/** By filtered facet: the documents that pass that filter. */
export function passing(segment: Segment, filters: Selection): Map<number, Bitmap> {
	const result = new Map<number, Bitmap>();
	for (const [facet, values] of filters) {
		result.set(facet, documentsWithAny(segment.facets[facet]!, values, segment.slots));
	}
	return result;
}

/** `candidates` under every filter but the one on `except`; the set itself when there is nothing to apply. */
export function underFilters(candidates: Bitmap, filters: ReadonlyMap<number, Bitmap>, except = -1): Bitmap {
	let result = candidates;
	for (const [facet, bitmap] of filters) {
		if (facet === except) continue;
		if (result === candidates) result = candidates.slice();
		andInto(result, bitmap);
	}
	return result;
}

/** What the query's words match among the eligible: with a `must` group or no words at all, all of them. */
export function matching(segment: Segment, rules: MatchRules, eligibleOnes: Bitmap | null): Bitmap {
	const should = rules.plan.groups.filter((group) => group.occur === 'should');
	const wordsRequired = should.length > 0 && !rules.plan.groups.some((group) => group.occur === 'must');
	if (!wordsRequired) return eligibleOnes ?? segment.live;
	const union = unionOf(segment, should);
	if (eligibleOnes) andInto(union, eligibleOnes);
	return union;
}
