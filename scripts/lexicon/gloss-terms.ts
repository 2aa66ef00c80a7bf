import { analyse, isStopWord } from '../../src/lib/engines/text/analyse.ts';

/** Words of dictionary prose that describe the entry instead of translating it. */
const PROSE = new Set(
	(
		'someone something somebody sth sb etc eg ie esp especially usually used use using abbr abbreviation initialism acronym ' +
		'alternative form spelling synonym variant surname classifier particle prefix suffix bound literary dialect colloquial ' +
		'archaic dated obsolete figurative lit fig name kind type sort certain various related pertaining one oneself act state quality ' +
		'contraction clipping word'
	).split(' ')
);

/** Longest sense, in content words, that still reads as a translation and not as a definition. */
const LONGEST_SENSE = 9;

function withoutAsides(gloss: string): string {
	let text = gloss;
	for (let i = 0; i < 3; i++) text = text.replace(/\([^()]*\)|\[[^[\]]*\]|\{[^{}]*\}/g, ' ');
	return text.replace(/[“”"]/g, ' ').replace(/CL:.*$/, '').replace(/\bsurname \w+/i, ' ');
}

/** Content terms of an English phrase: no stop words and no dictionary prose, unless nothing else is there. */
export function contentTerms(phrase: string): string[] {
	const terms = analyse(phrase, 'en').map((token) => token.term);
	const content = terms.filter((term) => !isStopWord(term, 'en') && !PROSE.has(term));
	return content.length > 0 ? content : terms;
}

/** Cuts a gloss into the phrases that each translate the headword: "to sweep; to clean" has two. */
export function glossPhrases(gloss: string): string[][] {
	const phrases: string[][] = [];
	for (const sense of withoutAsides(gloss).split(/[;:/]|\.\s/)) {
		const parts = sense.split(',');
		// A comma parts synonyms when all parts are short, and belongs to a definition otherwise.
		const short = parts.every((part) => part.trim().split(/\s+/).length <= 4);
		for (const part of short ? parts : [sense]) {
			const terms = contentTerms(part.replace(/^\s*(?:to|a|an|the)\s+/i, ' '));
			if (terms.length > 0) phrases.push(terms.slice(0, LONGEST_SENSE));
		}
	}
	return phrases;
}

/**
 * Expected counts of English terms in a translation of a headword, from its senses. Earlier senses weigh more; a term
 * of a long definition weighs less than one that is the whole sense. Each count is at most 1.
 */
export function expectedTerms(senses: readonly string[]): Map<string, number> {
	const phrases = senses.flatMap((sense) => glossPhrases(sense));
	const counts = new Map<string, number>();
	let total = 0;
	phrases.forEach((terms, rank) => {
		const share = (1 / Math.sqrt(1 + rank)) / Math.max(1, Math.sqrt(terms.length / 2));
		total += 1 / Math.sqrt(1 + rank);
		for (const term of new Set(terms)) counts.set(term, (counts.get(term) ?? 0) + share);
	});
	for (const [term, count] of counts) counts.set(term, Math.min(1, count / total));
	return counts;
}
