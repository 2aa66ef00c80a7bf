import type { MinutesState, Side } from '#lib/centres/vocabulary.ts';

/** What each side has said so far. */
export interface TwoSides {
	chinaBy: string | null;
	chinaAt: Date | null;
	partnerBy: string | null;
	partnerAt: Date | null;
}

export const NOBODY: TwoSides = { chinaBy: null, chinaAt: null, partnerBy: null, partnerAt: null };

export type Said = { sides: TwoSides; both: boolean } | { refused: 'said-already' | 'same-person' };

/** One side says yes. Nobody says it for both sides. */
export function sayYes(sides: TwoSides, side: Side, userId: string, now: Date): Said {
	if ((side === 'china' ? sides.chinaAt : sides.partnerAt) !== null) return { refused: 'said-already' };
	if ((side === 'china' ? sides.partnerBy : sides.chinaBy) === userId) return { refused: 'same-person' };
	const said = side === 'china' ? { ...sides, chinaBy: userId, chinaAt: now } : { ...sides, partnerBy: userId, partnerAt: now };
	return { sides: said, both: said.chinaAt !== null && said.partnerAt !== null };
}

/** What each side wants to become of agreed minutes; null: not said yet. */
export interface Wishes {
	chinaPublish: boolean | null;
	partnerPublish: boolean | null;
}

/** Minutes are published when both sides want it, and kept inside as soon as one does not. Undefined: not agreed yet, or published. */
export function afterWish(state: MinutesState, wishes: Wishes, side: Side, publish: boolean): { state: MinutesState; wishes: Wishes } | undefined {
	if (state !== 'agreed' && state !== 'kept') return undefined;
	const next: Wishes = side === 'china' ? { ...wishes, chinaPublish: publish } : { ...wishes, partnerPublish: publish };
	if (next.chinaPublish === false || next.partnerPublish === false) return { state: 'kept', wishes: next };
	return { state: next.chinaPublish && next.partnerPublish ? 'published' : 'agreed', wishes: next };
}
