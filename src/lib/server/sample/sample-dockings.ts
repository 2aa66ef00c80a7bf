import { and, eq, inArray, sql } from 'drizzle-orm';
import type { Ball, DockingSide, DockingState, InterestState, NextStep, RefusalReason, StopReason } from '#lib/docking/vocabulary.ts';
import type { Language } from '#lib/engines/text/language.ts';
import { user } from '#lib/server/accounts/tables.ts';
import { DOCKING_ORDER, type DockingProgress } from '#lib/server/docking/docking.ts';
import { insertDocking, insertDockingStep, insertParties, insertPeople, nextReference, organisationsOf } from '#lib/server/docking/queries.ts';
import { insertInterest, putCentreDocking } from '#lib/server/docking/interests/queries.ts';
import { dueOf, isOnItsWay } from '#lib/server/docking/interest.ts';
import { listing, listingVersion } from '#lib/server/listings/tables.ts';
import { asActor, operator } from '#lib/server/platform/acting.ts';
import type { Transaction } from '#lib/server/platform/database.ts';

const DAY = 86_400_000;

/** The sample dockings by name, for what other modules add to them. */
export type SampleDockings = ReadonlyMap<SampleDockingName, { id: string; reference: string; people: Record<DockingSide, string> }>;
export type SampleDockingName = 'liver-fluke' | 'flash-flood' | 'flood-maps' | 'herb-check' | 'water-reuse' | 'ultrasound';

interface SampleDocking {
	name: SampleDockingName;
	/** External ids of the sample listings; the docking is named after the first. */
	offer: string;
	need?: string;
	/** Accounts of the contact people. */
	offering: string;
	seeking: string;
	state: DockingState;
	/** What has happened, with how many days ago. */
	steps: readonly [event: string, daysAgo: number, state: DockingState][];
	ball: Ball;
	nextStep: NextStep;
	stop?: { reason: StopReason; words: string; language: Language };
}

const SAMPLES: readonly SampleDocking[] = [
	{ name: 'liver-fluke', offer: 'HEA-O-12', need: 'HEA-N-12', offering: 'member.vientiane@mitra.example', seeking: 'member.nanning@mitra.example', state: 'negotiating', steps: [['nda-signed', 24, 'confidential'], ['terms-offered', 9, 'negotiating']], ball: 'seeking', nextStep: 'answer_terms' },
	{ name: 'flash-flood', offer: 'DIS-O-04', need: 'DIS-N-04', offering: 'member.singapore@mitra.example', seeking: 'member.danang@mitra.example', state: 'introduced', steps: [], ball: 'seeking', nextStep: 'get_to_know' },
	{ name: 'flood-maps', offer: 'DIS-O-11', offering: 'member.singapore@mitra.example', seeking: 'member.danang@mitra.example', state: 'signed', steps: [['nda-signed', 150, 'confidential'], ['terms-offered', 132, 'negotiating'], ['terms-accepted', 101, 'agreed'], ['agreement-signed', 62, 'signed']], ball: 'seeking', nextStep: 'start_implementation' },
	{ name: 'herb-check', offer: 'HEA-O-08', offering: 'member.nanning@mitra.example', seeking: 'member.chiangmai@mitra.example', state: 'agreed', steps: [['nda-signed', 70, 'confidential'], ['terms-offered', 52, 'negotiating'], ['terms-accepted', 41, 'agreed']], ball: 'officers', nextStep: 'draft_agreement' },
	{ name: 'water-reuse', offer: 'WAT-O-06', offering: 'member.hangzhou@mitra.example', seeking: 'member.singapore@mitra.example', state: 'stopped', steps: [['terms-offered', 60, 'negotiating'], ['stop', 33, 'stopped']], ball: 'none', nextStep: 'none', stop: { reason: 'price', words: 'Membrane replacement takes the price beyond our budget for this year.', language: 'en' } },
	{ name: 'ultrasound', offer: 'HEA-O-02', offering: 'member.chiangmai@mitra.example', seeking: 'member.vientiane@mitra.example', state: 'confidential', steps: [['nda-signed', 5, 'confidential']], ball: 'offering', nextStep: 'offer_terms' },
];

interface SampleInterest {
	listing: string;
	own?: string;
	from: string;
	state: InterestState;
	daysAgo: number;
	language: Language;
	whoWeAre: string;
	why: string;
	brings: string;
	questions: string;
	refusal?: { reason: RefusalReason; words: string; language: Language };
}

