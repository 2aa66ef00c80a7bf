import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { membership, user } from '#lib/server/accounts/tables.ts';
import { actorOfUser } from '#lib/server/accounts/queries.ts';
import { viewAgenda } from '#lib/server/meetings/agenda/view-agenda.ts';
import { viewRequests } from '#lib/server/meetings/requests/view-requests.ts';
import { loadNetwork } from '#lib/server/network/load-network.ts';
import { organisation } from '#lib/server/network/tables.ts';
import { asActor, operator } from '#lib/server/platform/acting.ts';
import { insertSampleMeetings } from '#lib/server/sample/sample-meetings.ts';
import { createTestDatabase, type TestDatabase } from '../database.ts';

let database: TestDatabase;
const now = new Date('2026-11-21T12:00:00Z');
beforeAll(async () => {
	database = await createTestDatabase();
	const { db } = database;
	await loadNetwork(db, { folder: 'data/network', samples: true });
	for (const who of ['danang', 'singapore', 'hangzhou']) {
		const [member] = await db.insert(organisation).values({ slug: `sample-${who}`, kind: 'company', country: 'VN', centreId: 'vietnam', names: [{ language: 'en', text: who }], about: [], areas: [] }).returning();
		await db.insert(user).values({ id: who, name: who, email: `member.${who}@mitra.example`, language: 'en' });
		await db.insert(membership).values({ userId: who, organisationId: member!.id, role: 'owner' });
	}
	await db.transaction((tx) => insertSampleMeetings(tx, [], now));
});
afterAll(() => database.close());

test('the sample meetings show what waits, what is agreed and what is booked, and only samples as people', async () => {
	const context = { db: database.db, clock: () => now };
	const danang = await actorOfUser(database.db, 'danang');
	const agenda = await viewAgenda(context, danang, 'sample-b2b-2027');
	expect(agenda.meetings.map(({ state, table, others }) => [state, table, others[0]!.isSample])).toEqual([['planned', 'W1', true]]);
	expect((await viewRequests(context, danang, 'sample-b2b-2027')).requests.map(({ state, mutual }) => [state, mutual])).toEqual([['accepted', true]]);
	expect((await viewAgenda(context, await actorOfUser(database.db, 'hangzhou'), 'sample-b2b-2027')).waiting).toEqual({ toAnswer: 1, agreed: 0 });
	const { rows } = await asActor(database.db, operator('test'), (tx) => tx.execute<{ kind: string; count: string | number }>(sql`select kind, count(*) from meeting_slot group by kind order by kind`));
	expect(rows.map(({ kind, count }) => [kind, Number(count)])).toEqual([['booking', 10], ['collected', 10]]);
	// What is printed names where people work.
	const { rows: people } = await asActor(database.db, operator('test'), (tx) => tx.execute<{ works_at: string }>(sql`select works_at->0->>'text' as works_at from event_registration where event_id = 'sample-b2b-2027' order by works_at`));
	expect(people.map(({ works_at }) => works_at)).toEqual(['danang', 'hangzhou', 'singapore']);
});
