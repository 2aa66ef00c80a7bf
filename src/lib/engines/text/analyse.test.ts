import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { analyse, isStopWord } from './analyse.ts';
import { LANGUAGES, type Language } from './language.ts';
import { foldDiacritics } from './diacritics.ts';
import { normalForm } from './normalise.ts';

const terms = (text: string, language: Language): string[] => analyse(text, language).map((token) => token.term);

/** A sentence of each language, with the traps seen in real texts: zero-width spaces, old spellings, mixed scripts. */
const SAMPLES: Record<Language, string> = {
	en: 'Farmers’ drip-irrigation kits cut water use by 3.5 % (PM2.5, CO₂).',
	zh: '鹽鹼地改良技術与滴灌系统，节水40%。',
	th: 'เทคโนโลยีการให้น้ำแบบหยด ต่างๆ ลดการใช้น้ำ ๔๐%',
	lo: 'ລະບົບນ້ຳຢອດ ສຳ ລັບ ດິນ ເຄັມ ຫນັງສື',
	km: 'ប្រព័ន្ធ\u200bស្រោច\u200bទឹក ដីប្រៃ',
	my: 'ဆားငန်မြေ ပြုပြင်ခြင်း နည်းပညာ',
	vi: 'Tưới nhỏ giọt cho đất mặn ở Việt Nam',
	id: 'Pengembangan irigasi tetes untuk tanah-tanah salin',
	ms: 'Pengairan titis untuk tanah masin',
	fil: 'Patubig na patak-patak para sa maalat na lupa',
	ta: 'உவர் நிலத்திற்கான சொட்டு நீர்ப்பாசனத் தொழில்நுட்பங்கள்',
	pt: 'Irrigação por gotejamento em solos salinos'
};

describe('offsets of analyse', () => {
	const pieces = [...Object.values(SAMPLES), 'ﬁ', '①', '\u200b', '\ud800', '\udc00', '\u0000', '😀', '한국어', 'ｆｕｌｌ', '"', ' ', '\n', 'e\u0301'];

	it.each(LANGUAGES)('quote the word they stand for: any mixture, read as %s', (language) => {
		fc.assert(
			fc.property(fc.array(fc.oneof(fc.constantFrom(...pieces), fc.string({ unit: 'binary', maxLength: 8 })), { maxLength: 6 }), (parts) => {
				const text = parts.join('');
				let last = 0;
				for (const [index, token] of analyse(text, language).entries()) {
					expect(token.position).toBe(index);
					expect(token.start).toBeGreaterThanOrEqual(0);
					expect(token.end).toBeGreaterThan(token.start);
					expect(token.end).toBeLessThanOrEqual(text.length);
					expect(token.start).toBeGreaterThanOrEqual(last - 1);
					last = token.start;
					expect(token.term).not.toBe('');
				}
			}),
			{ numRuns: 60, seed: 7 }
		);
	});

	it.each(LANGUAGES)('give back the surface when the quoted span is normalised: %s', (language) => {
		const text = SAMPLES[language];
		const tokens = analyse(text, language);
		expect(tokens.length).toBeGreaterThan(3);
		for (const token of tokens) {
			const quoted = normalForm(text.slice(token.start, token.end)).toLowerCase().replace(/’/g, "'").replace(/\s/g, '');
			const digits = quoted.replace(/[๐-๙]/g, (digit) => String(digit.charCodeAt(0) - 0x0e50));
			expect(digits.replace(/\u17D2\u178A/g, '\u17D2\u178F')).toContain(token.surface);
		}
	});

	it('are exact behind characters that grow or vanish under normalisation', () => {
		const text = 'ﬁﬁ\u200b①② soil';
		const soil = analyse(text, 'en').at(-1);
		expect(soil && text.slice(soil.start, soil.end)).toBe('soil');
	});
});

