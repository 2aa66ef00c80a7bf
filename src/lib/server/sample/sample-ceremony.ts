import { and, eq } from 'drizzle-orm';
import { emptyContent, type Texts } from '#lib/agreements/content.ts';
import type { FrozenDocument } from '#lib/agreements/document.ts';
import type { AgreementKind } from '#lib/agreements/vocabulary.ts';
import { fingerprint } from '#lib/server/agreements/documents/fingerprint.ts';
import { insertAgreement, insertStep, nextReference } from '#lib/server/agreements/queries.ts';
import { insertSigning } from '#lib/server/ceremony/queries.ts';
import { eventSession } from '#lib/server/events/tables.ts';
import { organisationBySlug } from '#lib/server/network/queries.ts';
import { asActor, operator } from '#lib/server/platform/acting.ts';
import type { Transaction } from '#lib/server/platform/database.ts';
import type { LocalText } from '#lib/text/local-text.ts';

const DAY = 86_400_000;
const EVENT = 'sample-forum-2027';
const both = (en: string, zh: string): Texts => ({ en, zh });
const texts = (en: string, zh: string): LocalText[] => [{ language: 'en', text: en, provenance: 'original' }, { language: 'zh', text: zh, provenance: 'human-translation' }];

interface SampleSigning {
	kind: AgreementKind;
	titles: Texts;
	purpose: Texts;
	parties: { organisation: string; names: LocalText[]; titles: LocalText[] }[];
	/** Put forward for the ceremony, and agreed by all. */
	shown: boolean;
}

const SIGNINGS: readonly SampleSigning[] = [
	{
		kind: 'co-operation', shown: true,
		titles: both('Small machines for sloping fields (sample)', '坡地小型农机合作（示例）'),
		purpose: both('The Parties try small machines on sloping fields of the delta’s edge.', '各方在三角洲边缘坡地试用小型农机。'),
		parties: [
			{ organisation: 'sample-guangxi-smart-machinery-institute', names: texts('Wei Sample', '韦示例'), titles: texts('Director', '所长') },
			{ organisation: 'sample-can-tho-delta-agriculture-institute', names: texts('Trần Văn Mẫu', '陈文示例'), titles: texts('Director', '院长') },
		],
	},
	{
		kind: 'memorandum', shown: true,
		titles: both('Rice on salty fields (sample)', '盐碱地水稻谅解备忘录（示例）'),
		purpose: both('The Parties exchange seed and what they learn from it.', '各方交换种子及试种经验。'),
		parties: [
			{ organisation: 'sample-champasak-rice-cooperative', names: texts('Somphone Sample', '宋蓬示例'), titles: texts('Chair', '社长') },
			{ organisation: 'sample-nusantara-agrifood-institute', names: texts('Ibu Contoh', '孔托示例'), titles: texts('Head of the institute', '所长') },
		],
	},
	{
		kind: 'joint-rd', shown: false,
		titles: both('A herb check for village clinics (sample)', '乡村诊所草药检验联合研发（示例）'),
		purpose: both('The Parties make a herb check that a village clinic can run.', '各方研制乡村诊所可用的草药检验方法。'),
		parties: [
			{ organisation: 'sample-guangxi-ethnic-medicine-institute', names: texts('Huang Sample', '黄示例'), titles: texts('Director', '所长') },
			{ organisation: 'sample-vientiane-public-health-institute', names: texts('Bounmy Sample', '本米示例'), titles: texts('Director', '所长') },
		],
	},
];

/** Agreements of the samples that are ready to sign, and those of them that all parties let the sample Forum’s ceremony show. */
export async function insertSampleCeremony(tx: Transaction, now: Date): Promise<void> {
	await asActor(tx, operator('sample'), async (tx) => {
		const [session] = await tx.select({ id: eventSession.id }).from(eventSession).where(and(eq(eventSession.eventId, EVENT), eq(eventSession.kind, 'signing')));
		if (!session) throw new Error(`The sample event "${EVENT}" has no signing ceremony.`);
		for (const [position, sample] of SIGNINGS.entries()) {
			const at = new Date(now.getTime() - (12 - position) * DAY);
			const id = await insertReady(tx, sample, at);
			if (!sample.shown) continue;
			const signatories = sample.parties.map(({ names, titles }, party) => ({ position: party, names, titles, agreedAt: at }));
			await insertSigning(tx, { eventId: EVENT, sessionId: session.id, agreementId: id, state: 'agreed', position, putForwardAt: at }, signatories);
		}
	});
}

async function insertReady(tx: Transaction, { kind, titles, purpose, parties }: SampleSigning, at: Date): Promise<string> {
	const rows = [];
	for (const [position, { organisation: slug, names, titles: called }] of parties.entries()) {
		const organisation = await organisationBySlug(tx, slug);
		if (!organisation) throw new Error(`A sample agreement names "${slug}", which there is not.`);
		rows.push({ position, organisationId: organisation.id, adviserCentreId: organisation.centreId, names: organisation.names, country: organisation.country, signatory: names[0]!.text, signatoryTitle: called[0]!.text, authority: 'legal-representative' as const, touchedAt: at });
	}
	const day = at.toISOString().slice(0, 10);
	// Its text is put together when somebody reads it: the words of documents are thousands of files.
	const frozen: FrozenDocument = { documents: {}, prevailing: 'en', unreviewed: [] };
	const row = await insertAgreement(
		tx,
		{
			reference: await nextReference(tx, at.getUTCFullYear()), fromDocking: false, kind, state: 'ready', titles, languages: ['en', 'zh'], prevailing: 'en', area: 'agriculture', startsOn: day,
			content: { ...emptyContent(kind), texts: { purpose, scope: purpose }, results: kind === 'joint-rd' ? 'joint' : 'single', background: 'kept', law: 'SG', dispute: 'negotiation', exportControl: 'none-needed' },
			frozen, frozenSha256: fingerprint(frozen), frozenAt: at, createdAt: at, updatedAt: at, isSample: true,
		},
		rows,
	);
	for (const [step, state] of [['begin', 'draft'], ['submit', 'ready']] as const) await insertStep(tx, { agreementId: row.id, step, state, language: 'en', called: '', at });
	return row.id;
}
