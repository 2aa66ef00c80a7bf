import { DOCKING_SIDES, type DockingSide } from '#lib/docking/vocabulary.ts';
import type { Language } from '#lib/engines/text/language.ts';
import type { FileDisclosure } from '#lib/confidence/vocabulary.ts';
import { fillTemplate } from '#lib/server/confidence/nda/nda-template.ts';
import { hashOfDocument } from '#lib/server/confidence/nda/nda-text.ts';
import { insertFile, insertNda, insertSignature, insertVersion } from '#lib/server/confidence/queries.ts';
import { findDocking, peopleById } from '#lib/server/docking/queries.ts';
import { asActor, operator } from '#lib/server/platform/acting.ts';
import type { Transaction } from '#lib/server/platform/database.ts';
import type { FileStore } from '#lib/server/platform/files.ts';
import type { SampleDockingName, SampleDockings } from './sample-dockings.ts';
import { samplePage } from './sample-page.ts';

const DAY = 86_400_000;

/** Dockings whose NDA both have signed, and how many days ago; as the steps of sample-dockings.ts say. */
const SIGNED: readonly { docking: SampleDockingName; daysAgo: number; languages: Language[]; capacities: Record<DockingSide, string> }[] = [
	{ docking: 'liver-fluke', daysAgo: 24, languages: ['en', 'zh'], capacities: { offering: 'Head of laboratory', seeking: '科研处处长' } },
	{ docking: 'flood-maps', daysAgo: 150, languages: ['en', 'vi'], capacities: { offering: 'Chief executive', seeking: 'Giám đốc' } },
	{ docking: 'herb-check', daysAgo: 70, languages: ['zh', 'en'], capacities: { offering: '科研处处长', seeking: 'Managing director' } },
	{ docking: 'ultrasound', daysAgo: 5, languages: ['en'], capacities: { offering: 'Managing director', seeking: 'Deputy director' } },
];

const FILES: readonly { docking: SampleDockingName; side: DockingSide; name: string; disclosure: FileDisclosure; lines: string[]; remark: string }[] = [
	{ docking: 'ultrasound', side: 'offering', name: 'probe-drawings-sample.pdf', disclosure: 'confidential', lines: ['Probe housing, drawings (sample)', 'Array of 64 elements, 3.5 MHz, sealed to IPX7.'], remark: 'Drawings of the second series' },
	{ docking: 'liver-fluke', side: 'offering', name: 'field-results-sample.pdf', disclosure: 'parties', lines: ['Field results in three districts (sample)', 'Sensitivity 94 %, specificity 97 %, 412 persons.'], remark: '' },
];

/** Signed agreements where the sample dockings say so, and, where there is a place for them, a few files. */
export async function insertSampleConfidence(tx: Transaction, dockings: SampleDockings, now: Date, files: FileStore | undefined): Promise<void> {
	await asActor(tx, operator('sample'), async (tx) => {
		for (const sample of SIGNED) {
			const docking = dockings.get(sample.docking);
			if (docking) await insertSigned(tx, docking, sample, new Date(now.getTime() - sample.daysAgo * DAY));
		}
		for (const sample of FILES) {
			const docking = dockings.get(sample.docking);
			if (docking && files) await insertSampleFile(tx, docking, sample, files, now);
		}
	});
}

type Docking = SampleDockings extends ReadonlyMap<SampleDockingName, infer One> ? One : never;

async function insertSigned(tx: Transaction, docking: Docking, sample: (typeof SIGNED)[number], at: Date): Promise<void> {
	const found = (await findDocking(tx, { id: docking.id }))!;
	const names = new Map((await peopleById(tx, Object.values(docking.people))).map(({ id, name }) => [id, name]));
	const party = (side: DockingSide) => ({ names: found.parties[side].called, country: found.parties[side].country });
	const prevailing = sample.languages.includes('en') ? 'en' : sample.languages[0]!;
	const document = fillTemplate({ reference: docking.reference, offering: party('offering'), seeking: party('seeking'), purpose: found.row.title, languages: sample.languages, prevailing, years: 5, law: 'respondent' });
	const documentHash = hashOfDocument(document);
	const until = new Date(at);
	until.setUTCFullYear(until.getUTCFullYear() + 5);
	const proposedAt = new Date(at.getTime() - 2 * DAY);
	const nda = await insertNda(tx, {
		dockingId: docking.id,
		number: 1,
		kind: 'template',
		state: 'in_force',
		languages: sample.languages,
		prevailing,
		years: 5,
		document,
		documentHash,
		proposedSide: 'offering',
		proposedBy: docking.people.offering,
		called: names.get(docking.people.offering) ?? '',
		proposedAt,
		inForceAt: at,
		until,
	});
	for (const side of DOCKING_SIDES)
		await insertSignature(tx, {
			ndaId: nda.id,
			dockingId: docking.id,
			side,
			organisation: found.parties[side].called,
			personId: docking.people[side],
			called: names.get(docking.people[side]) ?? '',
			capacity: sample.capacities[side],
			method: 'typed',
			documentHash,
			signedAt: side === 'offering' ? proposedAt : at,
		});
}

async function insertSampleFile(tx: Transaction, docking: Docking, sample: (typeof FILES)[number], files: FileStore, now: Date): Promise<void> {
	const found = (await findDocking(tx, { id: docking.id }))!;
	const createdBy = docking.people[sample.side];
	const called = (await peopleById(tx, [createdBy]))[0]?.name ?? '';
	const createdAt = new Date(now.getTime() - 3 * DAY);
	const stored = await files.put(await samplePage(sample.lines), { kinds: ['pdf'], maxBytes: 1_000_000 });
	const base = { dockingId: docking.id, name: sample.name, createdBy, called, createdAt };
	const file = await insertFile(tx, { ...base, organisationId: found.parties[sample.side].organisationId, side: sample.side, disclosure: sample.disclosure, touchedAt: createdAt });
	await insertVersion(tx, { ...base, fileId: file.id, number: 1, mediaType: stored.mediaType, bytes: stored.size, sha256: stored.sha256, remark: sample.remark, remarkLanguage: sample.remark === '' ? null : 'en' });
}
