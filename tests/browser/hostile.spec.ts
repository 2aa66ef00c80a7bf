import type { APIRequestContext, Page, PlaywrightWorkerArgs } from '@playwright/test';
import { sampleAccount } from './accounts.ts';
import { expect, test } from './mitra-test.ts';

/** What somebody sends who means harm, or whose software is broken: refused with a reason, and never a failure of ours. */

type World = { playwright: PlaywrightWorkerArgs['playwright']; baseURL: string | undefined };

async function visitor({ playwright, baseURL }: World): Promise<APIRequestContext> {
	return playwright.request.newContext({ baseURL: baseURL!, extraHTTPHeaders: { origin: baseURL!, accept: 'text/html' }, maxRedirects: 0 });
}

async function member(world: World, name: string): Promise<APIRequestContext> {
	const context = await visitor(world);
	const { email, password } = sampleAccount(name);
	expect((await context.post('/auth/sign-in/email', { data: { email, password } })).status()).toBe(200);
	return context;
}

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
const MARKUP = '</script><script>alert(1)</script><img src=x onerror=alert(1)>"\'';
const PNG = Buffer.from('\x89PNG\r\n\x1a\nfield', 'latin1');

const NOTHING = [
	'/listings/99999999999', '/listings/2147483648', '/listings/0', '/listings/-1', '/listings/1e3', '/listings/%00',
	'/listings/1001/files/abc', '/listings/1001/files/..%2f..%2fserver.log', '/listings/1001/files/00000000-0000-0000-0000-000000000000',
	'/centres/%00', '/organisations/laos%00', '/events/%00', '/concepts/__proto__', '/th/centres/%00', '/xx/search', '/_app/%2e%2e/%2e%2e/package.json',
	'/api/v1/listings/99999999999', '/api/v1/listings/abc', '/api/v1/organisations/%00', '/api/v1/concepts/__proto__',
	'/desk/listings/abc/counterparts', '/auth/sign-up/email', '/auth/update-user', `/${'a'.repeat(4000)}`,
];

test('an address of nothing is not found', async ({ playwright, baseURL }) => {
	const anyone = await visitor({ playwright, baseURL });
	for (const address of NOTHING) expect((await anyone.get(address)).status(), address).toBe(404);
	for (const address of ['/%', '/%E0%A4%A', '/organisations/%ff']) expect((await anyone.get(address)).status(), address).toBe(400);
});

test('a malformed id is not found by who is signed in either', async ({ playwright, baseURL }) => {
	const officer = await member({ playwright, baseURL }, 'officer.laos');
	for (const address of ['/desk/listings/abc', '/desk/listings/%00', "/desk/listings/'or'1", '/desk/import/abc', '/desk/import/abc/bad-rows', '/review/abc', '/review/00000000-0000-0000-0000-000000000000'])
		expect((await officer.get(address)).status(), address).toBe(404);
	for (const address of ['/desk?page=-7&state=__proto__', '/review?done=<b>&of=1e9']) expect((await officer.get(address)).status(), address).toBe(200);
	expect((await officer.get('/outbox')).status(), 'letters of other centres').toBe(403);
	const secretariat = await member({ playwright, baseURL }, 'secretariat');
	expect((await secretariat.get('/outbox?page=1e309')).status()).toBe(200);
});

test('a search is answered whatever it asks for', async ({ playwright, baseURL }) => {
	const anyone = await visitor({ playwright, baseURL });
	const questions = ['q=%00', 'q=%ff%fe', 'q=%ED%A0%80', `q=${'a'.repeat(9000)}`, `q=${encodeURIComponent('水'.repeat(900))}`, 'page=1e9', 'page=99999999999999999999', 'page=-1', 'in=klingon&q=water', 'sort=bogus', 'area=__proto__&kind=constructor&country=zzz&language=xx', 'area=x&'.repeat(1000)];
	for (const question of questions) expect((await anyone.get(`/search?${question}`)).status(), question.slice(0, 40)).toBe(200);
	for (const question of ['page=1e9', 'kind=toString&country=__proto__']) expect((await anyone.get(`/directory?${question}`)).status(), question).toBe(200);
});

