import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { beginFromScratch, beginInDocking } from '#lib/server/agreements/begin-agreement.ts';
import { answerMarks, askForMarks, expireMarks } from '#lib/server/agreements/marks.ts';
import { remindOfMarks } from '#lib/server/agreements/remind-of-marks.ts';
import { viewAgreement } from '#lib/server/agreements/view-agreement.ts';
import { stopDocking } from '#lib/server/docking/end-docking.ts';
import { readDocking } from '#lib/server/docking/read-docking.ts';
import { answerOffer } from '#lib/server/terms/answer-offer.ts';
import { expireOffers, remindOfOffers } from '#lib/server/terms/expire-offers.ts';
import { makeOffer } from '#lib/server/terms/make-offer.ts';
import { viewTerms } from '#lib/server/terms/view-terms.ts';
import { emptyTerms } from '#lib/terms/terms.ts';
import { createDockingNetwork, type DockingNetwork } from '../docking/docking-network.ts';

let network: DockingNetwork;
beforeAll(async () => {
	network = await createDockingNetwork();
});
afterAll(() => network.close());
const on = (day: string) => (network.clock.now = new Date(`${day}T00:05:00Z`));
beforeEach(() => {
	on('2026-11-21');
});

const refused = (code: string) => expect.objectContaining({ code });
const SCOPE = 'Drip lines under mulch';
const offer = (actor: Actor, reference: string, seen: number, standsUntil: string | null, counters = false) =>
	makeOffer(network.context, actor, { reference, seen, counters, terms: { ...emptyTerms('en'), scope: SCOPE }, words: '', standsUntil });
const accept = (actor: Actor, reference: string, number: number) => answerOffer(network.context, actor, { reference, number, answer: 'accept', words: '', language: 'en' });
const terms = (actor: Actor, reference: string) => viewTerms(network.database.db, actor, reference, network.clock.now);
const letters = async (actor: Actor, reference: string, words: string) => (await network.mailsTo(actor)).filter(({ text }) => text.includes(reference) && text.includes(words));

describe('an offer that says until when it stands', () => {
	test('reminds the other side once, a week before, and expires after its last day, of which both sides hear', async () => {
		const { reference } = await network.dock();
		for (const past of ['2026-11-20', '2026-11-21']) await expect(offer(network.editor, reference, 0, past)).rejects.toEqual(expect.objectContaining({ code: 'invalid_input', field: 'standsUntil' }));
		await offer(network.editor, reference, 0, '2026-12-21');
		on('2026-12-13');
		expect(await remindOfOffers(network.context)).toBe(0);
		on('2026-12-14');
		expect([await remindOfOffers(network.context), await remindOfOffers(network.context)]).toEqual([1, 0]);
		const [reminder, ...more] = await letters(network.stranger, reference, 'ends soon');
		expect(more).toEqual([]);
		expect(reminder!.text).toContain(`/docking/${reference}/terms`);
		expect(reminder!.text).not.toContain(SCOPE);
		for (const actor of [network.editor, network.officer, network.thaiOfficer]) expect(await letters(actor, reference, 'ends soon')).toEqual([]);
		on('2026-12-21');
		expect(await expireOffers(network.context)).toBe(0);
		expect((await terms(network.stranger, reference)).may).toMatchObject({ accept: true, counter: true, offer: false });
		on('2026-12-22');
		expect([await expireOffers(network.context), await expireOffers(network.context), await remindOfOffers(network.context)]).toEqual([1, 0, 0]);
		for (const actor of [network.editor, network.stranger]) expect(await letters(actor, reference, 'has expired')).toHaveLength(1);
		expect(await readDocking(network.database.db, network.officer, reference)).toMatchObject({ state: 'negotiating', ball: 'offering', nextStep: 'offer_terms' });
		expect((await terms(network.stranger, reference)).offers).toMatchObject([{ state: 'expired', standsUntil: '2026-12-21' }]);
	});

	test('is not to be answered once it is over, also before the clock has come by; either side makes another', async () => {
		const { reference } = await network.dock();
		await offer(network.editor, reference, 0, '2026-11-22');
		on('2026-11-23');
		expect(await terms(network.stranger, reference)).toMatchObject({ offers: [{ state: 'expired' }], may: { offer: true, accept: false, counter: false, refuse: false, withdraw: false } });
		await expect(accept(network.stranger, reference, 1)).rejects.toEqual(refused('conflict'));
		await expect(offer(network.stranger, reference, 1, null, true)).rejects.toEqual(refused('conflict'));
		await expect(offer(network.officer, reference, 1, null)).rejects.toEqual(refused('forbidden'));
		await offer(network.stranger, reference, 1, null);
		expect((await terms(network.editor, reference)).offers.map(({ number, state }) => [number, state])).toEqual([[2, 'open'], [1, 'expired']]);
		expect(await expireOffers(network.context)).toBe(0);
		on('2036-11-23');
		await accept(network.editor, reference, 2);
	});

	test('that was answered in time reminds nobody; the last day of an offer stands as it was made', async () => {
		const { reference } = await network.dock();
		await offer(network.editor, reference, 0, '2026-12-21');
		await expect(network.database.asOwner((client) => client.query("update terms_offer set stands_until = '2027-12-21' where state = 'open'"))).rejects.toThrow('stays as it was made');
		await accept(network.stranger, reference, 1);
		on('2026-12-30');
		expect([await remindOfOffers(network.context), await expireOffers(network.context)]).toEqual([0, 0]);
		expect((await terms(network.editor, reference)).offers[0]!.state).toBe('accepted');
	});

	test('in a docking that was stopped expires without a reminder, and moves nothing', async () => {
		const { reference } = await network.dock();
		await offer(network.editor, reference, 0, '2026-12-21');
		await stopDocking(network.context, network.stranger, { reference, expected: (await readDocking(network.database.db, network.stranger, reference)).version, reason: 'price', words: '', language: 'en' });
		on('2026-12-20');
		expect(await remindOfOffers(network.context)).toBe(0);
		on('2026-12-22');
		expect(await expireOffers(network.context)).toBe(1);
		expect((await readDocking(network.database.db, network.officer, reference)).state).toBe('stopped');
	});
});

