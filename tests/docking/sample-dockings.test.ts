import { afterAll, beforeAll, expect, test } from 'vitest';
import { actorOfUser } from '#lib/server/accounts/queries.ts';
import { user } from '#lib/server/accounts/tables.ts';
import { eq } from 'drizzle-orm';
import { DOCKING_STATES } from '#lib/docking/vocabulary.ts';
import { readDocking } from '#lib/server/docking/read-docking.ts';
import { centreQueue, ownDockings, ownInterests } from '#lib/server/docking/view-lists.ts';
import { createSampleDatabase, type TestDatabase } from '../database.ts';
import type { Person } from './docking-network.ts';

let database: TestDatabase;
beforeAll(async () => {
	database = await createSampleDatabase();
});
afterAll(() => database.close());

const person = async (email: string) => (await actorOfUser(database.db, (await database.db.select({ id: user.id }).from(user).where(eq(user.email, email)))[0]!.id)) as Person;

test('every sample person has dockings to look at, in several states, marked as samples', async () => {
	const states = new Set<string>();
	for (const name of ['hangzhou', 'nanning', 'vientiane', 'chiangmai', 'danang', 'singapore']) {
		const someone = await person(`member.${name}@mitra.example`);
		const { lines } = await ownDockings(database.db, someone, { after: null });
		expect({ name, some: lines.length > 0 }).toEqual({ name, some: true });
		for (const { reference } of lines) states.add((await readDocking(database.db, someone, reference)).state);
	}
	expect(states.size).toBeGreaterThanOrEqual(DOCKING_STATES.length - 2);
	expect((await database.asOwner((client) => client.query('select from docking where not is_sample'))).rowCount).toBe(0);
	expect((await ownInterests(database.db, await person('member.singapore@mitra.example'), 'received', null)).lines).toHaveLength(1);
	const queue = await centreQueue(database.db, await person('officer.laos@mitra.example'), { centreId: 'laos', interestsAfter: null, dockingsAfter: null });
	expect(queue.interests.lines).toHaveLength(1);
	// Nothing was sent for what is only a sample.
	expect((await database.asOwner((client) => client.query('select from mail'))).rowCount).toBe(0);
});
