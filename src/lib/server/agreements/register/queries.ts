import { and, desc, eq, lt, sql, type SQL } from 'drizzle-orm';
import type { AgreementKind } from '#lib/agreements/vocabulary.ts';
import type { Executor } from '#lib/server/platform/database.ts';
import { agreementFigure, agreementRegister } from '../tables.ts';

export type RegisterEntry = Omit<typeof agreementRegister.$inferSelect, 'agreementId'>;

export async function putEntry(tx: Executor, values: Omit<typeof agreementRegister.$inferInsert, 'number' | 'year'>): Promise<void> {
	await tx.insert(agreementRegister).values(values).onConflictDoUpdate({ target: agreementRegister.agreementId, set: values });
}

export async function deleteEntry(tx: Executor, agreementId: string): Promise<void> {
	await tx.delete(agreementRegister).where(eq(agreementRegister.agreementId, agreementId));
}

export interface RegisterFilter {
	kind: AgreementKind | null;
	area: string | null;
	year: number | null;
	country: string | null;
	below: number | null;
}

/** A page of the public register, the entries made last first. */
export async function registerPage(db: Executor, filter: RegisterFilter, most: number): Promise<RegisterEntry[]> {
	const { kind, area, year, country, below } = filter;
	const conditions: (SQL | undefined)[] = [
		kind === null ? undefined : eq(agreementRegister.kind, kind),
		area === null ? undefined : eq(agreementRegister.area, area),
		year === null ? undefined : eq(agreementRegister.year, year),
		country === null ? undefined : sql`${agreementRegister.countries} @> array[${country}]::text[]`,
		below === null ? undefined : lt(agreementRegister.number, below),
	];
	const { number, titles, parties, kind: of, area: about, countries, signedOn, year: inYear, isSample } = agreementRegister;
	return db.select({ number, titles, parties, kind: of, area: about, countries, signedOn, year: inYear, isSample }).from(agreementRegister).where(and(...conditions)).orderBy(desc(agreementRegister.number)).limit(most);
}

export async function entryByNumber(db: Executor, number: number): Promise<RegisterEntry | undefined> {
	return (await db.select().from(agreementRegister).where(eq(agreementRegister.number, number)))[0];
}

export type FigureRow = typeof agreementFigure.$inferSelect;

/** Every line of the figures: a few hundred, whatever the number of agreements. */
export async function figureRows(db: Executor): Promise<FigureRow[]> {
	return db.select().from(agreementFigure).where(sql`${agreementFigure.agreements} > 0`);
}
