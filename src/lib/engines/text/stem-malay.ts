/**
 * Light stemmer for Indonesian and Malay: particles, possessives, and the productive prefixes and suffixes of both
 * languages, without a root dictionary. Where a nasal prefix hides the root's first letter (menulis < tulis) the most
 * frequent root letter is restored, always the same one, so that forms of a word meet even where the root is not exact.
 * The order of rules follows Asian, Williams and Tahaghoghi, "Stemming Indonesian" (2005).
 */

const VOWELS = 'aeiou';
const SHORTEST = 4;

function syllables(word: string): number {
	let count = 0;
	for (const char of word) if (VOWELS.includes(char)) count++;
	return count;
}

function longEnough(stem: string): boolean {
	return stem.length >= SHORTEST && syllables(stem) >= 2;
}

function dropEnding(word: string, endings: readonly string[]): string {
	for (const ending of endings) {
		if (!word.endsWith(ending)) continue;
		const stem = word.slice(0, -ending.length);
		if (longEnough(stem)) return stem;
	}
	return word;
}

/** Root after a nasal prefix (me-, pe-) whose remaining letters are given. */
function rootAfterNasal(rest: string): string | undefined {
	if (/^ng[aeiou]/.test(rest)) return rest.slice(2);
	if (/^ng[ghkq]/.test(rest)) return rest.slice(2);
	if (/^nge[^aeiou][aeiou]/.test(rest)) return rest.slice(3);
	if (/^ny[aeiou]/.test(rest)) return `s${rest.slice(2)}`;
	if (/^m[bfpv]/.test(rest)) return rest.slice(1);
	if (/^m[aeiou]/.test(rest)) return `p${rest.slice(1)}`;
	if (/^n[cdjsztg]/.test(rest)) return rest.slice(1);
	if (/^n[aeiou]/.test(rest)) return `t${rest.slice(1)}`;
	if (/^[lrwy][aeiou]/.test(rest)) return rest;
	return undefined;
}

function dropPrefix(word: string): string {
	const nasal = /^(?:me|pe)(.+)$/.exec(word);
	if (nasal) {
		const root = rootAfterNasal(nasal[1] ?? '');
		if (root !== undefined && longEnough(root)) return root;
	}
	const plain = /^(?:memper|diper|keber|ber|ter|per|di|ke|se|bel|pel)(.+)$/.exec(word);
	const root = plain?.[1] ?? '';
	return longEnough(root) && /^[^aeiou]?[^aeiou]?[aeiou]|^(?:str|ny|ng)/.test(root) ? root : word;
}

/** Stem of a lower-case Indonesian or Malay word. */
export function stemMalay(word: string): string {
	if (word.length <= SHORTEST || !/^[a-z]+$/.test(word)) return word;
	let stem = dropEnding(word, ['kah', 'lah', 'tah', 'pun']);
	stem = dropEnding(stem, ['nya', 'ku', 'mu']);
	const before = stem;
	stem = dropPrefix(stem);
	const suffixed = dropEnding(stem, ['kan', 'an']);
	if (suffixed !== stem) stem = suffixed;
	else if (before !== stem && /[^aeiou]i$/.test(stem) && longEnough(stem.slice(0, -1)) && syllables(stem) > 2) {
		stem = stem.slice(0, -1);
	}
	if (/^(?:me|di)/.test(before) && stem !== before) stem = dropPrefixOnce(stem);
	return stem;
}

/** Second prefix, as in mem-per-baik-i. */
function dropPrefixOnce(stem: string): string {
	const inner = /^(?:per|ber)(.+)$/.exec(stem)?.[1] ?? '';
	return longEnough(inner) && inner.length >= 5 ? inner : stem;
}
