/**
 * Repairs the order in which one cluster (a base and its marks) was typed, for scripts whose marks Unicode leaves in
 * typing order: the same word then always has the same code units. Sources: Thai and Lao keyboards type the vowel
 * before the tone mark (WTT 2.0); Khmer puts the coeng pairs before vowels and coeng ro last (Unicode core
 * specification, chapter 16.4); Burmese follows Unicode Technical Note 11.
 */

const THAI_UPPER_THEN_TONE = /([\u0E48-\u0E4B])([\u0E31\u0E34-\u0E3A\u0E47])/g;
const LAO_UPPER_THEN_TONE = /([\u0EC8-\u0ECB])([\u0EB1\u0EB4-\u0EB9\u0EBB\u0EBC])/g;
const REPEATED_MARK = /([\u0E31\u0E34-\u0E3A\u0E47-\u0E4E\u0EB1\u0EB4-\u0EBC\u0EC8-\u0ECD])\1+/g;

function orderThaiLao(cluster: string): string {
	return cluster
		.replace(/\u0E4D([\u0E48-\u0E4B]?)\u0E32/g, '$1\u0E33')
		.replace(/([\u0E48-\u0E4B])\u0E4D\u0E32/g, '$1\u0E33')
		.replace(/\u0ECD([\u0EC8-\u0ECB]?)\u0EB2/g, '$1\u0EB3')
		.replace(/([\u0EC8-\u0ECB])\u0ECD\u0EB2/g, '$1\u0EB3')
		.replace(/\u0E33([\u0E48-\u0E4B])/g, '$1\u0E33')
		.replace(/\u0EB3([\u0EC8-\u0ECB])/g, '$1\u0EB3')
		.replace(/\u0E40\u0E40/g, '\u0E41')
		.replace(/\u0EC0\u0EC0/g, '\u0EC1')
		.replace(/\u0EAB\u0E99/g, '\u0EDC')
		.replace(/\u0EAB\u0EA1/g, '\u0EDD')
		.replace(THAI_UPPER_THEN_TONE, '$2$1')
		.replace(LAO_UPPER_THEN_TONE, '$2$1')
		.replace(REPEATED_MARK, '$1');
}

function orderKhmer(cluster: string): string {
	const pairs: string[] = [];
	const marks: string[] = [];
	let head = '';
	for (let i = 0; i < cluster.length; i++) {
		const char = cluster.charAt(i);
		if (char === '\u17D2' && i + 1 < cluster.length) pairs.push(char + cluster.charAt(++i));
		else if (i === 0) head = char;
		else marks.push(char);
	}
	// Coeng ro is written last of the coengs; register shifters precede vowels, vowels precede signs.
	pairs.sort((a, b) => Number(a.charAt(1) === '\u179A') - Number(b.charAt(1) === '\u179A'));
	const rank = (mark: string): number => (/[\u17C9\u17CA]/.test(mark) ? 0 : /[\u17B6-\u17C5]/.test(mark) ? 1 : 2);
	marks.sort((a, b) => rank(a) - rank(b));
	return (head + pairs.join('') + marks.join(''))
		.replace(/\u17C1\u17B8/g, '\u17BE')
		.replace(/\u17C1\u17B6/g, '\u17C4')
		.replace(/([\u17B6-\u17D1\u17DD])\1+/g, '$1')
		.replace(/\u17A3/g, '\u17A2');
}

/** Rank of each Burmese mark in the order of Unicode Technical Note 11. */
const BURMESE_ORDER = '\u103A\u103B\u103C\u103D\u103E\u1031\u102D\u102E\u1032\u102F\u1030\u102B\u102C\u1036\u1037\u1038';

function orderBurmese(cluster: string): string {
	const match = /^(.(?:\u103A\u1039.)?(?:\u1039.)*)(.*)$/su.exec(cluster);
	const head = match?.[1] ?? cluster;
	const marks = [...(match?.[2] ?? '')];
	if (marks.length < 2 || marks.some((mark) => !BURMESE_ORDER.includes(mark))) return cluster;
	const hasVowelAa = marks.includes('\u102B') || marks.includes('\u102C');
	const rank = (mark: string): number => {
		// Asat after a vowel sign aa belongs to it; on a bare consonant the lower dot precedes it (NFC order).
		if (mark === '\u103A') return hasVowelAa ? 12.5 : 14.5;
		return BURMESE_ORDER.indexOf(mark);
	};
	marks.sort((a, b) => rank(a) - rank(b));
	return head + marks.filter((mark, i) => i === 0 || mark !== marks[i - 1]).join('');
}

/** One cluster, NFKC already, in the canonical order of its script. Clusters of other scripts come back unchanged. */
export function orderMarks(cluster: string): string {
	const code = cluster.charCodeAt(0);
	if (code >= 0x0e00 && code <= 0x0eff) return orderThaiLao(cluster);
	if (code >= 0x1780 && code <= 0x17ff) return orderKhmer(cluster);
	if (code >= 0x1000 && code <= 0x109f) return orderBurmese(cluster);
	return cluster;
}
