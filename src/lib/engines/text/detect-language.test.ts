import { describe, expect, it } from 'vitest';
import { analyse } from './analyse.ts';
import { detectLanguage, detectZawgyi } from './detect-language.ts';
import { normalForm } from './normalise.ts';

describe('detectLanguage', () => {
	it.each([
		['en', 'We look for a low-cost system that removes salt from soil'],
		['zh', '寻找低成本的盐碱地改良技术'],
		['zh', '尋找低成本的鹽鹼地改良技術'],
		['th', 'ระบบ IoT สำหรับการให้น้ำ'],
		['lo', 'ລະບົບນ້ຳຢອດ ດິນເຄັມ'],
		['km', 'ប្រព័ន្ធស្រោចទឹក'],
		['my', 'ဆားငန်မြေ'],
		['vi', 'công nghệ tưới nhỏ giọt cho đất mặn'],
		['id', 'kami mencari teknologi irigasi tetes untuk lahan asin karena kekeringan'],
		['ms', 'kami mencari teknologi pengairan titis untuk tanah masin kerana kemarau di negeri ini'],
		['fil', 'naghahanap kami ng teknolohiya para sa maalat na lupa'],
		['ta', 'உவர் நிலத்திற்கான தொழில்நுட்பம்'],
		['pt', 'procuramos uma tecnologia de irrigação para solos salinos']
	] as const)('%s: %s', (language, text) => {
		const detected = detectLanguage(text);
		expect(detected.language).toBe(language);
		expect(detected.confidence).toBeGreaterThan(0.3);
	});

	it('is not sure of a text without letters', () => {
		expect(detectLanguage('12 345 %')).toEqual({ language: 'en', confidence: 0 });
	});
});

describe('Zawgyi', () => {
	// "Myanmar language" and "every one is born free", in the two encodings.
	const ZAWGYI = 'ျမန္မာဘာသာ လူတိုင္းသည္ တူညီ လြတ္လပ္ေသာ';
	const UNICODE = 'မြန်မာဘာသာ လူတိုင်းသည် တူညီ လွတ်လပ်သော';

	it('is told from Unicode', () => {
		expect(detectZawgyi(ZAWGYI)).toBe(true);
		expect(detectZawgyi(UNICODE)).toBe(false);
		expect(detectZawgyi('soil')).toBe(false);
	});

	it('has the terms of the same text in Unicode, and offsets into what was written', () => {
		expect(normalForm(ZAWGYI)).toBe(normalForm(UNICODE));
		const zawgyi = analyse(ZAWGYI, 'my');
		expect(zawgyi.map((token) => token.term)).toEqual(analyse(UNICODE, 'my').map((token) => token.term));
		for (const token of zawgyi) expect(ZAWGYI.slice(token.start, token.end)).not.toMatch(/^\s|\s$/);
	});
});
