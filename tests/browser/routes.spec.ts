import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { VISIT_ACTS } from '#lib/server/accounts/support/rules.ts';
import { readHolder } from '#lib/server/platform/data-folder-lock.ts';
import { API_ROUTE, routesOfSource } from '../rights/routes-of-source.ts';
import { sampleAccount } from './accounts.ts';
import { expect, test } from './mitra-test.ts';

/**
 * Every route with every method and action, asked by a visitor and by a member of another organisation, answers as
 * docs/routes.md says: no route is unlisted, and nobody opens one by mistake. That each has its line there is a unit test too
 * (tests/rights/routes.test.ts).
 * After a route was added: MITRA_UPDATE=1 npx playwright test routes, and read what changed.
 */

const document = join(import.meta.dirname, '..', '..', 'docs', 'routes.md');
const NOTHING = '00000000-0000-4000-8000-000000000000';

/** Forms that people without an account may send. All others must refuse them. */
const FOR_VISITORS = new Set([
	'/sign-in', '/register', '/confirm', '/forgot-password', '/reset-password', '/sign-out', '/unsubscribe/[token]', '/invitations/[token]/account',
	// Ends what there is; there is nothing to end for a visitor.
	'/account/support/end',
]);

/** An address of the route, of a thing that belongs to somebody else. */
function addressOf(id: string, things: Record<string, string>): string {
	const place = (prefix: string, value: string | undefined) => (id.startsWith(prefix) ? value : undefined);
	return id.replace(/\[+(?:\.\.\.)?(\w+)(?:=\w+)?\]+/g, (_whole, name: string) => {
		const found =
			place('/listings/[reference', name === 'reference' ? things.reference : NOTHING) ??
			place('/desk/listings/', things.listing) ??
			place('/review/', things.listing) ??
			place('/broker/measures/', 'centre.csv') ??
			place('/broker/', things.pair) ??
			place('/desk/import/', things.batch) ??
			place('/networks/', things.network) ??
			place('/centres/', 'laos') ??
			place('/desk/trading/new/', things.reference) ??
			place('/desk/trading/payments/', things.plan) ??
			place('/desk/trading/documents/', things.document) ??
			place('/desk/trading/', things.trade) ??
			place('/trading/', things.trade) ??
			place('/working-groups/', name === 'year' ? '2026' : 'laos') ??
			place('/agreements/', things.agreement) ??
			place('/outcomes/answer/', NOTHING) ??
			place('/outcomes/', name === 'number' ? '1' : things.agreement) ??
			place('/desk/events/', name === 'session' ? 'new' : things.event) ??
			place('/events/', name === 'id' ? things.event : NOTHING) ??
			place('/docking/express/', things.reference) ??
			place('/docking/interest/', things.interest) ??
			place('/docking/[reference', name === 'reference' ? things.docking : name === 'number' ? '1' : NOTHING) ??
			place('/missions/[number', things.mission) ??
			place('/experts/for/', things.reference) ??
			place('/experts/[slug', things.expert) ??
			place('/audit/', 'entries.csv') ??
			place('/auth/', 'get-session');
		return found ?? { concept: 'agriculture', area: 'agriculture', slug: things.slug, event: things.event }[name] ?? NOTHING;
	});
}

/** A request for technical service by an organisation, of which the samples have none: once, and its number. */
const serviceRequest = (number: number, organisation: string) => `insert into service_request (number, organisation_id, centre_id, state, language, title, what, country, starts_on, days, created_at, updated_at)
	select ${number}, o.id, o.centre_id, 'asked', 'en', 'Help', 'Help for two weeks', o.country, current_date + 30, 14, now(), now() from organisation o where o.id = ${organisation}
	on conflict (number) do update set version = service_request.version returning number`;

