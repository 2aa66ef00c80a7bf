import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { queueFilters, queueSearch, type QueueFilters } from '#lib/brokering/queue-address.ts';
import { decidePair } from '#lib/server/brokering/decide-pair.ts';
import { findCounterparts } from '#lib/server/brokering/find-counterparts.ts';
import { findPair } from '#lib/server/brokering/queries.ts';
import { undoDecision } from '#lib/server/brokering/undo-decision.ts';
import { viewMeasures } from '#lib/server/brokering/view-measures.ts';
import { viewPair } from '#lib/server/brokering/view-pair.ts';
import { viewQueue } from '#lib/server/brokering/view-queue.ts';
import { listingVersion } from '#lib/server/listings/tables.ts';
import { suggestedPair } from '#lib/server/matching/tables.ts';
import { idleJobs } from '../small-network.ts';
import { createDeskNetwork, type DeskNetwork, type Member } from './desk-network.ts';

let desk: DeskNetwork;
const now = new Date('2026-11-21T08:00:00Z');
const context = () => ({ ...desk, db: desk.database.db, clock: () => now, jobs: idleJobs, baseUrl: 'https://mitra.example' });
const FILTERS: QueueFilters = { view: 'suggested', between: null, area: null, age: null, assigned: null, page: 1 };
const queue = (actor: Actor, filters: Partial<QueueFilters> = {}) => viewQueue(context(), actor, { ...FILTERS, ...filters });
const ids = async (actor: Actor, filters: Partial<QueueFilters> = {}) => (await queue(actor, filters)).lines.map(({ id }) => id);
const decide = async (actor: Actor, pairId: string, decision: Parameters<typeof decidePair>[2]['decision']) =>
	decidePair(context(), actor, { pairId, expected: (await findPair(desk.database.db, pairId))!.row.version, decision, language: 'en' });
let strong: string;
let weak: string;
let lao: string;

beforeAll(async () => {
	desk = await createDeskNetwork();
	const other = await desk.publish('offer', desk.network.institute, { title: 'Salt-tolerant rice seed', areas: ['materials'] });
	const own = await desk.publish('need', desk.network.institute, { title: 'Weather station for islands' });
	strong = await desk.suggest(desk.need, desk.offer, new Date('2026-11-20T20:00:00Z'));
	weak = await desk.suggest(desk.need, other, new Date('2026-10-01T08:00:00Z'));
	lao = await desk.suggest(own, desk.offer, new Date('2026-11-10T08:00:00Z'));
	await desk.database.db.update(suggestedPair).set({ score: 0.9 }).where(eq(suggestedPair.id, strong));
	await desk.database.db.update(suggestedPair).set({ score: 0.4 }).where(eq(suggestedPair.id, weak));
	await desk.database.db.update(suggestedPair).set({ score: 0.6 }).where(eq(suggestedPair.id, lao));
});
afterAll(() => desk.close());
beforeEach(async () => {
	await desk.database.db.execute(sql`delete from pair_decision`);
	await desk.database.db.update(suggestedPair).set({ state: 'suggested', laterUntil: null, assignedTo: null, exclusion: null, nearDuplicateOf: null });
});

