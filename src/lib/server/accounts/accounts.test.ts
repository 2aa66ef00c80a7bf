import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sql } from 'drizzle-orm';
import { createAccounts, cookieHeaders, type TestAccounts } from '../../../../tests/accounts/test-accounts.ts';
import { inTransaction } from '#lib/server/platform/database.ts';
import { accountAtDesk } from './account-at-desk.ts';
import { makeInvitedAccount, prepareInvitedAccount } from './account-from-invitation.ts';
import { confirmRegistration, registrationOf } from './confirm-registration.ts';
import { foundOrganisation } from './found-organisation.ts';
import { localPath, parseOrganisation, parsePerson } from './input.ts';
import { changeAddress } from './prove-address.ts';
import { actorOfUser } from './queries.ts';
import { register } from './register.ts';
import { askForReset, changePassword, resetPassword, sendResetLetter } from './reset-password.ts';
import { signIn } from './sign-in.ts';

let accounts: TestAccounts;
const PASSWORD = 'kept under river stones';
const person = (email: string) => ({ name: 'Noy', email, password: PASSWORD, language: 'lo' as const });
const organisation = { name: 'ສະຖາບັນ', nameLanguage: 'lo' as const, kind: 'institute' as const, country: 'LA', place: 'Vientiane' };

beforeAll(async () => {
	accounts = await createAccounts();
});
afterAll(() => accounts.close());

