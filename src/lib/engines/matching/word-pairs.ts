import type { Reading } from '../reading/text-reader.ts';

/** Words further apart are no neighbours: a space or a hyphen may be between them, no other word. */
const FURTHEST = 2;

/** A text rarely says more that is worth comparing; later ones are left out. */
export const MOST_PAIRS = 600;

/**
 * The pairs of neighbouring words of a text, in the pivot, by their surest translations: "energy storage" says more than "energy" and
 * "storage" here and there. Each as a hash of 31 bits (FNV-1a): two pairs of thousands fall together once in a million.
 */
export function* neighbouringPairs({ words, pivots }: Reading, text: string): Generator<number> {
	const surest = new Map<number, { pivot: string; weight: number; end: number }>();
	for (const { pivot, weight, start, end } of pivots) {
		const known = surest.get(start);
		if (!known || end > known.end || (end === known.end && weight > known.weight)) surest.set(start, { pivot, weight, end });
	}
	let before: { pivot: string; end: number } | undefined;
	for (const { start } of words) {
		const said = surest.get(start);
		if (before && start < before.end) continue;
		if (said && before && start - before.end <= FURTHEST && !/[.,;:!?()，。；：！？（）、]/.test(text.slice(before.end, start)) && before.pivot !== said.pivot)
			yield hashOf(`${before.pivot} ${said.pivot}`);
		before = said;
	}
}

function hashOf(text: string): number {
	let hash = 0x811c9dc5;
	for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
	return hash >>> 1;
}

/** Of two ascending lists of pairs, those in both against the geometric mean of their lengths: a cosine, 0..1. */
export function pairLikeness(a: Int32Array, b: Int32Array): number {
	let common = 0;
	for (let i = 0, j = 0; i < a.length && j < b.length; ) {
		if (a[i] === b[j]) {
			common++;
			i++;
			j++;
		} else if (a[i]! < b[j]!) i++;
		else j++;
	}
	return common === 0 ? 0 : common / Math.sqrt(a.length * b.length);
}
