/**
 * Lao and Thai share most of their technical vocabulary, and their spellings correspond almost letter by letter; Lao
 * writes what is heard, Thai what Sanskrit, Pali or English wrote. A skeleton is what both spellings keep: classes of
 * consonants and the full vowels, without tones, short unwritten vowels, clusters that Lao dropped and letters that
 * Thai silences. A Lao word that no dictionary has may so find its Thai cousin.
 */

/** Opens the keys of a lexicon that are skeletons. */
export const SKELETON_MARK = '≈';

/** Shortest skeleton that says enough to be a key. */
const SHORTEST = 4;

const CLASSES: readonly (readonly [string, string])[] = [
	['K', 'กขฃคฅฆກຂຄ'],
	['G', 'งງ'],
	['S', 'จฉชซฌสศษຈສຊ'],
	['Y', 'ญยຍຢຽ'],
	['T', 'ดตถทธฎฏฐฑฒດຕຖທ'],
	['N', 'นณນໜ'],
	['P', 'บปผพภບປຜພ'],
	['F', 'ฝฟຝຟ'],
	['M', 'มมມໝ'],
	['L', 'รลฬຣລຮຼ'],
	['W', 'วວ'],
	['H', 'หຫฮ'],
	['O', 'อອໍ'],
	['a', 'าາ'],
	['i', 'ิีິີ'],
	['u', 'ึืຶື'],
	['v', 'ุูຸູ'],
	['e', 'เເ'],
	['E', 'แແ'],
	['o', 'โໂ'],
	['I', 'ไใໄໃ']
];

const CLASS_OF = new Map(CLASSES.flatMap(([name, letters]) => [...letters].map((letter) => [letter, name] as const)));

function classes(word: string): string {
	let out = '';
	for (const char of word) out += CLASS_OF.get(char) ?? '';
	return out
		.replace(/H(?=[NMLWYG])/g, '')
		.replace(/^O(?=[aiuveEoI])|^O$/, '')
		.replace(/([eEoI])O(?=[A-Z])/g, '$1')
		.replace(/I([A-Z])/g, '$1I')
		.replace(/([A-Z])\1+/g, '$1')
		.replace(/S$/, 'T')
		.replace(/L$/, 'N');
}

/** Skeleton of a Lao word; empty when it is too short to be told from others. */
export function laoSkeleton(word: string): string {
	const plain = word
		.replace(/ຳ/g, 'າມ')
		.replace(/ເ([ກ-ຮໜໝ]{1,2})ັຽ|ເ([ກ-ຮໜໝ]{1,2})ຍ/g, '$1$2ຽ')
		.replace(/[ກ-ຮ]໌/g, '');
	const skeleton = classes(plain);
	return skeleton.length >= SHORTEST ? skeleton : '';
}

/** Skeletons of a Thai word: with its consonant clusters and, as Lao would write it, without. */
export function thaiSkeletons(word: string): string[] {
	const plain = word
		.replace(/(?:[ตทด]ร|[ก-ฮ])[ิุ]?์/g, '')
		.replace(/รรม/g, 'ามม')
		.replace(/รร/g, 'น')
		.replace(/ำ/g, 'าม')
		.replace(/ัย/g, 'ไ')
		.replace(/เ([ก-ฮ]{1,2})[่-๋]?ีย/g, '$1ย')
		.replace(/([กขคตทพบปส])ร$/, '$1อน')
		.replace(/ไทย/g, 'ไท');
	// A vowel ai that was written behind its consonant is before the next one now: classes() expects it in front.
	const reordered = plain.replace(/([ก-ฮ])ไ(?![ก-ฮ])/g, 'ไ$1');
	const withoutClusters = reordered.replace(/ทร/g, 'ซ').replace(/([กขคตปผพส])[รล](?=[่-๋]?[ะ-ูๅ็])/g, '$1');
	return [...new Set([classes(reordered), classes(withoutClusters)])].filter((skeleton) => skeleton.length >= SHORTEST);
}
