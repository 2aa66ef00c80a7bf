import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { sql } from 'drizzle-orm';
import * as m from '#lib/paraglide/messages.js';
import type { Member } from '#lib/server/accounts/acting-person.ts';
import { disconnectInstitution, parseProvider, removeProvider, saveProvider } from '#lib/server/accounts/institutions/change-providers.ts';
import { environmentProviders, isIssuer, openProviders, signInChoices } from '#lib/server/accounts/institutions/providers.ts';
import { subjectsOf } from '#lib/server/accounts/institutions/queries.ts';
import { beginAtInstitution, returnFromInstitution } from '#lib/server/accounts/institutions/sign-in-with-institution.ts';
import { actorOfUser } from '#lib/server/accounts/queries.ts';
import { passSecondFactor } from '#lib/server/accounts/second-factor/pass-second-factor.ts';
import { createSmallNetwork, type SmallNetwork } from '../small-network.ts';
import { codeAt } from './authenticator.ts';
import { changeSecondFactorOf } from './enrol.ts';
import { CLIENT, openInstitution, type Institution, type InstitutionPerson } from './institution.ts';
import { cookieHeaders, createAccounts, type TestAccounts } from './test-accounts.ts';

let accounts: TestAccounts;
let network: SmallNetwork;
let university: Institution;
let secretariat: Member;

beforeAll(async () => {
	accounts = await createAccounts();
	network = await createSmallNetwork(accounts.db);
	secretariat = network.secretariat as Member;
	university = await openInstitution('https://mitra.example/sign-in/institution/university/back');
	const saved = await saveProvider(accounts.context, secretariat, settings(), accounts.now);
	if ('errors' in saved) throw new Error(JSON.stringify(saved));
});
afterAll(async () => {
	await university.close();
	await accounts.close();
});
beforeEach(() => {
	university.person = { subject: 'nobody' };
});

const settings = (change: object = {}) => ({ id: 'university', name: 'University', issuer: university.issuer, ...CLIENT, domains: ['university.example'], enabled: true, ...change });

async function throughInstitution(person: InstitutionPerson, member: Member | null = null, tamper = (search: string) => search) {
	university.person = person;
	const begun = await beginAtInstitution(accounts.context, { ...accounts.asking(), id: 'university', next: '/desk/new', member });
	if (!begun || 'refused' in begun) throw new Error('There is no institution.');
	const search = tamper(await university.visit(begun.url));
	return returnFromInstitution(accounts.context, { ...accounts.asking('10.0.0.1', [begun.cookie]), id: 'university', search, language: 'th' });
}

