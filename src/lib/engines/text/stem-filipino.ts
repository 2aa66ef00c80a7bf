/**
 * Light stemmer for Filipino: verbal prefixes, the infixes -um- and -in-, reduplicated first syllables and the suffixes
 * -in, -an, -hin, -han, with the linkers -ng and 'y. No root dictionary; after the affix tables of
 * Bonus, "The Tagalog stemming algorithm" (2003).
 */

const PREFIXES = (
	'nagpapaka magpapaka pinagpapa nagpapa magpapa ipinag pinaka nakapag makapag pagpapa pinag ipina nagka magka nagpa ' +
	'magpa makipag nakipag naka maka paki pang mang nang pag mag nag pam mam nam pan man nan ika ipa ka ma na pa'
).split(' ');
const SUFFIXES = ['han', 'hin', 'an', 'in'];
const VOWELS = 'aeiou';

function longEnough(stem: string): boolean {
	return stem.length >= 3 && /[aeiou].*[aeiou]/.test(stem);
}

function dropInfix(word: string): string {
	const match = /^([^aeiou]{1,2})(um|in)([aeiou].*)$/.exec(word);
	if (!match) return word;
	const stem = `${match[1] ?? ''}${match[3] ?? ''}`;
	return longEnough(stem) && stem.length >= 4 ? stem : word;
}

function dropReduplication(word: string): string {
	const syllable = /^([^aeiou]{0,2}[aeiou])\1/.exec(word);
	if (!syllable) return word;
	const stem = word.slice(syllable[1]?.length ?? 0);
	return longEnough(stem) && stem.length >= 4 ? stem : word;
}

function dropPrefix(word: string): string {
	for (const prefix of PREFIXES) {
		if (!word.startsWith(prefix)) continue;
		const stem = word.slice(prefix.length);
		if (stem.length >= 4 && longEnough(stem) && (prefix.length > 2 || !VOWELS.includes(stem.charAt(0)))) return stem;
	}
	return word;
}

function dropSuffix(word: string): string {
	for (const suffix of SUFFIXES) {
		if (!word.endsWith(suffix)) continue;
		const stem = word.slice(0, -suffix.length);
		if (stem.length >= 4 && longEnough(stem)) return stem;
	}
	return word;
}

/** The word without its linker: "malaking" is "malaki" with -ng. Only after a vowel, and never on short words. */
function dropLinker(word: string): string {
	if (word.length > 5 && /[aeiou]ng$/.test(word)) return word.slice(0, -2);
	return word;
}

/** Stem of a lower-case Filipino word. */
export function stemFilipino(word: string): string {
	let stem = word.replace(/['’][ytn]$/, '').replace(/['’]/g, '').replace(/ñ/g, 'n');
	if (stem.length < 5 || !/^[a-z]+$/.test(stem)) return stem;
	stem = dropLinker(stem);
	const unprefixed = dropPrefix(stem);
	stem = unprefixed === stem ? dropInfix(stem) : unprefixed;
	stem = dropReduplication(stem);
	stem = dropSuffix(stem);
	return stem.replace(/o/g, 'u');
}