describe('words', () => {
	it('are the pieces of a Thai technical compound', () => {
		expect(terms('เทคโนโลยีการให้น้ำแบบหยด', 'th')).toEqual(['เทคโนโลยี', 'การ', 'ให้', 'น้ำ', 'แบบ', 'หยด']);
	});

	it('are the same whatever order a Thai or Lao tone mark was typed in', () => {
		expect(terms('น\u0E48ี', 'th')).toEqual(terms('นี\u0E48', 'th'));
		expect(terms('ນ\u0EC9ໍາ', 'lo')).toEqual(terms('ນ້ຳ', 'lo'));
		expect(terms('น้\u0E4D\u0E32', 'th')).toEqual(terms('น้ำ', 'th'));
	});

	it('are joined from Lao syllables that were typed apart', () => {
		const text = 'ລະ ບົບ ນ້ຳ ຢອດ';
		expect(terms(text, 'lo')).toEqual(terms('ລະບົບນ້ຳຢອດ', 'lo'));
		const first = analyse(text, 'lo')[0];
		expect(first && text.slice(first.start, first.end)).toBe('ລະ ບົບ');
	});

	it('are the same with and without zero-width spaces in Khmer, and in both orders of coeng ro', () => {
		expect(terms('ប្រព័ន្ធ\u200bស្រោច\u200bទឹក', 'km')).toEqual(terms('ប្រព័ន្ធស្រោចទឹក', 'km'));
		expect(terms('ស\u17D2រ\u17D2ត\u17B8', 'km')).toEqual(terms('ស\u17D2ត\u17D2រ\u17B8', 'km'));
	});

	it('are the same in traditional and simplified Chinese', () => {
		expect(terms('鹽鹼地改良技術', 'zh')).toEqual(terms('盐碱地改良技术', 'zh'));
	});

	it('keep Vietnamese diacritics, which foldDiacritics removes', () => {
		expect(terms('Đất mặn', 'vi')).toEqual(['đất', 'mặn']);
		expect(terms('Đất mặn', 'vi').map(foldDiacritics)).toEqual(['dat', 'man']);
		expect(foldDiacritics('น้ำ')).toBe('น้ำ');
	});

	it('meet across forms in languages that inflect', () => {
		const meet = (language: Language, ...forms: string[]): void => {
			expect(new Set(forms.flatMap((form) => terms(form, language))).size, forms.join(' ')).toBe(1);
		};
		meet('en', 'irrigation', 'irrigated', 'irrigating');
		meet('en', 'batteries', 'battery');
		meet('id', 'menanam', 'tanaman', 'penanaman', 'ditanam');
		meet('ms', 'pembangunan', 'membangunkan', 'bangunan');
		meet('fil', 'nagtatanim', 'tanim', 'magtanim');
		meet('ta', 'தொழில்நுட்பம்', 'தொழில்நுட்பங்கள்', 'தொழில்நுட்பத்தை');
		meet('pt', 'tecnologia', 'tecnologias');
		meet('pt', 'irrigação', 'irrigar');
	});

	it('read native digits as digits', () => {
		expect(terms('๒๕๖๙', 'th')).toEqual(['2569']);
		expect(terms('១២', 'km')).toEqual(['12']);
	});

	it('stem Latin words inside other scripts as English', () => {
		expect(terms('ระบบ IoT sensors', 'th')).toContain('sensor');
	});
});

describe('bad input', () => {
	it('has no tokens when it has no words', () => {
		for (const text of ['', ' \n\t', '\u0000\u0000', '\ud800', '…!?', '\u200b']) expect(analyse(text, 'en')).toEqual([]);
	});

	it('is cut where a word is longer than any word', () => {
		for (const letter of ['x', '字', 'ก', '\u{20000}']) {
			const tokens = analyse(letter.repeat(5000), 'zh');
			expect(Math.max(...tokens.map((token) => token.term.length))).toBeLessThanOrEqual(64);
			expect(tokens.at(-1)?.end).toBe(5000 * letter.length);
		}
	});
});

describe('stop words', () => {
	it('are known in the form of terms', () => {
		for (const [language, word] of [['en', 'the'], ['zh', '的'], ['th', 'และ'], ['id', 'yang'], ['pt', 'para'], ['vi', 'và']] as const) {
			expect(isStopWord(terms(word, language)[0] ?? '', language), word).toBe(true);
		}
		expect(isStopWord('soil', 'en')).toBe(false);
	});
});

it('abbreviations that end like inflected words are themselves, in capitals or not, and so are many of them', () => {
	const terms = (text: string) => analyse(text, 'en').map(({ term }) => term);
	expect(terms('LED led LEDs')).toEqual(['led', 'led', 'led']);
	expect(terms('UPS MEMS AIS GPS OLED')).toEqual(['ups', 'mems', 'ais', 'gps', 'oled']);
	expect(terms('leads leading upside')).toEqual(['lead', 'lead', 'upsid']);
});