describe('registration', () => {
	test('makes nothing until the link of the letter is opened with the password; then an account, signed in, that owns an organisation', async () => {
		const { context, db } = accounts;
		expect(await register(context, { ...accounts.asking(), person: person('noy@example.org'), organisation })).toEqual({ asked: true });
		expect((await db.execute(sql`select 1 from "user"`)).rowCount).toBe(0);
		const letter = await accounts.lastLetter('noy@example.org');
		expect(letter.language).toBe('lo');
		const token = accounts.tokenIn(letter.text, /^https:\/\/mitra\.example\/lo\/confirm\?token=/);
		expect(await registrationOf(context, token, accounts.now)).toEqual({ email: 'noy@example.org', name: 'Noy' });
		expect(await confirmRegistration(context, { ...accounts.asking(), token, password: 'a stranger’s password' })).toEqual({ refused: 'wrong' });
		const made = await confirmRegistration(context, { ...accounts.asking(), token, password: PASSWORD });
		if (!('userId' in made)) throw new Error(JSON.stringify(made));
		expect(made.cookies.some((line) => line.startsWith('__Secure-mitra.session_token=') && /HttpOnly/i.test(line))).toBe(true);
		const session = await context.auth.api.getSession({ headers: cookieHeaders(made.cookies) });
		expect(session?.user).toMatchObject({ id: made.userId, emailVerified: true });
		const actor = await actorOfUser(db, made.userId);
		if (actor.kind !== 'member') throw new Error('no member');
		expect(actor.language).toBe('lo');
		expect([...actor.organisations.values()]).toEqual(['owner']);
		const rows = await db.execute<{ state: string; centre_id: string }>(sql`select state, centre_id from organisation where id = ${[...actor.organisations.keys()][0]}`);
		expect(rows.rows[0]).toMatchObject({ state: 'applied', centre_id: 'laos' });
		expect(await confirmRegistration(context, { ...accounts.asking(), token, password: PASSWORD }), 'a link works once').toEqual({ gone: true });
	});

	test('says and does the same for an address that has an account, and writes to its owner', async () => {
		const { context, db, hashing } = accounts;
		await accounts.signedUp('taken@example.org');
		const [users, organisations] = [await db.execute(sql`select 1 from "user"`), await db.execute(sql`select 1 from organisation`)];
		const work = async (email: string) => {
			const before = { ...hashing.counted };
			const answer = await register(context, { ...accounts.asking(), person: { ...person(email), name: 'Mallory' }, organisation });
			return { answer, hashed: hashing.counted.hash - before.hash, verified: hashing.counted.verify - before.verify };
		};
		const taken = await work('taken@example.org');
		expect(taken).toEqual(await work('free@example.org'));
		expect(taken).toEqual({ answer: { asked: true }, hashed: 1, verified: 0 });
		const letter = await accounts.lastLetter('taken@example.org');
		expect(letter.text).toContain('https://mitra.example/lo/sign-in');
		expect(letter.text).not.toContain('token=');
		expect((await db.execute(sql`select 1 from "user"`)).rowCount).toBe(users.rowCount);
		expect((await db.execute(sql`select 1 from organisation`)).rowCount).toBe(organisations.rowCount);
	});

	test('binds each letter to its own registration, so that a stranger’s password is never confirmed by the owner of the address', async () => {
		const { context } = accounts;
		const asked = { ...accounts.asking(), organisation: null };
		await register(context, { ...asked, person: { ...person('owner@example.org'), password: 'chosen by the stranger' } });
		await register(context, { ...asked, person: person('owner@example.org') });
		const token = accounts.tokenIn((await accounts.lastLetter('owner@example.org')).text, /confirm\?token=/);
		expect(await confirmRegistration(context, { ...accounts.asking(), token, password: PASSWORD })).toHaveProperty('userId');
		const tryIn = (password: string) => signIn(context, { ...accounts.asking('10.9.9.9'), email: 'owner@example.org', password });
		expect(await tryIn('chosen by the stranger')).toEqual({ refused: 'wrong' });
		expect(await tryIn(PASSWORD)).toHaveProperty('userId');
	});

	test('leads on from either letter to where somebody wanted to go, and to no other site', async () => {
		const { context } = accounts;
		await accounts.signedUp('invited@example.org');
		const letterTo = async (email: string, next: string) => {
			await register(context, { ...accounts.asking('10.7.7.7'), person: person(email), organisation: null, next });
			return (await accounts.lastLetter(email)).text;
		};
		const way = 'next=%2Fevents%2Fforum%2Fregister%3Fcode%3DABC';
		expect(await letterTo('new@example.org', '/events/forum/register?code=ABC')).toMatch(new RegExp(`/lo/confirm\\?token=[\\w-]+&${way}\n`));
		expect(await letterTo('invited@example.org', '/events/forum/register?code=ABC')).toContain(`/lo/sign-in?${way}\n`);
		for (const elsewhere of ['https://evil.example/', '//evil.example/', '/\\evil.example']) expect(await letterTo(`${crypto.randomUUID()}@example.org`, elsewhere)).not.toContain('next=');
	});

	test('gives an account that was made at a desk to who proves its address, and to nobody else', async () => {
		const { context, db } = accounts;
		const made = await inTransaction(db, (tx) => accountAtDesk(tx, { kind: 'operator', name: 'test' }, { email: 'stood@example.org', name: 'Stood here', language: 'en' }));
		const tries = await signIn(context, { ...accounts.asking('10.8.8.8'), email: 'stood@example.org', password: PASSWORD });
		expect(tries).toEqual({ refused: 'wrong' });
		await register(context, { ...accounts.asking('10.8.8.8'), person: person('stood@example.org'), organisation: null });
		const token = accounts.tokenIn((await accounts.lastLetter('stood@example.org')).text, /confirm\?token=/);
		expect(await confirmRegistration(context, { ...accounts.asking('10.8.8.8'), token, password: PASSWORD })).toMatchObject({ userId: made });
		expect(await signIn(context, { ...accounts.asking('10.8.8.8'), email: 'stood@example.org', password: PASSWORD })).toHaveProperty('userId', made);
		// Claimed, it is an account like any other.
		await register(context, { ...accounts.asking('10.8.8.9'), person: person('stood@example.org'), organisation: null });
		expect((await accounts.lastLetter('stood@example.org')).text).not.toContain('token=');
	});

	test('gives it to who takes an invitation that went to its address, and tells its owner where somebody else wants the address', async () => {
		const { context, db } = accounts;
		const email = 'sat@example.org';
		const made = await inTransaction(db, (tx) => accountAtDesk(tx, { kind: 'operator', name: 'test' }, { email, name: 'Sat here', language: 'en' }));
		const other = await actorOfUser(db, await accounts.signedUp('second@example.org'));
		if (other.kind !== 'member') throw new Error('no member');
		const ask = () => changeAddress(context, other, { ...accounts.asking('10.8.8.7'), email });
		expect(await ask()).toBe('asked');
		const letter = await accounts.lastLetter(email);
		expect(letter.text).toContain('https://mitra.example/register\n');
		expect(letter.text).not.toContain('token=');
		const prepared = await prepareInvitedAccount(context, person(email));
		if ('errors' in prepared) throw new Error(JSON.stringify(prepared));
		const take = () => inTransaction(db, (tx) => makeInvitedAccount(tx, prepared, accounts.now));
		expect(await take()).toEqual({ userId: made });
		expect(await signIn(context, { ...accounts.asking('10.8.8.7'), email, password: PASSWORD })).toHaveProperty('userId', made);
		expect(await take(), 'claimed, it is an account like any other').toEqual({ exists: true });
		expect(await ask()).toBe('asked');
		expect((await accounts.lastLetter(email)).text).toContain('/sign-in');
	});

	test('keeps one application a person, also when asked twice at once', async () => {
		const userId = await accounts.signedUp('greedy@example.org', organisation);
		const asks = await Promise.allSettled([1, 2].map(() => foundOrganisation(accounts.context, { userId, name: 'x' }, organisation)));
		expect(asks.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
	});

	test('names what is wrong at its field and keeps what was typed', () => {
		const form = new FormData();
		form.set('name', ' \u0000 ');
		form.set('email', 'not an address');
		form.set('password', 'short');
		form.set('language', 'xx');
		form.set('organisationKind', 'empire');
		form.set('country', 'ZZ');
		form.set('organisationName', 'ก'.repeat(201));
		const codes = [...parsePerson(form).errors, ...parseOrganisation(form).errors].map(({ field, code }) => `${field} ${code}`);
		expect(codes).toEqual([
			'name required',
			'email email',
			'password password_short',
			'language not_allowed',
			'organisationName too_long',
			'organisationKind not_allowed',
			'country not_allowed',
			'place required',
		]);
	});
});

describe('signing in', () => {
	test('answers a wrong password and an unknown address alike, after the same work', async () => {
		const { context, hashing } = accounts;
		await accounts.signedUp('known@example.org');
		const work = async (email: string, password: string) => {
			const before = hashing.counted.hash + hashing.counted.verify;
			const answer = await signIn(context, { ...accounts.asking('10.0.0.2'), email, password });
			return { answer, passwordsHashed: hashing.counted.hash + hashing.counted.verify - before };
		};
		const wrong = await work('known@example.org', 'not the password');
		expect(wrong).toEqual({ answer: { refused: 'wrong' }, passwordsHashed: 1 });
		expect(await work('unknown@example.org', 'not the password')).toEqual(wrong);
		expect(await work("' or 1=1 --", 'x')).toEqual({ answer: { refused: 'wrong' }, passwordsHashed: 0 });
		expect((await work('known@example.org', PASSWORD)).answer).toMatchObject({ userId: expect.any(String) });
	});

	test('waits for an address that nobody has proven, tells so only who knows the password, and sends the link', async () => {
		const { context, db } = accounts;
		await accounts.signedUp('unproven@example.org');
		await db.execute(sql`update "user" set email_verified = false where email = 'unproven@example.org'`);
		const tryIn = (password: string) => signIn(context, { ...accounts.asking('10.0.0.3'), email: 'unproven@example.org', password });
		expect(await tryIn('not the password')).toEqual({ refused: 'wrong' });
		expect(await tryIn(PASSWORD)).toEqual({ refused: 'unverified' });
		const { proveAddress } = await import('./prove-address.ts');
		const token = accounts.tokenIn((await accounts.lastLetter('unproven@example.org')).text, /confirm\/address\?token=/);
		expect(await proveAddress(context, { token, now: accounts.now })).toBe(true);
		expect(await proveAddress(context, { token, now: accounts.now })).toBe(false);
		expect(await tryIn(PASSWORD)).toHaveProperty('userId');
	});
});

describe('a new password', () => {
	test('comes by a letter in the person’s language that leads to this site, works once and ends all sessions', async () => {
		const { context } = accounts;
		await accounts.signedUp('forgot@example.org');
		const open = await signIn(context, { ...accounts.asking(), email: 'forgot@example.org', password: PASSWORD });
		if (!('userId' in open)) throw new Error('not signed in');
		const asked = (email: string) => askForReset(context, { ...accounts.asking('10.0.0.4'), email });
		accounts.enqueued.length = 0;
		expect([await asked('forgot@example.org'), await asked('nobody@example.org')]).toEqual([true, true]);
		expect(accounts.enqueued, 'one job for either address').toEqual(['accounts.reset-letter', 'accounts.reset-letter']);
		await sendResetLetter(context, 'nobody@example.org');
		await sendResetLetter(context, 'forgot@example.org');
		await expect.poll(() => accounts.resets.length).toBe(1);
		const [letter] = accounts.resets;
		expect(letter).toMatchObject({ to: 'forgot@example.org', language: 'lo' });
		const token = accounts.tokenIn(letter!.url, /^https:\/\/mitra\.example\/lo\/reset-password\?token=/);
		const reset = (given: string, password: string) => resetPassword(context, { ...accounts.asking(), token: given, password });
		expect(await reset(token, 'short')).toMatchObject({ errors: [{ code: 'password_short' }] });
		expect(await reset(token, 'password1234')).toMatchObject({ errors: [{ code: 'password_similar' }] });
		expect(await reset('made up', 'seven quiet lanterns')).toEqual({ expired: true });
		expect(await reset(token, 'seven quiet lanterns')).toHaveProperty('cookies');
		expect(await reset(token, 'eight quiet lanterns')).toEqual({ expired: true });
		expect(await context.auth.api.getSession({ headers: cookieHeaders(open.cookies) })).toBeNull();
		const tryIn = (password: string) => signIn(context, { ...accounts.asking('10.0.0.5'), email: 'forgot@example.org', password });
		expect(await tryIn(PASSWORD)).toEqual({ refused: 'wrong' });
		expect(await tryIn('seven quiet lanterns')).toHaveProperty('cookies');
	});

	test('is chosen by who knows the present one, and the owner hears of it', async () => {
		const { context } = accounts;
		const userId = await accounts.signedUp('change@example.org');
		const member = await accounts.member(userId);
		const open = await signIn(context, { ...accounts.asking(), email: 'change@example.org', password: PASSWORD });
		if (!('userId' in open)) throw new Error('not signed in');
		const headers = cookieHeaders(open.cookies);
		const change = (current: string, next: string) => changePassword(context, member, { ...accounts.asking(), headers, current, next });
		expect(await change('wrong', 'seven quiet lanterns')).toEqual({ errors: [{ field: 'currentPassword', code: 'password_wrong' }] });
		expect(await change(PASSWORD, 'Noy change@example.org')).toMatchObject({ errors: [{ field: 'newPassword', code: 'password_own' }] });
		const changed = await change(PASSWORD, 'seven quiet lanterns');
		if (!('cookies' in changed)) throw new Error('refused');
		expect(await context.auth.api.getSession({ headers })).toBeNull();
		expect(await context.auth.api.getSession({ headers: cookieHeaders(changed.cookies) })).not.toBeNull();
		expect((await accounts.lastLetter('change@example.org')).text).toContain('https://mitra.example/lo/account');
	});
});

test.each([
	['/desk', '/desk'],
	['/th/desk?state=draft#top', '/th/desk?state=draft#top'],
	['//evil.example', '/fallback'],
	['/\\evil.example', '/fallback'],
	['/a/..//evil.example', '/fallback'],
	['/.//evil.example', '/fallback'],
	['/x/%2e%2e//evil.example', '/fallback'],
	['https://evil.example', '/fallback'],
	['javascript:alert(1)', '/fallback'],
	['/\t/evil.example', '/fallback'],
	['', '/fallback'],
	[null, '/fallback'],
])('after signing in %j leads to %s', (next, expected) => {
	expect(localPath(next, '/fallback')).toBe(expected);
});
