import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { countryMentions } from './country-mentions.ts';
import { NameIndex, type DirectoryEntry } from './name-index.ts';
import { parseDirectory } from './parse-directory.ts';
import { plainText, readNameWords } from './read-name.ts';
import { namedIn, recognise, SURE } from './recognise.ts';

const entry = (id: string, country: string, place: string | null, ...names: string[]): DirectoryEntry => ({
	id,
	country,
	place,
	names: names.map((text) => ({ text: text.replace(/^\*/, ''), language: null, acronym: text.startsWith('*') })),
});
const index = new NameIndex([
	entry('gadjah', 'ID', 'Yogyakarta', 'Universitas Gadjah Mada', 'Gadjah Mada University', '*UGM'),
	entry('jiaotong', 'CN', 'Shanghai', 'Shanghai Jiao Tong University', '上海交通大学', '*SJTU'),
	entry('xian', 'CN', "Xi'an", "Xi'an Jiaotong University", '西安交通大学'),
	entry('anhui', 'CN', 'Huainan', 'Anhui University of Science and Technology'),
	entry('lao', 'LA', 'Vientiane', 'National University of Laos', 'ມະຫາວິທະຍາໄລແຫ່ງຊາດ'),
	entry('thai', 'TH', 'Bangkok', 'Chulalongkorn University', 'จุฬาลงกรณ์มหาวิทยาลัย'),
	entry('rice', 'TH', 'Khon Kaen', 'Khon Kaen Rice Machinery Co., Ltd.'),
	entry('pearl', 'CN', 'Beihai', '北海源龙珍珠有限公司', 'Beihai Yuanlong Pearl Co., Ltd.'),
	entry('hanoi', 'VN', 'Hanoi', 'Trường Đại học Nông nghiệp Hà Nội', 'Hanoi University of Agriculture'),
	...Array.from({ length: 60 }, (_, i) => entry(`u${i}`, 'CN', null, `Province${i} University of Technology`, `Institute of Things ${i}`)),
]);
const first = (text: string, more: { country?: string; place?: string } = {}) => recognise(index, { text, ...more })[0];

describe('recognising an organisation by its name', () => {
	test.each([
		['Gadjah Mada University', 'gadjah'],
		['GADJAH MADA UNIV.', 'gadjah'],
		['Universiti Gadjah Mada', 'gadjah'],
		['Gadja Mada University', 'gadjah'],
		['UGM', 'gadjah'],
		['Shanghai Jiaotong Univ.', 'jiaotong'],
		['上海交通大學', 'jiaotong'],
		['Xi’an Jiao Tong University', 'xian'],
		['จุฬาลงกรณ์มหาวิทยาลัย', 'thai'],
		['ມະຫາວິທະຍາໄລແຫ່ງຊາດ', 'lao'],
		['Khon Kaen Rice Machinery Company Limited', 'rice'],
		['北海源龙珍珠股份有限公司', 'pearl'],
		['Dai hoc Nong nghiep Ha Noi', 'hanoi'],
		['School of Forestry, Universitas Gadjah Mada, Yogyakarta, Indonesia', 'gadjah'],
		['Department of Communication EngineeringAnhui University of Science and Technology Huainan China', 'anhui'],
	])('%s', (text, id) => {
		expect(first(text)?.entry.id).toBe(id);
		expect(first(text)!.score).toBeGreaterThan(0.6);
	});

	test('says in which words it was met, and what country and place say', () => {
		expect(first('Faculty of Law, Gadjah Mada University, Yogyakarta, Indonesia')).toMatchObject({ name: 'Gadjah Mada University', span: { text: 'Gadjah Mada University' }, country: 'same', place: 'same', covered: 1, acronym: false });
		expect(first('Gadjah Mada University', { country: 'MY' })).toMatchObject({ country: 'other' });
		expect(first('Gadjah Mada University', { country: 'MY' })!.score).toBeLessThan(0.5);
	});

	test('takes no piece of a longer name, and no other university of the same words', () => {
		expect(namedIn(index, { text: 'Sichuan University of Technology, China' })).toEqual([]);
		expect(namedIn(index, { text: 'Stanford University, Stanford, CA, USA' })).toEqual([]);
		expect(namedIn(index, { text: 'Beijing Jiaotong University, Beijing, China' })).toEqual([]);
		expect(namedIn(index, { text: 'A, ; —' })).toEqual([]);
		expect(namedIn(index, { text: '' })).toEqual([]);
	});

	test('names two where a text names two', () => {
		const found = namedIn(index, { text: 'Chulalongkorn University, Bangkok, Thailand; and National University of Laos, Vientiane, Lao PDR' });
		expect(found.map(({ entry: { id } }) => id).sort()).toEqual(['lao', 'thai']);
	});
});