async function thingsOf(folder: string): Promise<Record<string, string>> {
	const client = new pg.Client({ connectionString: readHolder(folder)!.databaseUrl! });
	await client.connect();
	try {
		const one = async (query: string) => String((await client.query({ text: query, rowMode: 'array' })).rows[0]?.[0]);
		// Of an organisation that the member below has nothing to do with.
		const own = `(select id from organisation where slug = 'sample-zhejiang-membrane-works')`;
		return {
			reference: await one(`select reference from listing where organisation_id = ${own} and state = 'published' order by reference limit 1`),
			listing: await one(`select id from listing where organisation_id = ${own} and state = 'published' order by reference limit 1`),
			pair: await one('select id from suggested_pair order by score desc limit 1'),
			batch: await one(`insert into import_batch (organisation_id, file_name, format, sha256) values (${own}, 'x.csv', 'csv', repeat('0', 64)) returning id`),
			network: await one('select id from thematic_network order by id limit 1'),
			docking: await one(`select d.reference from docking d where not exists (select from docking_party p join organisation o on o.id = p.organisation_id where p.docking_id = d.id and o.slug = 'sample-da-nang-hydromet-technology') order by d.reference limit 1`),
			interest: await one(`select i.id from interest i join organisation o on o.id in (i.organisation_id, i.owner_organisation_id) group by i.id having bool_and(o.slug <> 'sample-da-nang-hydromet-technology') order by i.id limit 1`),
			// The samples' one is of the member below.
			agreement: await one(`with made as (insert into agreement (reference, from_docking, kind, languages, content, created_at, updated_at) values ('A-2020-0001', false, 'training', '{en}', '{}', now(), now()) on conflict (reference) do update set updated_at = now() returning id, reference),
				party as (insert into agreement_party (agreement_id, position, organisation_id, names, country, touched_at) select made.id, 0, ${own}, '[]', 'CN', now() from made on conflict do nothing) select reference from made`),
			mission: await one(serviceRequest(900, own)),
			expert: await one("select slug from expert where state = 'public' order by slug limit 1"),
			slug: 'sample-zhejiang-membrane-works',
			trade: await one("select number from trade where mode = 'sealed' order by number limit 1"),
			plan: await one('select id from payment_plan limit 1'),
			document: await one('select id from payment_document limit 1'),
			event: await one('select id from event order by starts_on limit 1'),
		};
	} finally {
		await client.end();
	}
}

class Caller {
	private cookie = '';
	private readonly base: string;
	private readonly account: string | undefined;
	constructor(base: string, account?: string) {
		this.base = base;
		this.account = account;
	}

	async signIn(): Promise<void> {
		if (!this.account) return;
		const { email, password } = sampleAccount(this.account);
		const answer = await fetch(`${this.base}/auth/sign-in/email`, {
			method: 'POST',
			headers: { 'content-type': 'application/json', origin: this.base },
			body: JSON.stringify({ email, password }),
		});
		this.cookie = answer.headers.getSetCookie().map((each) => each.split(';')[0]).join('; ');
		expect(this.cookie, 'The member must be signed in for this test to mean anything.').toContain('session_token');
	}

	/** Sends a form with these fields; answers where it leads. */
	async send(path: string, fields: URLSearchParams): Promise<{ status: number; to: string; text: string }> {
		const answer = await fetch(this.base + path, {
			method: 'POST',
			redirect: 'manual',
			headers: { accept: 'text/html', origin: this.base, cookie: this.cookie, 'content-type': 'application/x-www-form-urlencoded' },
			body: fields.toString(),
		});
		return { status: answer.status, to: answer.headers.get('location') ?? '', text: await answer.text() };
	}

	async page(path: string): Promise<string> {
		return (await fetch(this.base + path, { redirect: 'manual', headers: { accept: 'text/html', cookie: this.cookie } })).text();
	}

	async ask(method: string, path: string, form?: boolean, origin = this.base): Promise<{ status: number; told: string }> {
		const answer = await fetch(this.base + path, {
			method,
			redirect: 'manual',
			headers: {
				accept: 'text/html',
				origin,
				...(this.cookie ? { cookie: this.cookie } : {}),
				...(method === 'GET' ? {} : { 'content-type': form ? 'application/x-www-form-urlencoded' : 'application/json' }),
			},
			...(method === 'GET' || method === 'DELETE' ? {} : { body: form ? '' : '{}' }),
		});
		await answer.arrayBuffer();
		const to = answer.headers.get('location');
		const target = to === null ? '' : ` ${new URL(to, this.base).pathname.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '…')}`;
		return { status: answer.status, told: `${answer.status}${target}` };
	}
}

