import * as m from '#lib/paraglide/messages.js';
import type { Language } from '#lib/engines/text/language.ts';
import { fromMoneyText, type MoneyText } from '#lib/money/money.ts';
import { writeMoney, writeRate } from '#lib/money/write-money.ts';
import type { TermLine } from '#lib/terms/difference.ts';
import type { Royalty, Terms } from '#lib/terms/terms.ts';
import { countryName, formatDay, formatNumber } from '../language-names.ts';
import { DURATION_WORDS, EXCLUSIVITY_WORDS, ROYALTY_BASE_WORDS, TRANSFER_WORDS } from './agreement-words.ts';

export const moneyWords = (amount: MoneyText, reader: Language): string => writeMoney(fromMoneyText(amount), reader);

export function royaltyWords({ base, rateBp, minimum, cap }: Royalty, reader: Language): string {
	const parts = [m.terms_royalty_words({ rate: writeRate(rateBp, reader), base: ROYALTY_BASE_WORDS[base]() })];
	if (minimum) parts.push(m.terms_royalty_at_least({ amount: moneyWords(minimum, reader) }));
	if (cap) parts.push(m.terms_royalty_at_most({ amount: moneyWords(cap, reader) }));
	return parts.join(' · ');
}

export function territoryWords({ worldwide, territory, territoryWords: words }: Pick<Terms, 'worldwide' | 'territory' | 'territoryWords'>, reader: Language): string {
	const places = worldwide ? m.terms_worldwide() : territory.map((code) => countryName(code, reader)).join(', ');
	return [places, words].filter((part) => part !== '').join('\n');
}

/** A line of terms in the reader's words; empty where nothing is said. Free texts are as they were written. */
export function termValue(terms: Terms, line: TermLine, reader: Language): string {
	switch (line) {
		case 'transfer':
			return TRANSFER_WORDS[terms.transfer]();
		case 'exclusivity':
			return terms.exclusivity ? EXCLUSIVITY_WORDS[terms.exclusivity]() : '';
		case 'sublicence':
			return terms.sublicence ? m.terms_yes() : m.terms_no();
		case 'territory':
			return territoryWords(terms, reader);
		case 'lumpSum':
			return terms.lumpSum ? moneyWords(terms.lumpSum, reader) : '';
		case 'milestones':
			return terms.milestones.map(({ what, amount, dueOn }) => [`${what}: ${moneyWords(amount, reader)}`, dueOn && formatDay(dueOn, reader)].filter(Boolean).join(' · ')).join('\n');
		case 'royalty':
			return terms.royalty ? royaltyWords(terms.royalty, reader) : '';
		case 'trainingDays':
			return terms.trainingDays ? formatNumber(terms.trainingDays, reader) : '';
		case 'duration':
			if (terms.duration === 'months' && terms.months !== null) return m.terms_months_words({ count: formatNumber(terms.months, reader) });
			return terms.duration ? DURATION_WORDS[terms.duration]() : '';
		default:
			return terms[line];
	}
}

/** Lines that somebody wrote in words: compared word by word, and in a language of their own. */
export const WRITTEN_LINES: ReadonlySet<TermLine> = new Set(['scope', 'fieldOfUse', 'support', 'warranties', 'other']);
