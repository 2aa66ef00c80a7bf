import { PUBLIC_FIELDS, type PublicField } from '#lib/ceremony/vocabulary.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { changeAgreement } from '#lib/server/agreements/change-agreement.ts';
import type { DockingContext } from '#lib/server/docking/context.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { requireSigningRight } from './put-forward.ts';
import { signingOf, updateSigningParty } from './queries.ts';

/**
 * What the own party lets a public order of signing show of the agreement. What all parties let it show, it shows; what one takes
 * back, it shows no longer. Errors: not_found, forbidden.
 */
export async function letShowAtCeremony(context: DockingContext, actor: Actor, { reference, fields }: { reference: string; fields: readonly PublicField[] }): Promise<void> {
	await changeAgreement(context, actor, { reference, right: 'view' }, async (change) => {
		const signing = await signingOf(change.tx, { agreementId: change.row.id });
		if (!signing) throw new ExpectedError('not_found', 'It is put forward for no ceremony.');
		await requireSigningRight(change, actor, 'letShow', signing.eventId, signing.state === 'agreed');
		const publicFields = PUBLIC_FIELDS.filter((field) => fields.includes(field));
		for (const position of change.positions) await updateSigningParty(change.tx, signing.id, position, { publicFields });
		await change.record('show-at-ceremony', change.row.state, undefined, { eventId: signing.eventId, fields: publicFields.join(', ') });
	});
}
