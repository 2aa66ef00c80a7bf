import { isSignedIn, writesFor, type Actor } from '#lib/server/accounts/actor.ts';
import { organisationById } from '#lib/server/network/queries.ts';
import { asActor } from '#lib/server/platform/acting.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import type { ExpertsContext } from '../context.ts';
import type { ServiceRequestInput } from '../input.ts';
import { changeOf } from './change-request.ts';
import { findRequest, insertRequest } from './queries.ts';

/**
 * Asks for technical service on behalf of an organisation that is admitted; its centre is told. Answers the request's number.
 * Errors: unauthenticated, forbidden.
 */
export async function askForService(context: ExpertsContext, actor: Actor, input: ServiceRequestInput): Promise<number> {
	if (!isSignedIn(actor)) throw new ExpectedError('unauthenticated', 'Only members ask for technical service.');
	if (!writesFor(actor, input.organisationId)) throw new ExpectedError('forbidden', 'Owners and editors ask for their organisation.');
	return asActor(context.db, actor, async (tx) => {
		const organisation = await organisationById(tx, input.organisationId);
		if (organisation?.state !== 'admitted') throw new ExpectedError('forbidden', 'The organisation is not admitted.');
		const now = context.clock();
		const { id, number } = await insertRequest(tx, { ...input, centreId: organisation.centreId, askedBy: actor.userId, state: 'asked', createdAt: now, updatedAt: now });
		const change = changeOf(context, actor, tx, (await findRequest(tx, number))!);
		await change.record('ask', { words: '', language: input.language });
		await change.tell(await change.officers(), { kind: 'asked', organisation: organisation.names });
		await recordAudit(tx, { actor, action: 'service-request.ask', entity: 'service-request', entityId: id, about: { organisationId: organisation.id, centreId: organisation.centreId } });
		return number;
	});
}
