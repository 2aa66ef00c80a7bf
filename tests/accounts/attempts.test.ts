import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sql } from 'drizzle-orm';
import { deviceCookie } from '#lib/server/accounts/attempts/known-device.ts';
import { placeOf } from '#lib/server/accounts/attempts/budgets.ts';
import { deleteWhatRanOut } from '#lib/server/accounts/attempts/queries.ts';
import { weaknessOf } from '#lib/server/accounts/passwords/strength.ts';
import { register } from '#lib/server/accounts/register.ts';
import { askForReset } from '#lib/server/accounts/reset-password.ts';
import { signIn } from '#lib/server/accounts/sign-in.ts';
import { createAccounts, TEST_PASSWORD, type TestAccounts } from './test-accounts.ts';

let accounts: TestAccounts;
beforeAll(async () => {
	accounts = await createAccounts();
});
afterAll(() => accounts.close());

const guess = (email: string, place: string, cookies: string[] = [], password = 'a guess') =>
	signIn(accounts.context, { ...accounts.asking(place, cookies), email, password });

describe('attempts', () => {
	test('are refused after ten at one place, whether the address has an account or not, and never by the place of another', async () => {
		await accounts.signedUp('guessed@example.org');
		for (const email of ['guessed@example.org', 'nobody@example.org']) {
			for (let i = 0; i < 10; i++) expect(await guess(email, '10.1.0.1')).toEqual({ refused: 'wrong' });
			expect(await guess(email, '10.1.0.1')).toEqual({ refused: 'too_many' });
			expect(await guess(email, '10.1.0.2')).toEqual({ refused: 'wrong' });
		}
	});

	test('that succeed on a new device are told to the owner, in her language; on a known one they are not', async () => {
		const email = 'devices@example.org';
		await accounts.signedUp(email);
		const letters = async () => (await accounts.db.execute<{ text: string }>(sql`select body_text as text from mail where to_address = ${email} order by created_at`)).rows;
		const enter = (cookies: string[] = [], place = '198.51.100.77') => signIn(accounts.context, { ...accounts.asking(place, cookies), email, password: TEST_PASSWORD });
		expect(await guess(email, '10.1.0.9')).toEqual({ refused: 'wrong' });
		expect(await letters(), 'a guess is told to nobody').toEqual([]);
		const first = await enter();
		if (!('cookies' in first)) throw new Error(JSON.stringify(first));
		expect(await letters()).toHaveLength(1);
		expect((await letters())[0]!.text).toContain('198.51.100.0/24');
		expect((await letters())[0]!.text).not.toContain('198.51.100.77');
		await enter(first.cookies, '10.1.0.10');
		expect(await letters(), 'known by now').toHaveLength(1);
		await enter([deviceCookie('of another installation', new Headers(), email, false)]);
		expect(await letters(), 'a cookie that somebody made up').toHaveLength(2);
		for (let i = 0; i < 8; i++) await enter();
		expect((await letters()).length, 'who keeps no cookies is not flooded').toBe(6);
	});

	test('stand in the database: another process knows of them, and they end with their window', async () => {
		for (let i = 0; i < 10; i++) await guess('window@example.org', '10.1.0.3');
		const { rows } = await accounts.db.execute<{ known: boolean }>(sql`select exists (select from attempt where key_hash::text like '%window%') as known`);
		expect(rows[0]!.known, 'who was tried cannot be read from them').toBe(false);
		const later = { ...accounts.asking('10.1.0.3'), now: new Date(accounts.now.getTime() + 11 * 60_000) };
		expect(await signIn(accounts.context, { ...later, email: 'window@example.org', password: 'x' })).toEqual({ refused: 'wrong' });
		await deleteWhatRanOut(accounts.db, new Date(accounts.now.getTime() + 48 * 60 * 60_000));
		expect((await accounts.db.execute(sql`select 1 from attempt`)).rowCount).toBe(0);
	});

	test('from many places together are bounded, and the owner still gets in on a device of hers', async () => {
		const email = 'hammered@example.org';
		await accounts.signedUp(email);
		const device = [deviceCookie(accounts.context.secret, new Headers(), email, true)];
		for (let i = 0; i < 100; i++) await guess(email, `10.2.0.${i}`);
		expect(await guess(email, '10.2.1.1'), 'a new place').toEqual({ refused: 'too_many' });
		expect(await guess(email, '10.2.1.1', [], TEST_PASSWORD), 'without the device').toEqual({ refused: 'too_many' });
		expect(await guess(email, '10.2.0.1', device, TEST_PASSWORD), 'with it').toHaveProperty('userId');
		// The device's own budget is bounded too, and belongs to this address only.
		for (let i = 0; i < 10; i++) expect(await guess(email, '10.2.0.1', device)).toEqual({ refused: 'wrong' });
		expect(await guess(email, '10.2.0.1', device)).toEqual({ refused: 'too_many' });
		expect(await guess('guessed@example.org', '10.1.0.1', device), 'a device is known to its own people').toEqual({ refused: 'wrong' });
		for (let i = 0; i < 9; i++) await guess('guessed@example.org', '10.1.0.1', device);
		expect(await guess('guessed@example.org', '10.1.0.1', device)).toEqual({ refused: 'too_many' });
	});

	test('with a made-up device cookie are a stranger’s', async () => {
		const email = 'forged@example.org';
		await accounts.signedUp(email);
		const forged = deviceCookie('y'.repeat(40), new Headers(), email, true);
		for (let i = 0; i < 10; i++) await guess(email, '10.3.0.1');
		expect(await guess(email, '10.3.0.1', [forged])).toEqual({ refused: 'too_many' });
	});
});

