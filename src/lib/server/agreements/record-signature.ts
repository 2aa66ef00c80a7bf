import type { Actor } from '#lib/server/accounts/actor.ts';
import type { DockingContext } from '#lib/server/docking/context.ts';
import { fileName } from '#lib/server/membership/proof.ts';
import { asActor } from '#lib/server/platform/acting.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import type { FileSource, FileStore } from '#lib/server/platform/files.ts';
import { withStoredFile } from '#lib/server/platform/kept-file.ts';
import { signed } from './advance-agreement.ts';
import { changeAgreement, requireRight } from './change-agreement.ts';
import { findAgreement, insertScan, setScanAside } from './queries.ts';
import { agreementRules } from './rules.ts';

/** The most bytes of a signed scan. */
export const SCAN_LARGEST = 30 * 1024 * 1024;

export interface Signature {
	signedOn: string;
	/** Where it was signed, and at which event. */
	place: string;
	occasion: string;
	scan: { name: string; source: FileSource };
}

/**
 * Puts in the signed document. A party's waits for another to confirm it; an officer who advises and speaks for no party attests
 * it at once. Errors: not_found, forbidden, conflict, invalid_input (the day), too_large, unsupported_type.
 */
export async function recordSignature(context: DockingContext & { files: FileStore }, actor: Actor, input: { reference: string; expected: number; as: 'record' | 'attest' } & Signature): Promise<void> {
	const { reference, expected, as, signedOn, place, occasion, scan } = input;
	const today = context.clock().toISOString().slice(0, 10);
	if (signedOn > today) throw new ExpectedError('invalid_input', 'The day of the signature is not over yet.', { field: 'signedOn', detail: { code: 'day' } });
	await mayPutIn(context, actor, reference, as);
	// Stored before the row is locked: a slow line must not hold the agreement.
	await withStoredFile(context, scan.source, { kinds: ['pdf', 'png', 'jpeg'], maxBytes: SCAN_LARGEST }, (stored) =>
		changeAgreement(context, actor, { reference, right: as, expected }, async (change) => {
			const { tx, row, now, person, parties } = change;
			const state = change.after(as, { sound: true, reviewsOpen: 0 });
			await setScanAside(tx, row.id, now);
			await insertScan(tx, { agreementId: row.id, sha256: stored.sha256, name: fileName(scan.name), mediaType: stored.mediaType, size: stored.size, position: as === 'record' ? (change.positions[0] ?? null) : null, uploadedBy: person?.userId ?? null, called: person?.name ?? '', at: now });
			await change.update({ state, signedOn, signedAtPlace: place, occasion, countries: [...new Set(parties.map(({ country }) => country))].sort() });
			if (as === 'attest') return signed(change, 'attest', signedOn);
			await change.record('record', state, undefined, { sha256: stored.sha256 });
			await change.pass('other', 'sign_agreement');
			await change.tell('moved');
		}),
	);
}

async function mayPutIn(context: DockingContext, actor: Actor, reference: string, as: 'record' | 'attest'): Promise<void> {
	await asActor(context.db, actor, async (tx) => {
		const found = await findAgreement(tx, { reference });
		if (!found || !agreementRules.view(actor, found.forRules)) throw new ExpectedError('not_found', 'No such agreement.');
		requireRight(actor, as, found);
	});
}

/** The signed scan for somebody who is in the agreement; each opening is on record. Errors: not_found. */
export async function openScan(context: Pick<DockingContext, 'db'>, actor: Actor, reference: string): Promise<{ sha256: string; name: string; mediaType: string }> {
	return asActor(context.db, actor, async (tx) => {
		const found = await findAgreement(tx, { reference });
		if (!found?.scan || !agreementRules.view(actor, found.forRules)) throw new ExpectedError('not_found', 'No such agreement.');
		const { scan, row, parties } = found;
		await recordAudit(tx, { actor, action: 'agreement.read-guarded-file', entity: 'agreement', entityId: row.id, detail: { reference, sha256: scan.sha256 }, about: { organisationId: parties[0]?.organisationId ?? null, centreId: parties[0]?.adviserCentreId ?? null } });
		return { sha256: scan.sha256, name: scan.name, mediaType: scan.mediaType };
	});
}
