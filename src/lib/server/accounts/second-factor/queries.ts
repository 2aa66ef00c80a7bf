import { and, eq } from 'drizzle-orm';
import type { Executor } from '#lib/server/platform/database.ts';
import { twoFactor } from '../security-tables.ts';
import { user } from '../tables.ts';

/** Whether a person has a second factor that is switched on. */
export async function hasSecondFactor(db: Executor, userId: string): Promise<boolean> {
	const rows = await db
		.select({ id: twoFactor.id })
		.from(twoFactor)
		.innerJoin(user, eq(user.id, twoFactor.userId))
		.where(and(eq(user.id, userId), eq(user.twoFactorEnabled, true), eq(twoFactor.verified, true)));
	return rows.length > 0;
}
