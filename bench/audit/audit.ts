// The audit log at 300,000 entries: what its chain costs a write, how fast its pages are, how long `mitra audit verify` takes.
// node bench/audit/audit.ts [--entries 300000]                         a database of its own, thrown away afterwards
// node bench/audit/audit.ts --data var --base http://127.0.0.1:3000    fills the log of an installation that runs with sample
//                                                                      accounts, and measures its pages over HTTP as well
// Named peer of the writes: the same inserts in the same database with the chain switched off.
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { NO_FILTERS, type AuditFilters } from '#lib/audit/filters.ts';
import { verifyChain } from '#lib/server/audit/verify-chain.ts';
import { viewAudit } from '#lib/server/audit/view-audit.ts';
import { loadNetwork } from '#lib/server/network/load-network.ts';
import { operator } from '#lib/server/platform/acting.ts';
import { APPLICATION_ROLE, prepareWalls } from '#lib/server/platform/application-role.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import { readHolder } from '#lib/server/platform/data-folder-lock.ts';
import { openDatabase, type OpenDatabase } from '#lib/server/platform/database.ts';
import { startEmbeddedPostgres } from '#lib/server/platform/embedded-postgres.ts';
import { migrate } from '#lib/server/platform/migrate.ts';

const { values } = parseArgs({ options: { entries: { type: 'string', default: '300000' }, data: { type: 'string' }, base: { type: 'string' } } });
const ENTRIES = Math.min(5_000_000, Math.max(1000, Number(values.entries)));
const BATCH = 2000;

const row = (cells: (string | number)[]) => console.log(cells.map((cell, index) => (index === 0 ? String(cell).padEnd(58) : String(cell).padStart(13))).join(''));
const milliseconds = (value: number) => value.toFixed(value < 10 ? 2 : 1);

/** The times of some runs, after a few that are not counted. */
async function timed(runs: number, work: (index: number) => Promise<unknown>): Promise<{ p50: number; p95: number }> {
	for (let index = 0; index < 5; index++) await work(index);
	const times: number[] = [];
	for (let index = 0; index < runs; index++) {
		const start = performance.now();
		await work(index);
		times.push(performance.now() - start);
	}
	times.sort((a, b) => a - b);
	return { p50: times[Math.floor(runs * 0.5)]!, p95: times[Math.floor(runs * 0.95)]! };
}

async function main(): Promise<void> {
	if (values.data) {
		const url = readHolder(values.data)?.databaseUrl;
		if (!url) throw new Error(`No installation runs on ${values.data}.`);
		return measure(url);
	}
	const dataFolder = mkdtempSync(join(tmpdir(), 'mitra-bench-audit-'));
	chmodSync(dataFolder, 0o755);
	const server = await startEmbeddedPostgres({ dataFolder, projectFolder: process.cwd() });
	try {
		await measure(server.url);
	} finally {
		await server.stop();
		rmSync(dataFolder, { recursive: true, force: true });
	}
}

async function measure(url: string): Promise<void> {
	const owner = openDatabase(url, { statementTimeout: 0, connections: 2 });
	await migrate(owner.pool, { folder: 'migrations' });
	await prepareWalls(owner.pool);
	const app = openDatabase(url, { connections: 10, role: APPLICATION_ROLE });
	try {
		const { rows } = await owner.pool.query('select 1 from organisation limit 1');
		if (rows.length === 0) await loadNetwork(owner.db, { folder: 'data/network', samples: false });
		await fill(owner);
		row(['', 'p50 ms', 'p95 ms']);
		await measurePages(app);
		if (values.base) await measureOverHttp(values.base, owner);
		const began = performance.now();
		const report = await verifyChain(app.db);
		console.log(`\nverify: ${report.checked} entries in ${((performance.now() - began) / 1000).toFixed(1)} s, faults ${report.faults.length}\n`);
		if (!values.data) await measureWrites(app, owner);
	} finally {
		await app.close();
		await owner.close();
	}
}

