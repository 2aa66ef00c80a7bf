import { peopleOfParties } from '#lib/server/agreements/queries.ts';
import { peopleOfDocking } from '#lib/server/docking/tell-docking.ts';
import type { Transaction } from '#lib/server/platform/database.ts';
import type { Recipient } from '#lib/server/platform/letter.ts';
import { agreementsToSign, partiesOfAgreement } from './queries.ts';

/** An agreement that is to be signed at a ceremony, with those who hear of it. */
export interface ToSign {
	sessionId: string;
	reference: string;
	/** Whether all parties have agreed to it: organisers learn of no other. */
	agreed: boolean;
	people: readonly Recipient[];
}

/** The agreements put forward for some ceremonies and not signed yet, also those to which a party has not agreed; as the operator. */
export async function whoSigns(tx: Transaction, sessionIds: readonly string[]): Promise<ToSign[]> {
	const toSign: ToSign[] = [];
	for (const { sessionId, agreementId, reference, dockingId, state } of await agreementsToSign(tx, sessionIds))
		toSign.push({ sessionId, reference, agreed: state === 'agreed', people: dockingId ? await peopleOfDocking(tx, dockingId) : await peopleOfParties(tx, await partiesOfAgreement(tx, agreementId)) });
	return toSign;
}
