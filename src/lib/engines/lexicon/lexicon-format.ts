import type { Language } from '../text/language.ts';
import { PivotList } from './pivot-list.ts';

/**
 * The binary form of a lexicon, before compression (little endian):
 *
 *   8 bytes   "MITRALX2"
 *   u32       length of the JSON header, then the header (see LexiconHeader), padded to 4 bytes
 *   pivots    UTF-8, joined by line feeds, padded to 4 bytes
 *   common    one bit a pivot, set for words of the language as against names, padded
 *   then for each language of the header: keys (UTF-8, joined by line feeds, padded),
 *             u8 number of translations per key (padded), u32 translation array:
 *             the low 24 bits are the pivot's index, the high 8 bits its probability in 255ths
 */
export const LEXICON_MAGIC = 'MITRALX2';

export type LexiconSection = {
	readonly language: Language;
	readonly keyBytes: number;
	readonly keys: number;
	readonly translations: number;
};

export type LexiconHeader = {
	readonly pivotBytes: number;
	readonly pivots: number;
	readonly sections: readonly LexiconSection[];
};

/** A translation of a key: an English term and its probability, 0 to 1. */
export type Translation = { readonly pivot: string; readonly weight: number };

const padded = (length: number): number => (length + 3) & ~3;

/**
 * Encodes entries, language by language, into the binary form. `commonWords` are the English terms that are words and
 * no names; they become pivots even where nothing is translated by them. Keys and pivots must not hold line feeds.
 */
export function encodeLexicon(
	entries: ReadonlyMap<Language, ReadonlyMap<string, readonly Translation[]>>,
	commonWords: ReadonlySet<string>
): Uint8Array {
	const pivotIds = new Map<string, number>();
	const frequency = new Map<string, number>();
	for (const table of entries.values()) {
		for (const row of table.values()) for (const { pivot } of row) frequency.set(pivot, (frequency.get(pivot) ?? 0) + 1);
	}
	for (const word of commonWords) if (!frequency.has(word)) frequency.set(word, 0);
	const pivots = [...frequency.keys()].sort();
	const common = new Uint8Array(Math.ceil(pivots.length / 8));
	pivots.forEach((pivot, id) => {
		if (commonWords.has(pivot)) common[id >> 3] = (common[id >> 3] ?? 0) | (1 << (id & 7));
	});
	pivots.forEach((pivot, id) => pivotIds.set(pivot, id));
	const encoder = new TextEncoder();
	const pivotBytes = encoder.encode(pivots.join('\n'));
	const parts: Uint8Array[] = [pivotBytes, common];
	const sections: LexiconSection[] = [];
	for (const [language, table] of entries) {
		const keys = [...table.keys()].sort();
		const keyBytes = encoder.encode(keys.join('\n'));
		const counts = new Uint8Array(keys.length);
		const packed: number[] = [];
		keys.forEach((key, i) => {
			const row = table.get(key) ?? [];
			counts[i] = row.length;
			for (const { pivot, weight } of row) {
				const level = Math.max(1, Math.min(255, Math.round(weight * 255)));
				packed.push(((level << 24) | (pivotIds.get(pivot) ?? 0)) >>> 0);
			}
		});
		parts.push(keyBytes, counts, new Uint8Array(Uint32Array.from(packed).buffer));
		sections.push({ language, keyBytes: keyBytes.length, keys: keys.length, translations: packed.length });
	}
	const header: LexiconHeader = { pivotBytes: pivotBytes.length, pivots: pivots.length, sections };
	return assemble(encoder.encode(JSON.stringify(header)), parts);
}

function assemble(header: Uint8Array, parts: readonly Uint8Array[]): Uint8Array {
	const total = 12 + padded(header.length) + parts.reduce((sum, part) => sum + padded(part.length), 0);
	const bytes = new Uint8Array(total);
	bytes.set(new TextEncoder().encode(LEXICON_MAGIC), 0);
	new DataView(bytes.buffer).setUint32(8, header.length, true);
	bytes.set(header, 12);
	let at = 12 + padded(header.length);
	for (const part of parts) {
		bytes.set(part, at);
		at += padded(part.length);
	}
	return bytes;
}

/** The parts of a binary lexicon, as views. Throws an Error that says what is wrong with the bytes. */
export function decodeLexicon(bytes: Uint8Array): { pivots: PivotList; common: Uint8Array; sections: DecodedSection[] } {
	const magic = new TextDecoder().decode(bytes.subarray(0, 8));
	if (magic !== LEXICON_MAGIC) throw new Error(`not a lexicon: expected it to open with ${LEXICON_MAGIC}, found ${JSON.stringify(magic)}`);
	// A plain view, because the slice() of Node's Buffer does not copy.
	const aligned = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);
	const view = new DataView(aligned.buffer, aligned.byteOffset, aligned.byteLength);
	const headerLength = view.getUint32(8, true);
	const decoder = new TextDecoder();
	const header = JSON.parse(decoder.decode(aligned.subarray(12, 12 + headerLength))) as LexiconHeader;
	let at = 12 + padded(headerLength);
	const take = (length: number): Uint8Array => {
		if (at + length > aligned.length) throw new Error(`lexicon is cut short: ${aligned.length} bytes, needs ${at + length}`);
		const part = aligned.subarray(at, at + length);
		at += padded(length);
		return part;
	};
	const pivots = new PivotList(decoder.decode(take(header.pivotBytes)), header.pivots);
	const common = take(Math.ceil(header.pivots / 8)).slice();
	const sections = header.sections.map((section) => {
		const keys = decoder.decode(take(section.keyBytes));
		const counts = take(section.keys);
		const packed = take(section.translations * 4);
		return {
			language: section.language,
			keys,
			counts: counts.slice(),
			// Copies, so that the whole file need not stay in memory for the sake of its tables.
			translations: new Uint32Array(packed.slice().buffer)
		};
	});
	return { pivots, common, sections };
}

/** One language's part of a binary lexicon: `keys` joined by line feeds. */
export type DecodedSection = {
	readonly language: Language;
	readonly keys: string;
	readonly counts: Uint8Array;
	readonly translations: Uint32Array;
};
