import { addSums, type CurrencySum } from './sums.ts';
import type { OutcomeStatus } from './vocabulary.ts';

/** Reports of outcomes that are alike in everything that figures ask for. */
export interface OutcomeLine extends Record<OutcomeStatus, number> {
	year: number;
	area: string;
	/** Countries of the parties, each once: CN-VN. */
	pair: string;
	/** Empty where no amount is given. */
	currency: string;
	reports: number;
	jobs: number;
	publications: number;
	agreements: number;
	/** Of how many reports the sum is. */
	sales: number;
	salesMinor: bigint;
	investments: number;
	investmentMinor: bigint;
}

export const OUTCOME_DIMENSIONS = ['year', 'pair', 'area'] as const;
export type OutcomeDimension = (typeof OUTCOME_DIMENSIONS)[number];

export interface OutcomeGroup extends Record<OutcomeStatus, number> {
	key: string;
	reports: number;
	jobs: number;
	publications: number;
	agreements: number;
	sales: CurrencySum[];
	investment: CurrencySum[];
	/** Numbers or amounts were left out, since too few reports stand behind them. */
	withheld: boolean;
}

/** Reports below which a sum would tell what a single party has said. */
export const FEWEST_REPORTS = 3;

/** Counts and sums by one dimension: years from the newest, all else from the most reports. */
export function outcomesBy(lines: readonly OutcomeLine[], dimension: OutcomeDimension, fewest = FEWEST_REPORTS): OutcomeGroup[] {
	const groups = new Map<string, OutcomeLine[]>();
	for (const line of lines) groups.set(String(line[dimension]), [...(groups.get(String(line[dimension])) ?? []), line]);
	const result = [...groups].map(([key, own]) => groupOf(key, own, fewest)).filter(({ reports }) => reports > 0);
	return dimension === 'year' ? result.sort((a, b) => Number(b.key) - Number(a.key)) : result.sort((a, b) => b.reports - a.reports || (a.key < b.key ? -1 : 1));
}

/** All together. */
export const outcomesTotal = (lines: readonly OutcomeLine[], fewest = FEWEST_REPORTS): OutcomeGroup => groupOf('', lines, fewest);

function groupOf(key: string, lines: readonly OutcomeLine[], fewest: number): OutcomeGroup {
	const total = (of: 'reports' | 'jobs' | 'publications' | 'agreements' | OutcomeStatus) => lines.reduce((sum, line) => sum + line[of], 0);
	const few = total('reports') < fewest;
	const sales = addSums(lines.map(({ currency, sales: reports, salesMinor: minor }) => ({ currency, reports, minor })));
	const investment = addSums(lines.map(({ currency, investments: reports, investmentMinor: minor }) => ({ currency, reports, minor })));
	const enough = (sums: CurrencySum[]) => sums.filter(({ reports }) => reports >= fewest);
	return {
		key,
		reports: total('reports'),
		not_begun: total('not_begun'), running: total('running'), completed: total('completed'), stopped: total('stopped'),
		jobs: few ? 0 : total('jobs'), publications: few ? 0 : total('publications'), agreements: few ? 0 : total('agreements'),
		sales: enough(sales),
		investment: enough(investment),
		withheld: few || [...sales, ...investment].some(({ reports }) => reports < fewest),
	};
}
