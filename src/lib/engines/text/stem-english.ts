/**
 * English stemmer after the description of Porter2 (M. F. Porter, "The English (Porter2) stemming algorithm", 2001).
 * Own implementation; the exceptional forms are a smaller list.
 */

const VOWEL = 'aeiouy';
const DOUBLE = /(?:bb|dd|ff|gg|mm|nn|pp|rr|tt)$/;
const LI_ENDING = 'cdeghkmnrt';

/** Abbreviations that end like inflected words: what they abbreviate has no stem. People type them in small letters too. */
const ABBREVIATIONS =
	'abs adas adcs aed ais amoled aws bems caes cems cigs cims cors dewats ems eps etcs gis gps haps led meps mems oled ors pacs sars sers sodis uhmwpe ups'.split(' ');

const EXCEPTIONS = new Map([
	['skis', 'ski'],
	['skies', 'sky'],
	['dying', 'die'],
	['lying', 'lie'],
	['tying', 'tie'],
	['idly', 'idl'],
	['gently', 'gentl'],
	['ugly', 'ugli'],
	['early', 'earli'],
	['only', 'onli'],
	['singly', 'singl'],
	['sky', 'sky'],
	['news', 'news'],
	['howe', 'howe'],
	['atlas', 'atlas'],
	['cosmos', 'cosmos'],
	['bias', 'bias'],
	['andes', 'andes'],
	['children', 'child'],
	['men', 'man'],
	['women', 'woman'],
	['people', 'peopl'],
	['mice', 'mous'],
	['feet', 'foot'],
	['teeth', 'tooth'],
	['geese', 'goos'],
	['leaves', 'leav'],
	['lives', 'live'],
	['wives', 'wife'],
	['knives', 'knife'],
	['halves', 'half'],
	['wolves', 'wolf'],
	['shelves', 'shelf'],
	['went', 'go'],
	['gone', 'go'],
	['goes', 'go'],
	['made', 'make'],
	['making', 'make'],
	['took', 'take'],
	['taken', 'take'],
	['gave', 'give'],
	['given', 'give'],
	['bought', 'buy'],
	['sold', 'sell'],
	['built', 'build'],
	['grew', 'grow'],
	['grown', 'grow'],
	['knew', 'know'],
	['known', 'know'],
	['thought', 'think'],
	['began', 'begin'],
	['begun', 'begin'],
	['wrote', 'write'],
	['written', 'write'],
	['spoke', 'speak'],
	['spoken', 'speak'],
	['broke', 'break'],
	['broken', 'break'],
	['chose', 'choos'],
	['chosen', 'choos'],
	['fell', 'fall'],
	['fallen', 'fall'],
	['held', 'hold'],
	['kept', 'keep'],
	['lost', 'lose'],
	['meant', 'mean'],
	['met', 'meet'],
	['paid', 'pay'],
	['ran', 'run'],
	['said', 'say'],
	['saw', 'see'],
	['seen', 'see'],
	['sent', 'send'],
	['spent', 'spend'],
	['stood', 'stand'],
	['taught', 'teach'],
	['told', 'tell'],
	['understood', 'understand'],
	['won', 'win'],
	['came', 'come'],
	['became', 'becom'],
	['brought', 'bring'],
	['caught', 'catch'],
	['died', 'die'],
	['dies', 'die'],
	['ate', 'eat'],
	['eaten', 'eat'],
	['drank', 'drink'],
	['drove', 'drive'],
	['driven', 'drive'],
	['flew', 'fli'],
	['flown', 'fli'],
	['fought', 'fight'],
	['found', 'find'],
	['heard', 'hear'],
	['hidden', 'hide'],
	['rose', 'rise'],
	['risen', 'rise'],
	['shown', 'show'],
	['stolen', 'steal'],
	['stole', 'steal'],
	['swam', 'swim'],
	['threw', 'throw'],
	['thrown', 'throw'],
	['wore', 'wear'],
	['worn', 'wear']
]);

const INVARIANT = new Set(['inning', 'outing', 'canning', 'herring', 'earring', 'proceed', 'exceed', 'succeed', ...ABBREVIATIONS]);

const STEP2: readonly (readonly [string, string])[] = [
	['ization', 'ize'],
	['ational', 'ate'],
	['fulness', 'ful'],
	['ousness', 'ous'],
	['iveness', 'ive'],
	['tional', 'tion'],
	['biliti', 'ble'],
	['lessli', 'less'],
	['entli', 'ent'],
	['ation', 'ate'],
	['alism', 'al'],
	['aliti', 'al'],
	['ousli', 'ous'],
	['iviti', 'ive'],
	['fulli', 'ful'],
	['enci', 'ence'],
	['anci', 'ance'],
	['abli', 'able'],
	['izer', 'ize'],
	['ator', 'ate'],
	['alli', 'al'],
	['bli', 'ble']
];

const STEP3: readonly (readonly [string, string])[] = [
	['ational', 'ate'],
	['tional', 'tion'],
	['alize', 'al'],
	['icate', 'ic'],
	['iciti', 'ic'],
	['ical', 'ic'],
	['ness', ''],
	['ful', '']
];

const STEP4 = 'ement ance ence able ible ment ant ent ism ate iti ous ive ize al er ic'.split(' ');