/** Entries of two years, of 2,000 people, about 5,000 listings of 500 organisations, in transactions that are chained as always. */
async function fill(owner: OpenDatabase): Promise<void> {
	await owner.pool.query(`insert into country (code) values ('LA') on conflict do nothing`);
	await owner.pool.query(`insert into organisation (slug, kind, country, names, centre_id, is_sample)
		select 'bench-' || n, 'company', 'LA', jsonb_build_array(jsonb_build_object('language', 'en', 'text', 'Bench ' || n)), (array['laos', 'thailand', 'vietnam'])[1 + n % 3], true
		from generate_series(1, 500) n on conflict do nothing`);
	await owner.pool.query(`insert into "user" (id, name, email, is_sample) select 'bench-' || n, 'Person ' || n, 'bench-' || n || '@example.org', true from generate_series(1, 2000) n on conflict do nothing`);
	await owner.pool.query(`insert into membership (user_id, organisation_id, role) select 'bench-' || n, (select id from organisation where slug = 'bench-' || (1 + n % 500)), 'owner' from generate_series(1, 2000) n on conflict do nothing`);
	await owner.pool.query(`insert into listing (kind, organisation_id, centre_id) select 'offer', o.id, o.centre_id from organisation o, generate_series(1, 10) where o.slug like 'bench-%' and not exists (select from listing l where l.organisation_id = o.id)`);
	const began = performance.now();
	for (let done = 0; done < ENTRIES; done += BATCH) {
		await owner.pool.query(
			`insert into audit (at, actor_id, action, entity, entity_id, organisation_id, centre_id, detail, place)
			select now() - ((${ENTRIES} - $1 - n) * interval '210 seconds'), 'bench-' || (1 + (n * 7919) % 2000),
				(array['listing.read-guarded', 'listing.read-guarded-file', 'listing.submit', 'listing.publish', 'listing.revise', 'listing.pause'])[1 + n % 6],
				case when n % 6 = 1 then 'attachment' else 'listing' end, case when n % 6 = 1 then gen_random_uuid() else l.id end, l.organisation_id, l.centre_id,
				case when n % 6 = 1 then jsonb_build_object('listingId', l.id) else '{}'::jsonb end, '203.0.113.0/24'
			from generate_series(1, $2::int) n join (select *, row_number() over (order by id) as r from listing where organisation_id in (select id from organisation where slug like 'bench-%')) l
				on l.r = 1 + (n * 104729 + $1) % (select count(*) from listing where organisation_id in (select id from organisation where slug like 'bench-%'))
			order by n`,
			[done, BATCH],
		);
	}
	const seconds = (performance.now() - began) / 1000;
	console.log(`${ENTRIES} entries written and chained in ${seconds.toFixed(0)} s: ${(ENTRIES / seconds).toFixed(0)} a second\n`);
	await owner.pool.query('analyze audit, audit_link, listing, organisation, membership, "user"');
}

