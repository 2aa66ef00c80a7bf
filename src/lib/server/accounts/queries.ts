import { eq } from 'drizzle-orm';
import type { Database } from '#lib/server/platform/database.ts';
import { isLanguage } from '#lib/engines/text/language.ts';
import type { Actor } from './actor.ts';
import { membership, user } from './tables.ts';

/** The signed-in person with every membership; a visitor where the account is gone. One query. */
export async function actorOfUser(db: Database, userId: string): Promise<Actor> {
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
	for (const row of rows) {
		if (row.organisationId && (row.role === 'owner' || row.role === 'editor' || row.role === 'reader'))
			organisations.set(row.organisationId, row.role);
		if (row.centreId && (row.role === 'officer' || row.role === 'secretariat')) centres.set(row.centreId, row.role);
	}
	return {
		kind: 'member',
		userId,
		name: first.name,
		email: first.email,
		language: isLanguage(first.language) ? first.language : 'en',
		organisations,
		centres,
	};
}
