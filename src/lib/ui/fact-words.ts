import * as m from '#lib/paraglide/messages.js';
import type { Criterion, CriterionResult } from '#lib/engines/matching/types.ts';
import { isLanguage, type Language } from '#lib/engines/text/language.ts';
import { countryName, formatDay, languageName } from './language-names.ts';
import { moneyRange } from './money-words.ts';
import { term } from './vocabulary.ts';

type Facts = NonNullable<CriterionResult['facts']>;

/** The two facts that a criterion compared, put into words: "needs TRL 6, offers TRL 8". Null where there is nothing to say. */
export function factWords(criterion: Criterion, facts: Facts | undefined, reader: Language): string | null {
	if (!facts || (facts.need.length === 0 && facts.offer.length === 0)) return null;
	const say = (codes: readonly string[]) => sideWords(criterion, codes, reader);
	const need = say(facts.need);
	const offer = say(facts.offer);
	if (need === null && offer === null) return null;
	if (need === null) return m.match_facts_offer_only({ offer: offer! });
	if (offer === null) return m.match_facts_need_only({ need });
	return m.match_facts({ need, offer });
}

function sideWords(criterion: Criterion, codes: readonly string[], reader: Language): string | null {
	if (codes.length === 0) return null;
	if (criterion === 'price') return moneyWords(codes, reader);
	return new Intl.ListFormat(reader, { type: 'unit', style: 'short' }).format(codes.map((code) => codeWord(criterion, code, reader)));
}

function codeWord(criterion: Criterion, code: string, reader: Language): string {
	switch (criterion) {
		case 'maturity':
			return /^[1-9]$/.test(code) ? m.trl_level({ level: code }) : code;
		case 'cooperation':
			return term('cooperation', code);
		case 'ip':
			return term('ip_status', code);
		case 'geography':
			return /^[A-Z]{2}$/.test(code) ? countryName(code, reader) : isLanguage(code) ? languageName(code, reader) : code;
		case 'partner': {
			const word = term('partner', code);
			return word === code ? term('organisation_kind', code) : word;
		}
		case 'time':
			return /^\d{4}-\d\d-\d\d$/.test(code) ? formatDay(code, reader) : code;
		default:
			return code;
	}
}

/** Money facts come as [least, most, currency] in minor units, a missing bound empty; anything else is shown as it is. */
function moneyWords(codes: readonly string[], reader: Language): string {
	const [min = '', max = '', currency = ''] = codes;
	if (codes.length !== 3 || !/^[A-Z]{3}$/.test(currency) || ![min, max].every((bound) => /^\d*$/.test(bound))) return codes.join(' ');
	const bound = (text: string) => (text === '' ? null : Number(text));
	return moneyRange({ min: bound(min), max: bound(max), currency }, reader) ?? currency;
}
