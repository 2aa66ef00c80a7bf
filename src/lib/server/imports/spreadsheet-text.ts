/**
 * Text as a cell of a CSV that somebody opens in a spreadsheet: what would begin a formula there (= + - @, also after a
 * tab or a line end) gets an apostrophe in front (OWASP, "CSV injection"). `restoredText` takes it off again.
 */
export function defusedText(text: string): string {
	return /^'*[=+\-@\t\r]/.test(text) ? `'${text}` : text;
}

/** The text that `defusedText` made safe; any other text as it is. */
export function restoredText(cell: string): string {
	return /^'+[=+\-@\t\r]/.test(cell) ? cell.slice(1) : cell;
}

/** One line of CSV (RFC 4180), with every cell defused and quoted where it must be. */
export function csvLine(cells: readonly string[]): string {
	return cells.map((cell) => quoted(defusedText(cell))).join(',') + '\r\n';
}

function quoted(cell: string): string {
	return /[",\r\n\t;]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

/** Tells spreadsheets that a CSV is UTF-8. */
export const BYTE_ORDER_MARK = '\uFEFF';
