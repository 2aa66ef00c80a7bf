import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PDFDocument, StandardFonts } from '@cantoo/pdf-lib';
import type { Language } from '#lib/engines/text/language.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import type { ConfidenceContext } from '#lib/server/confidence/context.ts';
import { addDockingFile } from '#lib/server/confidence/files/add-file.ts';
import type { NdaProposal, SignatureInput } from '#lib/server/confidence/input.ts';
import { proposeNda } from '#lib/server/confidence/nda/propose-nda.ts';
import { signNda } from '#lib/server/confidence/nda/sign-nda.ts';
import type { FileDisclosure } from '#lib/confidence/vocabulary.ts';
import { openFileStore } from '#lib/server/platform/files.ts';
import { createDockingNetwork, type DockingNetwork } from '../docking/docking-network.ts';

/** The network of dockings with a place for files. */
export interface ConfidenceNetwork extends DockingNetwork {
	confidence: ConfidenceContext;
	add(actor: Actor, reference: string, file: { name?: string; disclosure?: FileDisclosure; asItIs?: boolean; source?: Uint8Array }): ReturnType<typeof addDockingFile>;
	propose(actor: Actor, reference: string, change?: Partial<NdaProposal>): ReturnType<typeof proposeNda>;
	sign(actor: Actor, reference: string, nda: { number: number; documentHash: string }, change?: Partial<SignatureInput>): ReturnType<typeof signNda>;
	/** Both sides sign. */
	agree(reference: string): Promise<void>;
}

export async function createConfidenceNetwork(): Promise<ConfidenceNetwork> {
	const network = await createDockingNetwork();
	const folder = mkdtempSync(join(tmpdir(), 'mitra-confidence-'));
	const confidence: ConfidenceContext = { ...network.context, files: openFileStore(folder) };
	const paper = await pdf(['Trial results']);
	const made: ConfidenceNetwork = {
		...network,
		confidence,
		add: (actor, reference, { name = 'trials.pdf', disclosure = 'parties', asItIs = false, source = paper }) =>
			addDockingFile(confidence, actor, { reference, name, source, remark: '', language: 'en', settings: { disclosure, asItIs } }),
		propose: (actor, reference, change = {}) => proposeNda(confidence, actor, { reference, proposal: { languages: ['en', 'zh'] as Language[], prevailing: 'en', years: 5, law: 'respondent', purpose: 'Drip irrigation', ...change } }),
		sign: (actor, reference, { number, documentHash }, change = {}) =>
			signNda(confidence, actor, { reference, signature: { number, documentHash, called: 'Somchai', capacity: 'Director', method: 'typed', drawing: null, ...change }, scan: null, address: '203.0.113.7' }),
		async agree(reference) {
			const nda = await made.propose(network.editor, reference);
			await made.sign(network.editor, reference, nda);
			await made.sign(network.stranger, reference, nda);
		},
		async close() {
			await network.close();
			rmSync(folder, { recursive: true });
		},
	};
	return made;
}

/** A document with a line a page. */
export async function pdf(lines: readonly string[]): Promise<Uint8Array> {
	const document = await PDFDocument.create();
	const font = await document.embedFont(StandardFonts.Helvetica);
	for (const line of lines) document.addPage([595, 842]).drawText(line, { x: 60, y: 700, font, size: 18 });
	return document.save();
}
