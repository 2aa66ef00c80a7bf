import { contentFromTerms, valueOf, type AgreementContent } from '#lib/agreements/content.ts';
import type { FrozenDocument } from '#lib/agreements/document.ts';
import type { DockingSide } from '#lib/docking/vocabulary.ts';
import { fingerprint } from '#lib/server/agreements/documents/fingerprint.ts';
import { insertAgreement, insertStep, nextReference, updateAgreement } from '#lib/server/agreements/queries.ts';
import { publishRegister } from '#lib/server/agreements/register/publish-register.ts';
import { findDocking, peopleById } from '#lib/server/docking/queries.ts';
import { asActor, operator } from '#lib/server/platform/acting.ts';
import type { Transaction } from '#lib/server/platform/database.ts';
import { insertOffer } from '#lib/server/terms/queries.ts';
import { emptyTerms, type Terms } from '#lib/terms/terms.ts';
import type { OfferState } from '#lib/terms/vocabulary.ts';
import type { SampleDockingName, SampleDockings } from './sample-dockings.ts';

const DAY = 86_400_000;
const usd = (minor: string) => ({ minor, currency: 'USD' });
const yuan = (minor: string) => ({ minor, currency: 'CNY' });

interface SampleOffer {
	docking: SampleDockingName;
	side: DockingSide;
	state: OfferState;
	daysAgo: number;
	terms: Terms;
	words?: string;
}

const MAPS: Terms = {
	...emptyTerms('en', 'USD'), transfer: 'technical-service', scope: 'Flood maps of the city at 10 m, made anew within six hours of each radar pass, and their delivery to the control room.', territory: ['VN'],
	lumpSum: usd('4800000'), milestones: [{ what: 'First map accepted', amount: usd('1200000'), dueOn: null }], trainingDays: 6, duration: 'months', months: 24, warranties: 'A map on nine of ten passes.',
};
const HERBS: Terms = {
	...emptyTerms('zh'), transfer: 'licence', scope: '草药近红外真伪检验方法及其光谱库，用于企业进货检验。', exclusivity: 'non-exclusive', territory: ['TH'], lumpSum: yuan('36000000'),
	royalty: { base: 'net-sales', rateBp: 250, minimum: yuan('5000000'), cap: null }, trainingDays: 10, duration: 'months', months: 60,
};
const FLUKE: Terms = { ...emptyTerms('en', 'USD'), transfer: 'licence', scope: 'The antigen test for liver fluke, with the right to make it.', exclusivity: 'sole', territory: ['CN'], lumpSum: usd('9000000'), royalty: { base: 'net-sales', rateBp: 400, minimum: null, cap: null }, duration: 'months', months: 60 };
const REUSE: Terms = { ...emptyTerms('zh'), transfer: 'technical-service', scope: '中水回用膜系统成套交付与调试。', lumpSum: yuan('820000000') };

const OFFERS: readonly SampleOffer[] = [
	{ docking: 'flood-maps', side: 'offering', state: 'countered', daysAgo: 132, terms: { ...MAPS, lumpSum: usd('6000000'), trainingDays: 3 } },
	{ docking: 'flood-maps', side: 'seeking', state: 'accepted', daysAgo: 118, terms: MAPS, words: 'We need more days of training, and can pay the first part with the first map.' },
	{ docking: 'herb-check', side: 'offering', state: 'accepted', daysAgo: 52, terms: HERBS },
	{ docking: 'liver-fluke', side: 'seeking', state: 'countered', daysAgo: 14, terms: { ...FLUKE, language: 'zh', scope: '肝吸虫抗原检测试剂的生产和销售权。', exclusivity: 'exclusive', lumpSum: usd('6000000') } },
	{ docking: 'liver-fluke', side: 'offering', state: 'open', daysAgo: 9, terms: FLUKE, words: 'We want to go on using the test in our own country.' },
	{ docking: 'water-reuse', side: 'offering', state: 'refused', daysAgo: 60, terms: REUSE },
];

/** Offers in the sample dockings, as their steps say, and the agreement that is signed. */
export async function insertSampleAgreements(tx: Transaction, dockings: SampleDockings, now: Date): Promise<void> {
	await asActor(tx, operator('sample'), async (tx) => {
		const accepted = new Map<SampleDockingName, string>();
		const numbers = new Map<SampleDockingName, number>();
		for (const sample of OFFERS) {
			const docking = dockings.get(sample.docking);
			if (!docking) continue;
			const number = (numbers.get(sample.docking) ?? 0) + 1;
			numbers.set(sample.docking, number);
			const id = await insertSampleOffer(tx, docking, sample, number, now);
			if (sample.state === 'accepted') accepted.set(sample.docking, id);
		}
		const [maps, offerId] = [dockings.get('flood-maps'), accepted.get('flood-maps')];
		if (maps && offerId) await insertSigned(tx, maps.id, offerId, new Date(now.getTime() - 62 * DAY));
	});
}

