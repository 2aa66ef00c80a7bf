import { sql } from 'drizzle-orm';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { actorOfUser } from '#lib/server/accounts/queries.ts';
import { membership, user } from '#lib/server/accounts/tables.ts';
import type { CentresContext } from '#lib/server/centres/context.ts';
import { listMails, type StoredMail } from '#lib/server/platform/mail.ts';
import { createTestDatabase, type TestDatabase } from '../database.ts';
import { createSmallNetwork, idleJobs, type SmallNetwork } from '../small-network.ts';

export type Person = Extract<Actor, { kind: 'member' }>;

export interface CentresNetwork extends SmallNetwork {
	database: TestDatabase;
	context: CentresContext & { now: Date };
	/** An officer of the headquarters: the Chinese side of every working group. */
	host: Person;
	/** A person who has some roles at centres. */
	person(name: string, roles: Record<string, 'officer' | 'secretariat'>): Promise<Person>;
	/** The same person with the memberships of now. */
	again(actor: Actor): Promise<Person>;
	mailsTo(actor: Actor): Promise<Pick<StoredMail, 'subject' | 'text' | 'language' | 'calendar'>[]>;
	audited(action: string, entityId: string): Promise<{ detail: Record<string, unknown>; before: unknown; after: unknown; centre_id: string | null }[]>;
	close(): Promise<void>;
}

/** The small network with officers of the headquarters, at noon of 21 November 2026. */
export async function createCentresNetwork(): Promise<CentresNetwork> {
	const database = await createTestDatabase();
	const { db } = database;
	const small = await createSmallNetwork(db);
	const context = { db, jobs: idleJobs, baseUrl: 'http://mitra.example', now: new Date('2026-11-21T12:00:00Z'), clock: () => context.now };
	const load = async (id: string) => (await actorOfUser(db, id)) as Person;
	const person: CentresNetwork['person'] = async (name, roles) => {
		const id = crypto.randomUUID();
		await db.insert(user).values({ id, name, email: `${name}@example.org`, language: name.startsWith('zh') ? 'zh' : 'en' });
		for (const [centreId, role] of Object.entries(roles)) await db.insert(membership).values({ userId: id, centreId, role });
		return load(id);
	};
	return {
		...small,
		database,
		context,
		host: await person('zh-host', { cattc: 'officer' }),
		person,
		again: (actor) => load((actor as Person).userId),
		mailsTo: async (actor) => (await listMails(db, { limit: 200 })).filter(({ to }) => actor.kind === 'member' && to === actor.email),
		audited: async (action, entityId) => (await db.execute<{ detail: Record<string, unknown>; before: unknown; after: unknown; centre_id: string | null }>(sql`select detail, before, after, centre_id from audit where action = ${action} and entity_id = ${entityId} order by id`)).rows,
		close: () => database.close(),
	};
}

export const refused = (code: string) => ({ code });
