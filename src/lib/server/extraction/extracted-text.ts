/** What a file's text is read within. Bytes are those of the file, of a document unpacked, and of the process that reads. */
export interface ExtractionLimits {
	fileBytes: number;
	unpackedBytes: number;
	archiveEntries: number;
	pages: number;
	characters: number;
	milliseconds: number;
	memoryBytes: number;
}

export const EXTRACTION_LIMITS: ExtractionLimits = {
	fileBytes: 64 * 1024 * 1024,
	unpackedBytes: 128 * 1024 * 1024,
	archiveEntries: 4000,
	pages: 1000,
	characters: 3_000_000,
	milliseconds: 60_000,
	memoryBytes: 700 * 1024 * 1024,
};

/**
 * Why nothing was read: the bytes are no such document, a password is asked for, it unpacks to more than the limits, reading took
 * too long, or there are pictures only.
 */
export const UNREADABLE = ['broken', 'encrypted', 'too-large', 'too-slow', 'no-text'] as const;
export type Unreadable = (typeof UNREADABLE)[number];

/** Pages in order, numbered from 1; a document without pages is one. `cut`: there was more than the limits. */
export type ExtractedText = { state: 'read'; pages: string[]; cut: boolean } | { state: 'unreadable'; reason: Unreadable };

export type ExtractableKind = 'pdf' | 'docx';

/** What the reading process is told, as its one argument. */
export interface ExtractionOrder {
	kind: ExtractableKind;
	limits: ExtractionLimits;
}

export const unreadable = (reason: Unreadable): ExtractedText => ({ state: 'unreadable', reason });

/** Pages as they are kept: without control characters and superfluous blanks, at most so many characters in all. */
export function keptPages(pages: readonly string[], limits: Pick<ExtractionLimits, 'pages' | 'characters'>): ExtractedText {
	let left = limits.characters;
	let cut = pages.length > limits.pages;
	const kept = pages.slice(0, limits.pages).map((page) => {
		const text = page.toWellFormed().normalize('NFC').replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufffe\uffff]/g, ' ').replace(/[ \t\u00a0]+/g, ' ').replace(/\s*\n\s*/g, '\n').trim();
		const within = text.slice(0, left).toWellFormed();
		if (within.length < text.length) cut = true;
		left -= within.length;
		return within;
	});
	return kept.some((page) => /[\p{L}\p{N}]/u.test(page)) ? { state: 'read', pages: kept, cut } : unreadable('no-text');
}
