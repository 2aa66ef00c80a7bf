import { otherSide, type DockingSide } from '#lib/docking/vocabulary.ts';
import { isLanguage, type Language } from '#lib/engines/text/language.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { asActor } from '#lib/server/platform/acting.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import type { Executor, Transaction } from '#lib/server/platform/database.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { contactPeopleOf, findDocking, type FoundDocking } from '#lib/server/docking/queries.ts';
import { partySideOf, standOf } from '#lib/server/docking/rules.ts';
import type { NdaRow, SignatureRow } from '../queries.ts';
import { ndaRights, type NdaRight } from '../rules.ts';
import { findNda } from './find-nda.ts';
import { languagesFor, templateLanguages } from './nda-template.ts';
import { plainText, type NdaDocument } from './nda-text.ts';

export interface NdaView extends Pick<NdaRow, 'number' | 'kind' | 'state' | 'languages' | 'prevailing' | 'years' | 'documentHash' | 'name' | 'bytes' | 'proposedSide' | 'called' | 'proposedAt' | 'inForceAt' | 'until' | 'closedAt' | 'closedCalled' | 'words' | 'wordsLanguage'> {
	document: NdaDocument | null;
	signatures: Pick<SignatureRow, 'side' | 'organisation' | 'called' | 'capacity' | 'method' | 'drawing' | 'name' | 'bytes' | 'sha256' | 'documentHash' | 'address' | 'signedAt'>[];
}

export interface NdaPageView {
	/** What is open or in force; null where nothing is. */
	current: NdaView | null;
	/** Those before, the newest first. */
	earlier: NdaView[];
	may: Record<NdaRight, boolean>;
	/** The side for which the reader signs; null for advisers. */
	side: DockingSide | null;
	/** For a proposal: the languages that there are, and those of both sides. */
	offered: { written: Language[]; suggested: Language[]; purpose: string };
}

/** The NDA step of a docking for one who is in it. Errors: not_found. */
export async function viewNda(db: Executor, actor: Actor, reference: string): Promise<NdaPageView> {
	return asActor(db, actor, async (tx) => {
		const docking = await inDocking(tx, actor, reference);
		const { current, all, signatures, forRules } = await findNda(tx, docking);
		const view = (nda: NdaRow): NdaView => ({ ...shown(nda), signatures: signatures.filter(({ ndaId }) => ndaId === nda.id).map(shownSignature) });
		return {
			current: current && view(current),
			earlier: all.filter(({ id }) => id !== current?.id).map(view),
			may: ndaRights(actor, forRules),
			side: partySideOf(actor, docking.access),
			offered: { written: templateLanguages(), suggested: languagesFor(await languagesOfSides(tx, docking)), purpose: docking.row.title },
		};
	});
}

/** The document of an agreement as plain text: whoever computes its SHA-256 gets what was signed. Errors: not_found. */
export async function ndaAsText(db: Executor, actor: Actor, input: { reference: string; number: number }): Promise<string> {
	return asActor(db, actor, async (tx) => {
		const { all } = await findNda(tx, await inDocking(tx, actor, input.reference));
		const document = all.find(({ number }) => number === input.number)?.document;
		if (!document) throw new ExpectedError('not_found', 'No such document.');
		return plainText(document);
	});
}

/** The uploaded paper of an agreement, or the signed scan of one side: as it is, for its bytes are what counts. Errors: not_found. */
export async function ndaFile(db: Executor, actor: Actor, input: { reference: string; number: number; scanOf: DockingSide | null }): Promise<{ sha256: string; name: string; mediaType: string }> {
	return asActor(db, actor, async (tx) => {
		const docking = await inDocking(tx, actor, input.reference);
		const { all, signatures } = await findNda(tx, docking);
		const nda = all.find(({ number }) => number === input.number);
		const held = input.scanOf === null ? nda : signatures.find(({ ndaId, side }) => ndaId === nda?.id && side === input.scanOf);
		if (!held?.sha256 || !held.name || !held.mediaType) throw new ExpectedError('not_found', 'No such file.');
		await recordAudit(tx, { actor, action: 'docking.read-guarded-file', entity: 'docking', entityId: docking.row.id, detail: { nda: input.number, scanOf: input.scanOf } });
		return { sha256: held.sha256, name: held.name, mediaType: held.mediaType };
	});
}

async function inDocking(tx: Transaction, actor: Actor, reference: string): Promise<FoundDocking> {
	const found = await findDocking(tx, { reference });
	if (!found || !standOf(actor, found.access)) throw new ExpectedError('not_found', 'No such docking.');
	return found;
}

/** What the first contact person of each side reads, the offering side's first. */
async function languagesOfSides(tx: Transaction, docking: FoundDocking): Promise<Language[]> {
	const people = await contactPeopleOf(tx, docking.row.id);
	const of = (side: DockingSide) => people.find((person) => person.side === side && isLanguage(person.language))?.language as Language | undefined;
	const [first, second] = (['offering', 'seeking'] as const).map((side) => of(side) ?? of(otherSide(side)) ?? 'en');
	return [first!, second!];
}

function shown(nda: NdaRow): Omit<NdaView, 'signatures'> {
	const { number, kind, state, languages, prevailing, years, documentHash, name, bytes, proposedSide, called, proposedAt, inForceAt, until, closedAt, closedCalled, words, wordsLanguage, document } = nda;
	return { number, kind, state, languages, prevailing, years, documentHash, name, bytes, proposedSide, called, proposedAt, inForceAt, until, closedAt, closedCalled, words, wordsLanguage, document };
}
function shownSignature(signature: SignatureRow): NdaView['signatures'][number] {
	const { side, organisation, called, capacity, method, drawing, name, bytes, sha256, documentHash, address, signedAt } = signature;
	return { side, organisation, called, capacity, method, drawing, name, bytes, sha256, documentHash, address, signedAt };
}
