import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { operator } from '#lib/server/platform/acting.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import { databaseErrorCode } from '#lib/server/platform/database.ts';
import { createTestDatabase, type TestDatabase } from '../database.ts';

let database: TestDatabase;
beforeAll(async () => {
	database = await createTestDatabase();
	await recordAudit(database.db, { actor: operator('test'), action: 'thing.change', entity: 'thing', entityId: 't' });
});
afterAll(() => database.close());

describe('what is written', () => {
	test.each(['update audit set detail = \'{}\'', 'delete from audit', 'update audit_link set hash = previous', 'delete from audit_link', 'update audit_head set number = 0', 'insert into audit_checkpoint (number, hash, removed, before) values (1, sha256(\'\'), 1, now())', 'truncate audit'])(
		'cannot be changed by the application: %s',
		async (statement) => {
			await expect(database.pool.query(statement)).rejects.toSatisfy((error) => databaseErrorCode(error) === '42501');
		},
	);

	test.each(['update audit set detail = \'{}\'', 'delete from audit', 'truncate audit cascade', 'update audit_link set hash = previous', 'delete from audit_link'])(
		'nor by the owner of the tables by mistake: %s',
		async (statement) => {
			await expect(database.asOwner((owner) => owner.query(statement))).rejects.toThrow(/append-only/);
		},
	);
});