function isVowel(word: string, i: number): boolean {
	return VOWEL.includes(word.charAt(i));
}

function hasVowel(word: string): boolean {
	for (let i = 0; i < word.length; i++) if (isVowel(word, i)) return true;
	return false;
}

/** Start of the region after the first non-vowel that follows a vowel, looking from `from`. */
function regionAfter(word: string, from: number): number {
	for (let i = from + 1; i < word.length; i++) {
		if (!isVowel(word, i) && isVowel(word, i - 1)) return i + 1;
	}
	return word.length;
}

function endsShortSyllable(word: string): boolean {
	const n = word.length;
	if (n === 2) return isVowel(word, 0) && !isVowel(word, 1);
	if (n < 3) return false;
	return !isVowel(word, n - 3) && isVowel(word, n - 2) && !isVowel(word, n - 1) && !'wxY'.includes(word.charAt(n - 1));
}

function dropPlural(word: string): string {
	if (word.endsWith('sses')) return word.slice(0, -2);
	if (word.endsWith('ied') || word.endsWith('ies')) return word.slice(0, word.length > 4 ? -2 : -1);
	if (word.endsWith('us') || word.endsWith('ss')) return word;
	if (word.endsWith('s') && hasVowel(word.slice(0, -2))) return word.slice(0, -1);
	return word;
}

function dropPast(word: string, r1: number): string {
	for (const ending of ['eedly', 'eed']) {
		if (word.endsWith(ending)) return word.length - ending.length >= r1 ? `${word.slice(0, -ending.length)}ee` : word;
	}
	for (const ending of ['ingly', 'edly', 'ing', 'ed']) {
		if (!word.endsWith(ending)) continue;
		const stem = word.slice(0, -ending.length);
		if (!hasVowel(stem)) return word;
		if (/(?:at|bl|iz)$/.test(stem)) return `${stem}e`;
		if (DOUBLE.test(stem)) return stem.slice(0, -1);
		return r1 >= stem.length && endsShortSyllable(stem) ? `${stem}e` : stem;
	}
	return word;
}

function replaceEnding(word: string, r1: number, rules: readonly (readonly [string, string])[]): string | undefined {
	for (const [ending, replacement] of rules) {
		if (!word.endsWith(ending)) continue;
		return word.length - ending.length >= r1 ? word.slice(0, -ending.length) + replacement : word;
	}
	return undefined;
}

function derivational(word: string, r1: number, r2: number): string {
	let out = replaceEnding(word, r1, STEP2);
	if (out === undefined) {
		out = word;
		if (word.endsWith('ogi') && word.length - 3 >= r1 && word.charAt(word.length - 4) === 'l') out = word.slice(0, -1);
		else if (word.endsWith('li') && word.length - 2 >= r1 && LI_ENDING.includes(word.charAt(word.length - 3))) {
			out = word.slice(0, -2);
		}
	}
	const third = replaceEnding(out, r1, STEP3);
	if (third !== undefined) out = third;
	else if (out.endsWith('ative') && out.length - 5 >= r2) out = out.slice(0, -5);
	return dropStep4(out, r2);
}

function dropStep4(word: string, r2: number): string {
	if (word.endsWith('ion')) {
		const fits = word.length - 3 >= r2 && 'st'.includes(word.charAt(word.length - 4));
		return fits ? word.slice(0, -3) : word;
	}
	for (const ending of STEP4) {
		if (word.endsWith(ending)) return word.length - ending.length >= r2 ? word.slice(0, -ending.length) : word;
	}
	return word;
}

function dropFinal(word: string, r1: number, r2: number): string {
	const at = word.length - 1;
	if (word.endsWith('e')) {
		if (at >= r2 || (at >= r1 && !endsShortSyllable(word.slice(0, -1)))) return word.slice(0, -1);
		return word;
	}
	return word.endsWith('ll') && at >= r2 ? word.slice(0, -1) : word;
}

/** Stem of a lower-case English word; words of other alphabets and words with digits come back unchanged. */
export function stemEnglish(word: string): string {
	const exception = EXCEPTIONS.get(word);
	if (exception !== undefined) return exception;
	let w = word.replace(/['’](?:s|ll|re|ve|d|m)?$/, '').replace(/n['’]t$/, '');
	if (w.length < 3 || INVARIANT.has(w) || !/^[a-z'’-]+$/.test(w)) return w === '' ? word : w;
	if (w !== word) {
		const known = EXCEPTIONS.get(w);
		if (known !== undefined) return known;
	}
	w = w.replace(/^y|([aeiouy])y/g, (match, vowel: string | undefined) => `${vowel ?? ''}Y`);
	const special = /^(?:gener|commun|arsen|univers|past|later|emerg|organ|inter)/.exec(w);
	const r1 = special ? special[0].length : regionAfter(w, 0);
	const r2 = regionAfter(w, r1);
	w = dropPast(dropPlural(w), r1);
	if (INVARIANT.has(w)) return w;
	if (w.length > 2 && /[^aeiouy][yY]$/.test(w)) w = `${w.slice(0, -1)}i`;
	return dropFinal(derivational(w, r1, r2), r1, r2).toLowerCase();
}
