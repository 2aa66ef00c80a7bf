import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { sql } from 'drizzle-orm';
import { versionFor } from '#lib/server/listings/guarded/queries.ts';
import { insertAttachment } from '#lib/server/listings/queries.ts';
import { listingGuardedSection } from '#lib/server/listings/tables.ts';
import { asActor } from '#lib/server/platform/acting.ts';
import { applicationRole, prepareWalls, type Walls } from '#lib/server/platform/application-role.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import { verifyChain } from '#lib/server/audit/verify-chain.ts';
import { openDatabase, type OpenDatabase } from '#lib/server/platform/database.ts';
import { migrate } from '#lib/server/platform/migrate.ts';
import { publishListing } from '../publish-listing.ts';
import { completeOffer, createSmallNetwork, type SmallNetwork } from '../small-network.ts';
import { onServer, withDatabase } from '../test-server.ts';

/** A server of one's own where the account of DATABASE_URL owns the tables and may make no roles: the walls stand for it too. */

const name = `plain_${randomBytes(6).toString('hex')}`;
const password = randomBytes(12).toString('hex');
let database: OpenDatabase;
let walls: Walls;
let network: SmallNetwork;
let listingId: string;

beforeAll(async () => {
	const { adminUrl } = inject('testServer');
	await onServer(adminUrl, async (client) => {
		await client.query(`create role ${name} login password '${password}' nosuperuser nocreaterole`);
		await client.query(`create database ${name} owner ${name}`);
	});
	const url = withDatabase(adminUrl, name).replace(/^(postgres(?:ql)?:\/\/)[^@]*@/, `$1${name}:${password}@`);
	database = openDatabase(url, { connections: 3 });
	await migrate(database.pool, { folder: 'migrations' });
	walls = await prepareWalls(database.pool);
	network = await createSmallNetwork(database.db);
	listingId = await publishListing(database.db, {
		organisationId: network.institute,
		centreId: 'laos',
		kind: 'offer',
		content: completeOffer({ description: 'CANARY', disclosure: { description: 'confidential' } }),
	});
});
afterAll(async () => {
	await database.close();
	await onServer(inject('testServer').adminUrl, async (client) => {
		await client.query(`drop database if exists ${name} with (force)`);
		await client.query(`drop role if exists ${name}`);
	});
});

test('there is no role to act in, and it is said why', async () => {
	expect(walls).toMatchObject({ role: undefined, reason: expect.stringMatching(/permission|denied|grant|role/i) });
	expect(await applicationRole(database.pool)).toBeUndefined();
});

test('row-level security holds for the owner of the tables too', async () => {
	expect(await database.db.select().from(listingGuardedSection)).toEqual([]);
	const { rows } = await database.db.execute<{ id: string; description: string }>(sql`select id, description from listing_version where listing_id = ${listingId}`);
	expect(rows[0]!.description).toBe('');
	expect((await versionFor(database.db, network.owner, rows[0]!.id))!.content.description).toBe('CANARY');
	expect((await versionFor(database.db, network.stranger, rows[0]!.id))!.content.description).toBe('');
	const file = { listingId, name: 'x.pdf', mediaType: 'application/pdf', bytes: 1, sha256: 'd'.repeat(64), disclosure: 'confidential' as const, createdBy: null };
	const { id } = await asActor(database.db, network.owner, (tx) => insertAttachment(tx, file));
	await expect(asActor(database.db, network.stranger, (tx) => insertAttachment(tx, file))).rejects.toThrow();
	expect((await database.pool.query('select * from attachment')).rows).toEqual([]);
	expect((await database.pool.query('select disclosure from listing_withheld_files($1)', [listingId])).rows).toEqual([{ disclosure: 'confidential' }]);
	await recordAudit(database.db, { actor: network.owner, action: 'listing.read-guarded-file', entity: 'attachment', entityId: id });
	expect((await database.pool.query('select organisation_id, centre_id from audit')).rows).toEqual([{ organisation_id: network.institute, centre_id: 'laos' }]);
});

test('the audit log is append-only and chained there as well', async () => {
	await expect(database.pool.query("update audit set action = 'x'")).rejects.toThrow(/append-only/);
	expect((await verifyChain(database.db)).faults).toEqual([]);
});
