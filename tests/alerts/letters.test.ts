import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { changePreference } from '#lib/server/alerts/change-preference.ts';
import { changeSearch } from '#lib/server/alerts/change-search.ts';
import { unsubscribe } from '#lib/server/alerts/unsubscribe.ts';
import { readUnsubscribeToken, unsubscribeToken, type Unsubscription } from '#lib/server/alerts/unsubscribe-token.ts';
import { searchById } from '#lib/server/alerts/queries.ts';
import { idleJobs } from '../small-network.ts';
import { startJobs, type Jobs } from '#lib/server/platform/jobs.ts';
import { mailTask, smtpPostman, type StoredMail } from '#lib/server/platform/mail.ts';
import { rankPairs } from '#lib/server/matching/queries.ts';
import { startMailServer } from '../mail-server.ts';
import { eventually } from '../platform/eventually.ts';
import { speak, type Member } from '../brokering/desk-network.ts';
import { createAlertsNetwork, SECRET, type AlertsNetwork } from './alerts-network.ts';

let network: AlertsNetwork;
const context = () => ({ db: network.database.db, clock: () => network.now });
const at = (time: string) => (network.now = new Date(time));
const id = (actor: unknown) => (actor as Member).userId;
const tokenOf = (mail: StoredMail) => mail.unsubscribeUrl!.split('/unsubscribe/')[1]!;

const golden = (mail: StoredMail) =>
	`To: ${mail.to}\nLanguage: ${mail.language}\nSubject: ${mail.subject}\nList-Unsubscribe: ${mail.unsubscribeUrl}\n\n${mail.text}\n`
		.replace(/\/listings\/\d+/g, '/listings/REFERENCE')
		.replace(/\/desk\/searches\/[0-9a-f-]{36}/g, '/desk/searches/SEARCH')
		.replace(/\/unsubscribe\/\S+/g, '/unsubscribe/TOKEN');

beforeAll(async () => {
	network = await createAlertsNetwork();
	network.network.stranger = await speak(network, network.network.stranger, 'zh');
});
afterAll(() => network?.close());
beforeEach(() => network.clear());

const dryer = (title = 'Solar dryer for chillies') =>
	network.publish('offer', network.network.institute, { title, summary: 'A tunnel dryer that keeps the colour of chillies.', description: 'Dries 200 kg in two days.' });

describe('when letters leave', () => {
	test('immediate ones at once; what comes within ten minutes is told together afterwards; each listing once', async () => {
		const { owner } = network.network;
		await network.save(owner, 'q=chillies+dryer', 'immediate', 'Dryers');
		await dryer();
		await network.find();
		expect(await network.send()).toBe(1);
		await dryer('Heat pump dryer for chillies');
		await dryer('Solar tunnel dryer for chillies and fish');
		await network.find();
		expect(await network.send()).toBe(0);
		network.now = new Date(network.now.getTime() + 10 * 60_000);
		expect(await network.send()).toBe(1);
		expect(await network.send()).toBe(0);
		const [second, first] = await network.mailsTo(owner);
		expect(first!.subject).toBe('New: Solar dryer for chillies');
		expect(second!.subject).toBe('2 new listings for your saved searches');
		expect(second!.text).not.toContain('Solar dryer for chillies');
	});

	test('digests in the morning of the person, and none when nothing is new', async () => {
		const { owner, stranger } = network.network;
		await network.save(owner, 'q=chillies', 'daily', 'Chillies');
		await network.save(stranger, 'q=chillies', 'weekly', '辣椒');
		await dryer();
		await network.find();
		expect(await network.send()).toBe(0);
		at('2026-11-21T23:59:00Z');
		expect(await network.send()).toBe(0);
		at('2026-11-22T00:00:00Z');
		expect(await network.send()).toBe(1);
		at('2026-11-23T00:00:00Z');
		expect(await network.send()).toBe(1);
		for (const day of [24, 25, 30]) {
			at(`2026-11-${day}T00:05:00Z`);
			expect(await network.send()).toBe(0);
		}
		expect(await network.mailsTo(owner)).toHaveLength(1);
		expect(await network.mailsTo(stranger)).toMatchObject([{ language: 'zh' }]);
	});

	test('none tells what is no longer public, or answers no more; should it answer again, it is new', async () => {
		const { owner } = network.network;
		await network.save(owner, 'q=chillies', 'daily', 'Chillies');
		const [gone, changed] = [await dryer(), await dryer('Second dryer')];
		await network.find();
		await network.hide(gone);
		const other = { title: 'Fish dryer', summary: 'For fish.', description: 'Fish.' };
		await network.rewrite(changed, other);
		at('2026-11-22T00:00:00Z');
		expect(await network.send()).toBe(0);
		await network.rewrite(changed, { title: 'Dryer for chillies and fish' });
		expect(await network.find()).toBe(1);
		at('2026-11-23T00:00:00Z');
		expect(await network.send()).toBe(1);
	});

	test('none while a search is paused, and what came meanwhile is not told afterwards', async () => {
		const { owner } = network.network;
		const searchId = await network.save(owner, 'q=chillies', 'immediate', 'Chillies');
		await changeSearch(context(), owner, { searchId, change: { type: 'pause' } });
		await dryer();
		await network.find();
		expect(await network.send()).toBe(0);
		await changeSearch(context(), owner, { searchId, change: { type: 'resume' } });
		expect(await network.send()).toBe(0);
		await dryer('Later dryer');
		await network.find();
		expect(await network.send()).toBe(1);
		expect((await network.mailsTo(owner))[0]!.subject).toBe('New: Later dryer');
	});

	test('two processes at once send one letter', async () => {
		await network.save(network.network.owner, 'q=chillies', 'immediate');
		await dryer();
		await network.find();
		expect((await Promise.all([network.send(), network.send(), network.send()])).sort()).toEqual([0, 0, 1]);
		expect(await network.mailsTo(network.network.owner)).toHaveLength(1);
	});

	test('a process killed in the middle of a letter leaves nothing half done: the next one sends it, once', async () => {
		const { owner } = network.network;
		await network.save(owner, 'q=chillies', 'immediate');
		const offer = await dryer();
		await network.find();
		const card = JSON.stringify(network.search.card(offer));
		const child = spawn(process.execPath, [join(import.meta.dirname, 'hang-in-letter.ts'), network.database.url, network.now.toISOString(), card], { stdio: ['ignore', 'pipe', 'inherit'] });
		let said = '';
		child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
		await eventually(() => said.includes('writing'));
		child.kill('SIGKILL');
		await eventually(() => child.signalCode === 'SIGKILL');
		expect(await network.mailsTo(owner)).toHaveLength(0);
		expect(await network.send()).toBe(1);
		expect(await network.send()).toBe(0);
		expect(await network.mailsTo(owner)).toHaveLength(1);
	});

	test('a person whose letter cannot be written does not keep back the others', async () => {
		const { owner, stranger } = network.network;
		await network.save(owner, 'q=chillies', 'immediate');
		await network.save(stranger, 'q=chillies', 'immediate');
		await dryer();
		await network.find();
		let calls = 0;
		const jobs: Jobs = { ...idleJobs, enqueue: async () => (calls++ === 0 ? Promise.reject(new Error('no')) : crypto.randomUUID()) };
		expect(await network.send(jobs)).toBe(1);
		expect(await network.send()).toBe(1);
		expect([await network.mailsTo(owner), await network.mailsTo(stranger)].map(({ length }) => length)).toEqual([1, 1]);
	});
});

