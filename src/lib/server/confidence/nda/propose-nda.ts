import type { Actor } from '#lib/server/accounts/actor.ts';
import type { Language } from '#lib/engines/text/language.ts';
import { changeDocking, type DockingChange } from '#lib/server/docking/change-docking.ts';
import { fileName } from '#lib/server/membership/proof.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import type { FileKind, FileSource } from '#lib/server/platform/files.ts';
import { withStoredFile } from '#lib/server/platform/kept-file.ts';
import { FILE_BYTES } from '#lib/confidence/vocabulary.ts';
import type { ConfidenceContext } from '../context.ts';
import { wrongField, type NdaProposal } from '../input.ts';
import { insertNda, type NdaRow } from '../queries.ts';
import { ndaRules } from '../rules.ts';
import { findNda, type FoundNda } from './find-nda.ts';
import { ndaTurn } from './nda.ts';
import { hashOfDocument } from './nda-text.ts';
import { fillTemplate, templateLanguages } from './nda-template.ts';

/** A paper of one's own: a PDF, whose bytes are what is signed. */
export const NDA_FILE_KINDS: readonly FileKind[] = ['pdf'];

/** Proposes the network's template, filled in, for both sides to sign. Errors: not_found, forbidden, conflict, invalid_input. */
export async function proposeNda(context: ConfidenceContext, actor: Actor, input: { reference: string; proposal: NdaProposal }): Promise<NdaRow> {
	const { proposal } = input;
	const written = templateLanguages();
	for (const [i, language] of proposal.languages.entries()) if (!written.includes(language)) throw wrongField(i === 0 ? 'first_language' : 'second_language', 'not_allowed');
	return proposing(context, actor, input.reference, async (change, base) => {
		const { offering, seeking } = change.parties;
		const party = ({ called, country }: typeof offering) => ({ names: called, country });
		const document = fillTemplate({ reference: change.row.reference, offering: party(offering), seeking: party(seeking), ...proposal });
		return insertNda(change.tx, { ...base, kind: 'template', languages: proposal.languages, prevailing: proposal.prevailing, years: proposal.years, document, documentHash: hashOfDocument(document) });
	});
}

/** Proposes a paper of one's own. Errors: not_found, forbidden, conflict, too_large, unsupported_type, invalid_input. */
export async function proposeOwnNda(
	context: ConfidenceContext,
	actor: Actor,
	input: { reference: string; languages: Language[]; prevailing: Language; years: number; name: string; source: FileSource },
): Promise<NdaRow> {
	await changeDocking(context, actor, { reference: input.reference, right: 'write' }, async (change) => assertMayPropose(actor, await findNda(change.tx, change)));
	return withStoredFile(context, input.source, { kinds: NDA_FILE_KINDS, maxBytes: FILE_BYTES }, (stored) =>
		proposing(context, actor, input.reference, (change, base) =>
			insertNda(change.tx, {
				...base,
				kind: 'uploaded',
				languages: input.languages,
				prevailing: input.prevailing,
				years: input.years,
				documentHash: stored.sha256,
				name: fileName(input.name),
				mediaType: stored.mediaType,
				bytes: stored.size,
				sha256: stored.sha256,
			}),
		),
	);
}

function assertMayPropose(actor: Actor, found: FoundNda): void {
	if (found.current && ndaRules.propose(actor, { ...found.forRules, state: null })) throw new ExpectedError('conflict', 'There is an agreement already.');
	if (!ndaRules.propose(actor, found.forRules)) throw new ExpectedError('forbidden', 'Parties and advisers propose an agreement while the docking is open.');
}

type Proposed = Pick<NdaRow, 'dockingId' | 'number' | 'proposedSide' | 'proposedBy' | 'called' | 'proposedAt'>;

async function proposing(context: ConfidenceContext, actor: Actor, reference: string, insert: (change: DockingChange, base: Proposed) => Promise<NdaRow>): Promise<NdaRow> {
	return changeDocking(context, actor, { reference, right: 'write' }, async (change) => {
		const found = await findNda(change.tx, change, { lock: true });
		assertMayPropose(actor, found);
		const person = actor.kind === 'member' ? actor : null;
		const nda = await insert(change, {
			dockingId: change.row.id,
			number: (found.all[0]?.number ?? 0) + 1,
			proposedSide: change.stand,
			proposedBy: person?.userId ?? null,
			called: person?.name ?? '',
			proposedAt: change.now,
		});
		await recordAudit(change.tx, { actor, action: 'docking.propose-nda', entity: 'docking', entityId: change.row.id, detail: { number: nda.number, kind: nda.kind, documentHash: nda.documentHash } });
		await passTurn(change, new Set());
		await change.tell('nda');
		return nda;
	});
}

/** Early on the agreement is what is waited for; in a negotiation its turn stays with whoever has it. */
export async function passTurn(change: DockingChange, signed: ReadonlySet<'offering' | 'seeking'>): Promise<void> {
	if (change.row.state !== 'introduced' && change.row.state !== 'confidential') return;
	const { ball, nextStep } = ndaTurn(change.stand, signed);
	await change.pass(ball, nextStep);
}