describe('an institution', () => {
	test('signs in its people: an account is made with the first time, and found again by its subject', async () => {
		const first = await throughInstitution({ subject: 'u-1', email: 'Somsri@university.example', email_verified: true, name: 'สมศรี', locale: 'th-TH' });
		if (!('userId' in first)) throw new Error(JSON.stringify(first));
		expect(first.next).toBe('/desk/new');
		expect(await actorOfUser(accounts.db, first.userId)).toMatchObject({ email: 'somsri@university.example', name: 'สมศรี', language: 'th' });
		expect((await accounts.context.auth.api.getSession({ headers: cookieHeaders(first.cookies) }))?.user.id).toBe(first.userId);
		expect(await throughInstitution({ subject: 'u-1', email: 'new.name@university.example' })).toMatchObject({ userId: first.userId });
	});

	test('answers for the addresses of its domains only, and for none that it doubts', async () => {
		const people: InstitutionPerson[] = [
			{ subject: 'u-2', email: 'owner@example.org', email_verified: true },
			{ subject: 'u-3', email: 'x@evil-university.example' },
			{ subject: 'u-4', email: 'doubted@university.example', email_verified: false },
			{ subject: 'u-5', name: 'No address' },
		];
		for (const person of people) expect(await throughInstitution(person)).toEqual({ refused: 'unknown' });
	});

	test('finds the account of an address, but not one that its owner guards', async () => {
		const plain = await accounts.signedUp('plain@university.example');
		expect(await throughInstitution({ subject: 'u-6', email: 'plain@university.example' })).toMatchObject({ userId: plain });
		expect((await accounts.lastLetter('plain@university.example')).subject).toBe(m.account_mail_news_subject({}, { locale: 'lo' }));
		await accounts.signedUp('guarded@university.example');
		await changeSecondFactorOf(accounts, 'guarded@university.example');
		const unproven = await accounts.signedUp('unproven@university.example');
		await accounts.db.execute(sql`update "user" set email_verified = false where id = ${unproven}`);
		const officer = await accounts.signedUp('officer@university.example');
		await accounts.db.execute(sql`insert into membership (user_id, centre_id, role) values (${officer}, 'laos', 'officer')`);
		for (const name of ['guarded', 'unproven', 'officer'])
			expect(await throughInstitution({ subject: `u-${name}`, email: `${name}@university.example` }), name).toEqual({ refused: 'connect' });
	});

	test('is connected by who is signed in, once, and let go unless it is the last way in', async () => {
		const owner = network.owner as Member;
		expect(await throughInstitution({ subject: 'u-7', email: 'private@elsewhere.example' }, owner)).toMatchObject({ connected: true });
		expect(await throughInstitution({ subject: 'u-7' })).toMatchObject({ userId: owner.userId });
		expect(await throughInstitution({ subject: 'u-7' }, network.stranger as Member), 'somebody else’s').toEqual({ refused: 'unknown' });
		const [link] = await subjectsOf(accounts.db, owner.userId);
		expect(await disconnectInstitution(accounts.context, owner, link!.id), 'these people have no password').toBe('last');
		const other = await accounts.member(await accounts.signedUp('password@example.org'));
		await throughInstitution({ subject: 'u-8' }, other);
		const [own] = await subjectsOf(accounts.db, other.userId);
		expect(await disconnectInstitution(accounts.context, other, own!.id)).toBe('done');
		expect(await subjectsOf(accounts.db, other.userId)).toEqual([]);
	});

	test('does not stand for a second factor that the person has set up here, unless it says that it asked for one', async () => {
		const email = 'careful@elsewhere.example';
		const userId = await accounts.signedUp(email);
		expect(await throughInstitution({ subject: 'u-10' }, await accounts.member(userId))).toMatchObject({ connected: true });
		expect(await throughInstitution({ subject: 'u-10' }), 'nothing more is asked before').toMatchObject({ userId });
		const { secret } = await changeSecondFactorOf(accounts, email);
		for (const said of [{}, { amr: ['pwd'] }, { amr: ['otp', 'sms'] }, { acr: 'urn:mace:incommon:iap:silver' }]) {
			const half = await throughInstitution({ subject: 'u-10', ...said });
			if (!('second' in half)) throw new Error(JSON.stringify({ said, half }));
			expect(half.next).toBe('/desk/new');
			expect(await accounts.context.auth.api.getSession({ headers: cookieHeaders(half.cookies) }), 'the institution alone opens nothing').toBeNull();
			expect(await passSecondFactor(accounts.context, { ...accounts.asking('10.0.0.1', half.cookies), code: '000000', remember: false })).toEqual({ refused: 'wrong' });
		}
		const half = await throughInstitution({ subject: 'u-10' });
		if (!('second' in half)) throw new Error('The second factor is not asked for.');
		const whole = await passSecondFactor(accounts.context, { ...accounts.asking('10.0.0.1', half.cookies), code: codeAt(secret, 1), remember: false });
		if (!('userId' in whole)) throw new Error(JSON.stringify(whole));
		expect((await accounts.context.auth.api.getSession({ headers: cookieHeaders(whole.cookies) }))?.user.id).toBe(userId);
		for (const said of [{ amr: ['pwd', 'otp'] }, { amr: ['mfa'] }, { acr: 'https://refeds.org/profile/mfa' }]) expect(await throughInstitution({ subject: 'u-10', ...said }), JSON.stringify(said)).toMatchObject({ userId });
		expect((await accounts.lastLetter(email)).text, 'each of these browsers was new').toContain('10.0.0.0/24');
	});

	test('is believed for what it signed for this browser, now, once', async () => {
		const person = { subject: 'u-9', email: 'late@university.example' };
		const failed = { refused: 'institution' };
		expect(await throughInstitution(person, null, (search) => search.replace(/code=[^&]+/, 'code=made-up'))).toEqual(failed);
		expect(await throughInstitution(person, null, (search) => search.replace(/state=[^&]+/, 'state=of-another'))).toEqual(failed);
		expect(await throughInstitution(person, null, () => '?error=access_denied&state=x')).toEqual(failed);
		university.person = person;
		const begun = await beginAtInstitution(accounts.context, { ...accounts.asking(), id: 'university', next: '', member: null });
		if (!begun || 'refused' in begun) throw new Error('There is no institution.');
		const search = await university.visit(begun.url);
		const back = (cookies: string[]) => returnFromInstitution(accounts.context, { ...accounts.asking('10.0.0.1', cookies), id: 'university', search, language: 'en' });
		expect(await back([]), 'another browser').toEqual(failed);
		expect(await back([begun.cookie])).toHaveProperty('userId');
		expect(await back([begun.cookie]), 'a second time').toEqual(failed);
	});
});

