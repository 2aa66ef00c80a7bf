import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eq } from 'drizzle-orm';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { actorOfUser } from '#lib/server/accounts/queries.ts';
import { user } from '#lib/server/accounts/tables.ts';
import { applyForAdmission } from '#lib/server/membership/apply-for-admission.ts';
import type { MembershipContext } from '#lib/server/membership/context.ts';
import type { ProfileInput } from '#lib/server/membership/input.ts';
import { organisation } from '#lib/server/network/tables.ts';
import { openFileStore } from '#lib/server/platform/files.ts';
import { listMails } from '#lib/server/platform/mail.ts';
import { createTestDatabase, type TestDatabase } from '../database.ts';
import { createSmallNetwork, idleJobs, type SmallNetwork } from '../small-network.ts';

export type Person = Extract<Actor, { kind: 'member' }>;

export interface MembershipNetwork extends SmallNetwork {
	database: TestDatabase;
	context: MembershipContext & { now: Date };
	/** A person without any membership; the address verified or not. */
	person(email: string, options?: { verified?: boolean; language?: string }): Promise<Person>;
	/** The same person with the memberships of now. */
	again(actor: Actor): Promise<Person>;
	/** An application of a new person to the centre of Laos. */
	apply(name: string, change?: Partial<ProfileInput>): Promise<{ id: string; slug: string; applicant: Person }>;
	organisation(id: string): Promise<typeof organisation.$inferSelect>;
	mailsTo(actor: Actor): Promise<{ subject: string; text: string; language: string }[]>;
	close(): Promise<void>;
}

export const profile = (name: string, change: Partial<ProfileInput> = {}): ProfileInput => ({
	names: [{ language: 'en', text: name, provenance: 'original' }],
	about: [],
	kind: 'institute',
	size: null,
	country: 'LA',
	place: 'Vientiane',
	countries: ['CN'],
	areas: ['agriculture'],
	website: null,
	...change,
});

export async function createMembershipNetwork(): Promise<MembershipNetwork> {
	const database = await createTestDatabase();
	const { db } = database;
	const folder = mkdtempSync(join(tmpdir(), 'mitra-membership-'));
	const network = await createSmallNetwork(db);
	const context: MembershipNetwork['context'] = { db, now: new Date('2026-11-21T08:00:00Z'), clock: () => context.now, jobs: idleJobs, files: openFileStore(folder), baseUrl: 'https://mitra.example' };
	const again = async (actor: Actor) => (await actorOfUser(db, (actor as Person).userId)) as Person;
	const person: MembershipNetwork['person'] = async (email, { verified = true, language = 'en' } = {}) => {
		const id = crypto.randomUUID();
		await db.insert(user).values({ id, name: email.split('@')[0]!, email, emailVerified: verified, language });
		return again({ kind: 'member', userId: id } as Person);
	};
	const row = async (id: string) => (await db.select().from(organisation).where(eq(organisation.id, id)))[0]!;
	return {
		...network,
		database,
		context,
		person,
		again,
		organisation: row,
		async apply(name, change) {
			const applicant = await person(`${name.toLowerCase().replace(/[^a-z]+/g, '.')}.${Math.random().toString(36).slice(2, 7)}@${name.toLowerCase().replace(/[^a-z]+/g, '-')}.la`, { language: 'zh' });
			const id = await applyForAdmission(context, applicant, { profile: profile(name, change), directoryId: null });
			return { id, slug: (await row(id)).slug, applicant: await again(applicant) };
		},
		async mailsTo(actor) {
			return (await listMails(db, { limit: 500 })).filter(({ to }) => to === (actor as Person).email);
		},
		async close() {
			await database.close();
			rmSync(folder, { recursive: true, force: true });
		},
	};
}
