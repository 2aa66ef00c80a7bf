/** What stands on every page of a copy that is handed out: who fetched it, when, from which docking, and the opening's code. */
export interface Mark {
	name: string;
	at: Date;
	reference: string;
	/** Finds the opening on record again, also from a photograph of one page. */
	code: string;
}

/** Files that can carry a mark, by media type. All others are handed out as they are, or not at all. */
export const MARKABLE = {
	'application/pdf': 'pdf',
	'image/png': 'png',
	'image/jpeg': 'jpeg',
	'image/webp': 'webp',
} as const satisfies Record<string, string>;
export type MarkableType = keyof typeof MARKABLE;

export const canCarryMark = (mediaType: string): mediaType is MarkableType => mediaType in MARKABLE;

/** One line, the same in every language: the time is written so that nobody can read the day as the month. */
export function markLine(mark: Mark): string {
	const name = mark.name.normalize('NFC').replace(/\s+/g, ' ').trim();
	return `${name} · ${mark.at.toISOString().slice(0, 16).replace('T', ' ')} UTC · ${mark.reference} · ${mark.code}`;
}

/** Why a file cannot be marked: it is locked by a password, damaged, or larger inside than a document should be. */
export type MarkFailure = 'encrypted' | 'broken' | 'too-much';

export type MarkAnswer = { bytes: Uint8Array } | { failure: MarkFailure };

/** Sides of a picture, pages of a document and bytes of a stream that are worked on; beyond them a file counts as `too-much`. */
export const MARK_LIMITS = { pixels: 60_000_000, pages: 2000, streamBytes: 64 * 1024 * 1024, milliseconds: 25_000, heapMegabytes: 768 } as const;
