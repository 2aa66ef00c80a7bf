import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { sql } from 'drizzle-orm';
import { keepAudit } from '#lib/server/audit/keep-audit.ts';
import { verifyChain } from '#lib/server/audit/verify-chain.ts';
import { operator } from '#lib/server/platform/acting.ts';
import { audit, recordAudit } from '#lib/server/platform/audit.ts';
import { databaseErrorCode } from '#lib/server/platform/database.ts';
import { createTestDatabase, type TestDatabase } from '../database.ts';

let database: TestDatabase;
beforeEach(async () => {
	database = await createTestDatabase();
});
afterEach(() => database.close());

const write = (entityId: string, detail: Record<string, unknown> = {}) =>
	recordAudit(database.db, { actor: operator('test'), action: 'thing.change', entity: 'thing', entityId, detail });
/** What only the owner of the tables can do, who has switched the triggers off. */
const tamper = (statement: string) =>
	database.asOwner(async (owner) => {
		await owner.query('alter table audit disable trigger user; alter table audit_link disable trigger user');
		await owner.query(statement);
		await owner.query('alter table audit enable trigger user; alter table audit_link enable trigger user');
	});
const faults = async () => (await verifyChain(database.db)).faults;
const entryAt = (number: number) => `(select entry_id from audit_link where number = ${number})`;

describe('the chain', () => {
	beforeEach(async () => {
		for (let number = 1; number <= 6; number++) await write(`t${number}`, { number });
	});

	test('holds as it was written', async () => {
		const report = await verifyChain(database.db);
		expect(report).toMatchObject({ checked: 6, startsAfter: 0, head: { number: 6 }, faults: [] });
	});

	test('tells the entry that was altered, in any of its parts', async () => {
		await tamper(`update audit set detail = '{"number": 33}' where id = ${entryAt(3)}`);
		expect(await faults()).toEqual([expect.objectContaining({ fault: 'altered', number: 3 })]);
		await tamper(`update audit set detail = '{"number": 3}' where id = ${entryAt(3)}`);
		expect(await faults()).toEqual([]);
		await tamper(`update audit set actor_id = 'somebody else' where id = ${entryAt(4)}`);
		await tamper(`update audit set at = at - interval '1 day' where id = ${entryAt(6)}`);
		expect((await faults()).map((fault) => 'number' in fault && fault.number)).toEqual([4, 6]);
	});

	test('tells the entry that was removed, with its link or without', async () => {
		await tamper(`delete from audit where id = ${entryAt(2)}`);
		expect(await faults()).toEqual([expect.objectContaining({ fault: 'removed', number: 2 })]);
		await tamper('delete from audit_link where number = 2');
		expect(await faults()).toEqual([{ fault: 'gap', from: 2, to: 2 }]);
	});

	test('tells that the last entries were cut off', async () => {
		await tamper(`delete from audit where id in (select entry_id from audit_link where number > 4); delete from audit_link where number > 4`);
		expect(await faults()).toEqual([{ fault: 'head', expected: 6, found: 4 }]);
	});

	test('tells entries that were put in another order', async () => {
		await tamper(`update audit_link l set entry_id = case l.number when 2 then x.five else x.two end + 1000
			from (select ${entryAt(2)} as two, ${entryAt(5)} as five) x where l.number in (2, 5)`);
		await tamper('update audit_link set entry_id = entry_id - 1000 where number in (2, 5)');
		expect(await faults()).toEqual([
			expect.objectContaining({ fault: 'reordered', number: 2, belongsAt: 5 }),
			expect.objectContaining({ fault: 'reordered', number: 5, belongsAt: 2 }),
		]);
	});

	test('tells an entry that was brought in around it, and a link that was forged', async () => {
		await tamper(`insert into audit (action, entity, entity_id) values ('thing.forge', 'thing', 't9')`);
		expect(await faults()).toEqual([expect.objectContaining({ fault: 'unlinked' })]);
		await tamper(`update audit_link l set hash = audit_hash(l.previous, l.number, a) from audit a where a.id = l.entry_id and l.number = 3 and false`);
		await tamper(`update audit set detail = '{}' where id = ${entryAt(3)}`);
		await tamper(`update audit_link l set hash = audit_hash(l.previous, l.number, a) from audit a where a.id = l.entry_id and l.number = 3`);
		expect(await faults()).toContainEqual(expect.objectContaining({ fault: 'broken', number: 4 }));
	});

	test('that was written anew as a whole differs from a head that was noted before', async () => {
		const { head } = await verifyChain(database.db);
		expect((await verifyChain(database.db, { anchor: head })).faults).toEqual([]);
		await tamper(`update audit set detail = '{}' where id = ${entryAt(1)}`);
		await tamper(`do $$ declare l record; a audit; h bytea := sha256('mitra audit'); begin
			for l in select * from audit_link order by number loop
				select * into a from audit where id = l.entry_id;
				update audit_link set previous = h, hash = audit_hash(h, l.number, a) where number = l.number;
				h := audit_hash(h, l.number, a);
			end loop; update audit_head set hash = h; end $$`);
		expect(await faults()).toEqual([]);
		expect((await verifyChain(database.db, { anchor: head })).faults).toEqual([{ fault: 'anchor', number: 6 }]);
	});
});