describe('reading names', () => {
	const keys = (text: string) => readNameWords(plainText(text)).filter(({ joining }) => !joining).map(({ key }) => key);

	test('legal forms of the region count for nothing', () => {
		expect(keys('PT Sinar Padi Tbk')).toEqual(['sinar', 'padi']);
		expect(keys('Sinar Padi Sdn. Bhd.')).toEqual(['sinar', 'padi']);
		expect(keys('Công ty TNHH Sinar Padi')).toEqual(['sinar', 'padi']);
		expect(keys('บริษัท สินาร์ จำกัด')).not.toContain('จำกัด');
		expect(keys('广西新能源有限责任公司')).not.toContain('公司');
	});

	test('keeps where each word stands', () => {
		fc.assert(
			fc.property(fc.array(fc.constantFrom('Lao', '大学研究', 'จุฬาลงกรณ์', 'Univ.', 'O’Neil', ' ', ', ', '(', 'Ltd', '7'), { maxLength: 12 }), (pieces) => {
				const text = plainText(pieces.join(' '));
				let before = 0;
				for (const word of readNameWords(text)) {
					expect(word.start).toBeGreaterThanOrEqual(0);
					expect(word.end).toBeGreaterThan(word.start);
					expect(word.end).toBeLessThanOrEqual(text.length);
					expect(word.end).toBeGreaterThanOrEqual(before);
					before = word.start;
				}
			}),
		);
	});

	test('no text breaks it', () => {
		fc.assert(fc.property(fc.string({ unit: 'grapheme', maxLength: 80 }), (text) => recognise(index, { text }).every(({ score }) => score > 0)), { numRuns: 300 });
	});
});

/** Distance with neighbours changed about counted as one, the textbook's way. */
function distance(a: string, b: string): number {
	const rows = Array.from({ length: a.length + 1 }, (_, i) => Array.from({ length: b.length + 1 }, (_, j) => (i === 0 ? j : j === 0 ? i : 0)));
	for (let i = 1; i <= a.length; i++)
		for (let j = 1; j <= b.length; j++) {
			rows[i]![j] = Math.min(rows[i - 1]![j]! + 1, rows[i]![j - 1]! + 1, rows[i - 1]![j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1));
			if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) rows[i]![j] = Math.min(rows[i]![j]!, rows[i - 2]![j - 2]! + 1);
		}
	return rows[a.length]![b.length]!;
}

test('every word at one letter’s distance is met, and no word farther than two', () => {
	const letters = fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'd'), minLength: 5, maxLength: 8 });
	fc.assert(
		fc.property(fc.uniqueArray(letters, { minLength: 1, maxLength: 12 }), letters, (words, typed) => {
			const small = new NameIndex(words.map((word, i) => entry(String(i), 'LA', null, `${word} zzzz${i}`)));
			fc.pre(!words.includes(typed));
			const read = readNameWords(typed)[0]!;
			const met = new Set(small.meetings(read, undefined).here.flatMap((each) => each.words.flatMap((word) => small.namesWith(word))));
			for (const [i, word] of words.entries()) {
				if (distance(word, typed) === 1) expect(met.has(i), `${typed} ${word}`).toBe(true);
				if (met.has(i)) expect(distance(word, typed)).toBeLessThanOrEqual(2);
			}
		}),
		{ numRuns: 300 },
	);
});

test('countries are found in addresses of several languages', () => {
	const codes = (text: string) => countryMentions(text).map(({ code }) => code);
	expect(codes('Nanning, P. R. China')).toContain('CN');
	expect(codes('Vientiane, Lao PDR')).toEqual(['LA']);
	expect(codes('Kowloon, Hong Kong')).toEqual(['HK']);
	expect(codes('Tell us more')).toEqual([]);
	expect(codes('Hà Nội, Việt Nam')).toEqual(['VN']);
	expect(codes('泰国曼谷')).toContain('TH');
	expect(codes('San Luis Obispo, CA, USA')).toEqual(['US']);
});

test('the directory is read line by line, and a bad line is named', () => {
	const line = ['02ab', 'u', 'LA', 'Vientiane', '17.96', '102.6', 'nuol.edu.la', 'en:National University of Laos', '*:NUOL'].join('\t');
	expect(parseDirectory(`${line}\n`)[0]).toMatchObject({ id: '02ab', kind: 'university', host: 'nuol.edu.la', names: [{ language: 'en', acronym: false }, { acronym: true, text: 'NUOL' }] });
	expect(() => parseDirectory(`${line}\nwrong`)).toThrow('Line 2');
	expect(SURE).toBeGreaterThan(0.5);
});