test('a body that is no form, and a form without its fields, are refused', async ({ playwright, baseURL }) => {
	const anyone = await visitor({ playwright, baseURL });
	const broken: [type: string, body: string][] = [
		['multipart/form-data; boundary=x', '--x\r\nbroken'],
		['multipart/form-data; boundary=x', '--x\r\nContent-Disposition: form-data; name="email"\r\n\r\nno end'],
		['multipart/form-data', 'no boundary'],
		['text/plain', 'email=a'],
	];
	for (const [type, data] of broken) {
		const answer = await anyone.post('/sign-in', { data, headers: { 'content-type': type } });
		expect(answer.status(), data).toBe(422);
		expect(await answer.text()).not.toContain('The fault is ours');
	}
	const empty: Record<string, number> = { '/sign-in': 400, '/register': 422, '/forgot-password': 422, '/reset-password': 422, '/desk?/change': 401, '/desk/new': 401, '/review/abc': 401, '/account?/nothing': 404, '/search': 405 };
	for (const [address, status] of Object.entries(empty)) expect((await anyone.post(address, { data: '', headers: FORM })).status(), address).toBe(status);
	expect((await anyone.post('/reset-password', { data: 'token=%00&password=long+enough+password', headers: FORM })).status()).toBe(410);
	expect((await anyone.post('/sign-in', { data: 'email=%ED%A0%80%FF%&password=%00', headers: FORM })).status()).toBe(400);
	expect((await anyone.post('/auth/sign-in/email', { data: '{', headers: { 'content-type': 'application/json' } })).status()).toBe(422);
});

test('a page of another site can post nothing', async ({ playwright, baseURL }) => {
	const owner = await member({ playwright, baseURL }, 'member.vientiane');
	for (const origin of ['http://evil.example', 'null'])
		for (const type of ['application/x-www-form-urlencoded', 'text/plain', 'multipart/form-data; boundary=x'])
			for (const address of ['/desk?/change', '/sign-out', '/account?/language', '/auth/sign-out', '/api/v1/listings'])
				expect((await owner.post(address, { data: 'a=b', headers: { origin, 'content-type': type } })).status(), `${origin} ${type} ${address}`).toBe(403);
	expect((await owner.post('/api/v1/listings', { data: {}, headers: { origin: 'http://evil.example' } })).status()).toBe(403);
	expect((await owner.get('/desk')).status()).toBe(200);
});

test('a forged session is nobody’s', async ({ playwright, baseURL }) => {
	const anyone = await visitor({ playwright, baseURL });
	for (const token of ['%', 'abc.def', '%00.%00', 'a'.repeat(5000), '', 'undefined', '__proto__.x']) {
		const answer = await anyone.get('/desk', { headers: { cookie: `mitra.session_token=${token}` } });
		expect(answer.status(), token.slice(0, 20)).toBe(303);
		expect(answer.headers().location).toBe('/sign-in?next=%2Fdesk');
	}
});

test('signing in leads to no other site', async ({ playwright, baseURL }) => {
	const { email, password } = sampleAccount('member.vientiane');
	for (const next of ['//evil.example', '/\\evil.example', 'https://evil.example', 'javascript:alert(1)', '/\t/evil.example', '\n//evil.example', '/desk\r\nset-cookie: a=b']) {
		const answer = await (await visitor({ playwright, baseURL })).post('/sign-in', { form: { email, password, next } });
		expect(answer.status(), next).toBe(303);
		expect(answer.headers().location, next).toBe('/desk');
	}
	const answer = await (await visitor({ playwright, baseURL })).post('/sign-in', { form: { email, password, next: '/desk/new?a=b' } });
	expect(answer.headers().location).toBe('/desk/new?a=b');
});