describe('the queue', () => {
	test('has the strongest first, and only pairs with a side of one’s centre', async () => {
		expect(await ids(desk.network.officer)).toEqual([strong, lao, weak]);
		expect(await ids(desk.network.thaiOfficer)).toEqual([strong, weak]);
		expect(await ids(desk.network.secretariat)).toEqual([strong, lao, weak]);
	});

	test('is refused to visitors and members', async () => {
		for (const actor of [desk.network.visitor, desk.network.owner, desk.network.stranger]) {
			await expect(queue(actor)).rejects.toMatchObject({ code: 'forbidden' });
			await expect(viewMeasures(context(), actor, 'centre')).rejects.toMatchObject({ code: 'forbidden' });
			await expect(findCounterparts(context(), actor, { pairId: strong, side: 'need', words: '' })).rejects.toMatchObject({ code: 'not_found' });
		}
	});

	test('is filtered by country pair, area with all below it, age, and who has it', async () => {
		const { officer } = desk.network;
		expect(await ids(officer, { between: { need: 'TH', offer: 'LA' } })).toEqual([strong, weak]);
		expect(await ids(officer, { between: { need: 'LA', offer: 'TH' } })).toEqual([]);
		expect(await ids(officer, { area: 'materials' })).toEqual([weak]);
		expect(await ids(officer, { age: 'day' })).toEqual([strong]);
		expect(await ids(officer, { age: 'month' })).toEqual([strong, lao]);
		expect(await ids(officer, { age: 'older' })).toEqual([weak]);
		await desk.database.db.update(suggestedPair).set({ assignedTo: (officer as Member).userId }).where(eq(suggestedPair.id, lao));
		expect(await ids(officer, { assigned: 'me' })).toEqual([lao]);
		expect(await ids(officer, { assigned: 'nobody' })).toEqual([strong, weak]);
	});

	test('counts its parts and its country pairs, and keeps conflicts and doubles apart', async () => {
		await desk.database.db.update(suggestedPair).set({ exclusion: 'expired' }).where(eq(suggestedPair.id, weak));
		await decide(desk.network.officer, lao, { decision: 'later', until: '2026-12-01' });
		const { counts, between } = await queue(desk.network.officer);
		expect(counts).toEqual({ suggested: 1, asked: 0, later: 1, introduced: 0, rejected: 0, excluded: 1 });
		expect(between).toEqual([{ need: 'TH', offer: 'LA', count: 1 }]);
		expect(await ids(desk.network.officer, { view: 'excluded' })).toEqual([weak]);
		expect(await ids(desk.network.officer, { view: 'later' })).toEqual([lao]);
	});

	test('tells the other centre’s officer who introduced', async () => {
		await decide(desk.network.officer, strong, { decision: 'introduce' });
		const page = await queue(desk.network.thaiOfficer, { view: 'introduced' });
		expect(page.lines[0]!.last).toMatchObject({ decision: 'introduce', by: 'officer' });
		expect(page.lines[0]!.last!.centre!.some(({ text }) => text.includes('Laos'))).toBe(true);
		expect(page.news).toMatchObject([{ pairId: strong, by: 'officer' }]);
		expect((await queue(desk.network.officer)).news).toEqual([]);
		await decide(desk.network.thaiOfficer, weak, { decision: 'reject', reason: 'topic', words: '' });
		expect((await queue(desk.network.officer, { view: 'rejected' })).lines[0]!.last).toMatchObject({ by: 'thai-officer' });
	});
});

