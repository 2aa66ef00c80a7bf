/**
 * Light stemmer for Portuguese: plural, feminine, adverb, noun and verb endings in the order of RSLP (Orengo and Huyck,
 * "A stemming algorithm for the Portuguese language", 2001) with far fewer rules. Accents are removed last.
 */

type Rule = readonly [ending: string, replacement: string, shortest: number];

const PLURAL: readonly Rule[] = [
	['ções', 'ção', 2],
	['ões', 'ão', 2],
	['ães', 'ão', 1],
	['ais', 'al', 1],
	['éis', 'el', 2],
	['eis', 'el', 2],
	['óis', 'ol', 2],
	['ns', 'm', 1],
	['les', 'l', 3],
	['res', 'r', 3],
	['zes', 'z', 2],
	['s', '', 2]
];

const NOUN: readonly Rule[] = [
	['abilidade', '', 4],
	['ibilidade', '', 4],
	['amente', '', 3],
	['mente', '', 4],
	['icação', '', 3],
	['ização', '', 3],
	['ação', '', 3],
	['ição', '', 3],
	['ção', '', 3],
	['idade', '', 3],
	['dade', '', 4],
	['amento', '', 3],
	['imento', '', 3],
	['ância', '', 3],
	['ência', '', 3],
	['ável', '', 3],
	['ível', '', 3],
	['ador', '', 3],
	['edor', '', 3],
	['idor', '', 3],
	['ante', '', 4],
	['ente', '', 4],
	['ismo', '', 3],
	['ista', '', 3],
	['oso', '', 3],
	['osa', '', 3],
	['ivo', '', 3],
	['iva', '', 3],
	['ico', '', 3],
	['ica', '', 3],
	['agem', '', 3],
	['ura', '', 4],
	['al', '', 4]
];

const VERB: readonly Rule[] = (
	'ariam eriam iriam assem essem issem aremos eremos iremos avam ando endo indo aram eram iram ada ado ida ido ava ' +
	'ará erá irá arão erão irão amos emos imos ar er ir am em ou iu eu'
)
	.split(' ')
	.map((ending): Rule => [ending, '', 3]);

function applyFirst(word: string, rules: readonly Rule[]): string {
	for (const [ending, replacement, shortest] of rules) {
		if (word.endsWith(ending) && word.length - ending.length >= shortest) {
			return word.slice(0, -ending.length) + replacement;
		}
	}
	return word;
}

/** Stem of a lower-case Portuguese word, without accents. */
export function stemPortuguese(word: string): string {
	if (word.length < 4) return word.normalize('NFD').replace(/\p{M}/gu, '');
	const singular = /(?:ss|us|is|ês)$/.test(word) && !/[aeéo]is$/.test(word) ? word : applyFirst(word, PLURAL);
	let stem = applyFirst(singular, NOUN);
	if (stem === singular) stem = applyFirst(singular, VERB);
	if (stem.length > 3) stem = stem.replace(/[aeo]$/, '');
	return stem.normalize('NFD').replace(/\p{M}/gu, '');
}