async function insertSampleOffer(tx: Transaction, docking: { id: string; people: Record<DockingSide, string> }, sample: SampleOffer, number: number, now: Date): Promise<string> {
	const { side, state, terms, words = '' } = sample;
	const madeAt = new Date(now.getTime() - sample.daysAgo * DAY);
	const other = side === 'offering' ? 'seeking' : 'offering';
	const people = new Map((await peopleById(tx, [docking.people[side], docking.people[other]])).map((person) => [person.id, person.name]));
	const answered = state !== 'open';
	const row = await insertOffer(tx, {
		dockingId: docking.id, number, side, state, terms, words, language: terms.language, answersNumber: number > 1 ? number - 1 : null, madeBy: docking.people[side], called: people.get(docking.people[side]) ?? '', madeAt,
		answeredBy: answered ? docking.people[other] : null, answeredCalled: answered ? (people.get(docking.people[other]) ?? '') : '', answeredAt: answered ? new Date(madeAt.getTime() + 11 * DAY) : null,
	});
	return row.id;
}

const both = (en: string, zh: string) => ({ en, zh });

async function insertSigned(tx: Transaction, dockingId: string, offerId: string, at: Date): Promise<void> {
	const docking = (await findDocking(tx, { id: dockingId }))!;
	const content: AgreementContent = {
		...contentFromTerms('service', MAPS),
		texts: {
			purpose: both('The Parties bring flood maps from radar satellites to the people who decide in a flood.', '各方将雷达卫星洪水制图服务提供给防汛决策人员。'),
			scope: both(MAPS.scope, '提供全市 10 米分辨率洪水图，每次雷达过境后六小时内更新，并送达指挥中心。'),
			warranties: both(MAPS.warranties, '十次过境中至少九次成图。'),
		},
		milestones: [{ what: both('First map accepted', '首张洪水图通过验收'), amount: usd('1200000'), dueOn: null }],
		results: 'single', background: 'kept', confidentialityMonths: 36, law: 'SG', dispute: 'arbitration', disputePlace: 'SIAC, Singapore', exportControl: 'none-needed',
	};
	const day = at.toISOString().slice(0, 10);
	const value = valueOf(null, content)!;
	const parties = (['offering', 'seeking'] as const).map((side, position) => {
		const { organisationId, called, country, centreId } = docking.parties[side];
		const shown = ['title', 'parties', 'kind', 'area', 'countries', 'date'] as const;
		return { position, organisationId, adviserCentreId: centreId, names: called, country, side, signatory: position === 0 ? 'Tan Sample' : 'Nguyễn Văn Mẫu', signatoryTitle: 'Director', authority: 'legal-representative' as const, registerFields: [...shown], touchedAt: at };
	});
	const row = await insertAgreement(
		tx,
		{
			reference: await nextReference(tx, at.getUTCFullYear()), dockingId, fromDocking: true, offerId, kind: 'service', titles: both('Flood maps for Da Nang', '岘港洪水制图服务'), languages: ['en', 'zh'], prevailing: 'en', area: 'disaster',
			content, valueMinor: BigInt(value.minor), currency: value.currency, createdAt: at, updatedAt: at, isSample: true,
		},
		parties,
	);
	// Signed on paper before it was entered here: its text is put together when somebody reads it. (The words of documents are
	// thousands of files, which who loads the samples should not wait for.)
	const frozen: FrozenDocument = { documents: {}, prevailing: 'en', unreviewed: [] };
	const countries = [...new Set(parties.map(({ country }) => country))].sort();
	await updateAgreement(tx, row.id, { state: 'signed', frozen, frozenSha256: fingerprint(frozen), frozenAt: at, signedOn: day, signedAtPlace: 'Nanning', occasion: '', countries, updatedAt: at });
	for (const [step, state] of [['begin', 'draft'], ['submit', 'ready'], ['attest', 'signed']] as const) await insertStep(tx, { agreementId: row.id, step, state, language: 'en', called: '', at });
	await publishRegister(tx, row.id);
}
