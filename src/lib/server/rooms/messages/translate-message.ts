import type { Language } from '#lib/engines/text/language.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { changeDocking } from '#lib/server/docking/change-docking.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { log } from '#lib/server/platform/log.ts';
import { TranslationError, type MachineTranslation } from '#lib/server/translation/translation-service.ts';
import type { RoomsContext } from '../context.ts';
import { machineOffer } from './machine-offer.ts';
import { messageById, putTranslation, translationsOf } from './queries.ts';
import { personOf } from './write-message.ts';

/**
 * Has the configured service translate a message into the reader's language; kept with the engine and the day, beside the
 * message. What is there already is not asked for again. Errors: not_found, forbidden (confidential, and the service is not
 * trusted with that), conflict (no service for these languages), unavailable (it did not answer).
 */
export async function translateByMachine(context: RoomsContext, actor: Actor, input: { reference: string; messageId: number; to: Language }): Promise<void> {
	const message = await changeDocking(context, actor, { reference: input.reference, right: 'view', lock: false }, async ({ tx, row }) => {
		const found = await messageById(tx, row.id, input.messageId);
		if (!found) throw new ExpectedError('not_found', 'No such message.');
		const offer = await machineOffer(context.translation, row, found.language, input.to);
		if (offer === 'confidential') throw new ExpectedError('forbidden', 'The service is not trusted with confidential text.');
		if (offer === 'none') throw new ExpectedError('conflict', 'No service translates between these languages.');
		const known = await translationsOf(tx, [found.id], input.to);
		return known.some(({ provenance }) => provenance === 'machine-translation') ? undefined : found;
	});
	if (!message) return;
	// Asked outside of a transaction: it may take its time, and nothing waits for it.
	const { text, engine } = await asked(context, message.text, message.language, input.to);
	await changeDocking(context, actor, { reference: input.reference, right: 'view', lock: false }, async ({ tx, row, now }) => {
		await putTranslation(tx, { messageId: message.id, language: input.to, provenance: 'machine-translation', dockingId: row.id, text, engine, at: now });
		await recordAudit(tx, { actor, action: 'docking.translate-by-machine', entity: 'docking', entityId: row.id, detail: { messageId: message.id, language: input.to, engine } });
	});
}

async function asked(context: RoomsContext, text: string, from: Language, to: Language): Promise<MachineTranslation> {
	try {
		return await context.translation!.translate(text, from, to);
	} catch (error) {
		if (!(error instanceof TranslationError)) throw error;
		log.warn('translation.failed', { reason: error.message });
		throw new ExpectedError('unavailable', 'The translation service did not translate.', { cause: error });
	}
}

/** Somebody of the room translates a message by hand; it is shown before a machine's. Errors: not_found, forbidden, conflict (its own language). */
export async function translateByHand(context: RoomsContext, actor: Actor, input: { reference: string; messageId: number; to: Language; text: string }): Promise<void> {
	await changeDocking(context, actor, { reference: input.reference, right: 'write', lock: false }, async ({ tx, row, now }) => {
		const found = await messageById(tx, row.id, input.messageId);
		if (!found) throw new ExpectedError('not_found', 'No such message.');
		if (found.language === input.to) throw new ExpectedError('conflict', 'The message is in this language.');
		const { id, name } = personOf(actor);
		await putTranslation(tx, { messageId: found.id, language: input.to, provenance: 'human-translation', dockingId: row.id, text: input.text, translatorId: id, called: name, at: now });
		await recordAudit(tx, { actor, action: 'docking.translate-by-hand', entity: 'docking', entityId: row.id, detail: { messageId: found.id, language: input.to } });
	});
}
