import type { Language } from '../engines/text/language.ts';
import { fromMoneyText, sum, zero, type Money, type MoneyText } from '../money/money.ts';
import type { Duration, Exclusivity, RoyaltyBase, Transfer } from './vocabulary.ts';

export interface PaymentMilestone {
	what: string;
	amount: MoneyText;
	/** ISO day; null where it falls due when reached. */
	dueOn: string | null;
}

export interface Royalty {
	base: RoyaltyBase;
	rateBp: number;
	/** For the whole term. */
	minimum: MoneyText | null;
	cap: MoneyText | null;
}

/** What one side offers the other, or asks of it. Free texts stand in one language, that of who wrote the offer. */
export interface Terms {
	language: Language;
	transfer: Transfer;
	exclusivity: Exclusivity | null;
	sublicence: boolean;
	/** ISO 3166 codes; empty with `worldwide`. */
	territory: string[];
	worldwide: boolean;
	territoryWords: string;
	scope: string;
	fieldOfUse: string;
	currency: string;
	lumpSum: MoneyText | null;
	milestones: PaymentMilestone[];
	royalty: Royalty | null;
	trainingDays: number | null;
	support: string;
	warranties: string;
	duration: Duration | null;
	months: number | null;
	other: string;
}

export function emptyTerms(language: Language, currency = 'CNY'): Terms {
	return {
		language, transfer: 'licence', exclusivity: null, sublicence: false, territory: [], worldwide: false, territoryWords: '', scope: '', fieldOfUse: '',
		currency, lumpSum: null, milestones: [], royalty: null, trainingDays: null, support: '', warranties: '', duration: null, months: null, other: '',
	};
}

/** What is paid whatever is sold: the lump sum and the milestones. */
export function fixedPrice(terms: Pick<Terms, 'currency' | 'lumpSum' | 'milestones'>): Money {
	const parts = [...(terms.lumpSum ? [terms.lumpSum] : []), ...terms.milestones.map(({ amount }) => amount)];
	return parts.length === 0 ? zero(terms.currency) : sum(parts.map(fromMoneyText), terms.currency);
}
