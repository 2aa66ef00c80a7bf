import * as m from '#lib/paraglide/messages.js';
import type { Criterion, CriterionResult } from '#lib/engines/matching/types.ts';
import type { Language } from '#lib/engines/text/language.ts';
import { listFormat } from '#lib/text/kept-formats.ts';
import { countryName, formatDay } from './language-names.ts';
import { moneyRange } from './money-words.ts';
import { term } from './vocabulary.ts';

type Facts = NonNullable<CriterionResult['facts']>;
type Side = readonly string[];

/** The two facts that a criterion compared, put into words: "needs TRL 6; offers TRL 8". Null where there is nothing to say. */
export function factWords(criterion: Criterion, facts: Facts | undefined, reader: Language): string | null {
	if (!facts) return null;
	const { need, offer } = facts;
	const list = (words: readonly string[]) => listFormat(reader, { type: 'unit', style: 'short' }).format(words);
	switch (criterion) {
		case 'maturity':
			return bothSides(need, offer, (side) => list(side.map((level) => m.trl_level({ level }))));
		case 'cooperation':
			return cooperationWords(need, offer, list);
		case 'ip':
			return ipWords(need, offer, list);
		case 'geography':
			return ownAndWanted(need, offer, (code) => countryName(code, reader), { wants: m.match_side_looks_to, open: m.match_side_anywhere });
		case 'partner':
			return ownAndWanted(need, offer, partnerWord, { wants: m.match_side_seeks, open: m.match_side_any_partner });
		case 'size':
			return need.length < 2 && offer.length < 2 ? null : ownAndWanted(need, offer, sizeWord, { wants: m.match_side_seeks, open: ({ own }) => own });
		case 'price':
			return bothSides(need, offer, (side) => moneyWords(side, reader));
		case 'time':
			return bothSides(need, offer, (side) => list(side.map((day) => formatDay(day, reader))));
		case 'topic':
			return bothSides(need, offer, (side) => list(side.map((purpose) => term('purpose', purpose))));
		case 'benefit':
			return null;
	}
}

/** Each side's own sentence part, or that it says nothing. */
function bothSides(need: Side, offer: Side, say: (side: Side) => string): string | null {
	if (need.length === 0 && offer.length === 0) return null;
	if (need.length === 0) return m.match_facts_offer_only({ offer: say(offer) });
	if (offer.length === 0) return m.match_facts_need_only({ need: say(need) });
	return m.match_facts({ need: say(need), offer: say(offer) });
}

/** Where both name some form of co-operation, that is what counts; otherwise what each names. */
function cooperationWords(need: Side, offer: Side, list: (words: readonly string[]) => string): string | null {
	const words = (types: Side) => list(types.map((type) => term('cooperation', type)));
	const common = need.filter((type) => offer.includes(type));
	return common.length > 0 ? m.match_facts_both({ common: words(common) }) : bothSides(need, offer, words);
}

/** The need's facts are the forms of co-operation it wants; only those that hand over rights ask for a status. */
function ipWords(need: Side, offer: Side, list: (words: readonly string[]) => string): string | null {
	if (offer.length === 0) return null;
	const status = list(offer.map((each) => term('ip_status', each)));
	const rights = need.filter((type) => type === 'licence' || type === 'assignment');
	if (rights.length === 0) return m.match_facts_ip_status({ status });
	return m.match_facts_ip({ wanted: list(rights.map((type) => term('cooperation', type))), status });
}

/** Facts of the form [what the side is, ...what it wants]; wanting nothing in particular means anything. */
function ownAndWanted(
	need: Side,
	offer: Side,
	word: (code: string) => string,
	say: { wants: (inputs: { own: string; wanted: string }) => string; open: (inputs: { own: string }) => string },
): string | null {
	const side = ([own = '', ...wanted]: Side) => {
		const name = own === '' ? m.match_side_unnamed() : word(own);
		return wanted.length === 0 ? say.open({ own: name }) : say.wants({ own: name, wanted: wanted.map(word).join(' / ') });
	};
	return need.length === 0 || offer.length === 0 ? null : m.match_facts_sides({ need: side(need), offer: side(offer) });
}

function partnerWord(kind: string): string {
	const word = term('partner', kind);
	return word === kind ? term('organisation_kind', kind) : word;
}

function sizeWord(size: string): string {
	return m.matching_size_staff({ size });
}

/** Money facts come as [least, most, currency] in minor units, a missing bound empty. */
function moneyWords([min = '', max = '', currency = '']: Side, reader: Language): string {
	const bound = (text: string) => (text === '' ? null : Number(text));
	return moneyRange({ min: bound(min), max: bound(max), currency }, reader) ?? currency;
}
