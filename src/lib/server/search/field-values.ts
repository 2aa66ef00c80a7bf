import { isLanguage, LANGUAGES, type Language } from '#lib/engines/text/language.ts';
import { normalForm } from '#lib/engines/text/normalise.ts';
import type { Thesaurus } from '#lib/engines/thesaurus/thesaurus.ts';
import { closedValue, type QueryField } from '#lib/search/query-fields.ts';
import type { LocalText } from '#lib/text/local-text.ts';

/** What has a name that a query may give: centres, and the organisations that show theirs. */
export interface Named {
	id: string;
	names: readonly LocalText[];
	/** Further words that name it: a centre's country and place. */
	also?: readonly string[];
}

export interface FieldNames {
	thesaurus: Thesaurus;
	centres: readonly Named[];
	organisations(): Iterable<Named>;
}

/** Values read from one field; a person lists a few, a program that lists hundreds gets the first. */
const MOST_VALUES = 20;
/** A name that fits more organisations than this names none of them. */
const MOST_ORGANISATIONS = 200;

/**
 * The facet values that a field's value stands for, OR between them; empty where nothing has that name. Several values are
 * parted by commas.
 */
export function fieldValues(field: Exclude<QueryField, 'title'>, value: string, names: FieldNames): string[] {
	const parts = value
		.split(/[,，、;；|]/u)
		.map((part) => part.replace(/^[\s(（]+|[\s)）.!?]+$/gu, ''))
		.filter((part) => part !== '')
		.slice(0, MOST_VALUES);
	return [...new Set(parts.flatMap((part) => valuesOf(field, part, names)))];
}

function valuesOf(field: Exclude<QueryField, 'title'>, value: string, names: FieldNames): string[] {
	switch (field) {
		case 'country':
			return one(countryCode(value));
		case 'language':
			return one(languageTag(value));
		case 'trl':
			return levels(value);
		case 'area':
			return areas(value, names.thesaurus);
		case 'centre':
			return named(value, names.centres);
		case 'organisation': {
			const found = named(value, names.organisations());
			return found.length > MOST_ORGANISATIONS ? [] : found;
		}
		case 'stage':
			return /^\d/.test(value) ? [] : one(closedValue(field, value));
		default:
			return one(closedValue(field, value));
	}
}

const one = <Value>(value: Value | undefined): Value[] => (value === undefined ? [] : [value]);
const folded = (text: string) => normalForm(text).toLowerCase().trim();

let countries: Map<string, string> | undefined;

/** ISO 3166 codes, and every state's name in the twelve languages as the runtime knows them. */
function countryCode(value: string): string | undefined {
	countries ??= regionNames();
	return countries.get(folded(value));
}

function regionNames(): Map<string, string> {
	const found = new Map<string, string>([['laos', 'LA'], ['lao pdr', 'LA'], ['viet nam', 'VN'], ['burma', 'MM'], ['uk', 'GB'], ['usa', 'US'], ['prc', 'CN']]);
	const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
	const codes = letters.flatMap((first) => letters.map((second) => first + second));
	for (const language of LANGUAGES) {
		const display = new Intl.DisplayNames([language], { type: 'region', fallback: 'none' });
		for (const code of codes) {
			const name = display.of(code);
			if (name && !found.has(folded(name))) found.set(folded(name), code);
		}
	}
	for (const code of codes) if (new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' }).of(code)) found.set(code.toLowerCase(), code);
	return found;
}

let languages: Map<string, Language> | undefined;

function languageTag(value: string): Language | undefined {
	languages ??= new Map(
		LANGUAGES.flatMap((reader) =>
			LANGUAGES.flatMap((language): [string, Language][] => {
				const name = new Intl.DisplayNames([reader], { type: 'language', fallback: 'none' }).of(language);
				return name ? [[folded(name), language]] : [];
			}),
		),
	);
	const wanted = folded(value);
	if (isLanguage(wanted)) return wanted;
	return languages.get(wanted) ?? { 汉语: 'zh' as const, 英文: 'en' as const, tagalog: 'fil' as const, malay: 'ms' as const }[wanted];
}

/** Technology readiness levels: "7", "6-8", ">=6", "6+", "<4". */
function levels(value: string): string[] {
	const text = normalForm(value).replace(/\s+/g, '').replace('≥', '>=').replace('≤', '<=');
	const range = /^(\d)(?:-|–|~|\.\.)(\d)$/.exec(text);
	const open = /^(>=|<=|>|<)(\d)$/.exec(text) ?? /^(\d)(\+)$/.exec(text);
	let [low, high] = [0, 0];
	if (range) [low, high] = [Number(range[1]), Number(range[2])];
	else if (open?.[2] === '+') [low, high] = [Number(open[1]), 9];
	else if (open) {
		const level = Number(open[2]);
		[low, high] = { '>=': [level, 9], '<=': [1, level], '>': [level + 1, 9], '<': [1, level - 1] }[open[1]!] as [number, number];
	} else if (/^\d$/.test(text)) [low, high] = [Number(text), Number(text)];
	return Array.from({ length: 9 }, (_, i) => i + 1).filter((level) => level >= low && level <= high).map(String);
}

/** A concept by its id or by any of its labels in any language. */
function areas(value: string, thesaurus: Thesaurus): string[] {
	const wanted = folded(value);
	if (thesaurus.concept(wanted)) return [wanted];
	return labelIndex(thesaurus).get(wanted) ?? [];
}

const labelIndexes = new WeakMap<Thesaurus, Map<string, string[]>>();

function labelIndex(thesaurus: Thesaurus): Map<string, string[]> {
	const known = labelIndexes.get(thesaurus);
	if (known) return known;
	const index = new Map<string, string[]>();
	for (const { id, labels } of thesaurus.all())
		for (const label of Object.values(labels).flat()) {
			const key = folded(label);
			const ids = index.get(key);
			if (!ids) index.set(key, [id]);
			else if (!ids.includes(id)) ids.push(id);
		}
	labelIndexes.set(thesaurus, index);
	return index;
}

/** By id, by the whole of a name, else by all words of the value within one name. */
function named(value: string, candidates: Iterable<Named>): string[] {
	const wanted = folded(value);
	const words = wanted.split(/\s+/);
	const within: string[] = [];
	for (const { id, names, also = [] } of candidates) {
		const known = [...names.map(({ text }) => text), ...also].map(folded);
		if (id === wanted || known.includes(wanted)) return [id];
		if (wanted.length >= 2 && known.some((name) => words.every((word) => name.includes(word)))) within.push(id);
	}
	return within;
}
