import type { Place } from './floor-plan.ts';

/** How large a stand's label is written, so that it stays within its walls; in decimetres. */
export function labelSize(label: string, { width, depth }: Pick<Place, 'width' | 'depth'>): number {
	// Capital letters and digits are about two thirds as wide as they are high.
	return Math.max(4, Math.round(Math.min(depth * 0.45, (width * 0.8) / ([...label].length * 0.66), 16) * 10) / 10);
}
