import { gt } from 'drizzle-orm';
import type { OutcomeLine } from '#lib/outcomes/figures.ts';
import type { Executor } from '#lib/server/platform/database.ts';
import { outcomeFigure } from '../tables.ts';

/** Every line of the figures: a few hundred, whatever the number of reports. */
export async function figureLines(db: Executor): Promise<OutcomeLine[]> {
	return db.select().from(outcomeFigure).where(gt(outcomeFigure.reports, 0));
}
