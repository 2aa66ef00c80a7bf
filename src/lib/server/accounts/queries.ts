import { and, eq, inArray, sql } from 'drizzle-orm';
import type { Executor } from '#lib/server/platform/database.ts';
import { organisation } from '#lib/server/network/tables.ts';
import { isLanguage, type Language } from '#lib/engines/text/language.ts';
import type { Actor } from './actor.ts';
import { membership, user } from './tables.ts';

/** The signed-in person with every membership; a visitor where the account is gone. One query. */
export async function actorOfUser(db: Executor, userId: string): Promise<Actor> {
	const rows = await db
		.select({
			name: user.name,
			email: user.email,
			language: user.language,
			role: membership.role,
			organisationId: membership.organisationId,
			centreId: membership.centreId,
		})
		.from(user)
		.leftJoin(membership, eq(membership.userId, user.id))
		.where(eq(user.id, userId));
	const first = rows[0];
	if (!first) return { kind: 'visitor' };
	const organisations = new Map<string, 'owner' | 'editor' | 'reader'>();
	const centres = new Map<string, 'officer' | 'secretariat'>();
	const duties = new Map<string, 'reviewer' | 'authority'>();
	for (const row of rows) {
		if (row.organisationId && (row.role === 'owner' || row.role === 'editor' || row.role === 'reader'))
			organisations.set(row.organisationId, row.role);
		if (row.centreId && (row.role === 'officer' || row.role === 'secretariat')) centres.set(row.centreId, row.role);
		if (row.centreId && (row.role === 'reviewer' || row.role === 'authority')) duties.set(row.centreId, row.role);
	}
	return {
		kind: 'member',
		userId,
		name: first.name,
		email: first.email,
		language: isLanguage(first.language) ? first.language : 'en',
		organisations,
		centres,
		...(duties.size > 0 ? { duties } : {}),
	};
}

/** Locks a person's row, so that two requests of the same person do not cross. */
export async function lockUser(tx: Executor, userId: string): Promise<void> {
	await tx.select({ id: user.id }).from(user).where(eq(user.id, userId)).for('update');
}

/** Whether an organisation that the person entered still waits for admission. */
export async function ownsApplication(tx: Executor, userId: string): Promise<boolean> {
	const rows = await tx
		.select({ one: sql`1` })
		.from(membership)
		.innerJoin(organisation, eq(organisation.id, membership.organisationId))
		.where(and(eq(membership.userId, userId), eq(membership.role, 'owner'), inArray(organisation.state, ['applied', 'returned'])))
		.limit(1);
	return rows.length > 0;
}

export async function insertAppliedOrganisation(
	tx: Executor,
	values: Pick<typeof organisation.$inferInsert, 'slug' | 'kind' | 'country' | 'place' | 'names' | 'centreId'> & Partial<typeof organisation.$inferInsert>,
): Promise<string> {
	const rows = await tx
		.insert(organisation)
		.values({ about: [], areas: [], ...values, state: 'applied' })
		.returning({ id: organisation.id });
	return rows[0]!.id;
}

export async function insertMembership(tx: Executor, values: typeof membership.$inferInsert): Promise<void> {
	await tx.insert(membership).values(values);
}

export async function updateLanguage(db: Executor, userId: string, language: Language): Promise<void> {
	await db.update(user).set({ language, updatedAt: sql`now()` }).where(eq(user.id, userId));
}

/** Those of some addresses that belong to invented people of the sample network. */
export async function sampleAddresses(db: Executor, emails: string[]): Promise<Set<string>> {
	if (emails.length === 0) return new Set();
	const rows = await db.select({ email: user.email }).from(user).where(and(inArray(user.email, emails), eq(user.isSample, true)));
	return new Set(rows.map(({ email }) => email));
}
