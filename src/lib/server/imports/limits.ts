/** What one import may hold. Each limit has its own message, which names the figure. */
export interface ImportLimits {
	/** Bytes of the file as it was sent. */
	fileBytes: number;
	/** Rows below the header. */
	rows: number;
	columns: number;
	/** Characters of one cell of a spreadsheet. */
	cellCharacters: number;
	/** Characters of one line of JSONL, or of one row of CSV. */
	lineCharacters: number;
	/** Bytes that the parts of a workbook may unpack to, together. */
	unpackedBytes: number;
	/** How many times larger than packed a part of a workbook may become, once it is larger than `ratioFrom` bytes. */
	unpackedRatio: number;
	ratioFrom: number;
	/** Files inside a workbook. */
	archiveEntries: number;
}

const MB = 1024 * 1024;

/** For files that people upload: a request that a stranger could send. */
export const BROWSER_LIMITS: ImportLimits = {
	fileBytes: 50 * MB,
	rows: 200_000,
	columns: 200,
	cellCharacters: 10_000,
	lineCharacters: MB,
	unpackedBytes: 400 * MB,
	unpackedRatio: 200,
	ratioFrom: 5 * MB,
	archiveEntries: 10_000,
};

/** For the command line, whose user has the whole machine anyway: larger, and still without surprises. */
export const COMMAND_LIMITS: ImportLimits = {
	...BROWSER_LIMITS,
	fileBytes: 2048 * MB,
	rows: 5_000_000,
};
