import { foldWord, plainText, readNameWords, type NameWord } from './read-name.ts';

/** An organisation as a directory knows it. */
export interface DirectoryEntry {
	id: string;
	/** Labels and aliases in any language, then acronyms. */
	names: readonly { text: string; language: string | null; acronym: boolean }[];
	/** ISO 3166. */
	country: string;
	/** City, in Latin letters or any other. */
	place: string | null;
}

/** One name of an entry, read: its words once each, in order. */
export interface IndexedName {
	entry: number;
	/** Which of the entry's names. */
	name: number;
	words: Int32Array;
	/** Sum of the weights of its words. */
	weight: number;
}

/** A place where a word of a text meets words of the directory; `share` of each one's weight, 1 where it is the same. */
export interface WordMeeting {
	words: readonly number[];
	share: number;
}

const MINIMUM_FUZZY = 5;
/** Weight above which a word tells one name from many others: about one name in ten has it. */
const TELLING = 2.3;

/**
 * Names of organisations by their words. A word weighs as its rarity among the entries says (inverse document frequency),
 * so that "university" counts little and "Chulalongkorn" much. Built once; 4,000 entries take about a third of a second.
 */
export class NameIndex {
	readonly entries: readonly DirectoryEntry[];
	readonly names: readonly IndexedName[];
	readonly weights: Float64Array;
	readonly placeWords: readonly (readonly string[])[];
	/** Words of all places, to see that a text names another place than an entry's. */
	readonly places: ReadonlySet<string>;
	private readonly wordIds = new Map<string, number>();
	private readonly postings: number[][] = [];
	private readonly acronyms = new Map<string, { entry: number; name: number }[]>();
	private readonly joins = new Map<string, readonly number[]>();
	private readonly withOneLess = new Map<string, number[]>();

	/** With `weigher`, words weigh as they do there: a few organisations say nothing about which words are rare. */
	constructor(entries: readonly DirectoryEntry[], weigher?: NameIndex) {
		this.entries = entries;
		const names: { entry: number; name: number; words: number[] }[] = [];
		const frequency: number[] = [];
		for (const [entry, record] of entries.entries()) {
			const seen = new Set<number>();
			for (const [name, { text, acronym }] of record.names.entries()) {
				if (acronym) this.addAcronym(text, entry, name);
				const words = this.readWords(text);
				if (words.length === 0 || acronym) continue;
				names.push({ entry, name, words });
				for (const word of words) seen.add(word);
			}
			for (const word of seen) frequency[word] = (frequency[word] ?? 0) + 1;
		}
		this.weights = Float64Array.from(this.wordIds, ([key, word]) => weigher?.weightOf(key) ?? weightOf(entries.length, frequency[word] ?? 0));
		this.names = names.map(({ entry, name, words }) => ({ entry, name, words: Int32Array.from(words), weight: words.reduce((sum, word) => sum + this.weights[word]!, 0) }));
		for (const [at, { words }] of this.names.entries()) for (const word of words) (this.postings[word] ??= []).push(at);
		for (const [key, word] of this.wordIds) for (const less of oneLess(key)) put(this.withOneLess, less, word);
		this.placeWords = entries.map(({ place }) => placeKeys(place));
		this.places = new Set(this.placeWords.map((words) => words.join(' ')).filter(Boolean));
	}

	/** What a word weighs; a word that no name holds weighs most. */
	weightOf(key: string): number {
		const word = this.wordIds.get(key);
		return word === undefined ? weightOf(this.entries.length, 0) : this.weights[word]!;
	}

	/** The words of a name that tell most, the rarest first; those that half of all names have only where there are no others. */
	rarestKeys(name: string, most: number): string[] {
		const keys = nameKeys([name]);
		const telling = keys.filter((key) => this.weightOf(key) > TELLING);
		return (telling.length > 0 ? telling : keys).sort((a, b) => this.weightOf(b) - this.weightOf(a) || (a < b ? -1 : 1)).slice(0, most);
	}

	/** The names that hold a word. */
	namesWith(word: number): readonly number[] {
		return this.postings[word] ?? [];
	}

	/** Entries with this acronym, as it is written in capitals. */
	withAcronym(text: string): readonly { entry: number; name: number }[] {
		return this.acronyms.get(text.toUpperCase()) ?? [];
	}

	/** What a word of a text may be in the directory; with the next word, where the two are one word there. */
	meetings(word: NameWord, next: NameWord | undefined): { here: WordMeeting[]; joined: number | undefined } {
		const here: WordMeeting[] = [];
		const same = this.wordIds.get(word.key);
		if (same !== undefined) here.push({ words: [same], share: 1 });
		const apart = this.joins.get(word.key);
		if (apart) here.push({ words: apart, share: 1 });
		if (same === undefined && !apart) for (const near of this.near(word.key)) here.push({ words: [near], share: 0.8 });
		const joined = next && next.part === word.part ? this.wordIds.get(word.key + next.key) : undefined;
		return { here, joined };
	}

	/** Words at one letter's distance: one missing, one too many, one changed, or two neighbours changed about. */
	private near(key: string): number[] {
		if (key.length < MINIMUM_FUZZY || /\d/.test(key)) return [];
		const found = new Set<number>();
		for (const less of [key, ...oneLess(key)]) {
			const same = this.wordIds.get(less);
			if (same !== undefined) found.add(same);
			for (const word of this.withOneLess.get(less) ?? []) found.add(word);
		}
		return [...found];
	}

	private addAcronym(text: string, entry: number, name: number): void {
		const key = text.toUpperCase();
		const list = this.acronyms.get(key) ?? [];
		list.push({ entry, name });
		this.acronyms.set(key, list);
	}

	private readWords(text: string): number[] {
		const read = readNameWords(plainText(text)).filter(({ joining }) => !joining);
		const ids = read.map(({ key }) => {
			let id = this.wordIds.get(key);
			if (id === undefined) this.wordIds.set(key, (id = this.wordIds.size));
			return id;
		});
		// "Jiao Tong" is met by "Jiaotong".
		for (let i = 0; i + 1 < read.length; i++) {
			const [first, second] = [read[i]!.key, read[i + 1]!.key];
			if (first.length <= 6 && second.length <= 6 && /^[a-z]+$/.test(first + second)) this.joins.set(first + second, [ids[i]!, ids[i + 1]!]);
		}
		return [...new Set(ids)];
	}
}

function weightOf(entries: number, frequency: number): number {
	return Math.log(1 + entries / (frequency + 0.5));
}

/** The words of some names as they are compared, once each. */
export function nameKeys(names: readonly string[]): string[] {
	return [...new Set(names.flatMap((name) => readNameWords(plainText(name)).filter(({ joining }) => !joining).map(({ key }) => key)))].slice(0, 200);
}

/** The words of a place as they are looked for in a text: without "city", "shi" and the like. */
export function placeKeys(place: string | null): string[] {
	if (!place) return [];
	return (plainText(place).match(/[\p{L}\p{M}'’]+/gu) ?? []).map(foldWord).filter((word) => word !== '' && !['shi', 'city', 'town', 'district', 'kota', 'kabupaten', 'province', 'mueang'].includes(word));
}

function oneLess(key: string): string[] {
	if (key.length < MINIMUM_FUZZY || key.length > 24) return [];
	return [...new Set(Array.from(key, (_letter, i) => key.slice(0, i) + key.slice(i + 1)))];
}

function put(map: Map<string, number[]>, key: string, value: number): void {
	const list = map.get(key);
	if (list) list.push(value);
	else map.set(key, [value]);
}