test('every route answers a visitor and a stranger as the table says', async ({ installation }) => {
	test.setTimeout(240_000);
	const { address, folder } = installation;
	const things = await thingsOf(folder);
	const visitor = new Caller(address);
	const stranger = new Caller(address, 'member.danang');
	await stranger.signIn();
	const lines: string[] = [];
	const open: string[] = [];
	const forged: string[] = [];
	// Who signs out is asked last.
	const all = routesOfSource().sort((a, b) => Number(a.id === '/sign-out') - Number(b.id === '/sign-out') || (a.id < b.id ? -1 : 1));
	for (const { id, methods, actions } of all.filter((route) => route.id !== API_ROUTE)) {
		const path = addressOf(id, things);
		for (const method of methods) {
			const [byVisitor, byStranger] = await Promise.all([visitor.ask(method, path), stranger.ask(method, path)]);
			lines.push(`| ${id} | ${method} | ${byVisitor.told} | ${byStranger.told} |`);
		}
		for (const action of actions) {
			const posted = action === 'default' ? path : `${path}?/${action}`;
			const [byVisitor, byStranger, fromElsewhere] = await Promise.all([
				visitor.ask('POST', posted, true),
				stranger.ask('POST', posted, true),
				stranger.ask('POST', posted, true, 'https://elsewhere.example'),
			]);
			lines.push(`| ${id} | POST ${action} | ${byVisitor.told} | ${byStranger.told} |`);
			const isRefused = byVisitor.status >= 400 || byVisitor.told.startsWith('303 /sign-in');
			if (!isRefused && !FOR_VISITORS.has(id)) open.push(`${id} ${action}: ${byVisitor.told}`);
			if (fromElsewhere.status !== 403) forged.push(`${id} ${action}: ${fromElsewhere.told}`);
			// Some of these end the session.
			if (/^\/account|password|confirm/.test(id) && (await stranger.ask('GET', '/account')).status !== 200) await stranger.signIn();
		}
	}
	const api = (await (await fetch(`${address}/api/v1/openapi.json`)).json()) as { paths: Record<string, Record<string, unknown>> };
	await stranger.signIn();
	for (const [path, operations] of Object.entries(api.paths).sort(([a], [b]) => (a < b ? -1 : 1))) {
		const named = path.replace(/\{(\w+)\}/g, (_whole, name: string) => ({ reference: things.reference!, id: things.listing!, slug: things.slug!, concept: 'agriculture' })[name] ?? NOTHING);
		for (const method of Object.keys(operations).filter((each) => /^(get|post|put|patch|delete)$/.test(each)).map((each) => each.toUpperCase()))
			lines.push(`| ${path} | ${method} | ${(await visitor.ask(method, named)).told} | ${(await stranger.ask(method, named)).told} |`);
	}
	const written = `${HEAD}${[...new Set(lines)].join('\n')}\n`;
	if (process.env.MITRA_UPDATE) writeFileSync(document, written);
	expect(open, 'Forms that a visitor may send').toEqual([]);
	expect(forged, 'Forms that another site may send').toEqual([]);
	expect(readFileSync(document, 'utf8').split('\n')).toEqual(written.split('\n'));
});

/** The fields of a page's form for an action, as they stand on the page. */
function fieldsOf(html: string, action: string): URLSearchParams {
	const form = html.split('<form').find((part) => part.slice(0, part.indexOf('>')).includes(`action="?/${action}`)) ?? '';
	const fields = new URLSearchParams();
	for (const [, tag = '', attributes = ''] of form.split('</form')[0]!.matchAll(/<(input|textarea|button|select)\b([^>]*)>/g)) {
		const name = /\bname="([^"]+)"/.exec(attributes)?.[1];
		if (!name || /type="(file|radio)"/.test(attributes)) continue;
		fields.append(name, /\bvalue="([^"]*)"/.exec(attributes)?.[1] ?? (tag === 'textarea' ? 'words' : /type="checkbox"/.test(attributes) ? 'on' : 'yes'));
	}
	return fields;
}

