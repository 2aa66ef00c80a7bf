import { shownFigures } from '../figures/shown-figures.ts';
import type { Money } from '../money/money.ts';
import type { AgreementKind } from './vocabulary.ts';

/** Signed agreements that are alike in everything that figures ask for. */
export interface FigureLine {
	year: number;
	kind: AgreementKind;
	area: string;
	/** Countries of the parties, each once: CN-VN. */
	pair: string;
	/** Empty where no value is stated. */
	currency: string;
	agreements: number;
	valueMinor: bigint;
}

export const FIGURE_DIMENSIONS = ['year', 'kind', 'area', 'pair'] as const;
export type FigureDimension = (typeof FIGURE_DIMENSIONS)[number];

export interface FigureGroup {
	key: string;
	agreements: number;
	/** Each currency by itself; one that too few agreements stand behind is left out, and what would tell it by subtraction. */
	values: Money[];
	/** Values were left out. */
	withheld: boolean;
}

/** Agreements of one currency below which a sum would tell what a single one is worth. */
export const FEWEST_FOR_VALUE = 3;

/**
 * Counts and values by one dimension: years from the newest, all else from the most agreements. `fewest`: of how many agreements
 * a value must be the sum to be shown, and so must what is left of the total when all that are shown are taken off.
 */
export function figuresBy(lines: readonly FigureLine[], dimension: FigureDimension, fewest = FEWEST_FOR_VALUE): FigureGroup[] {
	const groups = new Map<string, { agreements: number; currencies: Map<string, { agreements: number; minor: bigint }> }>();
	for (const line of lines) {
		const key = String(line[dimension]);
		const group = groups.get(key) ?? { agreements: 0, currencies: new Map() };
		groups.set(key, group);
		group.agreements += line.agreements;
		if (line.currency === '') continue;
		const sum = group.currencies.get(line.currency) ?? { agreements: 0, minor: 0n };
		group.currencies.set(line.currency, { agreements: sum.agreements + line.agreements, minor: sum.minor + line.valueMinor });
	}
	// Of each currency the total is known.
	const ofCurrency = (currency: string) => [...groups].flatMap(([key, { currencies }]) => (currencies.has(currency) ? [[key, currencies.get(currency)!.agreements] as const] : []));
	const open = new Map([...new Set(lines.map(({ currency }) => currency))].map((currency) => [currency, shownFigures(ofCurrency(currency), fewest)]));
	const result = [...groups].map(([key, { agreements, currencies }]): FigureGroup => {
		const shown = [...currencies].filter(([currency]) => open.get(currency)!.has(key)).sort(([a], [b]) => (a < b ? -1 : 1));
		return { key, agreements, values: shown.map(([currency, { minor }]) => ({ currency, minor })), withheld: shown.length < currencies.size };
	});
	return dimension === 'year' ? result.sort((a, b) => Number(b.key) - Number(a.key)) : result.sort((a, b) => b.agreements - a.agreements || (a.key < b.key ? -1 : 1));
}

/** All together, as one group. */
export function figuresTotal(lines: readonly FigureLine[], fewest = FEWEST_FOR_VALUE): FigureGroup {
	const [total] = figuresBy(lines.map((line) => ({ ...line, year: 0 })), 'year', fewest);
	return total ?? { key: '0', agreements: 0, values: [], withheld: false };
}
