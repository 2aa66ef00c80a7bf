import { protocolLanguages } from '#lib/ceremony/protocol-languages.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { gone } from '#lib/server/events/change-event.ts';
import type { EventsContext } from '#lib/server/events/context.ts';
import { findEvent } from '#lib/server/events/queries.ts';
import { asActor } from '#lib/server/platform/acting.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { agreementOf } from './conduct.ts';
import { partiesOfSigning, signingOf, updateSigningParty } from './queries.ts';
import { signingRules } from './rules.ts';
import { signatoryInput } from './signatories.ts';

/** The names and titles on the protocol sheet, in its languages: by those in the agreement, and by organisers. Errors: not_found, forbidden, invalid_input. */
export async function saveSignatories(context: Pick<EventsContext, 'db' | 'clock'>, actor: Actor, input: { eventId: string; id: string | null; form: FormData }): Promise<void> {
	await asActor(context.db, actor, async (tx) => {
		const event = await findEvent(tx, input.eventId, context.clock());
		const signing = event && input.id ? await signingOf(tx, { id: input.id, eventId: event.row.id }) : undefined;
		if (!event || !signing) throw gone('signing');
		const found = await agreementOf(tx, signing);
		const asked = { event: event.forRules, agreement: found.forRules, agreed: signing.state === 'agreed' };
		if (!signingRules.view(actor, asked)) throw gone('signing');
		if (!signingRules.write(actor, asked)) throw new ExpectedError('forbidden', 'Those in the agreement and organisers write this.');
		const languages = protocolLanguages(event.row.languages, found.parties.map(({ country }) => country));
		for (const party of await partiesOfSigning(tx, signing.id)) {
			const { names, titles } = signatoryInput(input.form, party.position, languages, party);
			await updateSigningParty(tx, signing.id, party.position, { names, titles });
			// Without the names: what is written in the log stays for ever.
			await recordAudit(tx, { actor, action: 'event.save-signatory', entity: 'event', entityId: event.row.id, detail: { signingId: signing.id, party: party.position }, about: { centreId: event.row.centreId } });
		}
	});
}
