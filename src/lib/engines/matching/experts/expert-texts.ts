import { conceptKey, broaderShares, pivotKey, wordKey } from '../../reading/index-terms.ts';
import { bigramKey, hanBigrams } from '../../reading/han-bigrams.ts';
import type { Reading, TextReader } from '../../reading/text-reader.ts';
import { detectLanguage } from '../../text/detect-language.ts';
import type { Language } from '../../text/language.ts';
import { pivotSubstance } from '../general-words.ts';
import type { ExpertWeights } from './expert-weights.ts';

/** A text to be compared: what a person says of themselves, a publication, a request. Without a language it is detected. */
export interface ComparedText {
	language?: Language;
	title: string;
	text: string;
	/** Concepts of the thesaurus that a person chose for it. */
	concepts?: readonly string[];
}

/** What a text says: how often each key, fractional where a meaning is only probable. */
export type Mentions = Map<string, number>;

/** Concepts that a person chose say more than one mention. */
const CHOSEN = 2;

/** Words, what they mean in the pivot, pairs of neighbouring words and concepts of a text. */
export function mentionsIn(compared: ComparedText, reader: TextReader, weights: ExpertWeights): Mentions {
	const language = languageOf(compared);
	const mentions: Mentions = new Map();
	const add = (key: string, times: number) => mentions.set(key, (mentions.get(key) ?? 0) + times);
	const addConcept = (concept: string, times: number) => {
		add(conceptKey(concept), times);
		for (const [above, share] of broaderShares(concept, reader.thesaurus)) add(conceptKey(above), share * times);
	};
	for (const [text, times] of [
		[compared.title, weights.title],
		[compared.text, 1],
	] as const) {
		if (text === '') continue;
		const reading = reader.read(text, language);
		for (const [key, share] of keysOf(reading, weights)) add(key, share * times);
		for (const pair of neighbouringWords(reading)) add(`b:${language}:${pair}`, weights.pair * times);
		for (const [pair, count] of hanBigrams(text)) if (pair.length > 1) add(bigramKey(pair), count * times * HAN_PAIR);
		for (const { concept } of reading.concepts) addConcept(concept, times);
	}
	for (const concept of compared.concepts ?? []) addConcept(concept, CHOSEN);
	return mentions;
}

/** Pairs of characters beside the words that hold them. */
const HAN_PAIR = 0.3;

export function languageOf({ language, title, text }: ComparedText): Language {
	return language ?? detectLanguage(`${title}\n${text}`).language;
}

/** Each word as itself and as what it may mean. */
function* keysOf(reading: Reading, weights: ExpertWeights): Generator<[key: string, share: number]> {
	const { language } = reading;
	const substance = (pivot: string) => weights.general + (1 - weights.general) * pivotSubstance(pivot);
	if (language !== 'en') for (const { term } of reading.words) yield [wordKey(language, term), 1];
	const least = language === 'en' ? weights.leastParaphrase : weights.leastMeaning;
	for (const { pivot, weight } of reading.pivots) if (weight >= least) yield [pivotKey(pivot), weight * substance(pivot)];
}

function* neighbouringWords({ words }: Reading): Generator<string> {
	for (let i = 1; i < words.length; i++) {
		const [before, after] = [words[i - 1]!, words[i]!];
		if (after.start - before.end <= 1) yield `${before.term} ${after.term}`;
	}
}
