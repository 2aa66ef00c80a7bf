import { REGISTER_FIELDS, type RegisterField } from '#lib/agreements/vocabulary.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import type { DockingContext } from '#lib/server/docking/context.ts';
import { changeAgreement } from './change-agreement.ts';
import { updateParty } from './queries.ts';
import { publishRegister } from './register/publish-register.ts';

/**
 * What the own party lets the public register show. What all parties let it show, it shows at once; what one takes back, it
 * shows no longer. Errors: not_found, forbidden, conflict.
 */
export async function letShow(context: DockingContext, actor: Actor, input: { reference: string; fields: readonly RegisterField[] }): Promise<void> {
	await changeAgreement(context, actor, { reference: input.reference, right: 'register' }, async (change) => {
		const { tx, row, positions, person, now } = change;
		const registerFields = REGISTER_FIELDS.filter((field) => input.fields.includes(field));
		for (const position of positions) await updateParty(tx, row.id, position, { registerFields, registerBy: person?.userId ?? null, registerAt: now });
		await publishRegister(tx, row.id);
		await change.record('let-show', row.state, undefined, { fields: registerFields.join(', ') });
	});
}