async function measurePages({ db, pool }: OpenDatabase): Promise<void> {
	const member = (more: Partial<Extract<Actor, { kind: 'member' }>>): Actor => ({ kind: 'member', userId: 'bench-1', name: 'B', email: 'b@example.org', language: 'en', organisations: new Map(), centres: new Map(), ...more });
	const secretariat = member({ centres: new Map([['cattc', 'secretariat']]) });
	const officer = member({ centres: new Map([['laos', 'officer']]) });
	const listings = (await pool.query<{ id: string; organisation_id: string }>('select id, organisation_id from listing order by random() limit 200')).rows;
	const files = (await pool.query<{ entity_id: string }>("select entity_id from audit where entity = 'attachment' order by random() limit 200")).rows;
	const filters = (more: Partial<AuditFilters>): AuditFilters => ({ ...NO_FILTERS, ...more });
	const day = (index: number) => new Date(Date.now() - (30 + (index % 600)) * 86_400_000).toISOString().slice(0, 10);
	const next = (await viewAudit(db, secretariat, 'log', NO_FILTERS, null)).next;
	const cases: [string, Actor, 'log' | 'own', (index: number) => AuditFilters, string | null][] = [
		['newest', secretariat, 'log', () => NO_FILTERS, null],
		['second page', secretariat, 'log', () => NO_FILTERS, next],
		['one listing with its files', secretariat, 'log', (index) => filters({ of: { entity: 'listing', id: listings[index % 200]!.id } }), null],
		['who opened one file', secretariat, 'log', (index) => filters({ of: { entity: 'attachment', id: files[index % 200]!.entity_id } }), null],
		['one person by address', secretariat, 'log', (index) => filters({ person: `bench-${1 + index}@example.org` }), null],
		['people by part of a name', secretariat, 'log', (index) => filters({ person: `erson ${100 + index}` }), null],
		['one action', secretariat, 'log', () => filters({ action: 'listing.pause' }), null],
		['every opening', secretariat, 'log', () => filters({ action: 'read' }), null],
		['one day long ago', secretariat, 'log', (index) => filters({ from: day(index), to: day(index) }), null],
		['action of a person on a day', secretariat, 'log', (index) => filters({ person: `bench-${1 + index}@example.org`, action: 'listing.publish', to: day(index) }), null],
		['nothing found', secretariat, 'log', () => filters({ action: 'no.such-thing' }), null],
		['an officer’s centre', officer, 'log', () => NO_FILTERS, null],
		['an officer’s centre, openings', officer, 'log', () => filters({ action: 'read' }), null],
	];
	for (const [name, actor, view, what, after] of cases) {
		const { p50, p95 } = await timed(100, (index) => viewAudit(db, actor, view, what(index), after));
		row([name, milliseconds(p50), milliseconds(p95)]);
	}
	const own = await timed(100, (index) => viewAudit(db, member({ organisations: new Map([[listings[index]!.organisation_id, 'owner']]) }), 'own', NO_FILTERS, null));
	row(['who saw our material', milliseconds(own.p50), milliseconds(own.p95)]);
}

/** Whole pages as a browser asks for them, signed in with sample accounts. */
async function measureOverHttp(base: string, owner: OpenDatabase): Promise<void> {
	const signedIn = async (email: string, password: string) => {
		const answer = await fetch(`${base}/auth/sign-in/email`, { method: 'POST', headers: { 'content-type': 'application/json', origin: base }, body: JSON.stringify({ email, password }) });
		return answer.headers.getSetCookie().map((each) => each.split(';')[0]).join('; ');
	};
	const secretariat = await signedIn('secretariat@mitra.example', 'sample-secretariat');
	const member = await signedIn('member.vientiane@mitra.example', 'sample-member-vientiane');
	const listing = (await owner.pool.query<{ id: string }>("select entity_id as id from audit where entity = 'listing' order by random() limit 1")).rows[0]!.id;
	for (const [name, cookie, path] of [
		['page /audit', secretariat, '/audit'],
		['page /audit of a listing', secretariat, `/audit?of=listing:${listing}`],
		['page /audit of a person', secretariat, '/audit?person=bench-77%40example.org'],
		['page /desk/audit', member, '/desk/audit'],
	] as const) {
		const { p50, p95 } = await timed(100, async () => {
			const answer = await fetch(base + path, { headers: { cookie } });
			await answer.arrayBuffer();
			if (!answer.ok) throw new Error(`${path} answered ${answer.status}`);
		});
		row([name, milliseconds(p50), milliseconds(p95)]);
	}
}

/** Transactions of one entry each, one after the other and eight at once, with the chain and without it. */
async function measureWrites(app: OpenDatabase, owner: OpenDatabase): Promise<void> {
	const write = () => app.db.transaction((tx) => recordAudit(tx, { actor: operator('bench'), action: 'bench.write', entity: 'bench', entityId: 'x' }));
	const perSecond = async (atOnce: number) => {
		const end = performance.now() + 4000;
		let done = 0;
		await Promise.all(
			Array.from({ length: atOnce }, async () => {
				for (; performance.now() < end; done++) await write();
			}),
		);
		return done / 4;
	};
	row(['writes a second', 'one by one', 'eight at once']);
	for (const chained of [true, false]) {
		await owner.pool.query(`alter table audit ${chained ? 'enable' : 'disable'} trigger audit_chain`);
		row([chained ? 'with the chain' : 'without it (the peer)', (await perSecond(1)).toFixed(0), (await perSecond(8)).toFixed(0)]);
	}
}

await main();
