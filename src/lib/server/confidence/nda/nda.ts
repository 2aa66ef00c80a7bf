import type { NdaState } from '#lib/confidence/vocabulary.ts';
import { otherSide, type Ball, type DockingNews, type DockingSide, type DockingStand, type NextStep } from '#lib/docking/vocabulary.ts';

/** What happens to a non-disclosure agreement. */
export type NdaEvent = { type: 'sign'; side: DockingSide } | { type: 'decline' } | { type: 'withdraw' } | { type: 'end' };
export const NDA_EVENTS = ['sign', 'decline', 'withdraw', 'end'] as const satisfies readonly NdaEvent['type'][];

/** The state after an event; undefined where it cannot happen. The only place where the states follow one another. */
export function nextNdaState(state: NdaState, event: NdaEvent, facts: { signed: ReadonlySet<DockingSide> }): NdaState | undefined {
	const open = state === 'proposed' || state === 'half_signed';
	switch (event.type) {
		case 'sign':
			if (!open || facts.signed.has(event.side)) return undefined;
			return facts.signed.has(otherSide(event.side)) ? 'in_force' : 'half_signed';
		case 'decline':
			return open ? 'declined' : undefined;
		case 'withdraw':
			return open ? 'withdrawn' : undefined;
		case 'end':
			return state === 'in_force' ? 'ended' : undefined;
	}
}

/** Who may bring an event about, what must be there before it, and whom it tells of what. */
export const NDA_EVENT_RULES: Record<'propose' | NdaEvent['type'], { may: 'propose' | 'sign' | 'decline' | 'withdraw' | 'clock'; needs: string; tells: DockingNews }> = {
	propose: { may: 'propose', needs: 'no other agreement that is open', tells: 'nda' },
	sign: { may: 'sign', needs: 'the very document that was read, a name, a capacity, and the authority to sign', tells: 'nda' },
	decline: { may: 'decline', needs: 'words that say why', tells: 'nda' },
	withdraw: { may: 'withdraw', needs: 'nothing', tells: 'nda' },
	end: { may: 'clock', needs: 'the years agreed are over', tells: 'nda' },
};

/** Whose turn it is after an agreement was proposed, or signed by one side. */
export function ndaTurn(by: DockingStand, signed: ReadonlySet<DockingSide>): { ball: Ball; nextStep: NextStep } {
	if (by !== 'officers') return { ball: signed.has(otherSide(by)) ? by : otherSide(by), nextStep: 'sign_nda' };
	return { ball: signed.has('seeking') ? 'offering' : 'seeking', nextStep: 'sign_nda' };
}
