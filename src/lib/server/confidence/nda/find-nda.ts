import type { Actor } from '#lib/server/accounts/actor.ts';
import type { Transaction } from '#lib/server/platform/database.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import type { DockingAccess } from '#lib/server/docking/rules.ts';
import { ndasOf, signaturesOf, type NdaRow, type SignatureRow } from '../queries.ts';
import { ndaRules, signedSides, type NdaForRules, type NdaRight } from '../rules.ts';

const OPEN: readonly NdaRow['state'][] = ['proposed', 'half_signed', 'in_force'];

export interface FoundNda {
	/** The agreement that is open or in force. */
	current: NdaRow | null;
	all: NdaRow[];
	signatures: SignatureRow[];
	forRules: NdaForRules;
}

/** The agreements of a docking with what rules need; inside `asActor`. */
export async function findNda(tx: Transaction, docking: { row: { id: string }; access: DockingAccess }, options: { lock?: boolean } = {}): Promise<FoundNda> {
	const all = await ndasOf(tx, docking.row.id, options);
	const signatures = await signaturesOf(tx, docking.row.id);
	const current = all.find(({ state }) => OPEN.includes(state)) ?? null;
	const signed = signedSides(signatures.filter(({ ndaId }) => ndaId === current?.id));
	return { current, all, signatures, forRules: { access: docking.access, state: current?.state ?? null, proposedSide: current?.proposedSide ?? null, signed } };
}

/** The open agreement, for a right to it and as it was on the page. Errors: not_found, forbidden, conflict (it changed meanwhile). */
export function currentNda(actor: Actor, found: FoundNda, right: NdaRight, seen: { number: number; hash?: string }): NdaRow {
	const { current } = found;
	if (!current) throw new ExpectedError(found.all.some(({ number }) => number === seen.number) ? 'conflict' : 'not_found', 'There is no open agreement.');
	if (current.number !== seen.number || (seen.hash !== undefined && current.documentHash !== seen.hash)) throw new ExpectedError('conflict', 'Another agreement stands there by now.');
	if (!ndaRules[right](actor, found.forRules)) throw new ExpectedError('forbidden', 'This person may not do this with the agreement.');
	return current;
}
