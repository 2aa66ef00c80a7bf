import { fileProblem } from '../file-problem.ts';

export type XmlToken =
	| { type: 'open'; name: string; attributes: string; selfClosing: boolean }
	| { type: 'close'; name: string }
	| { type: 'text'; text: string };

/** Characters of one tag or one stretch of text; more is no spreadsheet. */
const LONGEST_TOKEN = 4_000_000;

/**
 * The tags and texts of an XML part, in batches as they come. A document type declaration is refused, so there are no entities but the
 * five of XML itself and numbered characters: nothing can expand. Namespace prefixes are dropped.
 * Errors: invalid_input (broken_workbook).
 */
export async function* xmlBatches(text: AsyncIterable<string>): AsyncGenerator<XmlToken[]> {
	let rest = '';
	for await (const piece of text) {
		rest += piece;
		let at = 0;
		const tokens: XmlToken[] = [];
		for (;;) {
			const token = nextToken(rest, at);
			if (!token) break;
			at = token.end;
			if (token.token) tokens.push(token.token);
		}
		rest = rest.slice(at);
		if (rest.length > LONGEST_TOKEN) throw fileProblem('broken_workbook');
		yield tokens;
	}
	if (rest.trim() !== '') throw fileProblem('broken_workbook');
}

function nextToken(text: string, at: number): { token?: XmlToken; end: number } | undefined {
	if (at >= text.length) return undefined;
	if (text[at] !== '<') {
		const end = text.indexOf('<', at);
		// The rest of the piece may be half a text, or half an entity.
		if (end < 0) return undefined;
		return { token: { type: 'text', text: decodedEntities(text.slice(at, end)) }, end };
	}
	if (text.startsWith('<!--', at)) return skipped(text, at, '-->');
	if (text.startsWith('<![CDATA[', at)) {
		const end = text.indexOf(']]>', at);
		return end < 0 ? undefined : { token: { type: 'text', text: text.slice(at + 9, end) }, end: end + 3 };
	}
	if (text.startsWith('<?', at)) return skipped(text, at, '?>');
	if (text.startsWith('<!', at)) {
		if (text.length - at < 9) return undefined;
		throw fileProblem('broken_workbook');
	}
	return tag(text, at);
}

function skipped(text: string, at: number, mark: string): { end: number } | undefined {
	const end = text.indexOf(mark, at);
	return end < 0 ? undefined : { end: end + mark.length };
}

function tag(text: string, at: number): { token: XmlToken; end: number } | undefined {
	const end = endOfTag(text, at);
	if (end < 0) return undefined;
	const inner = text.slice(at + 1, end);
	const name = /^\/?(?:[^\s:/>]+:)?([^\s:/>]+)/.exec(inner)?.[1];
	if (!name) throw fileProblem('broken_workbook');
	if (inner.startsWith('/')) return { token: { type: 'close', name }, end: end + 1 };
	return { token: { type: 'open', name, attributes: inner, selfClosing: inner.endsWith('/') }, end: end + 1 };
}

/** Where a tag ends: at the first > outside quotes. */
function endOfTag(text: string, at: number): number {
	const plain = text.indexOf('>', at);
	if (plain < 0) return -1;
	let quote = '';
	for (let i = at; i < text.length; i++) {
		const character = text[i]!;
		if (quote !== '') quote = character === quote ? '' : quote;
		else if (character === '"' || character === "'") quote = character;
		else if (character === '>') return i;
	}
	return -1;
}

/** The value of an attribute of an opening tag. */
export function attribute(attributes: string, name: string): string | undefined {
	const found = new RegExp(`\\s(?:[\\w-]+:)?${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`).exec(attributes);
	return found ? decodedEntities(found[1] ?? found[2] ?? '') : undefined;
}

const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function decodedEntities(text: string): string {
	if (!text.includes('&')) return text;
	return text.replace(/&(#x[0-9a-fA-F]{1,6}|#[0-9]{1,7}|\w{1,10});/g, (whole, name: string) => {
		if (!name.startsWith('#')) {
			const named = NAMED[name];
			if (named === undefined) throw fileProblem('broken_workbook');
			return named;
		}
		const code = name[1] === 'x' ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
		return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
	});
}

/** The same tokens one by one, for parts that are small. */
export async function* xmlTokens(text: AsyncIterable<string>): AsyncGenerator<XmlToken> {
	for await (const batch of xmlBatches(text)) yield* batch;
}
