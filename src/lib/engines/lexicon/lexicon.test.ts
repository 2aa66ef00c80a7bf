import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { analyse } from '../text/analyse.ts';
import { LANGUAGES, type Language } from '../text/language.ts';
import { encodeLexicon, type Translation } from './lexicon-format.ts';
import { type Lexicon, loadLexicon, type PivotTerm } from './lexicon.ts';
import { openLexicon } from './read-lexicon-file.ts';

function rows(entries: Record<string, Record<string, number>>): Map<string, Translation[]> {
	return new Map(
		Object.entries(entries).map(([key, row]) => [key, Object.entries(row).map(([pivot, weight]) => ({ pivot, weight }))])
	);
}

const SMALL = loadLexicon(
	encodeLexicon(
		new Map<Language, Map<string, Translation[]>>([
			['zh', rows({ 盐碱: { alkalin: 0.6, salin: 0.6 }, 盐碱地: { salin: 1, soil: 1 }, 土壤: { soil: 1 } })],
			['vi', rows({ đất: { land: 0.5, soil: 0.4 }, 'đất mặn': { salin: 1, soil: 1 } })],
			['lo', rows({ ດິນ: { soil: 0.8 }, '≈SYaPN': { institut: 0.5 } })],
			['ta', rows({ நோய்: { diseas: 0.9 }, கிருமி: { germ: 0.9 } })]
		]),
		new Set(['soil', 'land', 'sustain'])
	)
);

function pivot(lexicon: Lexicon, text: string, language: Language): PivotTerm[] {
	return lexicon.toPivot(analyse(text, language), language);
}

describe('toPivot on a small lexicon', () => {
	it('takes the longest phrase at full weight and its pieces at less', () => {
		const text = '改良盐碱地';
		const terms = pivot(SMALL, text, 'zh');
		const salin = terms.filter((term) => term.pivot === 'salin');
		expect(salin.map((term) => text.slice(term.start, term.end))).toEqual(['盐碱地', '盐碱']);
		expect(salin[0]?.weight).toBe(1);
		expect(salin[1]?.weight).toBeLessThan(0.5);
	});

	it('joins the words of spaced languages by a space', () => {
		expect(pivot(SMALL, 'đất mặn', 'vi')[0]).toEqual({ pivot: 'salin', weight: 1, start: 0, end: 7 });
	});

	it('leaves English, numbers and Latin words of other scripts as they are', () => {
		expect(pivot(SMALL, 'soils', 'en')).toEqual([{ pivot: 'soil', weight: 1, start: 0, end: 5 }]);
		const terms = pivot(SMALL, '土壤 IoT sensors 40', 'zh').map((term) => term.pivot);
		expect(terms).toEqual(expect.arrayContaining(['soil', 'iot', 'sensor', '40']));
	});

	it('reads the parts of an unknown Tamil compound with its sandhi', () => {
		expect(pivot(SMALL, 'நோய்க்கிருமியின்', 'ta').map((term) => term.pivot)).toEqual(['diseas', 'germ']);
	});

	it('meets names of other scripts by their skeleton, and never words', () => {
		const thai = loadLexicon(encodeLexicon(new Map([['th', rows({ ดิน: { soil: 1 } })]]), new Set(['soil', 'land'])));
		const english = new Set(pivot(thai, 'victoria', 'en').map((term) => term.pivot));
		const foreign = pivot(thai, 'วิกตอเรีย', 'th').map((term) => term.pivot);
		expect(foreign.filter((term) => english.has(term))).toHaveLength(1);
		expect(pivot(thai, 'land', 'en')).toHaveLength(1);
	});

	it('says what is wrong with bytes that are no lexicon', () => {
		expect(() => loadLexicon(new TextEncoder().encode('something else'))).toThrow(/not a lexicon/);
		const bytes = encodeLexicon(new Map([['zh', rows({ 土: { soil: 1 } })]]), new Set());
		expect(() => loadLexicon(bytes.slice(0, bytes.length - 8))).toThrow(/cut short/);
	});

	it('finds every key again that was encoded', () => {
		fc.assert(
			fc.property(fc.dictionary(fc.string({ unit: fc.constantFrom('x', 'z', 'ñ', '土', 'ก'), minLength: 1, maxLength: 5 }), fc.integer({ min: 1, max: 255 })), (table) => {
				const entries = rows(Object.fromEntries(Object.entries(table).map(([key, level]) => [key, { ['p' + key]: level / 255 }])));
				const lexicon = loadLexicon(encodeLexicon(new Map([['vi', entries]]), new Set()));
				expect(lexicon.keyCount('vi')).toBe(entries.size);
				for (const [key, row] of entries) {
					const token = { term: key, surface: key, start: 0, end: key.length, position: 0 };
					expect(lexicon.toPivot([token], 'vi')[0]).toEqual({ ...row[0], start: 0, end: key.length });
				}
			}),
			{ numRuns: 100, seed: 11 }
		);
	});
});

