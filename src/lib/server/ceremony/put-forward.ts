import type { Actor } from '#lib/server/accounts/actor.ts';
import { changeAgreement, type AgreementChange } from '#lib/server/agreements/change-agreement.ts';
import type { DockingContext } from '#lib/server/docking/context.ts';
import { personOf } from '#lib/server/events/change-event.ts';
import { findEvent } from '#lib/server/events/queries.ts';
import { asActor, operator } from '#lib/server/platform/acting.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { ceremonyOf, deleteSigning, insertSigning, nextPosition, partiesOfSigning, signingOf, updateSigning, updateSigningParty, type SigningRow } from './queries.ts';
import { agreesFor, signingRules, type SigningForRules, type SigningRight } from './rules.ts';
import { asText } from './signatories.ts';

type Input = { reference: string };

/** What a change of an agreement's place at a ceremony works with. */
interface SigningChange extends AgreementChange {
	signing: SigningRow | undefined;
}

/** Runs a change by somebody who is in the agreement; it stands in the agreement's history, and the others hear of it. */
async function changeSigning(context: DockingContext, actor: Actor, { reference }: Input, right: SigningRight, work: (change: SigningChange) => Promise<{ step: string; eventId: string }>): Promise<void> {
	await changeAgreement(context, actor, { reference, right: 'view' }, async (change) => {
		const signing = await signingOf(change.tx, { agreementId: change.row.id });
		if (right !== 'putForward') {
			if (!signing) throw new ExpectedError('not_found', 'It is put forward for no ceremony.');
			await requireSigningRight(change, actor, right, signing.eventId, signing.state === 'agreed');
		}
		const { step, eventId } = await work({ ...change, signing });
		await change.record(step, change.row.state, undefined, { eventId });
		await change.tell('moved');
	});
}

/** Errors: not_found (the event), forbidden, conflict (in another state of the agreement). */
export async function requireSigningRight({ tx, now, forRules }: AgreementChange, actor: Actor, right: SigningRight, eventId: string, agreed: boolean): Promise<void> {
	const event = await findEvent(tx, eventId, now);
	if (!event) throw new ExpectedError('not_found', 'No such ceremony.');
	const asked: SigningForRules = { event: event.forRules, agreement: forRules, agreed };
	if (signingRules[right](actor, asked)) return;
	const inAnother = signingRules[right](actor, { ...asked, agreement: { ...forRules, state: 'ready' } });
	throw new ExpectedError(inAnother ? 'conflict' : 'forbidden', 'This person may not do this with the agreement now.');
}

/** Everybody's agreement is needed before organisers see it; the last one gives it a place at the end of the order. */
async function agree(change: AgreementChange, actor: Actor, signing: SigningRow): Promise<void> {
	const { tx, now, forRules } = change;
	for (const position of agreesFor(actor, forRules)) await updateSigningParty(tx, signing.id, position, { agreedBy: personOf(actor), agreedAt: now });
	const open = (await partiesOfSigning(tx, signing.id)).some(({ agreedAt }) => agreedAt === null);
	if (!open && signing.state === 'proposed') {
		// The others in the order are not his to see.
		const position = await asActor(tx, operator('ceremony'), (tx) => nextPosition(tx, signing.sessionId));
		await updateSigning(tx, signing.id, { state: 'agreed', position });
	}
}

/**
 * Proposes an agreement that is ready to sign for a ceremony, and agrees for the own side. Errors: not_found (also a session that is
 * no ceremony), forbidden, conflict (not ready; put forward already).
 */
export async function putForward(context: DockingContext, actor: Actor, input: Input & { sessionId: string }): Promise<void> {
	await changeSigning(context, actor, input, 'putForward', async (change) => {
		const { tx, row, now, parties, signing } = change;
		const session = await ceremonyOf(tx, { sessionId: input.sessionId });
		if (!session || session.state !== 'on') throw new ExpectedError('not_found', 'No such ceremony.');
		await requireSigningRight(change, actor, 'putForward', session.eventId, false);
		if (signing) throw new ExpectedError('conflict', 'It is put forward for a ceremony already.');
		const made = await insertSigning(
			tx,
			{ eventId: session.eventId, sessionId: session.id, agreementId: row.id, putForwardBy: personOf(actor), putForwardAt: now },
			parties.map(({ position, signatory, signatoryTitle }) => ({ position, names: asText(signatory), titles: asText(signatoryTitle) })),
		);
		await agree(change, actor, made);
		return { step: 'put-forward', eventId: session.eventId };
	});
}

/** Agrees for the own side that it is shown. Errors: not_found, forbidden, conflict. */
export async function agreeToCeremony(context: DockingContext, actor: Actor, input: Input): Promise<void> {
	await changeSigning(context, actor, input, 'putForward', async (change) => {
		if (!change.signing) throw new ExpectedError('not_found', 'It is put forward for no ceremony.');
		await requireSigningRight(change, actor, 'putForward', change.signing.eventId, change.signing.state === 'agreed');
		await agree(change, actor, change.signing);
		return { step: 'agree-to-ceremony', eventId: change.signing.eventId };
	});
}

/** Any side takes it back: organisers see it no longer. Errors: not_found, forbidden, conflict. */
export async function takeBack(context: DockingContext, actor: Actor, input: Input): Promise<void> {
	await changeSigning(context, actor, input, 'takeBack', async ({ tx, signing }) => {
		await deleteSigning(tx, signing!.id);
		return { step: 'take-back', eventId: signing!.eventId };
	});
}
