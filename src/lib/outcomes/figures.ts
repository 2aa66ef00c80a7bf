import { shownFigures } from '../figures/shown-figures.ts';
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
	/** Null: left out. */
	jobs: number | null;
	publications: number | null;
	agreements: number | null;
	sales: CurrencySum[];
	investment: CurrencySum[];
	/** Numbers or amounts were left out, since too few reports stand behind them. */
	withheld: boolean;
}

/** Reports below which a sum would tell what a single party has said. */
export const FEWEST_REPORTS = 3;

/** Counts and sums by one dimension: years from the newest, all else from the most reports. */
export function outcomesBy(lines: readonly OutcomeLine[], dimension: OutcomeDimension, fewest = FEWEST_REPORTS): OutcomeGroup[] {
	const byKey = new Map<string, OutcomeLine[]>();
	for (const line of lines) byKey.set(String(line[dimension]), [...(byKey.get(String(line[dimension])) ?? []), line]);
	const groups = withFewLeftOut([...byKey].map(([key, own]) => groupOf(key, own)).filter(({ reports }) => reports > 0), fewest);
	return dimension === 'year' ? groups.sort((a, b) => Number(b.key) - Number(a.key)) : groups.sort((a, b) => b.reports - a.reports || (a.key < b.key ? -1 : 1));
}

function groupOf(key: string, lines: readonly OutcomeLine[]): OutcomeGroup {
	const total = (of: 'reports' | 'jobs' | 'publications' | 'agreements' | OutcomeStatus) => lines.reduce((sum, line) => sum + line[of], 0);
	return {
		key,
		reports: total('reports'),
		not_begun: total('not_begun'), running: total('running'), completed: total('completed'), stopped: total('stopped'),
		jobs: total('jobs'), publications: total('publications'), agreements: total('agreements'),
		sales: addSums(lines.map(({ currency, sales: reports, salesMinor: minor }) => ({ currency, reports, minor }))),
		investment: addSums(lines.map(({ currency, investments: reports, investmentMinor: minor }) => ({ currency, reports, minor }))),
		withheld: false,
	};
}

/** Leaves out what would tell what a single party has said, also by taking the other groups off the sum of all. */
function withFewLeftOut(groups: readonly OutcomeGroup[], fewest: number): OutcomeGroup[] {
	const counted = shownFigures(groups.map(({ key, reports }) => [key, reports]), fewest);
	const enough = (of: 'sales' | 'investment') => {
		const currencies = new Set(groups.flatMap((group) => group[of].map(({ currency }) => currency)));
		const behind = (wanted: string) => groups.flatMap((group) => group[of].flatMap(({ currency, reports }) => (currency === wanted ? [[group.key, reports] as const] : [])));
		const shown = new Map([...currencies].map((currency) => [currency, shownFigures(behind(currency), fewest)]));
		return (group: OutcomeGroup) => group[of].filter(({ currency }) => shown.get(currency)!.has(group.key));
	};
	const [salesOf, investmentOf] = [enough('sales'), enough('investment')];
	return groups.map((group) => {
		const [few, sales, investment] = [!counted.has(group.key), salesOf(group), investmentOf(group)];
		const withheld = few || sales.length < group.sales.length || investment.length < group.investment.length;
		return { ...group, ...(few && { jobs: null, publications: null, agreements: null }), sales, investment, withheld };
	});
}
