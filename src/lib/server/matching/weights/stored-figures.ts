import { z } from 'zod';
import type { WeightComparison } from '#lib/engines/matching/compare-weights.ts';

const figures = z.object({ auc: z.number(), logLoss: z.number(), precision: z.number() });
const comparison = z.object({ strongest: z.number(), default: figures, learned: figures });

/** The comparison that was stored with learned weights. */
export type StoredFigures = WeightComparison;

/** Null where an earlier version stored something else. */
export function figuresIn(stored: unknown): StoredFigures | null {
	const read = comparison.safeParse(stored);
	return read.success ? read.data : null;
}
