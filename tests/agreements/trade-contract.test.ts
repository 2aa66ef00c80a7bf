import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { advanceAgreement, type PlainEvent } from '#lib/server/agreements/advance-agreement.ts';
import { beginInDocking } from '#lib/server/agreements/begin-agreement.ts';
import { recordSignature } from '#lib/server/agreements/record-signature.ts';
import { saveAgreement } from '#lib/server/agreements/save-agreement.ts';
import { viewAgreement } from '#lib/server/agreements/view-agreement.ts';
import { openFileStore } from '#lib/server/platform/files.ts';
import { answerOffer } from '#lib/server/terms/answer-offer.ts';
import { makeOffer } from '#lib/server/terms/make-offer.ts';
import { draftContract } from '#lib/server/trading/draft-contract.ts';
import { emptyTerms } from '#lib/terms/terms.ts';
import { createTradingNetwork, minutes, otherMode, START, type Bidder, type TradingNetwork } from '../trading/trading-network.ts';

let network: TradingNetwork;
let folder: string;
let buyers: [Bidder, Bidder];
beforeAll(async () => {
	network = await createTradingNetwork();
	folder = await mkdtemp(join(tmpdir(), 'mitra-contracts-'));
	buyers = [await network.bidder('buyer-company'), await network.bidder('other-company')];
});
afterAll(async () => {
	await network.close();
	await rm(folder, { recursive: true, force: true });
});

const view = (actor: Actor, reference: string) => viewAgreement(network.database.db, actor, reference, network.context.clock());
const version = async (reference: string) => (await view(network.owner, reference)).version;
const advance = async (actor: Actor, reference: string, event: PlainEvent) => advanceAgreement(network.context, actor, { reference, event, expected: await version(reference), words: '', language: 'en' });

test('the contract of an award has the price that won, whatever terms the two settled about something else', async () => {
	network.time.now = START + minutes(1);
	const number = await network.announced(otherMode('fixed', { places: 1 }), [buyers[0]]);
	await network.bid(number, buyers[0], 10_000);
	const [award] = (await network.view(network.owner, number)).awards;
	const before = await draftContract(network.context, buyers[0].person, { award: award!.id });
	const docking = (await view(network.owner, before)).docking!;
	await makeOffer(network.context, network.owner, { reference: docking, seen: 0, counters: false, terms: { ...emptyTerms('en', 'CNY'), scope: 'Training', lumpSum: { minor: '70000', currency: 'CNY' } }, words: '' });
	await answerOffer(network.context, buyers[0].person, { reference: docking, number: 1, answer: 'accept', words: '', language: 'en' });
	const price = { id: crypto.randomUUID(), price: { minor: '10000', currency: 'USD' } };
	const { facts } = await view(network.owner, await beginInDocking(network.context, network.owner, { docking, kind: 'licence', titles: { en: 'Licence' }, languages: ['en'], area: null, trade: price }));
	expect(facts).toMatchObject({ value: price.price, content: { currency: 'USD', lumpSum: price.price, milestones: [] } });
});

/** The agreement of an award, complete and put up for signature. */
async function contractOf(buyer: Bidder, award: string): Promise<string> {
	const reference = await draftContract(network.context, buyer.person, { award });
	const { facts, version: expected } = await view(buyer.person, reference);
	const both = (text: string) => ({ en: text, zh: text });
	await saveAgreement(network.context, buyer.person, {
		reference,
		expected,
		agreement: {
			...facts, titles: both('Licence'), languages: ['en'], prevailing: null,
			content: { ...facts.content, texts: { purpose: both('Purpose'), scope: both('Scope') }, exclusivity: 'exclusive', worldwide: true, rights: ['patent'], background: 'kept', law: 'SG', dispute: 'negotiation', exportControl: 'none-needed' },
			parties: facts.parties.map((party) => ({ ...party, signatory: `Signatory ${party.position}`, authority: 'legal-representative' as const })),
		},
	});
	await advance(buyer.person, reference, 'submit');
	return reference;
}

test('a signed agreement tells the trade that it came of: its award is a contract from that day on, and the trade once all are', async () => {
	network.time.now = START + minutes(1);
	const number = await network.announced(otherMode('fixed', { places: 2 }), buyers);
	for (const buyer of buyers) await network.bid(number, buyer, 10_000);
	const trade = () => network.view(network.owner, number);
	const awards = (await trade()).awards;
	const [first, second] = [await contractOf(buyers[0], awards[0]!.id), await contractOf(buyers[1], awards[1]!.id)];
	const scan = { signedOn: '2026-11-20', place: '', occasion: '', scan: { name: 'signed.pdf', source: new TextEncoder().encode('%PDF-1.7 a signed scan') } };
	const context = { ...network.context, files: openFileStore(folder) };
	await recordSignature(context, buyers[0].person, { reference: first, expected: await version(first), as: 'record', ...scan });
	// Put in by one side alone it is not signed yet.
	expect((await trade()).awards.map(({ state }) => state)).toEqual(['accepted', 'accepted']);
	expect((await view(buyers[0].person, first)).may.viewOutcomes).toBe(false);
	await advance(network.owner, first, 'confirm');
	expect(await trade()).toMatchObject({ trade: { state: 'awarded' }, awards: [{ state: 'contracted', contractedOn: '2026-11-20' }, { state: 'accepted' }] });
	expect((await view(buyers[0].person, first)).may.viewOutcomes).toBe(true);
	await recordSignature(context, network.officer, { reference: second, expected: await version(second), as: 'attest', ...scan });
	expect(await trade()).toMatchObject({ trade: { state: 'contracted' }, awards: [{ state: 'contracted' }, { state: 'contracted' }] });
	expect((await network.replay(number)).fault).toBeNull();
});
