import { eq, inArray } from 'drizzle-orm';
import { user } from '#lib/server/accounts/tables.ts';
import type { Executor } from '#lib/server/platform/database.ts';
import { agreementCentre } from '../tables.ts';

export interface CentreSetting {
	centreId: string;
	legalReview: boolean;
	adviserEmail: string | null;
	adviserName: string | null;
}

export async function centreSettings(tx: Executor, centreIds: readonly string[]): Promise<CentreSetting[]> {
	if (centreIds.length === 0) return [];
	const rows = await tx
		.select({ centreId: agreementCentre.centreId, legalReview: agreementCentre.legalReview, adviserEmail: user.email, adviserName: user.name })
		.from(agreementCentre)
		.leftJoin(user, eq(user.id, agreementCentre.adviserId))
		.where(inArray(agreementCentre.centreId, [...centreIds]));
	return centreIds.map((centreId) => rows.find((row) => row.centreId === centreId) ?? { centreId, legalReview: false, adviserEmail: null, adviserName: null });
}

export async function userByEmail(tx: Executor, email: string): Promise<string | undefined> {
	return (await tx.select({ id: user.id }).from(user).where(eq(user.email, email)))[0]?.id;
}

export async function putCentreSetting(tx: Executor, values: typeof agreementCentre.$inferInsert): Promise<void> {
	await tx.insert(agreementCentre).values(values).onConflictDoUpdate({ target: agreementCentre.centreId, set: values });
}