const INTERESTS: readonly SampleInterest[] = [
	{
		listing: 'WAT-O-02', from: 'member.vientiane@mitra.example', state: 'at_own_centre', daysAgo: 3, language: 'lo',
		whoWeAre: 'ພວກເຮົາແມ່ນສະຖາບັນສາທາລະນະສຸກ ຢູ່ນະຄອນຫຼວງວຽງຈັນ.', why: 'ນ້ຳບາດານຢູ່ສຸກສາລາເຂດຊົນນະບົດມີລົດກ່ອຍ.', brings: 'ສະຖານທີ່ທົດລອງ 3 ແຫ່ງ ແລະ ພະນັກງານບຳລຸງຮັກສາ.', questions: 'ຕ້ອງປ່ຽນເຍື່ອກອງຈັກປີຕໍ່ຄັ້ງ?',
	},
	{
		listing: 'DIS-O-17', from: 'member.danang@mitra.example', state: 'with_owner', daysAgo: 6, language: 'vi',
		whoWeAre: 'Chúng tôi làm thiết bị quan trắc khí tượng thủy văn tại Đà Nẵng.', why: 'Đội cứu hộ của thành phố cần thiết bị tìm kiếm trong đống đổ nát.', brings: 'Bãi thử, đội kỹ thuật và khách hàng đầu tiên.', questions: 'Thời gian hoạt động của pin là bao lâu?',
	},
	{
		listing: 'DIS-O-07', from: 'member.hangzhou@mitra.example', state: 'refused', daysAgo: 45, language: 'zh',
		whoWeAre: '我们是浙江一家膜分离设备企业。', why: '希望把光纤测温用于膜池渗漏监测。', brings: '两处在运行的水厂。', questions: '',
		refusal: { reason: 'no_capacity', words: 'Năm nay đội của chúng tôi đã kín việc. Xin hỏi lại vào tháng ba.', language: 'vi' },
	},
];

/** Dockings and interests between the sample accounts, so that every list and every state shows something. */
export async function insertSampleDockings(tx: Transaction, now: Date): Promise<SampleDockings> {
	return asActor(tx, operator('sample'), async (tx) => {
		const people = await samplePeople(tx);
		const listings = await sampleListings(tx);
		for (const centreId of ['laos', 'vietnam']) await putCentreDocking(tx, { centreId, screens: true, updatedAt: now });
		const dockings = new Map<SampleDockingName, { id: string; reference: string; people: Record<DockingSide, string> }>();
		for (const sample of SAMPLES) {
			const [offering, seeking, offer] = [people.get(sample.offering), people.get(sample.seeking), listings.get(sample.offer)];
			// A checkout with other samples has other dockings, or none.
			if (!offering || !seeking || !offer) continue;
			const row = await insertSample(tx, sample, { offering, seeking, offer, needId: (sample.need && listings.get(sample.need)?.id) || null }, now);
			dockings.set(sample.name, { ...row, people: { offering: offering.userId, seeking: seeking.userId } });
		}
		for (const sample of INTERESTS) await insertSampleInterest(tx, sample, { people, listings, now });
		return dockings;
	});
}

interface Person {
	userId: string;
	name: string;
	organisationId: string;
	centreId: string;
}

async function samplePeople(tx: Transaction): Promise<Map<string, Person>> {
	const emails = [...new Set([...SAMPLES.flatMap(({ offering, seeking }) => [offering, seeking]), ...INTERESTS.map(({ from }) => from)])];
	const rows = await tx
		.select({ email: user.email, userId: user.id, name: user.name, organisationId: sql<string>`o.id`, centreId: sql<string>`o.centre_id` })
		.from(user)
		.innerJoin(sql`membership m`, sql`m.user_id = ${user.id}`)
		.innerJoin(sql`organisation o`, sql`o.id = m.organisation_id`)
		.where(inArray(user.email, emails));
	return new Map(rows.map(({ email, ...person }) => [email, person]));
}

type SampleListing = { id: string; organisationId: string; centreId: string; title: string; language: Language };

async function sampleListings(tx: Transaction): Promise<Map<string, SampleListing>> {
	const ids = [...SAMPLES.flatMap(({ offer, need }) => (need ? [offer, need] : [offer])), ...INTERESTS.map(({ listing: id }) => id)];
	const rows = await tx
		.select({ externalId: listing.externalId, id: listing.id, organisationId: listing.organisationId, centreId: listing.centreId, title: listingVersion.title, language: listingVersion.language })
		.from(listing)
		.innerJoin(listingVersion, eq(listingVersion.id, listing.publishedVersionId))
		.where(and(inArray(listing.externalId, ids), eq(listing.source, 'sample')));
	return new Map(rows.map(({ externalId, ...row }) => [externalId!, row as SampleListing]));
}

