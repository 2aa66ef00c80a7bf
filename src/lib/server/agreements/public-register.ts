import { figuresBy, figuresTotal, FIGURE_DIMENSIONS, FEWEST_FOR_VALUE, type FigureDimension, type FigureGroup } from '#lib/agreements/figures.ts';
import { isAuthority, isSecretariat, type Actor } from '#lib/server/accounts/actor.ts';
import type { Database } from '#lib/server/platform/database.ts';
import { figureRows, registerPage, type RegisterEntry, type RegisterFilter } from './register/queries.ts';

const PAGE = 30;

/** A page of the public register, for anybody. */
export async function publicRegister(db: Database, filter: RegisterFilter): Promise<{ entries: RegisterEntry[]; next: number | null }> {
	const entries = await registerPage(db, filter, PAGE + 1);
	const last = entries[PAGE - 1];
	return { entries: entries.slice(0, PAGE), next: entries.length > PAGE && last ? last.number : null };
}

export type AgreementStatistics = { total: FigureGroup; by: Record<FigureDimension, FigureGroup[]>; whole: boolean };

/**
 * Signed agreements by year, kind, area and country pair, for anybody. A value that few agreements stand behind is for the
 * secretariat and the supervising authority only: it would tell what a single one is worth.
 */
export async function agreementStatistics(db: Database, actor: Actor): Promise<AgreementStatistics> {
	const whole = isSecretariat(actor) || isAuthority(actor);
	const lines = await figureRows(db);
	const fewest = whole ? 1 : FEWEST_FOR_VALUE;
	const by = Object.fromEntries(FIGURE_DIMENSIONS.map((dimension) => [dimension, figuresBy(lines, dimension, fewest)])) as Record<FigureDimension, FigureGroup[]>;
	return { total: figuresTotal(lines, fewest), by, whole };
}
