import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sql } from 'drizzle-orm';
import { createTestDatabase, type TestDatabase } from '../../../../tests/database.ts';
import { loadNetwork } from '#lib/server/network/load-network.ts';
import { createAuth, type Auth } from './auth.ts';
import { actorOfUser } from './queries.ts';
import { createSignInLimits, signIn } from './sign-in.ts';
import { register } from './register.ts';
import { foundOrganisation } from './found-organisation.ts';
import { askForReset, changePassword, resetPassword } from './reset-password.ts';
import { localPath, parseOrganisation, parsePerson } from './input.ts';

let database: TestDatabase;
let auth: Auth;
const letters: { to: string; language: string; url: string }[] = [];
const now = new Date('2026-11-21T08:00:00Z');
const headers = new Headers({ host: 'evil.example', 'user-agent': 'test' });

const person = (email: string) => ({ name: 'Noy', email, password: 'a long password', language: 'lo' as const });
const organisation = { name: 'ສະຖາບັນ', nameLanguage: 'lo' as const, kind: 'institute' as const, country: 'LA', place: 'Vientiane' };
const attempt = (email: string, password: string) => ({ email, password, headers, place: '10.0.0.1', now });
const cookieOf = (lines: string[]) => new Headers({ cookie: lines.map((line) => line.split(';')[0]!).join('; ') });

beforeAll(async () => {
	database = await createTestDatabase();
	await loadNetwork(database.db, { folder: 'data/network', samples: false });
	auth = createAuth({
		db: database.db,
		secret: 'x'.repeat(40),
		baseURL: 'https://mitra.example',
		sendResetMail: async (to, url) => void letters.push({ to: to.email, language: to.language, url }),
	});
});
afterAll(() => database.close());

async function registered(email: string) {
	const result = await register({ db: database.db, auth }, { person: person(email), organisation, headers });
	if ('errors' in result) throw new Error(JSON.stringify(result.errors));
	return result;
}

describe('registration', () => {
	test('makes an account that is signed in and owns an organisation that waits for admission', async () => {
		const { userId, cookies } = await registered('noy@example.org');
		expect(cookies.some((line) => line.startsWith('__Secure-mitra.session_token=') && /HttpOnly/i.test(line))).toBe(true);
		const session = await auth.api.getSession({ headers: cookieOf(cookies) });
		expect(session?.user.id).toBe(userId);
		const actor = await actorOfUser(database.db, userId);
		if (actor.kind !== 'member') throw new Error('no member');
		expect(actor.language).toBe('lo');
		expect([...actor.organisations.values()]).toEqual(['owner']);
		expect(actor.centres.size).toBe(0);
		const rows = await database.db.execute<{ state: string; centre_id: string; slug: string }>(
			sql`select state, centre_id, slug from organisation where id = ${[...actor.organisations.keys()][0]}`,
		);
		expect(rows.rows[0]).toMatchObject({ state: 'applied', centre_id: 'laos' });
		expect(rows.rows[0]!.slug).toMatch(/^organisation-[0-9a-f]{6}$/);
	});

	test('refuses an address that has an account, and leaves no second organisation', async () => {
		await registered('twice@example.org');
		const before = await database.db.execute(sql`select 1 from organisation`);
		const again = await register({ db: database.db, auth }, { person: person('twice@example.org'), organisation, headers });
		expect(again).toEqual({ errors: [{ field: 'email', code: 'taken' }] });
		expect((await database.db.execute(sql`select 1 from organisation`)).rowCount).toBe(before.rowCount);
	});

	test('keeps one application a person, also when asked twice at once', async () => {
		const { userId } = await registered('greedy@example.org');
		const asks = await Promise.allSettled([1, 2].map(() => foundOrganisation(database.db, { userId, name: 'x' }, organisation)));
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
	test('answers a wrong password and an unknown address alike', async () => {
		await registered('known@example.org');
		const limits = createSignInLimits();
		const wrong = await signIn(auth, attempt('known@example.org', 'not the password'), limits);
		const unknown = await signIn(auth, attempt('unknown@example.org', 'not the password'), limits);
		expect(wrong).toEqual({ refused: 'wrong' });
		expect(unknown).toEqual(wrong);
		expect(await signIn(auth, attempt("' or 1=1 --", 'x'), limits)).toEqual(wrong);
		expect(await signIn(auth, attempt('known@example.org', 'a long password'), limits)).toMatchObject({ userId: expect.any(String) });
	});

	test('stops guessing at one address, whether it has an account or not, until the window ends', async () => {
		await registered('guessed@example.org');
		for (const email of ['guessed@example.org', 'nobody@example.org']) {
			const limits = createSignInLimits();
			for (let i = 0; i < 10; i++) expect(await signIn(auth, attempt(email, `guess number ${i}`), limits)).toEqual({ refused: 'wrong' });
			expect(await signIn(auth, attempt(email, 'a long password'), limits)).toEqual({ refused: 'too_many' });
			const later = { ...attempt(email, 'guess'), now: new Date(now.getTime() + 11 * 60_000) };
			expect(await signIn(auth, later, limits)).toEqual({ refused: 'wrong' });
		}
	});
});

describe('a new password', () => {
	test('comes by a letter in the person’s language that leads to this site, works once and ends all sessions', async () => {
		const { cookies } = await registered('forgot@example.org');
		letters.length = 0;
		expect(await askForReset(auth, { email: 'forgot@example.org', headers, place: 'a', now })).toBe(true);
		expect(await askForReset(auth, { email: 'nobody@example.org', headers, place: 'a', now })).toBe(true);
		await expect.poll(() => letters.length).toBe(1);
		const letter = letters[0]!;
		expect(letter).toMatchObject({ to: 'forgot@example.org', language: 'lo' });
		expect(letter.url).toMatch(/^https:\/\/mitra\.example\/lo\/reset-password\?token=/);
		const token = new URL(letter.url).searchParams.get('token')!;
		expect(await resetPassword(auth, { token, password: 'short', headers })).toMatchObject({ errors: [{ code: 'password_short' }] });
		expect(await resetPassword(auth, { token: 'made up', password: 'another password', headers })).toEqual({ expired: true });
		expect(await resetPassword(auth, { token, password: 'another password', headers })).toEqual({ done: true });
		expect(await resetPassword(auth, { token, password: 'a third password', headers })).toEqual({ expired: true });
		expect(await auth.api.getSession({ headers: cookieOf(cookies) })).toBeNull();
		expect(await signIn(auth, attempt('forgot@example.org', 'a long password'), createSignInLimits())).toEqual({ refused: 'wrong' });
		expect(await signIn(auth, attempt('forgot@example.org', 'another password'), createSignInLimits())).toHaveProperty('cookies');
	});

	test('is sent a few times an hour and no more', async () => {
		const answers = [];
		for (let i = 0; i < 6; i++) answers.push(await askForReset(auth, { email: 'often@example.org', headers, place: 'b', now }));
		expect(answers).toEqual([true, true, true, true, true, false]);
	});

	test('is chosen by who knows the present one', async () => {
		const { cookies } = await registered('change@example.org');
		const signedIn = cookieOf(cookies);
		expect(await changePassword(auth, { current: 'wrong', next: 'another password', headers: signedIn })).toEqual({
			errors: [{ field: 'currentPassword', code: 'password_wrong' }],
		});
		const changed = await changePassword(auth, { current: 'a long password', next: 'another password', headers: signedIn });
		if ('errors' in changed) throw new Error('refused');
		expect(await auth.api.getSession({ headers: signedIn })).toBeNull();
		expect(await auth.api.getSession({ headers: cookieOf(changed.cookies) })).not.toBeNull();
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
