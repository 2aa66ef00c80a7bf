import { REGISTER_FIELDS, type RegisterField } from '#lib/agreements/vocabulary.ts';
import { asActor, operator } from '#lib/server/platform/acting.ts';
import type { Transaction } from '#lib/server/platform/database.ts';
import { findAgreement } from '../queries.ts';
import { deleteEntry, putEntry } from './queries.ts';

/** What every party lets the register show. Parties outside the network cannot say so, and are never named. */
export function sharedFields(parties: readonly { organisationId: string | null; centreId: string | null; registerFields: readonly RegisterField[] }[]): RegisterField[] {
	const inside = parties.filter(({ organisationId, centreId }) => organisationId !== null || centreId !== null);
	if (inside.length === 0) return [];
	const shared = REGISTER_FIELDS.filter((field) => inside.every(({ registerFields }) => registerFields.includes(field)));
	return inside.length === parties.length ? shared : shared.filter((field) => field !== 'parties');
}

/** Writes the entry of a signed agreement anew, or takes it out. */
export async function publishRegister(tx: Transaction, agreementId: string): Promise<void> {
	await asActor(tx, operator('agreements'), async (tx) => {
		const found = await findAgreement(tx, { id: agreementId });
		if (!found) return;
		const { row, parties } = found;
		const shown = new Set(row.state === 'signed' || row.state === 'ended' ? sharedFields(parties) : []);
		if (shown.size === 0) return deleteEntry(tx, agreementId);
		await putEntry(tx, {
			agreementId,
			titles: shown.has('title') ? row.titles : null,
			parties: shown.has('parties') ? parties.map(({ names }) => names) : null,
			kind: shown.has('kind') ? row.kind : null,
			area: shown.has('area') ? row.area : null,
			countries: shown.has('countries') ? row.countries : null,
			signedOn: shown.has('date') ? row.signedOn : null,
			isSample: row.isSample,
		});
	});
}