describe('likely counterparts', () => {
	const pair = async () => {
		await network.suggest(network.need, network.offer);
		await rankPairs(network.database.db, 'need', [network.need]);
		await rankPairs(network.database.db, 'offer', [network.offer]);
	};

	test('come on Monday morning to members of both sides, once, and not to who does not want them', async () => {
		const { owner, editor, stranger, officer } = network.network;
		await pair();
		expect(await network.sendMatches()).toBe(0);
		await changePreference(context(), editor, { timeZone: 'Asia/Vientiane', matchDigest: false });
		at('2026-11-23T00:00:00Z');
		await network.sendMatches();
		expect((await network.mailsTo(owner))[0]?.subject).toBe('A likely counterpart: Irrigation for saline soil in dry-season vegetables');
		expect((await network.mailsTo(stranger))[0]?.language).toBe('zh');
		expect([await network.mailsTo(editor), await network.mailsTo(officer)]).toEqual([[], []]);
		await expect(golden((await network.mailsTo(owner))[0]!)).toMatchFileSnapshot('letters/matches.en.txt');
		await expect(golden((await network.mailsTo(stranger))[0]!)).toMatchFileSnapshot('letters/matches.zh.txt');
		at('2026-11-30T00:00:00Z');
		expect(await network.sendMatches()).toBe(0);
	});

	test('are never pairs with a conflict, or that a broker turned down', async () => {
		await pair();
		await network.sendMatches();
		for (const set of [`state = 'rejected'`, `state = 'suggested', exclusion = 'expired'`]) {
			await network.database.pool.query(`update suggested_pair set ${set}`);
			network.now = new Date(network.now.getTime() + 7 * 86_400_000);
			expect(await network.sendMatches(), set).toBe(0);
		}
		await network.database.pool.query('update suggested_pair set exclusion = null');
		network.now = new Date(network.now.getTime() + 7 * 86_400_000);
		expect(await network.sendMatches()).toBeGreaterThan(1);
	});
});

