import type { Language } from '../text/language.ts';

/**
 * Consonant skeletons of names, so that "วิกตอเรีย" meets "Victoria" although no dictionary has the pair. Consonants are
 * merged into the eight classes that transliteration between the region's scripts keeps apart: P (p b f), T (t d th),
 * K (k g c), S (s z j ch sh), M, N (n ng), L (l r), W (w v). Vowels, y and h are dropped, and r where no vowel follows.
 * A coarser Soundex for six scripts (compare Odell and Russell's Soundex, 1918; Beider and Morse, 2008).
 */

/** Fewest consonants that tell a name from others. */
const SHORTEST = 3;
const LONGEST = 8;

/** Opens pivots that are skeletons of names; no English term holds it. */
export const NAME_MARK = '≈';

const LETTERS: readonly (readonly [string, string])[] = [
	['K', 'กขฃคฅฆกຂຄກកខគឃကခဂဃக'],
	['N', 'งนณງນໜងណនញငနဏညஙஞணநன'],
	['S', 'จฉชซฌสศษຈຊສចឆជឈសစဆဇဈသசஜஸஷ'],
	['T', 'ดตถทธฎฏฐฑฒດຕຖທដឋឌឍតថទធတထဒဓဋဌဍဎடத'],
	['P', 'บปผพภฝฟບປຜພຝຟបផពភပဖဗဘப'],
	['M', 'มມໝមမம'],
	['L', 'รลฬລຣຼរលឡရလဠြரறலளழ'],
	['W', 'วວវဝவ']
];

const CLASS_OF = new Map(LETTERS.flatMap(([name, letters]) => [...letters].map((letter) => [letter, name] as const)));

function close(classes: string): string {
	const skeleton = classes.replace(/(.)\1+/g, '$1').slice(0, LONGEST);
	return skeleton.length >= SHORTEST ? NAME_MARK + skeleton : '';
}

/** Skeleton of a word in Latin letters, lower case; empty when it is too short or holds digits. */
export function latinSkeleton(word: string): string {
	const plain = word.normalize('NFD').replace(/[\u0300-\u036F]/g, '').replace(/đ/g, 'd');
	if (!/^[a-z'’-]+$/.test(plain)) return '';
	const classes = plain
		.replace(/^kn/, 'n')
		.replace(/^wr/, 'r')
		.replace(/^ps/, 's')
		.replace(/ph/g, 'p')
		.replace(/sch|sh|tch|ch|zh|ts(?=[aeiouy])/g, 's')
		.replace(/gh/g, '')
		.replace(/th/g, 't')
		.replace(/x/g, 'ks')
		.replace(/ng/g, 'n')
		.replace(/c(?=[eiy])/g, 's')
		.replace(/r(?![aeiouy])/g, '')
		.replace(/w(?![aeiouy])/g, '')
		.replace(/[aeiouyh'’-]/g, '')
		.replace(/[pbf]/g, 'P')
		.replace(/[td]/g, 'T')
		.replace(/[kgcq]/g, 'K')
		.replace(/[szj]/g, 'S')
		.replace(/[wv]/g, 'W')
		.replace(/[lr]/g, 'L')
		.replace(/m/g, 'M')
		.replace(/n/g, 'N');
	return close(classes);
}

/** Spellings of one sound by several letters, and letters that are silent in loan words. */
const REWRITES: Partial<Record<Language, readonly (readonly [RegExp, string])[]>> = {
	th: [
		[/ร์/g, ''],
		[/[หยอว]์/g, ''],
		[/ัว|ิว|าว|เว$/g, '']
	],
	lo: [[/ົວ|າວ|ິວ/g, '']],
	km: [
		[/ហ្វ/g, 'ផ'],
		[/ហ៊្វ/g, 'ផ'],
		[/រ(?=្)|រ៍/g, '']
	],
	my: [
		[/[ကခဂ]ျ|ရှ/g, 'ဆ'],
		[/ည်/g, '']
	],
	ta: [
		[/ஃப/g, 'ப'],
		[/ற்ற/g, 'ட'],
		[/ர்(?=.)/g, ''],
		[/ங்க/g, 'ந']
	]
};

/** Skeleton of a word in Thai, Lao, Khmer, Burmese or Tamil letters; empty when it is too short. */
export function scriptSkeleton(word: string, language: Language): string {
	let plain = word;
	for (const [pattern, replacement] of REWRITES[language] ?? []) plain = plain.replace(pattern, replacement);
	let classes = '';
	for (const char of plain) classes += CLASS_OF.get(char) ?? '';
	return close(classes);
}
