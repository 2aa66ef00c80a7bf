import { otherSide, type DockingSide } from '#lib/docking/vocabulary.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { changeDocking, type DockingChange } from '#lib/server/docking/change-docking.ts';
import { fileName } from '#lib/server/membership/proof.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import type { FileKind, FileSource, StoredFile } from '#lib/server/platform/files.ts';
import { withStoredFile } from '#lib/server/platform/kept-file.ts';
import { FILE_BYTES } from '#lib/confidence/vocabulary.ts';
import type { ConfidenceContext } from '../context.ts';
import { wrongField, type SignatureInput } from '../input.ts';
import { insertSignature, updateNda, type NdaRow } from '../queries.ts';
import { currentNda, findNda } from './find-nda.ts';
import { nextNdaState } from './nda.ts';
import { passTurn } from './propose-nda.ts';

export const SCAN_KINDS: readonly FileKind[] = ['pdf', 'png', 'jpeg'];

export interface NdaSigning {
	reference: string;
	signature: SignatureInput;
	/** The signed paper, where that is the method. */
	scan: { name: string; source: FileSource } | null;
	/** The network address of whoever signs, whole. */
	address: string;
}

/**
 * Signs the agreement for the actor's organisation: the very document that was on the page, by its hash. When the second side
 * has signed, what is confidential opens to everybody in the docking.
 * Errors: not_found, forbidden, conflict, too_large, unsupported_type, invalid_input.
 */
export async function signNda(context: ConfidenceContext, actor: Actor, input: NdaSigning): Promise<NdaRow['state']> {
	if (input.signature.method !== 'scan') return signing(context, actor, input, null);
	const { scan } = input;
	if (!scan) throw wrongField('scan', 'required');
	// Asked before the bytes are taken in, and again when they are.
	await changeDocking(context, actor, { reference: input.reference, right: 'negotiate' }, async (change) => seenNda(change, actor, input.signature));
	return withStoredFile(context, scan.source, { kinds: SCAN_KINDS, maxBytes: FILE_BYTES }, (stored) => signing(context, actor, input, { stored, name: fileName(scan.name) }));
}

async function seenNda(change: DockingChange, actor: Actor, { number, documentHash }: SignatureInput) {
	const found = await findNda(change.tx, change, { lock: true });
	return { found, nda: currentNda(actor, found, 'sign', { number, hash: documentHash }) };
}

async function signing(context: ConfidenceContext, actor: Actor, input: NdaSigning, scan: { stored: StoredFile; name: string } | null): Promise<NdaRow['state']> {
	return changeDocking(context, actor, { reference: input.reference, right: 'negotiate' }, async (change) => {
		const { found, nda } = await seenNda(change, actor, input.signature);
		const side = change.stand as DockingSide;
		const state = nextNdaState(nda.state, { type: 'sign', side }, found.forRules);
		if (!state) throw new ExpectedError('conflict', 'The agreement is in another state by now.');
		const { called, capacity, method, drawing } = input.signature;
		await insertSignature(change.tx, {
			ndaId: nda.id,
			dockingId: change.row.id,
			side,
			organisation: change.parties[side].called,
			personId: actor.kind === 'member' ? actor.userId : null,
			called,
			capacity,
			method,
			drawing,
			...(scan && { name: scan.name, mediaType: scan.stored.mediaType, bytes: scan.stored.size, sha256: scan.stored.sha256 }),
			documentHash: nda.documentHash,
			address: input.address.slice(0, 60),
			signedAt: change.now,
		});
		const inForce = state === 'in_force';
		await updateNda(change.tx, nda.id, { state, ...(inForce && { inForceAt: change.now, until: yearsLater(change.now, nda.years) }) });
		await recordAudit(change.tx, { actor, action: 'docking.sign-nda', entity: 'docking', entityId: change.row.id, detail: { number: nda.number, side, method, documentHash: nda.documentHash, ...(scan && { scanHash: scan.stored.sha256 }) }, before: { nda: nda.state }, after: { nda: state } });
		if (inForce) await openWhatIsConfidential(change);
		else {
			await passTurn(change, new Set([side]));
			await change.tell('nda');
		}
		return state;
	});
}

/** A negotiation that is under way keeps its turn and its next step. */
async function openWhatIsConfidential(change: DockingChange): Promise<void> {
	const early = change.row.state === 'introduced' || change.row.state === 'confidential';
	const { ball, nextStep } = change.row;
	await change.move({ type: 'nda-signed' }, early ? { ball: otherSide(change.stand as DockingSide) } : { ball, nextStep });
}

function yearsLater(from: Date, years: number): Date {
	const until = new Date(from);
	until.setUTCFullYear(until.getUTCFullYear() + years);
	return until;
}
