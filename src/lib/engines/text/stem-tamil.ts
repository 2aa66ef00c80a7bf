/**
 * Light stemmer for Tamil: case endings, plural, clitics, and the sandhi letters between a word and its ending. The
 * endings are the grammar's eight cases (Thomas Lehmann, "A Grammar of Modern Tamil", 1989). Works on normal (NFC) text.
 */

/** Clitics and postpositions written on to the word. */
const CLITICS = ['உம்', 'ும்', 'ஆன', 'ான', 'ாக', 'ாகவும்', 'ானது', 'ே', 'ா', 'ோ', 'தான்', 'ிலிருந்து', 'ிடமிருந்து'];

/** Case endings, longest first: what follows the oblique stem. */
const CASES = [
	'களிலிருந்து',
	'களுக்காக',
	'களுக்கான',
	'களுக்கு',
	'களுடன்',
	'களினால்',
	'களின்',
	'களில்',
	'களால்',
	'களாக',
	'களான',
	'களை',
	'களது',
	'கள்',
	'ிலிருந்து',
	'ிலுள்ள',
	'ுக்காக',
	'ுக்கான',
	'ிற்காக',
	'ிற்கான',
	'ுடைய',
	'ினுடைய',
	'ுக்குள்',
	'ுக்கு',
	'ிற்கு',
	'ிற்கும்',
	'ினால்',
	'ிடம்',
	'ுடன்',
	'ோடு',
	'ால்',
	'ில்',
	'ின்',
	'ாக',
	'ான',
	'து',
	'ை'
];

const VIRAMA = '்';

function dropFirst(word: string, endings: readonly string[], shortest: number): string {
	for (const ending of endings) {
		if (word.length - ending.length >= shortest && word.endsWith(ending)) return word.slice(0, -ending.length);
	}
	return word;
}

/** Brings the bare stem to one form: oblique -த்த to -ம், doubled final consonants to one, no final virama or u. */
function closeStem(stem: string): string {
	return stem
		.replace(/த்த$/, 'ம')
		.replace(/ட்ட$/, 'ட')
		.replace(/ற்ற$/, 'ற')
		.replace(/([க-ஹ])்\1$/, '$1')
		.replace(/வ்?$/, (match) => (stem.length > 4 ? '' : match))
		.replace(/ய$/, (match) => (stem.length > 4 ? '' : match))
		.replace(/[ு்]$/, '');
}

/** Stem of a Tamil word. */
export function stemTamil(word: string): string {
	if (word.length < 4) return word;
	let stem = word.replace(/(?:க்|ச்|த்|ப்)$/, (match) => (word.length > 5 ? '' : match));
	stem = dropFirst(stem, CLITICS, 4);
	stem = dropFirst(stem, CASES, 3);
	if (stem.endsWith('கள்') && stem.length > 5) stem = stem.slice(0, -3);
	if (stem.endsWith(`ங${VIRAMA}`)) stem = `${stem.slice(0, -2)}ம`;
	stem = closeStem(stem);
	return stem.length >= 2 ? stem : word;
}
