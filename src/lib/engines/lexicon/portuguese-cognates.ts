import { stemEnglish } from '../text/stem-english.ts';

/**
 * Portuguese and English took thousands of learned words from Latin and Greek, with regular endings: -ção is -tion,
 * -dade is -ty. The rules give the English spellings that a Portuguese word may have; which of them is a word is for
 * the caller to look up.
 */
const ENDINGS: readonly (readonly [RegExp, readonly string[]])[] = [
	[/ização$/, ['ization', 'isation']],
	[/ç(?:ão|ões)$/, ['tion', 'cion']],
	[/s(?:ão|ões)$/, ['sion']],
	[/idades?$/, ['ity']],
	[/dades?$/, ['ty']],
	[/[âa]ncias?$/, ['ance', 'ancy']],
	[/[êe]ncias?$/, ['ence', 'ency']],
	[/logias?$/, ['logy']],
	[/grafias?$/, ['graphy']],
	[/ias?$/, ['y', 'ia', 'ics']],
	[/(?:ável|áveis)$/, ['able']],
	[/(?:ível|íveis)$/, ['ible']],
	[/ismos?$/, ['ism']],
	[/istas?$/, ['ist']],
	[/os[oa]s?$/, ['ous', 'ose']],
	[/iv[oa]s?$/, ['ive']],
	[/ic[oa]s?$/, ['ic', 'ical', 'ics']],
	[/ári[oa]s?$/, ['ary', 'arian']],
	[/ór(?:io|ia)s?$/, ['ory']],
	[/mentos?$/, ['ment']],
	[/mente$/, ['ly', 'ally']],
	[/antes?$/, ['ant']],
	[/entes?$/, ['ent']],
	[/(?:ador|adora|adores)$/, ['ator', 'er', 'izer']],
	[/izar$/, ['ize']],
	[/ar$/, ['ate', 'e', '']],
	[/(?:ado|ada|ados|adas)$/, ['ated', 'ed', 'ate']],
	[/(?:er|ir)$/, ['', 'e', 'ish']],
	[/(?:al|ais)$/, ['al']],
	[/[oa]s?$/, ['', 'e', 'um', 'us', 'a', 'o']],
	[/es?$/, ['', 'e']],
	[/s$/, ['']]
];

function withoutAccents(word: string): string {
	return word.normalize('NFD').replace(/[\u0300-\u036F]/g, '');
}

/** English stems that a lower-case Portuguese word may be the cognate of, likeliest first. */
export function englishCognates(word: string): string[] {
	if (word.length < 5) return [];
	const spellings: string[] = [word];
	for (const [ending, replacements] of ENDINGS) {
		if (!ending.test(word)) continue;
		for (const replacement of replacements) spellings.push(word.replace(ending, replacement));
	}
	const stems = new Set<string>();
	for (const spelling of spellings) {
		const plain = withoutAccents(spelling);
		for (const variant of [plain, plain.replace(/f/g, 'ph'), plain.replace(/qu/g, 'ch'), plain.replace(/^es(?=[cpt])/, 's'), plain.replace(/c(?=[aou])/g, 'cc'), plain.replace(/t(?=[eér])/g, 'th')]) {
			if (variant.length >= 4) stems.add(stemEnglish(variant));
		}
	}
	return [...stems];
}