test('transactions side by side follow one another in the chain, and those that fail leave nothing', async () => {
	await Promise.all(
		Array.from({ length: 24 }, (_, index) =>
			database.db
				.transaction(async (tx) => {
					for (let n = 0; n < 5; n++) await recordAudit(tx, { actor: operator('test'), action: 'thing.change', entity: 'thing', entityId: `${index}-${n}` });
					if (index % 6 === 0) throw new Error('Taken back.');
				})
				.catch(() => undefined),
		),
	);
	const report = await verifyChain(database.db);
	expect(report.faults).toEqual([]);
	expect(report.checked).toBe(20 * 5);
});

test('a transaction that reads as of its beginning is told to try again rather than breaking the chain', async () => {
	const attempt = database.db.transaction(
		async (tx) => {
			await tx.execute(sql`select 1 from audit_head`);
			await write('between');
			await recordAudit(tx, { actor: operator('test'), action: 'thing.change', entity: 'thing', entityId: 'late' });
		},
		{ isolationLevel: 'repeatable read' },
	);
	await expect(attempt).rejects.toSatisfy((error) => databaseErrorCode(error) === '40001');
	expect(await faults()).toEqual([]);
});

describe('retention', () => {
	const old = (entityId: string, years: number) =>
		database.pool.query(`insert into audit (at, action, entity, entity_id) values (now() - interval '${years} years', 'thing.change', 'thing', $1)`, [entityId]);

	test('takes out what is older than the policy; the chain goes on behind a checkpoint, and says so', async () => {
		await old('twelve', 12);
		await old('eleven', 11);
		await old('two', 2);
		await write('now');
		expect(await keepAudit(database.db, { years: 10, now: new Date() })).toEqual({ removed: 2 });
		const report = await verifyChain(database.db);
		expect(report).toMatchObject({ startsAfter: 2, checked: 3, faults: [] });
		const left = await database.db.select({ action: audit.action, entityId: audit.entityId }).from(audit).orderBy(audit.id);
		expect(left.map(({ entityId }) => entityId)).toEqual(['two', 'now', 'log']);
		expect(left.at(-1)?.action).toBe('audit.prune');
		await write('after');
		expect(await faults()).toEqual([]);
		expect(await keepAudit(database.db, { years: 10, now: new Date() })).toEqual({ removed: 0 });
	});

	test('never takes out entries of the last year', async () => {
		await old('two', 2);
		await expect(keepAudit(database.db, { years: 0.5, now: new Date() })).rejects.toThrow();
	});

	test('a forged checkpoint does not hide what was taken out', async () => {
		for (const id of ['a', 'b', 'c']) await write(id);
		await tamper(`delete from audit where id = ${entryAt(1)}; delete from audit_link where number = 1`);
		await database.asOwner((owner) => owner.query("insert into audit_checkpoint (number, hash, removed, before) values (1, sha256('guess'), 1, now())"));
		expect(await faults()).toEqual([expect.objectContaining({ fault: 'broken', number: 2 })]);
	});
});
