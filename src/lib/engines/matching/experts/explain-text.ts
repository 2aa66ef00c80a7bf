import { conceptKey, pivotKey, wordKey } from '../../reading/index-terms.ts';
import type { TextReader } from '../../reading/text-reader.ts';
import { pivotSubstance } from '../general-words.ts';
import { languageOf, type ComparedText } from './expert-texts.ts';

/** Something that both texts say: a concept of the thesaurus, or words, as each of the two writes them. */
export interface SharedThing {
	concept: string | null;
	asked: string;
	said: string;
	/** How much it says of the subject, for the order. */
	weight: number;
}

interface Mention {
	start: number;
	end: number;
	text: string;
	concept: string | null;
	keys: ReadonlyMap<string, number>;
}

const LEAST_LINK = 0.2;
/** Two concepts below one are not the same matter; one and what it is a kind of are. */
const LEAST_CONCEPT_LINK = 0.5;

/**
 * What a request and a text of an expert have in common, so that a person can check it: concepts that both name (or that the
 * expert has chosen), then words that mean the same. At most `limit`, weightiest first; nothing is said twice.
 */
export function explainText(request: ComparedText, text: ComparedText, reader: TextReader, limit: number): SharedThing[] {
	const asked = mentionsOf(request, reader);
	const said = mentionsOf(text, reader);
	const found = new Map<string, SharedThing>();
	for (const a of asked) {
		let best: { mention: Mention; strength: number } | null = null;
		for (const b of said) {
			const strength = linkOf(a, b);
			const least = a.concept !== null && b.concept !== null ? LEAST_CONCEPT_LINK : LEAST_LINK;
			if (strength >= least && strength > (best?.strength ?? 0)) best = { mention: b, strength };
		}
		if (!best) continue;
		const concept = a.concept !== null && best.mention.concept !== null ? a.concept : null;
		const thing = { concept, asked: a.text, said: best.mention.text, weight: best.strength * (concept ? 2 : 1) };
		const key = concept ?? `${a.text.toLowerCase()} ${best.mention.text.toLowerCase()}`;
		if ((found.get(key)?.weight ?? 0) < thing.weight) found.set(key, thing);
	}
	return withoutParts([...found.values()].sort((a, b) => b.weight - a.weight || b.asked.length - a.asked.length)).slice(0, limit);
}

/** A word that stands in a concept's name which is shown already says nothing more. */
function withoutParts(things: SharedThing[]): SharedThing[] {
	const kept: SharedThing[] = [];
	for (const thing of things)
		if (!kept.some((other) => other.asked.toLowerCase().includes(thing.asked.toLowerCase()) || (other.said.toLowerCase().includes(thing.said.toLowerCase()) && thing.said !== ''))) kept.push(thing);
	return kept;
}

function mentionsOf(compared: ComparedText, reader: TextReader): Mention[] {
	const language = languageOf(compared);
	const mentions: Mention[] = (compared.concepts ?? []).map((concept) => ({ start: 0, end: 0, text: '', concept, keys: conceptKeys(concept, reader) }));
	for (const text of [compared.title, compared.text]) {
		if (text === '') continue;
		const reading = reader.read(text, language);
		for (const { concept, start, end } of reading.concepts) mentions.push({ start, end, text: text.slice(start, end), concept, keys: conceptKeys(concept, reader) });
		for (const { start, end, term } of reading.words) {
			// A lone syllable, which word cutters leave of words they do not know, may mean anything.
			if (/^\p{Script=Han}$/u.test(term)) continue;
			const keys = new Map<string, number>();
			if (language !== 'en') keys.set(wordKey(language, term), 0.8);
			for (const { pivot, weight, start: from, end: to } of reading.pivots)
				if (from === start && to === end && weight >= 0.3) keys.set(pivotKey(pivot), weight * pivotSubstance(pivot));
			mentions.push({ start, end, text: text.slice(start, end), concept: null, keys });
		}
	}
	return mentions;
}

/** A concept and, for less, what it is a kind of; areas link everything with everything. */
function conceptKeys(concept: string, reader: TextReader): Map<string, number> {
	const keys = new Map([[conceptKey(concept), 1]]);
	for (const above of reader.thesaurus.concept(concept)?.broader ?? []) if (reader.thesaurus.ancestors(above).length >= 2) keys.set(conceptKey(above), 0.6);
	return keys;
}

function linkOf(a: Mention, b: Mention): number {
	let best = 0;
	for (const [key, weight] of a.keys) best = Math.max(best, weight * (b.keys.get(key) ?? 0));
	return best;
}