/** What people decide about themselves and for others: nothing of it may change during a visit. */
const PEOPLES_AFFAIRS = ['user', 'account', 'membership', 'api_key', 'passkey', 'two_factor', 'support_consent', 'saved_search', 'alert_preference', 'erasure', 'data_export', 'core_membership', 'core_nomination', 'network_member', 'join_request', 'invitation', 'organisation_domain', 'expert', 'service_request', 'introduction', 'founding_agreement', 'centre'];

test('no form changes anything but drafts during a visit for support, whichever it is', async ({ installation }) => {
	test.setTimeout(240_000);
	const { address, folder } = installation;
	const person = new Caller(address, 'member.danang');
	await person.signIn();
	await person.send('/account/support?/give', new URLSearchParams({ hours: '24' }));
	const helper = new Caller(address, 'secretariat');
	await helper.signIn();
	const client = new pg.Client({ connectionString: readHolder(folder)!.databaseUrl! });
	await client.connect();
	try {
		const consent = await client.query<{ id: string }>(`select c.id from support_consent c join "user" u on u.id = c.user_id where u.email = $1 order by c.given_at desc limit 1`, [sampleAccount('member.danang').email]);
		const begun = await helper.send('/account/support?/begin', new URLSearchParams({ consent: consent.rows[0]!.id, reason: 'The draft does not open' }));
		expect(begun.to, 'The visit must have begun for this test to mean anything.').toMatch(/\/desk$/);
		const things = { ...(await thingsOf(folder)), ...(await thingsOfMember(client)) };
		await client.query("set mitra.operator = 'on'");
		const state = async () => Object.fromEntries(await Promise.all(PEOPLES_AFFAIRS.map(async (table) => [table, (await client.query<{ hash: string }>(`select md5(coalesce(string_agg(t::text, '|' order by t::text), '')) as hash from "${table}" t`)).rows[0]!.hash] as const)));
		const before = await state();
		let sent = 0;
		for (const { id, actions } of routesOfSource().filter(({ id: route }) => !/^\/sign-|^\/account\/support\/end/.test(route))) {
			if (actions.length === 0) continue;
			const path = addressOf(id, things);
			const html = await helper.page(path);
			for (const action of actions) {
				const { status } = await helper.send(action === 'default' ? path : `${path}?/${action}`, fieldsOf(html, action));
				expect(status, `${id} ${action}`).toBeLessThan(500);
				sent++;
			}
		}
		expect(sent).toBeGreaterThan(100);
		expect(await state()).toEqual(before);
		const { rows } = await client.query<{ action: string }>("select distinct action from audit where detail ? 'support' order by 1");
		for (const { action } of rows) expect([...VISIT_ACTS].includes(action) || action.includes('.read-guarded'), action).toBe(true);
		expect(await helper.page('/desk'), 'The visit must still go on.').toContain('class="support');
	} finally {
		await client.end();
	}
});

/** What the visited person could change. */
async function thingsOfMember(client: pg.Client): Promise<Record<string, string>> {
	const own = `(select m.organisation_id from membership m join "user" u on u.id = m.user_id where u.email = '${sampleAccount('member.danang').email}' limit 1)`;
	const one = async (query: string) => String((await client.query({ text: query, rowMode: 'array' })).rows[0]?.[0]);
	return {
		reference: await one(`select reference from listing where organisation_id = ${own} order by reference limit 1`),
		listing: await one(`select id from listing where organisation_id = ${own} order by reference limit 1`),
		agreement: await one(`select a.reference from agreement a join agreement_party p on p.agreement_id = a.id where p.organisation_id = ${own} order by 1 limit 1`),
		mission: await one(serviceRequest(901, own)),
		slug: await one(`select slug from organisation where id = ${own}`),
	};
}

const HEAD = `# What every route answers

Made by \`tests/browser/routes.spec.ts\`, which asks each route, form action and operation of the API as a visitor and as a member of an
organisation that the thing asked for does not belong to; it fails when a route is missing here or answers otherwise. Do not edit:
\`MITRA_UPDATE=1 npx playwright test routes\`. Forms are sent empty.

| route | method | visitor | member of another organisation |
|---|---|---|---|
`;
