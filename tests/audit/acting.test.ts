import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { asActor, operator } from '#lib/server/platform/acting.ts';
import { VISITOR } from '#lib/server/accounts/actor.ts';
import type { Executor } from '#lib/server/platform/database.ts';
import { createTestDatabase, type TestDatabase } from '../database.ts';
import { createSmallNetwork, type SmallNetwork } from '../small-network.ts';

let database: TestDatabase;
let network: SmallNetwork;
beforeAll(async () => {
	database = await createTestDatabase();
	network = await createSmallNetwork(database.db);
});
afterAll(() => database.close());

async function who(db: Executor) {
	const { rows } = await db.execute<{ person: string | null; operator: boolean; lao: boolean; own: boolean; all: boolean }>(
		sql`select mitra_user() as person, mitra_is_operator() as operator, mitra_serves_centre('laos') as lao, mitra_belongs_to(${network.institute}) as own, mitra_is_secretariat() as all`,
	);
	return rows[0]!;
}
const nobody = { person: null, operator: false, lao: false, own: false, all: false };

test('the database knows on whose behalf it is asked, and looks the memberships up itself', async () => {
	expect(await who(database.db)).toEqual(nobody);
	expect(await asActor(database.db, network.owner, who)).toMatchObject({ lao: false, own: true, all: false, operator: false });
	expect(await asActor(database.db, network.officer, who)).toMatchObject({ lao: true, own: false, all: false });
	expect(await asActor(database.db, network.secretariat, who)).toMatchObject({ lao: true, own: false, all: true });
	expect(await asActor(database.db, operator('test'), who)).toMatchObject({ person: null, operator: true, lao: true, own: true, all: true });
	expect(await asActor(database.db, VISITOR, who)).toEqual(nobody);
});

test('a member who is no officer is none for the database either, whatever the application believes', async () => {
	if (network.stranger.kind !== 'member') throw new Error('The stranger must be a member for this test to mean anything.');
	const believed = { ...network.stranger, centres: new Map([['laos', 'secretariat' as const]]) };
	expect(await asActor(database.db, believed, who)).toMatchObject({ lao: false, all: false });
});

test('within a transaction it acts for another for as long as the work takes, and nobody afterwards', async () => {
	await database.db.transaction(async (tx) => {
		await asActor(tx, network.owner, async (inner) => {
			expect((await who(inner)).own).toBe(true);
			expect((await asActor(inner, network.stranger, who)).own).toBe(false);
			expect((await who(inner)).own).toBe(true);
		});
		expect(await who(tx)).toEqual(nobody);
	});
	expect(await who(database.db)).toEqual(nobody);
});

test('nobody acts on after work that failed', async () => {
	await database.db.transaction(async (tx) => {
		const attempt = tx.transaction((inner) => asActor(inner, network.owner, () => inner.execute(sql`select 1 / 0`)));
		await expect(attempt).rejects.toThrow();
		expect(await who(tx)).toEqual(nobody);
	});
});
