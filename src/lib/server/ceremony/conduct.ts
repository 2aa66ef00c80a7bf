import { PHOTO_SLOTS } from '#lib/ceremony/vocabulary.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { findAgreement, type FoundAgreement } from '#lib/server/agreements/queries.ts';
import { changeEvent, gone, type Change } from '#lib/server/events/change-event.ts';
import type { EventsContext } from '#lib/server/events/context.ts';
import { choiceInput, idIn, wrong } from '#lib/server/events/input.ts';
import { asActor, operator } from '#lib/server/platform/acting.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import type { Transaction } from '#lib/server/platform/database.ts';
import { dropPhoto, isPhotoOf, orderOf, putPhoto, signingOf, updateSigning, type SigningRow } from './queries.ts';

type Context = Pick<EventsContext, 'db' | 'clock'>;
type Input = { eventId: string; form: FormData };

/** An agreement of the order, which its organisers are not in: what of it they may read is chosen by whoever calls this. */
export async function agreementOf(tx: Transaction, { agreementId }: Pick<SigningRow, 'agreementId'>): Promise<FoundAgreement> {
	const found = await asActor(tx, operator('ceremony'), (tx) => findAgreement(tx, { id: agreementId }));
	if (!found) throw gone('agreement');
	return found;
}

/** An entry that all parties agreed to; others do not exist for organisers. */
async function entryOf({ tx, row }: Change, form: FormData): Promise<SigningRow> {
	const id = idIn(form);
	const signing = id === null ? undefined : await signingOf(tx, { id, eventId: row.id });
	if (!signing || signing.state !== 'agreed') throw gone('signing');
	return signing;
}

/** Moves an entry one place up or down in the order of its ceremony. Errors: not_found, forbidden. */
export async function moveSigning(context: Context, actor: Actor, { eventId, form }: Input): Promise<void> {
	await changeEvent(context, actor, { eventId, action: 'order-signings' }, async (change) => {
		const signing = await entryOf(change, form);
		const order = (await orderOf(change.tx, change.row.id)).filter(({ sessionId }) => sessionId === signing.sessionId);
		const from = order.findIndex(({ id }) => id === signing.id);
		const to = from + (choiceInput(form, 'by', ['up', 'down']) === 'up' ? -1 : 1);
		if (to < 0 || to >= order.length) return;
		order.splice(to, 0, ...order.splice(from, 1));
		for (const [position, { id }] of order.entries()) await updateSigning(change.tx, id, { position });
		change.note({ detail: { signingId: signing.id }, before: { position: from + 1 }, after: { position: to + 1 } });
	});
}

/**
 * Notes that the parties signed on stage, or takes that back. The agreement is signed only when its signed document is put in
 * (`signAtCeremony`, or its own page). Errors: not_found, forbidden, conflict (no longer ready).
 */
export async function noteOnStage(context: Context, actor: Actor, { eventId, form }: Input): Promise<void> {
	await changeEvent(context, actor, { eventId, action: 'note-on-stage' }, async (change) => {
		const signing = await entryOf(change, form);
		const onStageAt = choiceInput(form, 'signed', ['yes', 'no']) === 'yes' ? change.now : null;
		const { state } = (await agreementOf(change.tx, signing)).row;
		if (onStageAt && !['ready', 'signing', 'signed'].includes(state)) throw new ExpectedError('conflict', 'The agreement is not ready to sign any more.');
		await updateSigning(change.tx, signing.id, { onStageAt });
		change.note({ detail: { signingId: signing.id, signed: onStageAt !== null } });
	});
}

/** Puts a picture of the event's gallery into a slot of a signing, or empties it. Errors: not_found, forbidden, invalid_input. */
export async function choosePhoto(context: Context, actor: Actor, { eventId, form }: Input): Promise<void> {
	await changeEvent(context, actor, { eventId, action: 'choose-signing-photo' }, async (change) => {
		const { tx, row } = change;
		const signing = await entryOf(change, form);
		for (const slot of PHOTO_SLOTS) {
			const photoId = idIn(form, `photo_${slot}`);
			if (photoId && !(await isPhotoOf(tx, row.id, photoId))) throw wrong(`photo_${slot}`, 'not_allowed');
			if (photoId) await putPhoto(tx, { signingId: signing.id, slot, photoId });
			else await dropPhoto(tx, signing.id, slot);
		}
		change.note({ detail: { signingId: signing.id } });
	});
}