async function insertSample(tx: Transaction, sample: SampleDocking, found: { offering: Person; seeking: Person; offer: SampleListing; needId: string | null }, now: Date): Promise<{ id: string; reference: string }> {
	const ago = (days: number) => new Date(now.getTime() - days * DAY);
	const openedAt = ago((sample.steps[0]?.[1] ?? 0) + 12);
	const touchedAt = sample.steps.length > 0 ? ago(sample.steps.at(-1)![1]) : openedAt;
	const furthest = [...sample.steps.map(([, , state]) => state)].filter((state): state is DockingProgress => state !== 'stopped').sort((a, b) => DOCKING_ORDER.indexOf(b) - DOCKING_ORDER.indexOf(a))[0] ?? 'introduced';
	const row = await insertDocking(tx, {
		reference: await nextReference(tx, now.getUTCFullYear()),
		offerListingId: found.offer.id,
		needListingId: found.needId,
		title: found.offer.title,
		titleLanguage: found.offer.language,
		state: sample.state,
		stateSince: touchedAt,
		furthest,
		...(sample.stop && { stoppedFrom: furthest as 'negotiating', stopReason: sample.stop.reason, stopWords: sample.stop.words, stopLanguage: sample.stop.language }),
		ball: sample.ball,
		ballSince: touchedAt,
		// Nobody is reminded of what is a sample.
		ballRemindedAt: now,
		nextStep: sample.nextStep,
		openedAt,
		touchedAt,
		isSample: true,
	});
	const organisations = await organisationsOf(tx, [found.offering.organisationId, found.seeking.organisationId]);
	const sides = [{ side: 'offering', person: found.offering }, { side: 'seeking', person: found.seeking }] as const;
	await insertParties(
		tx,
		sides.map(({ side, person }) => {
			const organisation = organisations.get(person.organisationId)!;
			return { dockingId: row.id, side, organisationId: organisation.id, called: organisation.names, country: organisation.country, centreId: organisation.centreId, state: row.state, furthest, ball: row.ball, ballSince: touchedAt, openedAt, touchedAt };
		}),
	);
	await insertPeople(tx, sides.map(({ side, person }) => ({ dockingId: row.id, personId: person.userId, side, addedBy: null, addedAt: openedAt, touchedAt })));
	await insertDockingStep(tx, { dockingId: row.id, event: 'open', state: 'introduced', ball: 'seeking', nextStep: 'get_to_know', side: null, by: null, called: '', at: openedAt });
	for (const [event, days, state] of sample.steps)
		await insertDockingStep(tx, { dockingId: row.id, event, state, ball: sample.ball, nextStep: sample.nextStep, side: 'offering', by: found.offering.userId, called: found.offering.name, at: ago(days) });
	return { id: row.id, reference: row.reference };
}

async function insertSampleInterest(tx: Transaction, sample: SampleInterest, { people, listings, now }: { people: Map<string, Person>; listings: Map<string, SampleListing>; now: Date }): Promise<void> {
	const [from, about] = [people.get(sample.from), listings.get(sample.listing)];
	if (!from || !about) return;
	const at = new Date(now.getTime() - sample.daysAgo * DAY);
	const words = (text: string) => ({ text, language: sample.language });
	const waits = isOnItsWay(sample.state);
	await insertInterest(tx, {
		listingId: about.id,
		organisationId: from.organisationId,
		ownerOrganisationId: about.organisationId,
		personId: from.userId,
		called: from.name,
		ownCentreId: from.centreId,
		theirCentreId: about.centreId,
		whoWeAre: words(sample.whoWeAre),
		why: words(sample.why),
		brings: words(sample.brings),
		questions: words(sample.questions),
		state: sample.state,
		stepSince: at,
		dueAt: isOnItsWay(sample.state) ? dueOf(sample.state, now) : null,
		remindedAt: now,
		pastOwnCentreAt: sample.state === 'at_own_centre' ? null : at,
		withOwnerAt: sample.state === 'at_own_centre' ? null : at,
		endedAt: waits ? null : at,
		endedIn: waits ? null : 'with_owner',
		reason: sample.refusal?.reason ?? null,
		words: sample.refusal?.words ?? '',
		wordsLanguage: sample.refusal?.language ?? null,
		createdAt: at,
		isSample: true,
	});
}
