import { decimalText } from '#lib/money/money.ts';
import { OUTCOME_DIMENSIONS, type OutcomeDimension, type OutcomeGroup } from '#lib/outcomes/figures.ts';
import type { CurrencySum } from '#lib/outcomes/sums.ts';
import { OUTCOME_STATUSES } from '#lib/outcomes/vocabulary.ts';
import { BYTE_ORDER_MARK, csvLine } from '#lib/server/imports/spreadsheet-text.ts';

/**
 * The figures as a table for machines: a line a group, codes and not words, amounts in major units with a column a currency. A cell
 * is empty where nothing was reported, and where the reader may not see it.
 */
export function figuresCsv(by: Record<OutcomeDimension, readonly OutcomeGroup[]>): string {
	const groups = OUTCOME_DIMENSIONS.flatMap((dimension) => by[dimension].map((group) => ({ dimension, group })));
	const currenciesOf = (of: 'sales' | 'investment') => [...new Set(groups.flatMap(({ group }) => group[of].map(({ currency }) => currency)))].sort();
	const [sales, investment] = [currenciesOf('sales'), currenciesOf('investment')];
	const amount = (sums: readonly CurrencySum[], wanted: string) => {
		const sum = sums.find(({ currency }) => currency === wanted);
		return sum ? decimalText(sum) : '';
	};
	const head = ['by', 'group', 'reports', ...OUTCOME_STATUSES, 'jobs', 'publications', 'agreements', ...sales.map((currency) => `sales_${currency}`), ...investment.map((currency) => `investment_${currency}`)];
	const lines = groups.map(({ dimension, group }) =>
		csvLine([
			dimension, group.key, String(group.reports), ...OUTCOME_STATUSES.map((status) => String(group[status])),
			...[group.jobs, group.publications, group.agreements].map((count) => String(count ?? '')),
			...sales.map((currency) => amount(group.sales, currency)), ...investment.map((currency) => amount(group.investment, currency)),
		]),
	);
	return BYTE_ORDER_MARK + csvLine(head) + lines.join('');
}