describe('stopping letters', () => {
	const told = async (rhythm: 'immediate' | 'daily', searches = 1) => {
		const { owner } = network.network;
		const ids = [];
		for (let each = 0; each < searches; each++) ids.push(await network.save(owner, `q=chillies+${each}`, rhythm, `Search ${each}`));
		await dryer();
		await network.find();
		if (rhythm === 'daily') at('2026-11-22T00:00:00Z');
		await network.send();
		return { ids, mail: (await network.mailsTo(owner))[0]! };
	};

	test('the link of a letter about one search pauses that one, of several all of that rhythm, and of counterparts those', async () => {
		const { owner, stranger } = network.network;
		const one = await told('immediate');
		await unsubscribe(context(), readUnsubscribeToken(SECRET, tokenOf(one.mail))!);
		expect(await searchById(network.database.db, one.ids[0]!)).toMatchObject({ paused: true });
		await network.clear();
		const other = await network.save(stranger, 'q=chillies', 'daily');
		const weekly = await network.save(owner, 'q=chillies', 'weekly');
		const two = await told('daily', 2);
		const what = readUnsubscribeToken(SECRET, tokenOf(two.mail))!;
		expect(what).toEqual({ kind: 'rhythm', userId: id(owner), rhythm: 'daily' });
		await unsubscribe(context(), what);
		await unsubscribe(context(), what);
		const paused = async (searchId: string) => (await searchById(network.database.db, searchId))!.paused;
		expect([await paused(two.ids[0]!), await paused(two.ids[1]!), await paused(other), await paused(weekly)]).toEqual([true, true, false, false]);
	});

	test('a token that is wrong, changed by a character, or signed with another secret ends nothing', () => {
		const all: Unsubscription[] = [{ kind: 'search', searchId: crypto.randomUUID() }, { kind: 'rhythm', userId: 'a.b/c', rhythm: 'weekly' }, { kind: 'matches', userId: 'ผู้ใช้' }];
		for (const what of all) {
			const token = unsubscribeToken(SECRET, what);
			expect(token).toMatch(/^[\w-]+\.[\w-]+$/);
			expect(readUnsubscribeToken(SECRET, token)).toEqual(what);
			expect(readUnsubscribeToken('another', token)).toBeUndefined();
			for (let place = 0; place < token.length; place++) {
				const sign = token[place] === 'A' ? 'B' : 'A';
				expect(readUnsubscribeToken(SECRET, token.slice(0, place) + sign + token.slice(place + 1)), `${place}`).toBeUndefined();
			}
			for (const wrong of [token.slice(0, -1), `${token}A`, token.replace('.', ''), token.split('.')[0]!]) expect(readUnsubscribeToken(SECRET, wrong)).toBeUndefined();
		}
		for (const wrong of ['', '.', 'a.b', '../../etc', 'x'.repeat(100_000)]) expect(readUnsubscribeToken(SECRET, wrong)).toBeUndefined();
	});
});

test('letters leave over SMTP with the headers of one-click unsubscribing, and read as they should in English and Chinese', async () => {
	const { owner, stranger } = network.network;
	const server = await startMailServer();
	const smtp = smtpPostman(server.url);
	const jobs = await startJobs(network.database.url, [mailTask(network.database.db, smtp.postman, () => network.now)]);
	try {
		await network.save(owner, 'q=chillies+dryer', 'immediate', 'Dryers');
		await network.save(stranger, 'q=chillies', 'daily', '辣椒');
		await network.save(stranger, 'q=dryer&kind=offer', 'daily', '烘干设备');
		await network.save(owner, 'q=dryer', 'weekly', 'Everything that dries');
		await dryer();
		await dryer('ເຄື່ອງອົບໝາກເຜັດ chillies dryer');
		await network.publish('offer', network.network.institute, { title: 'Dryer with a hidden owner', summary: `Chillies. ${'It dries and dries. '.repeat(20)}`, display: 'hidden' });
		await network.find();
		await network.send(jobs);
		for (let each = 0; each < 9; each++) await dryer(`Dryer number ${each} for chillies`);
		await network.find();
		at('2026-11-23T00:00:00Z');
		await network.send(jobs);
		const mails = [...(await network.mailsTo(owner)), ...(await network.mailsTo(stranger))];
		await eventually(() => server.received.length === mails.length);
		const find = (to: typeof owner, words: string) => golden(mails.find((mail) => mail.to === (to as Member).email && mail.text.includes(words))!);
		await expect(find(owner, 'hidden owner')).toMatchFileSnapshot('letters/immediate.en.txt');
		await expect(find(stranger, '烘干设备')).toMatchFileSnapshot('letters/daily.zh.txt');
		await expect(find(owner, 'this week')).toMatchFileSnapshot('letters/weekly.en.txt');
		const own = mails.find((mail) => mail.text.includes('hidden owner') && mail.to === (owner as Member).email)!;
		const wire = server.received.find(({ data }) => data.includes(`<${own.id}@mitra>`))!;
		const head = wire.data.split(/\r?\n\r?\n/)[0]!.replace(/\r?\n[ \t]+/g, '');
		expect(head).toMatch(/^List-Unsubscribe-Post: List-Unsubscribe=One-Click$/m);
		expect(/^List-Unsubscribe: ?<(.*)>$/m.exec(head)?.[1]).toBe(own.unsubscribeUrl);
		expect(readUnsubscribeToken(SECRET, own.unsubscribeUrl!.split('/unsubscribe/')[1]!)).toBeDefined();
		expect(mails.find((mail) => mail.text.includes('烘干设备'))!.unsubscribeUrl).toMatch(/^https:\/\/mitra\.example\/zh\/unsubscribe\//);
	} finally {
		await jobs.stop(2000);
		smtp.close();
		await server.close();
	}
});