describe('a pair', () => {
	test('has others: the best matches, and what a search of the other kind finds', async () => {
		const { found } = await findCounterparts(context(), desk.network.thaiOfficer, { pairId: strong, side: 'need', words: '' });
		expect(found.map(({ card }) => card.id)).toContain(desk.offer);
		expect(found.find(({ card }) => card.id === desk.offer)!.pair).toMatchObject({ id: strong });
		const searched = await findCounterparts(context(), desk.network.thaiOfficer, { pairId: strong, side: 'need', words: 'rice seed' });
		expect(searched.found[0]!.card.title).toBe('Salt-tolerant rice seed');
		expect(searched.found.every(({ card }) => card.kind === 'offer')).toBe(true);
		expect(searched.found.every(({ mayPair }) => mayPair)).toBe(true);
		const foreign = await findCounterparts(context(), desk.network.thaiOfficer, { pairId: strong, side: 'offer', words: 'weather station' });
		expect(foreign.found.map(({ card, mayPair }) => [card.title, mayPair])).toContainEqual(['Weather station for islands', false]);
	});

	test('shows both texts with the words marked that are evidence, on both sides', async () => {
		const pair = await viewPair(context(), desk.network.officer, strong, 'en');
		expect(pair.reasons.length).toBeGreaterThan(1);
		pair.reasons.forEach((reason, number) => {
			for (const side of ['need', 'offer'] as const) {
				const marked = pair[side].fields.flatMap(({ parts }) => parts.filter(({ pairs }) => pairs.includes(number)));
				expect(marked.map(({ text }) => text).join('')).toBe(reason[side]);
			}
		});
		expect(pair.need.own).toBe(false);
		expect(pair.offer.own).toBe(true);
	});

	test('never shows guarded sections, of neither side; it names them', async () => {
		const guarded = await desk.publish('offer', desk.network.institute, { description: 'The secret recipe', disclosure: { description: 'confidential', advantages: 'network' } });
		const pairId = await desk.suggest(desk.need, guarded);
		for (const actor of [desk.network.officer, desk.network.thaiOfficer, desk.network.secretariat]) {
			const pair = await viewPair(context(), actor, pairId, 'en');
			expect(JSON.stringify(pair)).not.toContain('secret recipe');
			expect(pair.offer.withheld).toEqual([{ section: 'description', disclosure: 'confidential' }]);
			expect(JSON.stringify(pair.offer.fields)).toContain('Salt stays below the root zone');
		}
		await desk.database.db.delete(suggestedPair).where(eq(suggestedPair.id, pairId));
	});

	test('hides a hidden owner from the other centre’s officer', async () => {
		const hidden = await desk.publish('offer', desk.network.institute, { display: 'hidden' });
		const pairId = await desk.suggest(desk.need, hidden);
		expect((await viewPair(context(), desk.network.officer, pairId, 'en')).offer.organisation).not.toBeNull();
		expect((await viewPair(context(), desk.network.thaiOfficer, pairId, 'en')).offer.organisation).toBeNull();
		await desk.database.db.delete(suggestedPair).where(eq(suggestedPair.id, pairId));
	});

	test('shows a translation into the officer’s language where there is one, guarded like its original', async () => {
		const offer = await desk.publish('offer', desk.network.institute, { description: 'The secret recipe', disclosure: { description: 'parties' } });
		const pairId = await desk.suggest(desk.need, offer);
		await desk.database.db.insert(listingVersion).values({ listingId: offer, number: 2, language: 'th', provenance: 'human-translation', title: 'น้ำหยดสำหรับดินเค็ม', summary: 'ท่อน้ำหยด', description: 'สูตรลับ' });
		const read = async (language: 'th' | 'vi') => (await viewPair(context(), desk.network.thaiOfficer, pairId, language)).offer;
		expect((await read('th')).translation).toMatchObject({ language: 'th', provenance: 'human-translation' });
		expect(JSON.stringify(await read('th'))).not.toContain('สูตรลับ');
		expect((await read('vi')).translation).toBeNull();
		await desk.database.db.delete(suggestedPair).where(eq(suggestedPair.id, pairId));
	});

	test('shows the history of both sides, without pairs of other centres', async () => {
		await decide(desk.network.officer, lao, { decision: 'reject', reason: 'known', words: '' });
		const earlier = async (actor: Actor) => (await viewPair(context(), actor, strong, 'en')).offer.earlier.map(({ id, state }) => ({ id, state }));
		expect(await earlier(desk.network.officer)).toEqual([{ id: lao, state: 'rejected' }]);
		expect(await earlier(desk.network.thaiOfficer)).toEqual([]);
	});
});

describe('measures', () => {
	test('count from the records, without decisions taken back', async () => {
		await decide(desk.network.officer, strong, { decision: 'introduce' });
		await decide(desk.network.officer, lao, { decision: 'reject', reason: 'topic', words: '' });
		const { decisionId } = await decide(desk.network.thaiOfficer, weak, { decision: 'reject', reason: 'topic', words: '' });
		await undoDecision(context(), desk.network.thaiOfficer, { pairId: weak, decisionId });
		const by = async (actor: Actor, measure: 'centre' | 'between' | 'area') => new Map((await viewMeasures(context(), actor, measure)).map(({ key, ...row }) => [key, row]));
		const centres = await by(desk.network.officer, 'centre');
		expect(centres.get('laos')).toMatchObject({ open: 1, decidedThisWeek: 2, introduced: 1, rejected: 1 });
		expect(centres.get('laos')!.medianAge).toBeCloseTo(51, 5);
		expect(centres.get('thailand')).toMatchObject({ open: 1, decidedThisWeek: 1, introduced: 1, rejected: 0 });
		expect((await by(desk.network.thaiOfficer, 'centre')).get('laos')).toMatchObject({ introduced: 1, rejected: 0 });
		expect((await by(desk.network.officer, 'between')).get('TH-LA')).toMatchObject({ open: 1, introduced: 1, rejected: 0 });
		expect((await by(desk.network.officer, 'area')).get('materials')).toMatchObject({ open: 1, introduced: 0 });
	});
});

test('the queue’s address says its filters, and nonsense in it is as if it were not there', () => {
	const filters: QueueFilters = { view: 'later', between: { need: 'CN', offer: 'LA' }, area: 'water', age: 'week', assigned: 'nobody', page: 3 };
	expect(queueFilters(new URLSearchParams(queueSearch(filters, { page: 3 })))).toEqual(filters);
	expect(queueFilters(new URLSearchParams('view=all&between=china-laos&area=<b>&age=1&assigned=x&page=-1'))).toEqual(FILTERS);
});
