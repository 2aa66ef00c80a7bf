import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseQuery, readableQuery } from './query-syntax.ts';

const FIELDS: Record<string, string> = { country: 'country', 国家: 'country', title: 'title', 'co-operation': 'cooperation' };
const parse = (query: string) => parseQuery(query, (name) => FIELDS[name]);

describe('quotation marks', () => {
	test.each(['"drip irrigation"', '“drip irrigation”', '„drip irrigation“', '«drip irrigation»', '»drip irrigation«', '＂drip irrigation＂', '「drip irrigation」', '『drip irrigation』', '‘drip irrigation’'])(
		'%s is a phrase, and still words',
		(query) => {
			const { phrases, words } = parse(query);
			expect(phrases.map(({ value }) => value)).toEqual(['drip irrigation']);
			expect(words.trim()).toBe('drip irrigation');
			expect(words).toHaveLength(query.length);
		},
	);

	test('need no space before them where the script has none', () => {
		expect(parse('节水“膜下滴灌”技术').phrases.map(({ value }) => value)).toEqual(['膜下滴灌']);
	});

	test.each(['5" pipe and 3" pipe', 'drip "irrigation', 'farmer’s pump’s', '""', '"!!"'])('%s has no phrase', (query) => {
		expect(parse(query).phrases).toEqual([]);
	});
});

describe('minus', () => {
	test.each([
		['water -pump', 'pump'],
		['water －水泵', '水泵'],
		['water −pump', 'pump'],
		['-pump', 'pump'],
	])('%s leaves a word out', (query, word) => {
		const parsed = parse(query);
		expect(parsed.excludedWords.map(({ value }) => value)).toEqual([word]);
		expect(parsed.words).not.toContain(word);
	});

	test('leaves a phrase and a field out', () => {
		const parsed = parse('water -"heat pump" -country:TH');
		expect(parsed.excludedPhrases.map(({ value }) => value)).toEqual(['heat pump']);
		expect(parsed.fields).toMatchObject([{ field: 'country', value: 'TH', excluded: true }]);
		expect(parsed.words.trim()).toBe('water');
	});

	test.each(['co-operation', 'freezer -20 °C', 'a - b', 'water -', '--pump', '滴灌-水泵'])('%s leaves nothing out', (query) => {
		const { excludedWords, excludedPhrases, words } = parse(query);
		expect([...excludedWords, ...excludedPhrases]).toEqual([]);
		expect(words).toBe(query);
	});
});

describe('fields', () => {
	test.each([
		['country:TH pump', 'TH'],
		['国家:泰国 水泵', '泰国'],
		['国家：泰国 水泵', '泰国'],
		['country:"Viet Nam" pump', 'Viet Nam'],
		['Country:TH,VN pump', 'TH,VN'],
	])('%s', (query, value) => {
		const { fields, words } = parse(query);
		expect(fields).toMatchObject([{ field: 'country', value, excluded: false }]);
		expect(words.trim()).toMatch(/^(pump|水泵)$/);
	});

	test('an unknown one is words, and said', () => {
		const parsed = parse('colour:red pump');
		expect(parsed.fields).toEqual([]);
		expect(parsed.unknownFields.map(({ value }) => value)).toEqual(['colour']);
		expect(parsed.words).toBe('colour:red pump');
	});

	test.each(['ratio 3:1', 'http://example.org', 'note: this', 'country:', 'country: TH', '10:30'])('%s has none', (query) => {
		const { fields, unknownFields } = parse(query);
		expect([...fields, ...unknownFields]).toEqual([]);
	});
});

describe('anything at all', () => {
	const sign = fc.constantFrom('"', '“', '”', '„', '«', '»', '「', '」', '-', '－', ':', '：', ' ', 'country', 'title', 'pump', '水', 'น้ำ', '😀', '\uD800', '\u202E', '\u0000', '’', ',');
	const query = fc.oneof(fc.array(sign, { maxLength: 40 }).map((parts) => parts.join('')), fc.string({ maxLength: 200, unit: 'binary' }));

	test('parses, keeps every offset, and takes no character twice', () => {
		fc.assert(
			fc.property(query, (raw) => {
				const text = readableQuery(raw, 1000);
				expect(text).toHaveLength(Math.min(1000, raw.length));
				expect(text.isWellFormed()).toBe(true);
				const parsed = parse(text);
				expect(parsed.words).toHaveLength(text.length);
				for (let i = 0; i < text.length; i++) expect([text[i], ' ']).toContain(parsed.words[i]);
				const parts = [...parsed.phrases, ...parsed.excludedPhrases, ...parsed.excludedWords, ...parsed.fields].sort((a, b) => a.start - b.start);
				parts.forEach(({ start, end, value }, i) => {
					expect(text.slice(start, end)).toContain(value);
					if (i > 0) expect(start).toBeGreaterThanOrEqual(parts[i - 1]!.end);
				});
			}),
			{ numRuns: 3000 },
		);
	});

	test('is read in the time of its length: a thousand opening quotes', () => {
		expect(parse('„'.repeat(1000)).phrases).toEqual([]);
		expect(parse('-"a" '.repeat(300)).excludedPhrases).toHaveLength(24);
	});
});
