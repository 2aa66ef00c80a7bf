import type { TermDictionary } from './dictionary.ts';
import type { QueryPlan } from './plan.ts';
import { postingField, postingImpact } from './postings.ts';
import { positionOf, postingOf } from './segment.ts';
import type { Segment } from './segment.ts';
import type { FieldOptions, GroupExplanation } from './types.ts';

/** Per group, what `slot` scores and by which alternative and field; the contributions sum to the search's score. */
export function explainSlot(
	segment: Segment,
	slot: number,
	plan: QueryPlan,
	dictionary: TermDictionary,
	fields: readonly FieldOptions[],
): { score: number; groups: GroupExplanation[] } {
	const groups: GroupExplanation[] = [];
	let sum = 0;
	for (const { group, occur, alternatives } of plan.groups) {
		if (occur === 'not') continue;
		let best: { part: number; term: number; field: number } | null = null;
		for (const { term, multiplier } of alternatives) {
			const position = positionOf(segment.terms, term);
			const posting = position < 0 ? -1 : postingOf(segment, position, slot);
			if (posting < 0) continue;
			const part = multiplier * postingImpact(posting);
			if (!best || part > best.part) best = { part, term, field: postingField(posting) };
		}
		if (!best) continue;
		sum += best.part;
		groups.push({
			group,
			term: dictionary.term(best.term),
			field: fields[best.field]!.name,
			contribution: best.part * plan.unit,
		});
	}
	return { score: sum * plan.unit, groups };
}
