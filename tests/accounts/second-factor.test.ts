import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { codeAt } from './authenticator.ts';
import { changeSecondFactorOf, type Enrolled } from './enrol.ts';
import { cookieHeaders, createAccounts, TEST_PASSWORD, type TestAccounts } from './test-accounts.ts';
import { readCode } from '#lib/server/accounts/second-factor/codes.ts';
import { offerSecondFactor, renewRecoveryCodes, turnOffSecondFactor } from '#lib/server/accounts/second-factor/change-second-factor.ts';
import { passSecondFactor } from '#lib/server/accounts/second-factor/pass-second-factor.ts';
import { hasSecondFactor } from '#lib/server/accounts/second-factor/queries.ts';
import { signIn } from '#lib/server/accounts/sign-in.ts';

let accounts: TestAccounts;
beforeAll(async () => {
	// Codes change every thirty seconds: all of this happens within the same.
	vi.useFakeTimers({ toFake: ['Date'], now: Math.floor(Date.now() / 30_000) * 30_000 + 1000 });
	accounts = await createAccounts();
});
afterAll(async () => {
	vi.useRealTimers();
	await accounts.close();
});

/** The first step; its cookies. */
async function firstStep(email: string, cookies: readonly string[] = []): Promise<string[]> {
	const result = await signIn(accounts.context, { ...accounts.asking('10.0.0.1', cookies), email, password: TEST_PASSWORD });
	if (!('second' in result)) throw new Error(JSON.stringify(result));
	return [...cookies, ...result.cookies.filter((line) => !/Max-Age=0/.test(line))];
}
const second = (cookies: readonly string[], code: string, place = '10.0.0.1', remember = false) =>
	passSecondFactor(accounts.context, { ...accounts.asking(place, cookies), code, remember });

/** A code of another moment than now, so that it has not been spent. */
const codeOf = ({ secret }: Enrolled, steps: number) => codeAt(secret, steps);

describe('the second factor', () => {
	test('asks for the present password, counts from its first code on, and is then asked for', async () => {
		const userId = await accounts.signedUp('two@example.org');
		const member = await accounts.member(userId);
		const wrong = await offerSecondFactor(accounts.context, member, { ...accounts.asking(), password: 'not it' });
		expect(wrong).toEqual({ errors: [{ field: 'currentPassword', code: 'password_wrong' }] });
		const enrolled = await changeSecondFactorOf(accounts, 'two@example.org');
		expect(enrolled.offer.qr.path).toMatch(/^M4 4h7v1H4z/);
		expect(enrolled.offer.recoveryCodes).toHaveLength(10);
		expect(await hasSecondFactor(accounts.db, userId)).toBe(true);
		const cookies = await firstStep('two@example.org');
		expect(await accounts.context.auth.api.getSession({ headers: cookieHeaders(cookies) }), 'the password alone opens nothing').toBeNull();
		expect(await second([], '000000')).toEqual({ refused: 'gone' });
		expect(await second(cookies, '000000')).toEqual({ refused: 'wrong' });
		const passed = await second(cookies, codeOf(enrolled, 1));
		if (!('userId' in passed)) throw new Error(JSON.stringify(passed));
		expect(passed.userId).toBe(userId);
		expect((await accounts.context.auth.api.getSession({ headers: cookieHeaders(passed.cookies) }))?.user.id).toBe(userId);
	});

	test('takes a code once, and a recovery code once', async () => {
		await accounts.signedUp('once@example.org');
		const enrolled = await changeSecondFactorOf(accounts, 'once@example.org');
		const code = codeOf(enrolled, -1);
		expect(await second(await firstStep('once@example.org'), code)).toHaveProperty('userId');
		expect(await second(await firstStep('once@example.org'), code), 'somebody looked over the shoulder').toEqual({ refused: 'wrong' });
		const [recovery] = enrolled.offer.recoveryCodes;
		expect(await second(await firstStep('once@example.org'), ` ${recovery} `)).toHaveProperty('userId');
		expect(await second(await firstStep('once@example.org'), recovery!)).toEqual({ refused: 'wrong' });
	});

	test('is not asked for again on a device that is to be remembered', async () => {
		const userId = await accounts.signedUp('remember@example.org');
		const enrolled = await changeSecondFactorOf(accounts, 'remember@example.org');
		const passed = await second(await firstStep('remember@example.org'), codeOf(enrolled, 1), '10.0.0.1', true);
		if (!('userId' in passed)) throw new Error('refused');
		const kept = passed.cookies.filter((line) => line.includes('trust_device'));
		const again = await signIn(accounts.context, { ...accounts.asking('10.0.0.1', kept), email: 'remember@example.org', password: TEST_PASSWORD });
		expect(again).toHaveProperty('userId', userId);
		await firstStep('remember@example.org');
	});

	test('has its own bounded attempts, which another place does not spend', async () => {
		await accounts.signedUp('tries@example.org');
		await changeSecondFactorOf(accounts, 'tries@example.org');
		const tried: unknown[] = [];
		for (let i = 0; i < 10; i++) {
			const answer = await second(await firstStep('tries@example.org'), '000000', '10.9.0.1');
			tried.push('refused' in answer ? answer.refused : 'in');
		}
		expect(tried).toEqual([...Array.from({ length: 8 }, () => 'wrong'), 'too_many', 'too_many']);
		expect(await second(await firstStep('tries@example.org'), '000001', '10.9.0.2')).toEqual({ refused: 'wrong' });
	});

	test('is changed and switched off with the present password only', async () => {
		const userId = await accounts.signedUp('off@example.org');
		const enrolled = await changeSecondFactorOf(accounts, 'off@example.org');
		const member = await accounts.member(userId);
		const asking = (password: string) => ({ ...accounts.asking('10.0.0.1', enrolled.cookies), password });
		expect(await renewRecoveryCodes(accounts.context, member, asking('not it'))).toHaveProperty('errors');
		const renewed = await renewRecoveryCodes(accounts.context, member, asking(TEST_PASSWORD));
		if (!('recoveryCodes' in renewed)) throw new Error('refused');
		expect(await second(await firstStep('off@example.org'), enrolled.offer.recoveryCodes[0]!)).toEqual({ refused: 'wrong' });
		expect(await second(await firstStep('off@example.org'), renewed.recoveryCodes[0]!)).toHaveProperty('userId');
		const helped = { ...member, support: { visitId: 'v', helperId: 'h', helperName: 'H', until: accounts.now } };
		await expect(turnOffSecondFactor(accounts.context, helped, asking(TEST_PASSWORD))).rejects.toMatchObject({ code: 'forbidden' });
		expect(await turnOffSecondFactor(accounts.context, member, asking('not it'))).toHaveProperty('errors');
		expect(await turnOffSecondFactor(accounts.context, member, asking(TEST_PASSWORD))).toHaveProperty('cookies');
		expect(await hasSecondFactor(accounts.db, userId)).toBe(false);
	});
});

test.each([
	['123 456', '123456'],
	['๑๒๓๔๕๖', '123456'],
	['໑໒໓ ໔໕໖', '123456'],
	['１２３４５６', '123456'],
	['၁၂၃-၄၅၆', '123456'],
	[' abcde-FGHJK ', 'abcde-fghjk'],
	['abcdefghjk', 'abcde-fghjk'],
	['anything else', 'anythingelse'],
])('reads %j as %s', (typed, code) => {
	expect(readCode(typed)).toBe(code);
});
