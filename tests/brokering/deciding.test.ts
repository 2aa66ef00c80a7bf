import { and, eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { answerQuestion } from '#lib/server/brokering/answer-question.ts';
import { assignPair, assignPairs } from '#lib/server/brokering/assign-pair.ts';
import { decidePair, decidePairs } from '#lib/server/brokering/decide-pair.ts';
import { decisionInput, type DecisionInput } from '#lib/server/brokering/input.ts';
import { makePair } from '#lib/server/brokering/make-pair.ts';
import { memberIntroductions, memberQuestions, memberWaiting, viewQuestion } from '#lib/server/brokering/member-desk.ts';
import { notePair } from '#lib/server/brokering/note-pair.ts';
import { findPair } from '#lib/server/brokering/queries.ts';
import { replyToIntroduction } from '#lib/server/brokering/reply-to-introduction.ts';
import { returnLater } from '#lib/server/brokering/return-later.ts';
import { sendDecisionLetters } from '#lib/server/brokering/send-letters.ts';
import { undoDecision } from '#lib/server/brokering/undo-decision.ts';
import { viewPair } from '#lib/server/brokering/view-pair.ts';
import { listing } from '#lib/server/listings/tables.ts';
import { pairDecision, suggestedPair } from '#lib/server/matching/tables.ts';
import { audit } from '#lib/server/platform/audit.ts';
import type { Jobs } from '#lib/server/platform/jobs.ts';
import { listMails, type NewMail } from '#lib/server/platform/mail.ts';
import { createDeskNetwork, type DeskNetwork, type Member } from './desk-network.ts';

let desk: DeskNetwork;
let pairId: string;
let now = new Date('2026-11-21T08:00:00Z');
const waiting: { decisionId: string; letters: NewMail[] }[] = [];
const jobs: Jobs = {
	async enqueue(key, data) {
		if (key.name === 'brokering.letters') waiting.push(data as unknown as (typeof waiting)[number]);
		return crypto.randomUUID();
	},
	stop: async () => undefined,
};
const context = () => ({ ...desk, db: desk.database.db, clock: () => now, jobs, baseUrl: 'https://mitra.example' });
const row = async () => (await findPair(desk.database.db, pairId))!.row;
const decide = async (actor: Actor, decision: DecisionInput, expected?: number) =>
	decidePair(context(), actor, { pairId, expected: expected ?? (await row()).version, decision, language: 'en' });
const view = (actor: Actor) => viewPair(context(), actor, pairId, 'en');
const sendWaiting = async () => {
	let sent = 0;
	for (const each of waiting.splice(0)) sent += await sendDecisionLetters(context(), each);
	return sent;
};
const ASK: DecisionInput = { decision: 'ask', side: 'offer', question: 'Does it work below 10 °C?' };
const id = (actor: Actor) => (actor as Member).userId;

beforeAll(async () => {
	desk = await createDeskNetwork();
});
afterAll(() => desk.close());
beforeEach(async () => {
	now = new Date('2026-11-21T08:00:00Z');
	waiting.length = 0;
	await desk.database.db.execute(sql`delete from suggested_pair`);
	await desk.database.db.execute(sql`delete from mail`);
	pairId = await desk.suggest(desk.need, desk.offer);
});

describe('who may see and decide', () => {
	test('visitors and members do not learn that a pair exists; officers of both sides and the secretariat see it', async () => {
		const { network } = desk;
		for (const actor of [network.visitor, network.owner, network.editor, network.reader, network.stranger]) {
			await expect(view(actor)).rejects.toMatchObject({ code: 'not_found' });
			await expect(decide(actor, { decision: 'introduce' })).rejects.toMatchObject({ code: 'not_found' });
			await expect(notePair(context(), actor, { pairId, words: 'x', internal: false, language: 'en' })).rejects.toMatchObject({ code: 'not_found' });
			await expect(assignPair(context(), actor, { pairId, expected: 1, to: null })).rejects.toMatchObject({ code: 'not_found' });
		}
		for (const actor of [network.officer, network.thaiOfficer, network.secretariat]) expect((await view(actor)).id).toBe(pairId);
	});

	test('the officer of a third centre is refused', async () => {
		const { need } = desk;
		const own = await desk.publish('offer', desk.network.company, { title: 'Drip irrigation with mulch for saline soil' });
		const between = await desk.suggest(need, own).then((each) => each);
		await expect(viewPair(context(), desk.network.officer, between, 'en')).rejects.toMatchObject({ code: 'not_found' });
		await expect(decidePair(context(), desk.network.officer, { pairId: between, expected: 1, decision: { decision: 'introduce' }, language: 'en' })).rejects.toMatchObject({ code: 'not_found' });
		expect((await viewPair(context(), desk.network.thaiOfficer, between, 'en')).id).toBe(between);
	});

	test('who belongs to one of the organisations sees the pair and decides nothing', async () => {
		const both = desk.network.officerAndOwner;
		const { rights } = await view(both);
		expect(Object.entries(rights).filter(([, may]) => may)).toEqual([['view', true]]);
		await expect(decide(both, { decision: 'introduce' })).rejects.toMatchObject({ code: 'forbidden' });
		await expect(notePair(context(), both, { pairId, words: 'x', internal: false, language: 'en' })).rejects.toMatchObject({ code: 'forbidden' });
		await expect(assignPair(context(), both, { pairId, expected: 1, to: id(both) })).rejects.toMatchObject({ code: 'forbidden' });
		expect((await row()).state).toBe('suggested');
	});

	test('a hard conflict is never introduced', async () => {
		await desk.database.db.update(suggestedPair).set({ exclusion: 'export-restricted' }).where(eq(suggestedPair.id, pairId));
		await expect(decide(desk.network.officer, { decision: 'introduce' })).rejects.toMatchObject({ code: 'forbidden' });
	});
});

describe('a decision', () => {
	test('to introduce is on record, on both desks and in the other centre’s view; letters go to both owners after a minute', async () => {
		await decide(desk.network.officer, { decision: 'introduce' });
		expect(await row()).toMatchObject({ state: 'introduced', version: 2 });
		expect(await listMails(desk.database.db, { limit: 9 })).toEqual([]);
		expect(await memberIntroductions(desk.database.db, desk.network.owner)).toEqual([]);
		expect((await view(desk.network.thaiOfficer)).decisions[0]).toMatchObject({ decision: 'introduce', by: 'officer' });
		const written = await sendWaiting();
		const mails = await listMails(desk.database.db, { limit: 9 });
		expect(mails).toHaveLength(written);
		// The institute has two owners of the sample people, the company one.
		expect(mails.map(({ to }) => to).sort()).toEqual(['both@example.org', 'owner@example.org', 'stranger@example.org']);
		const letter = mails.find(({ to }) => to === 'stranger@example.org')!;
		expect(letter.subject).toContain('Drip irrigation for saline soil');
		expect(letter.text).toContain('officer, ');
		expect(letter.text).toMatch(/“[^”]*drip[^”]*” in your listing – “[^”]*drip[^”]*” in theirs/i);
		const [mine] = await memberIntroductions(desk.database.db, desk.network.owner);
		expect(mine).toMatchObject({ side: 'offer', officer: 'officer', reply: null, mayReply: true });
		expect(await memberIntroductions(desk.database.db, desk.network.stranger)).toHaveLength(1);
		expect(await memberWaiting(desk.database.db, desk.network.stranger)).toEqual({ introductions: 1, questions: 0 });
		expect((await memberIntroductions(desk.database.db, desk.network.reader))[0]).toMatchObject({ mayReply: false });
	});

	test('sends its letters once, however often the job runs', async () => {
		await decide(desk.network.officer, { decision: 'introduce' });
		const job = waiting[0]!;
		expect(await sendDecisionLetters(context(), job)).toBe(3);
		expect(await sendDecisionLetters(context(), job)).toBe(0);
		expect(await listMails(desk.database.db, { limit: 9 })).toHaveLength(3);
	});

	test('to reject keeps reason, words and the scores that weights are learned from', async () => {
		await decide(desk.network.officer, { decision: 'reject', reason: 'maturity', words: 'Two seasons are missing' });
		const [decision] = await desk.database.db.select().from(pairDecision).where(eq(pairDecision.pairId, pairId));
		expect(decision).toMatchObject({ decision: 'reject', reason: 'maturity', words: 'Two seasons are missing', by: id(desk.network.officer), at: now });
		expect(decision!.scores.topic).toBeGreaterThan(0);
		expect((await row()).state).toBe('rejected');
	});

	test('to put off comes back by itself on its day', async () => {
		await decide(desk.network.officer, { decision: 'later', until: '2026-12-01' });
		expect(await row()).toMatchObject({ state: 'later', laterUntil: '2026-12-01' });
		now = new Date('2026-11-30T23:59:00Z');
		expect(await returnLater(context())).toBe(0);
		now = new Date('2026-12-01T00:07:00Z');
		expect(await returnLater(context())).toBe(1);
		expect(await row()).toMatchObject({ state: 'suggested', laterUntil: null });
	});

	test('is in the audit log without anybody’s words', async () => {
		await decide(desk.network.officer, { decision: 'reject', reason: 'other', words: 'a private remark' });
		const lines = await desk.database.db.select().from(audit).where(and(eq(audit.entityId, pairId), eq(audit.action, 'pair.reject')));
		expect(lines).toHaveLength(1);
		expect(lines[0]!.actorId).toBe(id(desk.network.officer));
		expect(JSON.stringify(lines)).not.toContain('private');
	});

	test('of two officers at once happens once; the second is told and nothing is lost', async () => {
		const { version } = await row();
		const results = await Promise.allSettled([
			decide(desk.network.officer, { decision: 'introduce' }, version),
			decide(desk.network.thaiOfficer, { decision: 'reject', reason: 'known', words: 'They met in May' }, version),
		]);
		expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
		const refused = results.find((each): each is PromiseRejectedResult => each.status === 'rejected')!;
		expect(refused.reason).toMatchObject({ code: 'conflict' });
		expect(await desk.database.db.select().from(pairDecision).where(eq(pairDecision.pairId, pairId))).toHaveLength(1);
	});

	test('on a listing that is public no more is refused', async () => {
		await desk.database.db.update(listing).set({ state: 'paused' }).where(eq(listing.id, desk.offer));
		await expect(decide(desk.network.officer, { decision: 'introduce' })).rejects.toMatchObject({ code: 'conflict' });
		expect((await row()).state).toBe('suggested');
		await desk.database.db.update(listing).set({ state: 'published' }).where(eq(listing.id, desk.offer));
		await desk.search.refresh(desk.offer);
	});

	test('on several pairs leaves those that cannot be decided', async () => {
		const second = await desk.suggest(desk.need, await desk.publish('offer', desk.network.institute, { title: 'Pulse drip lines for salty gardens' }));
		const pairs = [{ pairId, expected: 1 }, { pairId: second, expected: 9 }, { pairId: crypto.randomUUID(), expected: 1 }];
		const outcome = await decidePairs(context(), desk.network.officer, { pairs, decision: { decision: 'later', until: '2026-12-01' }, language: 'en' });
		expect(outcome).toEqual({ done: 1, left: [second, pairs[2]!.pairId] });
		expect(await assignPairs(context(), desk.network.officer, { pairs: [{ pairId: second, expected: 1 }], to: id(desk.network.officer) })).toEqual({ done: 1, left: [] });
	});
});

describe('taking back', () => {
	test('an introduction before its letters leave: nobody hears of it', async () => {
		const { decisionId } = await decide(desk.network.officer, { decision: 'introduce' });
		await undoDecision(context(), desk.network.officer, { pairId, decisionId });
		expect(await sendWaiting()).toBe(0);
		expect(await row()).toMatchObject({ state: 'suggested', version: 3 });
		expect(await memberIntroductions(desk.database.db, desk.network.stranger)).toEqual([]);
		await decide(desk.network.officer, { decision: 'introduce' });
		expect(await sendWaiting()).toBe(3);
	});

	test('is refused to others, after the letters, and after something followed', async () => {
		const first = await decide(desk.network.officer, { decision: 'later', until: '2026-12-01' });
		for (const actor of [desk.network.thaiOfficer, desk.network.secretariat])
			await expect(undoDecision(context(), actor, { pairId, decisionId: first.decisionId })).rejects.toMatchObject({ code: 'forbidden' });
		await expect(undoDecision(context(), desk.network.owner, { pairId, decisionId: first.decisionId })).rejects.toMatchObject({ code: 'not_found' });
		now = new Date('2026-11-21T08:01:00Z');
		const second = await decide(desk.network.officer, { decision: 'introduce' });
		await expect(undoDecision(context(), desk.network.officer, { pairId, decisionId: first.decisionId })).rejects.toMatchObject({ code: 'conflict' });
		await sendWaiting();
		await expect(undoDecision(context(), desk.network.officer, { pairId, decisionId: second.decisionId })).rejects.toMatchObject({ code: 'expired' });
		expect((await row()).state).toBe('introduced');
	});

	test('restores the day that a pair was put off to, and the question that it had', async () => {
		await decide(desk.network.officer, { decision: 'later', until: '2026-12-24' });
		now = new Date('2026-11-21T08:01:00Z');
		const { decisionId } = await decide(desk.network.officer, { decision: 'reject', reason: 'price', words: '' });
		await undoDecision(context(), desk.network.officer, { pairId, decisionId });
		expect(await row()).toMatchObject({ state: 'later', laterUntil: '2026-12-24' });
		now = new Date('2026-11-21T08:02:00Z');
		await decide(desk.network.officer, ASK);
		now = new Date('2026-11-21T08:03:00Z');
		const reject = await decide(desk.network.officer, { decision: 'reject', reason: 'price', words: '' });
		expect((await view(desk.network.officer)).questions[0]).toMatchObject({ withdrawn: true });
		await undoDecision(context(), desk.network.officer, { pairId, decisionId: reject.decisionId });
		expect((await view(desk.network.officer)).questions[0]).toMatchObject({ withdrawn: false });
		expect((await row()).state).toBe('asked');
	});
});

describe('asking an owner', () => {
	test('goes to the owner by mail, the answer comes back to the pair, and who asked is told', async () => {
		await expect(decide(desk.network.thaiOfficer, ASK)).rejects.toMatchObject({ code: 'forbidden' });
		await decide(desk.network.officer, ASK);
		expect(await memberQuestions(desk.database.db, desk.network.owner)).toEqual([]);
		await sendWaiting();
		const [question] = await memberQuestions(desk.database.db, desk.network.owner);
		expect(question).toMatchObject({ question: 'Does it work below 10 °C?', askedBy: 'officer' });
		const letter = (await listMails(desk.database.db, { limit: 9 })).find(({ to }) => to === 'owner@example.org')!;
		expect(letter.text).toContain(`https://mitra.example/desk/questions/${question!.id}`);
		const answer = (actor: Actor) => answerQuestion(context(), actor, { questionId: question!.id, answer: 'Yes, down to 4 °C.', language: 'en' });
		for (const actor of [desk.network.visitor, desk.network.stranger, desk.network.reader, desk.network.officer]) {
			await expect(answer(actor)).rejects.toMatchObject({ code: 'not_found' });
			await expect(viewQuestion(desk.database.db, actor, question!.id)).rejects.toMatchObject({ code: 'not_found' });
		}
		await expect(answerQuestion(context(), desk.network.owner, { questionId: question!.id, answer: '  ', language: 'en' })).rejects.toMatchObject({ code: 'invalid_input' });
		await answer(desk.network.editor);
		expect(await row()).toMatchObject({ state: 'suggested' });
		expect((await view(desk.network.thaiOfficer)).questions[0]).toMatchObject({ answer: 'Yes, down to 4 °C.', answeredBy: 'editor' });
		const told = (await listMails(desk.database.db, { limit: 9 })).find(({ to }) => to === 'officer@example.org')!;
		expect(told.text).toContain('Yes, down to 4 °C.');
		await expect(answer(desk.network.owner)).rejects.toMatchObject({ code: 'conflict' });
	});

	test('a question made needless within the minute is not sent', async () => {
		await decide(desk.network.officer, ASK);
		await decide(desk.network.officer, { decision: 'reopen' });
		expect(await sendWaiting()).toBe(0);
	});
});

describe('a reply to an introduction', () => {
	test('is of those who write for that side, and tells the officer', async () => {
		const { decisionId } = await decide(desk.network.officer, { decision: 'introduce' });
		await sendWaiting();
		const reply = (actor: Actor, side: 'need' | 'offer') => replyToIntroduction(context(), actor, { decisionId, side, reply: 'interested' });
		await expect(reply(desk.network.owner, 'need')).rejects.toMatchObject({ code: 'not_found' });
		for (const actor of [desk.network.visitor, desk.network.reader, desk.network.officer]) await expect(reply(actor, 'offer')).rejects.toMatchObject({ code: 'not_found' });
		await reply(desk.network.stranger, 'need');
		expect((await view(desk.network.officer)).introduction).toMatchObject({ needReply: 'interested', offerReply: null });
		expect((await memberIntroductions(desk.database.db, desk.network.owner))[0]).toMatchObject({ otherReply: 'interested' });
		expect((await listMails(desk.database.db, { limit: 9 })).filter(({ to }) => to === 'officer@example.org')).toHaveLength(1);
	});
});

describe('notes, assignment, pairs by hand', () => {
	test('a shared note is read by both centres, an internal one by its own and the secretariat', async () => {
		await notePair(context(), desk.network.officer, { pairId, words: 'Call them on Monday', internal: false, language: 'en' });
		await notePair(context(), desk.network.officer, { pairId, words: 'The owner is slow to pay', internal: true, language: 'en' });
		const read = async (actor: Actor) => (await view(actor)).notes.map(({ words }) => words);
		expect(await read(desk.network.secondOfficer)).toHaveLength(2);
		expect(await read(desk.network.secretariat)).toHaveLength(2);
		expect(await read(desk.network.thaiOfficer)).toEqual(['Call them on Monday']);
		await expect(notePair(context(), desk.network.officer, { pairId, words: 'x'.repeat(2001), internal: false, language: 'en' })).rejects.toMatchObject({ code: 'invalid_input', field: 'note' });
	});

	test('a pair is given to officers of one’s own centre only, and not taken from the other’s', async () => {
		const assign = async (actor: Actor, to: Actor | null) => assignPair(context(), actor, { pairId, expected: (await row()).version, to: to && id(to) });
		await expect(assign(desk.network.officer, desk.network.thaiOfficer)).rejects.toMatchObject({ code: 'invalid_input' });
		await assign(desk.network.officer, desk.network.secondOfficer);
		expect((await view(desk.network.officer)).assigned).toMatchObject({ name: 'second-officer', own: true });
		await expect(assign(desk.network.thaiOfficer, desk.network.thaiOfficer)).rejects.toMatchObject({ code: 'forbidden' });
		await expect(assignPair(context(), desk.network.officer, { pairId, expected: 1, to: null })).rejects.toMatchObject({ code: 'conflict' });
		await assign(desk.network.officer, null);
		await assign(desk.network.thaiOfficer, desk.network.thaiOfficer);
		expect((await row()).assignedTo).toBe(id(desk.network.thaiOfficer));
	});

	test('a pair made by hand is judged, is its maker’s, and is made once', async () => {
		const offer = await desk.publish('offer', desk.network.institute, { title: 'Salt-tolerant rice seed' });
		await expect(makePair(context(), desk.network.owner, { needId: desk.need, offerId: offer })).rejects.toMatchObject({ code: 'forbidden' });
		await expect(makePair(context(), desk.network.officer, { needId: offer, offerId: desk.need })).rejects.toMatchObject({ code: 'invalid_input' });
		await expect(makePair(context(), desk.network.officer, { needId: desk.need, offerId: crypto.randomUUID() })).rejects.toMatchObject({ code: 'not_found' });
		const made = await makePair(context(), desk.network.officer, { needId: desk.need, offerId: offer });
		expect(await makePair(context(), desk.network.thaiOfficer, { needId: desk.need, offerId: offer })).toBe(made);
		const shown = await viewPair(context(), desk.network.thaiOfficer, made, 'en');
		expect(shown).toMatchObject({ byHand: { by: 'officer' }, assigned: { name: 'officer' } });
		expect(shown.criteria.length).toBeGreaterThan(5);
	});
});

describe('input', () => {
	const form = (fields: Record<string, string>) => {
		const data = new FormData();
		for (const [name, value] of Object.entries(fields)) data.set(name, value);
		return data;
	};
	test.each([
		['later', {}, 'until'],
		['later', { until: '2026-02-30' }, 'until'],
		['later', { until: '2026-11-21' }, 'until'],
		['later', { until: '2031-01-01' }, 'until'],
		['reject', {}, 'reason'],
		['reject', { reason: 'other' }, 'words'],
		['reject', { reason: 'topic', words: 'x'.repeat(501) }, 'words'],
		['ask', { question: 'x' }, 'side'],
		['ask', { side: 'need', question: ' \u0000' }, 'question'],
		['undo', {}, 'decision'],
	])('refuses %s with %j at %s', (decision, fields, field) => {
		expect(() => decisionInput(decision, form(fields), now)).toThrow(expect.objectContaining({ code: 'invalid_input', field }));
	});
	test('takes days from today, and a day of its own before that', () => {
		expect(decisionInput('later', form({ days: '7' }), now)).toEqual({ decision: 'later', until: '2026-11-28' });
		expect(decisionInput('later', form({ days: '7', until: '2026-12-24' }), now)).toEqual({ decision: 'later', until: '2026-12-24' });
	});
});