describe('a consent to use a name, logo or badge', () => {
	const ask = (actor: Actor, reference: string, owner: number, expiresOn: string) => askForMarks(network.context, actor, { reference, owner, marks: ['logo'], purpose: 'On the leaflet', expiresOn, language: 'en' });
	const reply = (actor: Actor, reference: string, consent: string, event: 'grant' | 'refuse' | 'withdraw') => answerMarks(network.context, actor, { reference, consent, event });

	test('reminds who uses it and whose it is thirty days before it ends, once, and nobody else', async () => {
		const { reference: docking } = await network.dock();
		const reference = await beginInDocking(network.context, network.officer, { docking, kind: 'memorandum', titles: { en: 'A quiet memorandum' }, languages: ['en'], area: null });
		const granted = await ask(network.editor, reference, 1, '2027-06-30');
		await reply(network.stranger, reference, granted, 'grant');
		const back = await ask(network.editor, reference, 1, '2027-06-30');
		await reply(network.stranger, reference, back, 'grant');
		await reply(network.stranger, reference, back, 'withdraw');
		await ask(network.editor, reference, 1, '2027-06-30');
		on('2027-05-30');
		expect(await remindOfMarks(network.context)).toBe(0);
		on('2027-05-31');
		expect([await remindOfMarks(network.context), await remindOfMarks(network.context)]).toEqual([1, 0]);
		for (const actor of [network.editor, network.stranger]) {
			const [letter, ...more] = await letters(actor, reference, 'ends soon');
			expect(more).toEqual([]);
			expect(letter!.text).toContain(`https://mitra.example/agreements/${reference}`);
			expect(letter!.text).not.toMatch(/leaflet|quiet memorandum/);
		}
		for (const actor of [network.officer, network.thaiOfficer, network.owner, network.secretariat]) expect(await letters(actor, reference, 'ends soon')).toEqual([]);
		on('2027-07-01');
		expect(await expireMarks(network.context)).toBe(2);
		expect((await viewAgreement(network.database.db, network.editor, reference, network.clock.now)).consents.map(({ state }) => state).sort()).toEqual(['expired', 'expired', 'withdrawn']);
		expect(await remindOfMarks(network.context)).toBe(0);
	});

	test('of a centre reminds its officers; those who only advise a party hear nothing', async () => {
		const reference = await beginFromScratch(network.context, network.thaiOfficer, { kind: 'memorandum', titles: { en: 'Memorandum' }, languages: ['en'], area: null, parties: [{ centreId: 'laos' }, { organisationId: network.company }] });
		const consent = await ask(network.officer, reference, 1, '2026-12-01');
		await reply(network.stranger, reference, consent, 'grant');
		on('2026-11-25');
		expect(await remindOfMarks(network.context)).toBe(0);
		on('2026-11-26');
		expect(await remindOfMarks(network.context)).toBe(1);
		for (const actor of [network.officer, network.stranger]) expect(await letters(actor, reference, 'ends soon')).toHaveLength(1);
		expect(await letters(network.thaiOfficer, reference, 'ends soon')).toEqual([]);
	});
});
