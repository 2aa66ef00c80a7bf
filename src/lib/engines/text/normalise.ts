import { DROPPED, FOLDED_HAN, foldHan, MARK, normaliserClassOf, PLAIN } from './character-classes.ts';
import { orderMarks } from './script-order.ts';
import { convertZawgyi, detectZawgyi } from './zawgyi.ts';

/**
 * A text in normal form. Code unit i of `text` came from [starts[i], ends[i]) of the original; both are absent when
 * every code unit came from the one at the same place.
 */
export type NormalText = {
	readonly text: string;
	readonly starts?: Int32Array;
	readonly ends?: Int32Array;
};

const ASCII = /^[\x00-\x7F]*$/;
const KHMER_COENG = 0x17d2;
const BURMESE_VIRAMA = 0x1039;

/** The digit zero typed for the letter wa, which looks the same: beside letters and not beside digits. */
const BURMESE_ZERO_FOR_WA =
	/(?<![\u1040-\u1049])\u1040(?=[\u1000-\u1021\u102B-\u103E])|(?<=[\u1000-\u103E])\u1040(?![\u1040-\u1049])/g;

const CLUSTER_CACHE_LIMIT = 20_000;
const clusterCache = new Map<string, string>();

/** Collects normal text with the original span of each code unit. */
class NormalTextBuilder {
	private text = '';
	private length = 0;
	private starts: Int32Array;
	private ends: Int32Array;

	constructor(capacity: number) {
		this.starts = new Int32Array(capacity);
		this.ends = new Int32Array(capacity);
	}

	/** Appends text whose code units all came from [start, end). */
	append(piece: string, start: number, end: number): void {
		this.reserve(piece.length);
		this.text += piece;
		for (let i = 0; i < piece.length; i++) {
			this.starts[this.length] = start;
			this.ends[this.length++] = end;
		}
	}

	/** Appends text that is the original's own, code unit by code unit, from `start` on. */
	copy(piece: string, start: number): void {
		this.reserve(piece.length);
		this.text += piece;
		for (let i = 0; i < piece.length; i++) {
			this.starts[this.length] = start + i;
			this.ends[this.length++] = start + i + 1;
		}
	}

	finish(original: string): NormalText {
		if (this.text.includes('\u1040')) this.text = this.text.replace(BURMESE_ZERO_FOR_WA, '\u101D');
		if (this.text === original) return { text: original };
		return { text: this.text, starts: this.starts.slice(0, this.length), ends: this.ends.slice(0, this.length) };
	}

	private reserve(more: number): void {
		if (this.length + more <= this.starts.length) return;
		const capacity = Math.max(this.starts.length * 2, this.length + more);
		const grow = (old: Int32Array): Int32Array => {
			const bigger = new Int32Array(capacity);
			bigger.set(old);
			return bigger;
		};
		this.starts = grow(this.starts);
		this.ends = grow(this.ends);
	}
}

/** Whether the code unit at i belongs to the cluster that ends before it although it is no combining mark. */
function continuesCluster(text: string, i: number): boolean {
	const code = text.charCodeAt(i);
	const before = text.charCodeAt(i - 1);
	if (before === KHMER_COENG || before === BURMESE_VIRAMA) return normaliserClassOf(code) === PLAIN && code >= 0x1000;
	if (code === 0x0e32 || code === 0x0e33) return before >= 0x0e00 && before <= 0x0e7f;
	if (code === 0x0eb2 || code === 0x0eb3) return before >= 0x0e80 && before <= 0x0eff;
	if (code === 0x0e40 || code === 0x0ec0) return before === code;
	if (code === 0x0e99 || code === 0x0ea1) return before === 0x0eab;
	return code >= 0x1160 && code <= 0x11ff && before >= 0x1100;
}

function clusterEnd(text: string, start: number): number {
	const first = text.charCodeAt(start);
	let end = start + 1;
	if (first >= 0xd800 && first <= 0xdbff && end < text.length) {
		const low = text.charCodeAt(end);
		if (low >= 0xdc00 && low <= 0xdfff) end++;
	}
	while (end < text.length) {
		const kind = normaliserClassOf(text.charCodeAt(end));
		if (kind === MARK || kind === DROPPED || continuesCluster(text, end)) end++;
		else break;
	}
	return end;
}

function normalCluster(cluster: string): string {
	const cached = clusterCache.get(cluster);
	if (cached !== undefined) return cached;
	let kept = '';
	for (let i = 0; i < cluster.length; i++) {
		if (normaliserClassOf(cluster.charCodeAt(i)) !== DROPPED) kept += cluster.charAt(i);
	}
	const folded = [...kept.normalize('NFKC')].map((char) => (char.length === 1 ? foldHan(char.charCodeAt(0)) : char)).join('');
	const result = orderMarks(folded).toWellFormed();
	if (clusterCache.size > CLUSTER_CACHE_LIMIT) clusterCache.clear();
	if (cluster.length <= 32) clusterCache.set(cluster, result);
	return result;
}

function appendNormal(out: NormalTextBuilder, text: string, offset: number, fixedEnd: number | undefined): void {
	const append = (piece: string, start: number, end: number, same: boolean): void => {
		if (fixedEnd !== undefined) out.append(piece, offset, fixedEnd);
		else if (same) out.copy(piece, offset + start);
		else out.append(piece, offset + start, offset + end);
	};
	let i = 0;
	let plainFrom = 0;
	while (i < text.length) {
		const kind = normaliserClassOf(text.charCodeAt(i));
		const end = clusterEnd(text, i);
		if (end === i + 1 && kind === PLAIN && (text.charCodeAt(i) & 0xf800) !== 0xd800) {
			i = end;
			continue;
		}
		if (i > plainFrom) append(text.slice(plainFrom, i), plainFrom, i, true);
		const cluster = text.slice(i, end);
		const piece = end === i + 1 && kind === FOLDED_HAN ? foldHan(text.charCodeAt(i)) : normalCluster(cluster);
		append(piece, i, end, piece === cluster || piece.length === 1 && cluster.length === 1);
		i = end;
		plainFrom = end;
	}
	if (i > plainFrom) append(text.slice(plainFrom, i), plainFrom, i, true);
}

/**
 * Brings a text to the form in which words are compared: NFKC, zero-width characters dropped, Zawgyi converted to
 * Unicode, marks of Thai, Lao, Khmer and Burmese in canonical order, traditional Chinese folded to simplified.
 * Offsets into the original are kept. Lone surrogates become U+FFFD. Case is kept.
 */
export function normalise(original: string): NormalText {
	if (ASCII.test(original)) return { text: original };
	const out = new NormalTextBuilder(original.length + 16);
	if (detectZawgyi(original)) {
		for (const piece of convertZawgyi(original)) {
			const converted = piece.text !== original.slice(piece.start, piece.end);
			appendNormal(out, piece.text, piece.start, converted ? piece.end : undefined);
		}
	} else {
		appendNormal(out, original, 0, undefined);
	}
	return out.finish(original);
}

/** Normal form of a text alone, without offsets. */
export function normalForm(text: string): string {
	return normalise(text).text;
}

