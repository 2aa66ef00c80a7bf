import { foldWord } from './read-name.ts';

/** A country named in a text: its ISO 3166 code and where. */
export interface CountryMention {
	code: string;
	start: number;
	end: number;
}

/** Names and abbreviations that ICU does not give. */
const MORE_NAMES: Readonly<Record<string, readonly string[]>> = {
	CN: ['PR China', 'P R China', 'P. R. China', 'Peoples Republic of China', 'Chinese Mainland', 'PRC'],
	TW: ['ROC', 'R.O.C.', 'Republic of China'],
	HK: ['Hong Kong', 'Hong Kong SAR', 'HKSAR'],
	MO: ['Macau', 'Macao', 'Macao SAR'],
	US: ['USA', 'U.S.A.', 'United States of America', 'US'],
	GB: ['UK', 'U.K.', 'England', 'Scotland', 'Wales', 'Northern Ireland', 'Great Britain'],
	KR: ['Korea', 'Republic of Korea', 'South Korea', 'S. Korea'],
	KP: ['DPR Korea', 'North Korea'],
	VN: ['Viet Nam', 'Vietnam'],
	LA: ['Lao PDR', 'Laos', 'Lao'],
	MM: ['Burma', 'Myanmar'],
	CZ: ['Czech Republic', 'Czechia'],
	NL: ['The Netherlands', 'Holland'],
	RU: ['Russian Federation', 'Russia'],
	IR: ['Islamic Republic of Iran', 'Iran'],
	TR: ['Turkey', 'Türkiye'],
	AE: ['UAE'],
	BN: ['Brunei Darussalam', 'Brunei'],
	PH: ['Philippines'],
	DE: ['Deutschland'],
	BR: ['Brasil'],
	ES: ['España'],
	IT: ['Italia'],
	MK: ['Macedonia'],
	BA: ['Bosnia'],
	CD: ['Congo'],
	CI: ['Ivory Coast', "Cote d'Ivoire"],
	TL: ['East Timor', 'Timor-Leste'],
};

/** Languages whose country names people write in addresses. */
const LANGUAGES = ['en', 'zh', 'th', 'vi', 'id', 'ms', 'pt', 'lo', 'km', 'my'];

let names: Map<string, string> | undefined;
let longest = 1;

/** Country names by their folded words; made at the first use from ICU's data. */
function countryNames(): Map<string, string> {
	if (names) return names;
	const all = new Map<string, string>();
	const put = (name: string, code: string) => {
		const words = countryKey(name);
		if (words.length < 2 && words !== 'us') return;
		if (!all.has(words)) all.set(words, code);
		longest = Math.max(longest, words.split(' ').length);
	};
	for (const [code, more] of Object.entries(MORE_NAMES)) for (const name of more) put(name, code);
	for (const language of LANGUAGES) {
		const display = new Intl.DisplayNames([language], { type: 'region', fallback: 'none' });
		for (let first = 65; first <= 90; first++)
			for (let second = 65; second <= 90; second++) {
				const code = String.fromCharCode(first, second);
				// Groups and places that no organisation gives as its country.
				if (['EU', 'EZ', 'UN', 'XA', 'XB', 'QO', 'ZZ'].includes(code)) continue;
				const name = display.of(code);
				if (name) put(name, code);
			}
	}
	names = all;
	return all;
}

const countryKey = (name: string) => (name.match(/[\p{L}\p{M}.'’]+/gu) ?? []).map(foldWord).filter(Boolean).join(' ');

/** The countries that a text names, in order; longer names first where one stands in another. */
export function countryMentions(text: string): CountryMention[] {
	const all = countryNames();
	const words = [...text.matchAll(/[\p{L}\p{M}.'’]+/gu)].map((match) => ({ key: foldWord(match[0]), start: match.index, end: match.index + match[0].length, text: match[0] }));
	const found: CountryMention[] = [];
	for (let i = 0; i < words.length; i++) {
		for (let length = Math.min(longest, words.length - i); length > 0; length--) {
			const run = words.slice(i, i + length);
			const code = all.get(run.map(({ key }) => key).join(' '));
			// "us" is a country only in capitals.
			if (!code || (run[0]!.key === 'us' && length === 1 && run[0]!.text !== 'US')) continue;
			found.push({ code, start: run[0]!.start, end: run.at(-1)!.end });
			i += length - 1;
			break;
		}
	}
	if (/\p{Script=Han}/u.test(text)) found.push(...hanMentions(text, all));
	return found;
}

/** Chinese names stand inside longer runs of characters. */
function hanMentions(text: string, all: Map<string, string>): CountryMention[] {
	const found: CountryMention[] = [];
	for (const [name, code] of all) {
		if (!/^\p{Script=Han}{2,}$/u.test(name)) continue;
		const start = text.indexOf(name);
		if (start >= 0 && text !== name) found.push({ code, start, end: start + name.length });
	}
	return found;
}
