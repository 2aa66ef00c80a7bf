import * as m from '#lib/paraglide/messages.js';
import type { MeasureRow } from './views.ts';
import type { Measure } from './vocabulary.ts';

/** The question that a measure's chart answers. */
export function measureTitle(measure: Measure): string {
	switch (measure) {
		case 'centre':
			return m.broker_measure_centre();
		case 'between':
			return m.broker_measure_between();
		case 'area':
			return m.broker_measure_area();
	}
}

/** The head of a measure's table. */
export function measureColumns(measure: Measure): string[] {
	const first = { centre: m.broker_column_centre, between: m.broker_column_between, area: m.broker_column_area }[measure];
	return [first(), m.broker_measure_open(), m.broker_measure_age(), m.broker_measure_week(), m.broker_view_introduced(), m.broker_view_rejected(), m.broker_measure_rate()];
}

/** The share of introductions among the pairs decided for good; null where none is. */
export function acceptance({ introduced, rejected }: Pick<MeasureRow, 'introduced' | 'rejected'>): number | null {
	return introduced + rejected === 0 ? null : introduced / (introduced + rejected);
}
