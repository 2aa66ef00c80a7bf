import { detectLanguage } from '#lib/engines/text/detect-language.ts';
import type { Language } from '#lib/engines/text/language.ts';
import type { ListingKind } from '#lib/listings/vocabulary.ts';
import { cleanText, TEXT_LIMITS } from '#lib/server/listings/input.ts';
import type { AreaChooser } from './choose-areas.ts';
import { cutText } from './cut-text.ts';
import { TEXT_FIELD_LIMITS, type ImportPlan } from './fields.ts';
import { readDay, readList } from './read-values.ts';
import { readCountry, readLanguage } from './region-names.ts';
import { intellectualProperty, partnerSought, readBudget, readPrice } from './row-composites.ts';
import { readCode, readCodes } from './read-codes.ts';
import { RowValues } from './row-values.ts';
import type { TableRow } from './table.ts';
import { codeOf } from './value-words.ts';

/** A row read as a listing, not yet checked: `content` has the shape that `parseContent` judges. */
export interface RowReading {
	kind: ListingKind | undefined;
	externalId: string;
	content: Record<string, unknown> & { language: Language | undefined };
	values: RowValues;
}

export interface ReadingContext {
	plan: ImportPlan;
	/** Column name -> position. */
	positions: ReadonlyMap<string, number>;
	areas: AreaChooser;
}

/** Reads the cells of a row as the fields of a listing: words as codes, phrases as dates and money, lists as lists. */
export function readRow(row: TableRow, context: ReadingContext): RowReading {
	const values = new RowValues(row, context.plan, context.positions);
	const { cut } = context.plan;
	const text = (field: keyof typeof TEXT_FIELD_LIMITS) => limitedText(values.text(field), TEXT_FIELD_LIMITS[field], cut);
	const texts = {
		title: text('title').replace(/\s*\n\s*/g, ' '),
		summary: text('summary'),
		description: text('description'),
		advantages: text('advantages'),
		benefitInFigures: text('benefitInFigures'),
		comparedWith: text('comparedWith'),
		sought: text('sought'),
		exportControl: text('exportControl'),
		videoUrl: text('videoUrl'),
	};
	const kind = readCode(values, 'kind', 'kind') as ListingKind | undefined;
	const language = languageOf(values, texts);
	const keywords = values.list('keywords', (list) => readList(list)).map((word) => limitedText(word, TEXT_LIMITS.keyword, cut));
	return {
		kind,
		externalId: cleanText(values.text('externalId')),
		values,
		content: {
			...texts,
			language,
			areas: areasOf(values, context.areas, texts, keywords, language ?? 'en'),
			keywords: cut ? [...new Set(keywords)].slice(0, 5) : keywords,
			trl: readLevel(values),
			ip: intellectualProperty(values),
			cooperation: readCodes(values, 'cooperation', 'cooperation'),
			partner: partnerSought(values, (role) => limitedText(role, TEXT_LIMITS.partnerRole, cut)),
			countries: countriesOf(values),
			price: readPrice(values),
			budget: readBudget(values),
			relevantDate: dayOf(values),
			sdgs: goalsOf(values),
			display: readCode(values, 'display', 'display') ?? 'open',
			disclosure: disclosureOf(values),
		},
	};
}

function limitedText(text: string, limit: number, cut: boolean): string {
	const clean = cleanText(text);
	return cut ? cutText(clean, limit) : clean;
}

function languageOf(values: RowValues, texts: Record<string, string>): Language | undefined {
	const word = values.text('language').trim();
	if (word === '' || word.toLowerCase() === 'auto') {
		return detectLanguage(`${texts.title}\n${texts.summary}\n${texts.description}\n${texts.sought}`).language;
	}
	const language = readLanguage(word);
	if (!language) values.failValue('language', 'unknown_language', word);
	return language;
}

function areasOf(
	values: RowValues,
	areas: AreaChooser,
	texts: Record<string, string>,
	keywords: string[],
	language: Language,
): string[] {
	const words = values.list('areas', (list) => readList(list, (part) => areas.fromWord(part) !== undefined));
	const chosen = new Set<string>();
	let unknown: string | undefined;
	for (const word of words) {
		const concept = areas.fromWord(word);
		if (concept) chosen.add(concept);
		else if (word.toLowerCase() !== 'auto') unknown ??= word;
	}
	if (unknown !== undefined) values.failValue('areas', 'unknown_area', unknown);
	// "auto; materials" means what the text names, else materials.
	if (!words.some((word) => word.toLowerCase() === 'auto')) return [...chosen];
	const named = areas.fromTexts(texts.title ?? '', [texts.summary ?? '', texts.description ?? '', texts.sought ?? '', ...keywords], language);
	if (named.length === 0 && chosen.size === 0) values.fail('areas', { code: 'no_area_found' });
	return named.length > 0 ? named : [...chosen];
}

/** "TRL 6", "6/9", "level 6"; of a range the lower level, which is the one that is reached. */
function readLevel(values: RowValues): number | null {
	const text = values.text('trl').normalize('NFKC').trim();
	if (text === '') return null;
	const level = /^(?:trl|level)?\s*[-:]?\s*(\d{1,2})(?:\.0+)?(?:\s*[-–~/]\s*(?:trl\s*)?\d{1,2})?(?:级)?$/i.exec(text)?.[1];
	if (level === undefined) {
		values.fail('trl', { code: 'not_a_number' });
		return null;
	}
	return Number(level);
}

function countriesOf(values: RowValues): string[] {
	const found = new Set<string>();
	for (const word of values.list('countries', (list) => readList(list, (part) => readCountry(part) !== undefined))) {
		const code = readCountry(word);
		if (code) found.add(code);
		else values.failValue('countries', 'unknown_country', word);
	}
	return [...found];
}

function dayOf(values: RowValues): string | null {
	const text = values.text('relevantDate').trim();
	if (text === '') return null;
	const day = readDay(text);
	if (!day) values.failValue('relevantDate', 'not_a_date', text);
	return day ?? null;
}

function goalsOf(values: RowValues): number[] {
	const found = new Set<number>();
	for (const word of values.list('sdgs', (list) => readList(list)).flatMap((part) => part.split(/\s+/))) {
		const number = /^(?:sdg)?\s*(\d{1,2})$/i.exec(word)?.[1];
		if (number) found.add(Number(number));
		else if (!/^sdgs?$/i.test(word)) values.failValue('sdgs', 'not_a_number', word);
	}
	return [...found];
}

/** "description=network; price=parties", or an object of JSONL. */
function disclosureOf(values: RowValues): Record<string, string> {
	const chosen: Record<string, string> = {};
	const whole = values.json('disclosure');
	const pairs: [string, string][] = whole
		? Object.entries(whole).map(([section, level]) => [section, String(level)])
		: readList(values.text('disclosure')).map((part) => part.split(/[=:：]/, 2) as [string, string]);
	for (const [sectionWord, levelWord = ''] of pairs) {
		const section = codeOf('section', sectionWord);
		const level = codeOf('disclosure', levelWord);
		if (section && level) chosen[section] = level;
		else values.failValue('disclosure', 'unknown_value', `${sectionWord}=${levelWord}`);
	}
	return chosen;
}
