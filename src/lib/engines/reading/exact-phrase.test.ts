import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { phraseNeeds, rowHolds, unitKeys, unitRow, unitsOf } from './exact-phrase.ts';

const holds = (text: string, phrase: string) => rowHolds(unitRow(text), unitRow(phrase));

describe('a phrase stands in a text', () => {
	test.each([
		['The Drip-Irrigation lines', 'drip irrigation'],
		['ＤＲＩＰ irrigation', 'drip irrigation'],
		['盐碱地膜下滴灌技术', '滴灌技术'],
		['鹽鹼地膜下滴灌技術', '盐碱地'],
		['膜下 滴灌', '下滴'],
		['ລະບົບນ້ຳຢອດສຳລັບດິນເຄັມ', 'ນ້ຳຢອດ'],
		['ระบบน้ำหยดแบบใหม่', 'น้ำหยด'],
		['ប្រព័ន្ធស្រោចស្រព', 'ស្រោចស្រព'],
		['Tưới nhỏ giọt dưới màng phủ', 'nhỏ giọt'],
		['PLC 控制器', 'plc 控制'],
	])('%j has %j', (text, phrase) => expect(holds(text, phrase)).toBe(true));

	test.each([
		['drips irrigation', 'drip irrigation'],
		['irrigation drip', 'drip irrigation'],
		['drip and irrigation', 'drip irrigation'],
		['膜下。滴灌', '下滴'],
		['Tuoi nho giot', 'nhỏ giọt'],
		['undrip irrigation', 'drip irrigation'],
		['anything', '!!!'],
		['น้ำ', 'น'],
	])('%j has not %j', (text, phrase) => expect(holds(text, phrase)).toBe(false));
});

/** The definition itself: the phrase's units are a stretch of the text's. */
function naiveHolds(text: string, phrase: string): boolean {
	const [whole, part] = [unitsOf(text), unitsOf(phrase)].map((units) => units.map((unit) => unit.text)) as [string[], string[]];
	return part.length > 0 && whole.some((_, from) => part.every((unit, i) => whole[from + i] === unit));
}

const piece = fc.constantFrom('drip', 'Drip', 'salt', 'a', '灌', '溉', '盐', 'น้ำ', 'หยด', 'ດິນ', ' ', ' ', '-', '，', ', ', '。', '7', 'é', 'e\u0301', '鹽');
const words = fc.array(piece, { maxLength: 14 }).map((pieces) => pieces.join(''));

describe('generated texts', () => {
	test('a row is searched as its definition says', () => {
		fc.assert(
			fc.property(words, words, (text, phrase) => {
				expect(holds(text, phrase)).toBe(naiveHolds(text, phrase));
			}),
			{ numRuns: 2000 },
		);
	});

	test('plain ASCII takes a shorter way to the same row', () => {
		const ascii = fc.string({ unit: 'binary-ascii', maxLength: 60 });
		fc.assert(
			fc.property(ascii, (text) => {
				// One letter more, of another script, takes the long way.
				const long = unitRow(`${text} я`).replace(/я\u0001$/, '');
				expect(unitRow(text)).toBe(long === '\u0001' ? '' : long);
			}),
		);
	});

	test('every text that holds a phrase has what the phrase needs, so that no candidate is missed', () => {
		let held = 0;
		fc.assert(
			fc.property(words, words, words, (before, phrase, after) => {
				const text = before + phrase + after;
				if (!holds(text, phrase)) return;
				held++;
				const keys = [...unitKeys(text)];
				const { exact, prefixes } = phraseNeeds(phrase);
				for (const key of exact) expect(keys).toContain(key);
				for (const prefix of prefixes) expect(keys.some((key) => key.startsWith(prefix))).toBe(true);
			}),
			{ numRuns: 2000 },
		);
		expect(held, 'held phrases are needed for this test to mean anything').toBeGreaterThan(200);
	});
});
