import type { Terms } from './terms.ts';

/** A part of the terms as the page shows it, one line each. */
export const TERM_LINES = [
	'transfer', 'exclusivity', 'sublicence', 'territory', 'scope', 'fieldOfUse', 'lumpSum', 'milestones', 'royalty', 'trainingDays', 'support', 'warranties', 'duration', 'other',
] as const;
export type TermLine = (typeof TERM_LINES)[number];

/** What of the terms a line is made of, so that two versions can be compared whatever the order of fields. */
const PARTS: Record<TermLine, (terms: Terms) => unknown> = {
	transfer: ({ transfer }) => transfer,
	exclusivity: ({ exclusivity }) => exclusivity,
	sublicence: ({ sublicence }) => sublicence,
	territory: ({ territory, worldwide, territoryWords }) => [worldwide ? 'worldwide' : [...territory].sort(), territoryWords],
	scope: ({ scope }) => scope,
	fieldOfUse: ({ fieldOfUse }) => fieldOfUse,
	lumpSum: ({ lumpSum }) => lumpSum && [lumpSum.minor, lumpSum.currency],
	milestones: ({ milestones }) => milestones.map(({ what, amount, dueOn }) => [what, amount.minor, amount.currency, dueOn]),
	royalty: ({ royalty }) => royalty && [royalty.base, royalty.rateBp, royalty.minimum?.minor, royalty.cap?.minor],
	trainingDays: ({ trainingDays }) => trainingDays,
	support: ({ support }) => support,
	warranties: ({ warranties }) => warranties,
	duration: ({ duration, months }) => [duration, duration === 'months' ? months : null],
	other: ({ other }) => other,
};

/** The lines in which two versions differ, in the order they are shown. */
export function changedLines(before: Terms, after: Terms): TermLine[] {
	return TERM_LINES.filter((line) => JSON.stringify(PARTS[line](before)) !== JSON.stringify(PARTS[line](after)));
}

/** A run of text that stands in both versions, or in one. */
export interface TextRun {
	text: string;
	kind: 'same' | 'removed' | 'added';
}

/** Above so many words a side the texts are shown whole: the table of the comparison grows with their product. */
const MOST_WORDS = 1200;

/**
 * What changed between two texts, word by word, as ICU cuts words (Thai, Lao, Khmer, Burmese and Chinese too): a longest
 * common subsequence. The runs without the added ones are `before`, those without the removed ones `after`.
 */
export function textDifference(before: string, after: string, language: string): TextRun[] {
	const segmenter = new Intl.Segmenter(language, { granularity: 'word' });
	const words = (text: string) => [...segmenter.segment(text)].map(({ segment }) => segment);
	const [left, right] = [words(before), words(after)];
	if (left.length > MOST_WORDS || right.length > MOST_WORDS) return joined([{ text: before, kind: 'removed' }, { text: after, kind: 'added' }]);
	const lengths = commonLengths(left, right);
	const runs: TextRun[] = [];
	let [i, j] = [0, 0];
	while (i < left.length && j < right.length) {
		if (left[i] === right[j]) {
			runs.push({ text: left[i]!, kind: 'same' });
			i++;
			j++;
		} else if (lengths[i + 1]![j]! >= lengths[i]![j + 1]!) runs.push({ text: left[i++]!, kind: 'removed' });
		else runs.push({ text: right[j++]!, kind: 'added' });
	}
	runs.push(...left.slice(i).map((text): TextRun => ({ text, kind: 'removed' })), ...right.slice(j).map((text): TextRun => ({ text, kind: 'added' })));
	return joined(runs);
}

/** The length of the longest common subsequence of each pair of tails. */
function commonLengths(left: readonly string[], right: readonly string[]): Uint16Array[] {
	const lengths = Array.from({ length: left.length + 1 }, () => new Uint16Array(right.length + 1));
	for (let i = left.length - 1; i >= 0; i--)
		for (let j = right.length - 1; j >= 0; j--)
			lengths[i]![j] = left[i] === right[j] ? lengths[i + 1]![j + 1]! + 1 : Math.max(lengths[i + 1]![j]!, lengths[i]![j + 1]!);
	return lengths;
}

function joined(runs: readonly TextRun[]): TextRun[] {
	const result: TextRun[] = [];
	for (const run of runs) {
		const last = result.at(-1);
		if (run.text === '') continue;
		if (last?.kind === run.kind) last.text += run.text;
		else result.push({ ...run });
	}
	return result;
}
