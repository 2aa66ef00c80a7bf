import type { Actor } from '#lib/server/accounts/actor.ts';
import type { DockingContext } from '#lib/server/docking/context.ts';
import { changeAgreement } from './change-agreement.ts';
import type { AgreementInput } from './input.ts';
import { updateParty } from './queries.ts';

/** Saves a draft as a whole; `expected` is the version that the person saw. Errors: not_found, forbidden, conflict. */
export async function saveAgreement(context: DockingContext, actor: Actor, input: { reference: string; expected: number; agreement: AgreementInput }): Promise<void> {
	const { kind, titles, languages, prevailing, area, startsOn, endsOn, value, content, parties } = input.agreement;
	await changeAgreement(context, actor, { reference: input.reference, right: 'edit', expected: input.expected }, async (change) => {
		await change.update({ kind, titles, languages, prevailing, area, startsOn, endsOn, content, valueMinor: value ? BigInt(value.minor) : null, currency: value?.currency ?? null });
		for (const { position, ...values } of parties) await updateParty(change.tx, change.row.id, position, values);
		await change.record('save', 'draft');
	});
}