describe('letters', () => {
	test('are sent a few times an hour to who asks, who is told so', async () => {
		const answers = [];
		for (let i = 0; i < 6; i++) answers.push(await askForReset(accounts.context, { ...accounts.asking('10.4.0.1'), email: 'often@example.org' }));
		expect(answers).toEqual([true, true, true, true, true, false]);
	});

	test('stop after twenty a day from anywhere, with the same answer; a device of the owner still gets hers', async () => {
		const email = 'bombed@example.org';
		accounts.enqueued.length = 0;
		for (let i = 0; i < 25; i++) expect(await askForReset(accounts.context, { ...accounts.asking(`10.5.0.${i}`), email })).toBe(true);
		expect(accounts.enqueued).toHaveLength(20);
		const device = [deviceCookie(accounts.context.secret, new Headers(), email, true)];
		expect(await askForReset(accounts.context, { ...accounts.asking('10.5.1.1', device), email })).toBe(true);
		expect(accounts.enqueued).toHaveLength(21);
		const person = { name: 'Noy', email, password: TEST_PASSWORD, language: 'en' as const };
		expect(await register(accounts.context, { ...accounts.asking('10.5.1.2'), person, organisation: null })).toEqual({ asked: true });
		expect((await accounts.db.execute(sql`select 1 from mail where to_address = ${email}`)).rowCount).toBe(0);
	});
});

test.each([
	['password1234', 'password_similar'],
	['qwertyuiop', 'password_common'],
	['abcabcabcabc', 'password_repeats'],
	['photosynthesis', 'password_word'],
	['Vientiane2026', 'password_own'],
	['zaq1xsw2cde', 'password_guessable'],
	// Of the region, each with what people add to them.
	['woaini1314', 'password_common'],
	['Woaini520', 'password_common'],
	['woaizhongguo88', 'password_similar'],
	['zhangwei1990', 'password_guessable'],
	['anhyeuem123', 'password_common'],
	['anhyêuem2024', 'password_guessable'],
	['matkhau12345', 'password_similar'],
	['nguyenvana99', 'password_guessable'],
	['rakmaelapho', 'password_common'],
	['sawasdee555', 'password_guessable'],
	['ubonratchathani', 'password_word'],
	['sayangku2025', 'password_guessable'],
	['bismillah786', 'password_guessable'],
	['m3rdeka1945', 'password_guessable'],
	['persibbandung', 'password_common'],
	['johordarultakzim', 'password_word'],
	['mahalkita143', 'password_guessable'],
	['M@halkita123', 'password_guessable'],
	['juandelacruz', 'password_name'],
	['cagayandeoro1', 'password_guessable'],
])('%j is weak: %s', async (password, weakness) => {
	const found = await weaknessOf(password, ['Noy', 'noy@vientiane.example']);
	expect(found).not.toBeNull();
	if (weakness !== 'password_guessable') expect(found).toBe(weakness);
});

test.each(['kept under river stones', 'sông dài nước chảy', 'ໂຄງການນ້ຳສະອາດບ້ານເຮົາ', 'x7#Kq!vLp2', 'ulan sa bubong na yero', 'kopi dingin di tepi danau', 'xiyu xia zai zhulin li', 'ฝนตกที่ปลายนา'])('%j is strong enough, whatever signs it has', async (password) => {
	expect(await weaknessOf(password, ['Noy'])).toBeNull();
});

test.each([
	['203.0.113.7', '203.0.113.7'],
	['::ffff:203.0.113.7', '203.0.113.7'],
	['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
	['2001:db8::1', '2001:db8:0:0'],
])('attempts from %s are counted at %s', (address, place) => {
	expect(placeOf(address)).toBe(place);
});