describe('the committed lexicon', () => {
	const lexicon = openLexicon();

	it.each([
		['zh', '盐碱地'],
		['zh', '鹽鹼地'],
		['th', 'ดินเค็ม'],
		['lo', 'ດິນເຄັມ'],
		['km', 'ដីប្រៃ'],
		['my', 'ဆားငန်မြေ'],
		['vi', 'đất mặn'],
		['id', 'tanah salin'],
		['ms', 'tanah masin'],
		['fil', 'maalat na lupa'],
		['ta', 'உவர் நிலம்'],
		['pt', 'solo salino']
	] as const)('carries saline soil from %s: %s', (language, text) => {
		const terms = pivot(lexicon, text, language);
		const weight = (...pivots: string[]): number =>
			Math.max(0, ...terms.filter((term) => pivots.includes(term.pivot)).map((term) => term.weight));
		expect(weight('salin', 'salti', 'salt', 'alkalin')).toBeGreaterThan(0.2);
		expect(weight('soil', 'land', 'earth')).toBeGreaterThan(0.2);
	});

	it.each([
		['lo', 'ລະບົບນ້ຳຢອດ', 'drip'],
		['th', 'เทคโนโลยีการให้น้ำแบบหยด', 'irrig'],
		['th', 'เทคโนโลยีการให้น้ำแบบหยด', 'technolog'],
		['id', 'penanaman', 'plant'],
		['pt', 'sustentabilidade', 'sustain'],
		['pt', 'termoplásticos', 'thermoplast'],
		['lo', 'ນະໂຍບາຍ', 'polici'],
		['ta', 'தொழில்நுட்பங்களை', 'technolog']
	] as const)('carries %s %s to %s', (language, text, expected) => {
		expect(pivot(lexicon, text, language).map((term) => term.pivot)).toContain(expected);
	});

	it('says nothing for function words', () => {
		for (const [language, text] of [['th', 'และ'], ['my', 'နှင့်'], ['id', 'yang'], ['zh', '的']] as const) {
			expect(pivot(lexicon, text, language)).toEqual([]);
		}
	});

	it('gives weights within 0 and 1 and spans within the text, whatever the text', () => {
		const words = ['ดินเค็ม', '盐碱地', 'ດິນ ເຄັມ', 'ဆားငန်', 'ដីប្រៃ', 'நிலம்', 'soil', '42', '\u200b', '😀', 'x'.repeat(200), 'กขค'];
		fc.assert(
			fc.property(fc.array(fc.constantFrom(...words), { maxLength: 8 }), fc.constantFrom(...LANGUAGES), fc.constantFrom('', ' '), (parts, language, gap) => {
				const text = parts.join(gap);
				for (const term of pivot(lexicon, text, language)) {
					expect(term.weight).toBeGreaterThan(0);
					expect(term.weight).toBeLessThanOrEqual(1);
					expect(term.start).toBeLessThan(term.end);
					expect(term.end).toBeLessThanOrEqual(text.length);
					expect(term.pivot).not.toBe('');
				}
			}),
			{ numRuns: 150, seed: 3 }
		);
	});
});