test('passwords cannot be guessed without end, by form or by programme', async ({ playwright, baseURL }) => {
	const guesser = await visitor({ playwright, baseURL });
	const guess = { email: `guessed-${Date.now()}@example.org`, password: 'a wrong password' };
	for (let tried = 0; tried < 5; tried++) {
		expect((await guesser.post('/sign-in', { form: guess })).status()).toBe(400);
		expect((await guesser.post('/auth/sign-in/email', { data: guess })).status()).toBe(401);
	}
	expect((await guesser.post('/sign-in', { form: guess })).status()).toBe(429);
	expect((await guesser.post('/auth/sign-in/email', { data: guess })).status()).toBe(429);
});

test('a refused registration keeps what was typed, without JavaScript', async ({ browser }) => {
	const page = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
	await page.goto('/register');
	await page.locator('input[name="name"]').fill('Noy <b> "quoted"');
	await page.locator('input[name="email"]').fill('noy@example.org');
	await page.locator('input[name="password"]').fill('short');
	await page.locator('input[name="organisationName"]').fill('ສະຖາບັນ & Co');
	await page.locator('select[name="organisationKind"]').selectOption('institute');
	await page.locator('select[name="country"]').selectOption('LA');
	await page.locator('input[name="place"]').fill('p'.repeat(200));
	await page.locator('main form button').click();
	await expect(page.locator('input[name="name"]')).toHaveValue('Noy <b> "quoted"');
	await expect(page.locator('input[name="email"]')).toHaveValue('noy@example.org');
	await expect(page.locator('input[name="organisationName"]')).toHaveValue('ສະຖາບັນ & Co');
	await expect(page.locator('select[name="organisationKind"]')).toHaveValue('institute');
	await expect(page.locator('select[name="country"]')).toHaveValue('LA');
	await expect(page.locator('input[name="place"]')).toHaveValue('p'.repeat(200));
});

/** A draft of the sample institute in Vientiane, full of markup, with a hidden owner and guarded sections. */
async function hostileDraft(owner: APIRequestContext, word: string): Promise<{ id: string; reference: number }> {
	const organisationId = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/.exec(await (await owner.get('/desk/new')).text())![0];
	const content = {
		title: `${word} ${MARKUP}`, summary: MARKUP, description: `forthenetwork ${MARKUP}`, advantages: 'forconfidants', benefitInFigures: '12 %', sought: MARKUP,
		areas: ['agriculture'], keywords: ['<b>bold</b>'], trl: 8, ip: { status: 'granted', rights: [] }, cooperation: ['licence'], partner: { kinds: ['institute'], role: MARKUP },
		exportControl: 'checked-none', videoUrl: 'https://video.example/?"><script>alert(1)</script>', display: 'hidden', disclosure: { description: 'network', advantages: 'confidential', ip: 'parties' },
	};
	const answer = await owner.post('/api/v1/listings', { data: { kind: 'offer', language: 'en', organisationId, content } });
	expect(answer.status()).toBe(201);
	return (await answer.json()) as { id: string; reference: number };
}

async function attach(page: Page, id: string, name: string, disclosure: string): Promise<string> {
	await page.goto(`/desk/listings/${id}`);
	await page.locator('#file').setInputFiles({ name, mimeType: 'image/png', buffer: Buffer.concat([PNG, Buffer.from(name)]) });
	await page.locator('select[name="fileDisclosure"]').selectOption(disclosure);
	await page.getByRole('button', { name: 'Attach' }).click();
	const link = page.locator('a[href*="/files/"]').last();
	await expect(link).toBeVisible();
	return (await link.getAttribute('href'))!;
}