describe('the settings', () => {
	test('are the secretariat’s; an issuer must answer, and the secret is sealed', async () => {
		for (const refused of [network.officer, network.owner]) {
			await expect(saveProvider(accounts.context, refused as Member, settings(), accounts.now)).rejects.toMatchObject({ code: 'forbidden' });
			await expect(removeProvider(accounts.context, refused as Member, 'university')).rejects.toMatchObject({ code: 'forbidden' });
		}
		const silent = await saveProvider(accounts.context, secretariat, settings({ id: 'silent', issuer: 'http://127.0.0.1:9' }), accounts.now);
		expect(silent).toEqual({ errors: [{ field: 'issuer', code: 'issuer_silent' }] });
		const form = new FormData();
		form.set('id', 'A b');
		form.set('issuer', 'http://login.example');
		form.set('domains', 'nonsense');
		const wrong = await saveProvider(accounts.context, secretariat, parseProvider(form), accounts.now);
		expect('errors' in wrong && wrong.errors.map(({ field, code }) => `${field} ${code}`)).toEqual(['name required', 'clientId required', 'id not_allowed', 'issuer issuer', 'clientSecret required', 'domains not_allowed']);
		const { rows } = await accounts.db.execute(sql`select * from sign_in_provider`);
		expect(JSON.stringify(rows)).not.toContain(CLIENT.clientSecret);
		expect((await openProviders(accounts.context))[0]).toMatchObject(CLIENT);
		await saveProvider(accounts.context, secretariat, settings({ clientSecret: '', enabled: false }), accounts.now);
		expect(await signInChoices(accounts.context)).toEqual([]);
		await saveProvider(accounts.context, secretariat, settings({ clientSecret: '' }), accounts.now);
		expect((await openProviders(accounts.context))[0], 'an empty secret leaves the one that stands').toMatchObject(CLIENT);
	});

	test('come from the environment too; what is wrong there is said without its secrets', () => {
		const [read] = environmentProviders(JSON.stringify([settings({ issuer: 'https://login.example', enabled: undefined })]));
		expect(read).toMatchObject({ id: 'university', domains: ['university.example'] });
		const wrong = () => environmentProviders(JSON.stringify([settings({ issuer: 'http://login.example' })]));
		expect(wrong).toThrow(/MITRA_OIDC is wrong at 0\.issuer/);
		expect(wrong).not.toThrow(CLIENT.clientSecret);
		expect(() => environmentProviders('{')).toThrow(/MITRA_OIDC/);
	});

	test.each([
		['https://login.example/realm', true],
		['http://127.0.0.1:3000', true],
		['http://login.example', false],
		['https://user:password@login.example', false],
		['https://login.example?x=1', false],
		['file:///etc/passwd', false],
	])('%s is an issuer: %s', (text, is) => {
		expect(isIssuer(text)).toBe(is);
	});
});
