import { analyse, type Token } from '../text/analyse.ts';
import { foldDiacritics } from '../text/diacritics.ts';
import type { Language } from '../text/language.ts';
import type { Thesaurus } from './thesaurus.ts';
import type { ConceptMention } from './types.ts';

interface LabelNode {
	next: Map<string, LabelNode>;
	/** Concepts whose label ends here; several where a word names more than one. */
	concepts: string[];
}

/** The word that makes a noun of a verb. */
const NOMINAL_PREFIX: Partial<Record<Language, string>> = { th: 'การ', lo: 'ການ' };

const newNode = (): LabelNode => ({ next: new Map(), concepts: [] });

/**
 * Finds the concepts that a text names: the longest run of its analysed terms that is a label in its language (or, for
 * terms that writers of every language leave in English, such as PLC or LoRa, in English). Labels and texts go through the
 * same analysis, so that stems, scripts and spelling variants agree.
 */
export class ConceptFinder {
	readonly #tries = new Map<Language, LabelNode>();
	readonly #thesaurus: Thesaurus;

	/** Labels of a language are read when the first text in it comes. After a finder of an earlier edition that takes a tenth of the time. */
	constructor(thesaurus: Thesaurus) {
		this.#thesaurus = thesaurus;
	}

	#trie(language: Language): LabelNode {
		const known = this.#tries.get(language);
		if (known) return known;
		const root = newNode();
		for (const concept of this.#thesaurus.all()) {
			for (const label of concept.labels[language]) this.#add(root, language, label, concept.id);
			// People type Vietnamese without its diacritics where the keyboard lacks them.
			if (language === 'vi') for (const label of concept.labels.vi) this.#add(root, 'vi', foldDiacritics(label), concept.id);
		}
		this.#tries.set(language, root);
		return root;
	}

	#add(root: LabelNode, language: Language, label: string, concept: string): void {
		const terms = termsOf(language, label);
		addTerms(root, terms, concept);
		// Thai and Lao labels name an activity by a noun ("the pumping of water"); listings as often say the verb alone.
		if (terms.length > 2 && terms[0] === NOMINAL_PREFIX[language]) addTerms(root, terms.slice(1), concept);
	}

	/** Mentions in reading order; inside a mention no shorter one is reported. Offsets are those of the tokens. */
	find(tokens: readonly Token[], language: Language): ConceptMention[] {
		const mentions: ConceptMention[] = [];
		let at = 0;
		while (at < tokens.length) {
			const own = this.#longest(language, tokens, at);
			const english = language === 'en' ? undefined : this.#longest('en', tokens, at);
			const best = !english || (own && own.length >= english.length) ? own : english;
			if (!best) {
				at++;
				continue;
			}
			const start = tokens[at]!.start;
			const end = tokens[at + best.length - 1]!.end;
			for (const concept of best.concepts) mentions.push({ concept, start, end });
			at += best.length;
		}
		return mentions;
	}

	#longest(language: Language, tokens: readonly Token[], from: number): { length: number; concepts: string[] } | undefined {
		let node: LabelNode | undefined = this.#trie(language);
		let found: { length: number; concepts: string[] } | undefined;
		for (let i = from; node && i < tokens.length; i++) {
			node = node.next.get(tokens[i]!.term);
			if (node && node.concepts.length > 0) found = { length: i - from + 1, concepts: node.concepts };
		}
		return found;
	}
}

/** The terms of every label that a finder of this process has read: one for an edited thesaurus cuts only what is new into words. */
const knownTerms = new Map<string, readonly string[]>();

function termsOf(language: Language, label: string): readonly string[] {
	const key = `${language}\n${label}`;
	let terms = knownTerms.get(key);
	if (!terms) knownTerms.set(key, (terms = analyse(label, language).map(({ term }) => term)));
	return terms;
}

function addTerms(root: LabelNode, terms: readonly string[], concept: string): void {
	let node = root;
	for (const term of terms) {
		let next = node.next.get(term);
		if (!next) node.next.set(term, (next = newNode()));
		node = next;
	}
	if (node !== root && !node.concepts.includes(concept)) node.concepts.push(concept);
}