test('a draft is closed to others, and when it is published its markup is text, its owner hidden, its guarded sections and files withheld', async ({ playwright, baseURL, browser }) => {
	const world = { playwright, baseURL };
	const [anyone, owner, stranger, officer, otherOfficer] = [await visitor(world), await member(world, 'member.vientiane'), await member(world, 'member.danang'), await member(world, 'officer.laos'), await member(world, 'officer.thailand')];
	const word = `hostile${Date.now()}`;
	const { id, reference } = await hostileDraft(owner, word);
	const writing = await (await browser.newContext({ javaScriptEnabled: false, storageState: await owner.storageState() })).newPage();
	const open = await attach(writing, id, `field"><img src=x onerror=alert(1)>';x=.png`, 'public');
	const closed = await attach(writing, id, '../../plan.png', 'confidential');

	for (const outsider of [anyone, stranger, otherOfficer]) {
		for (const address of [`/listings/${reference}`, `/api/v1/listings/${reference}`, `/desk/listings/${id}/counterparts`, open, closed]) expect((await outsider.get(address)).status(), address).toBe(404);
		expect((await outsider.post(`/api/v1/listings/${id}/submit`)).status()).toBe(outsider === anyone ? 401 : 404);
		expect((await outsider.post('/desk?/change', { form: { id, change: 'close', reason: 'withdrawn' } })).status()).toBe(outsider === anyone ? 401 : 404);
	}
	expect((await owner.post(`/api/v1/listings/${id}/submit`)).status()).toBe(200);
	const review = await (await officer.get(`/review/${id}`)).text();
	const hidden = (name: string) => new RegExp(`name="${name}"[^>]*value="([^"]+)"`).exec(review)![1]!;
	const decision = { decision: 'publish', versionId: hidden('versionId'), expected: hidden('expected') };
	expect((await owner.post(`/review/${id}`, { form: decision })).status()).toBe(403);
	expect((await otherOfficer.post(`/review/${id}`, { form: decision })).status()).toBe(404);
	expect((await officer.post(`/review/${id}`, { form: { ...decision, expected: '' } })).status()).toBe(409);
	expect((await officer.post(`/review/${id}`, { form: decision })).status()).toBe(303);

	const page = await browser.newPage();
	let dialogs = 0;
	page.on('dialog', (dialog) => {
		dialogs++;
		void dialog.dismiss();
	});
	for (const address of [`/listings/${reference}`, `/search?q=${word}`, `/th/listings/${reference}`]) {
		await page.goto(address);
		await expect(page.getByText(MARKUP).first()).toBeVisible();
		expect(await page.locator('img[src="x"]').count(), address).toBe(0);
		const text = await page.content();
		expect(text.toLowerCase(), address).not.toMatch(/forthenetwork|forconfidants|vientiane public health|sample-vientiane|plan\.png/);
	}
	await page.goto(`/listings/${reference}`);
	expect(dialogs).toBe(0);
	const data = JSON.parse((await page.locator('script[type="application/ld+json"]').textContent())!) as Record<string, unknown>;
	expect(data.name).toBe(`${word} ${MARKUP}`);
	expect(JSON.stringify(data)).not.toMatch(/manufacturer|offeredBy/);
	for (const address of [`/api/v1/listings/${reference}`, `/api/v1/listings?q=${word}`, `/api/v1/listings/${reference}/counterparts`])
		expect(await (await anyone.get(address)).text(), address).not.toMatch(/forthenetwork|forconfidants|sample-vientiane|granted/);
	expect(await (await stranger.get(`/listings/${reference}`)).text()).toContain('forthenetwork');
	expect(await (await anyone.get('/organisations/sample-vientiane-public-health-institute')).text()).not.toContain(word);

	const file = await anyone.get(open);
	expect(file.status()).toBe(200);
	expect(file.headers()).toMatchObject({ 'content-type': 'image/png', 'x-content-type-options': 'nosniff', 'content-security-policy': "default-src 'none'; sandbox" });
	expect(file.headers()['content-disposition']).toMatch(/^inline; filename="[A-Za-z0-9._ -]+"; filename\*=UTF-8''[A-Za-z0-9%._~-]+$/);
	for (const outsider of [anyone, stranger, otherOfficer]) expect((await outsider.get(closed)).status()).toBe(404);
	expect((await officer.get(closed)).status()).toBe(200);
});
