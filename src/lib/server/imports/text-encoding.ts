import { fileProblem } from './file-problem.ts';
import type { ByteSource } from './table.ts';

export type TextEncoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'gb18030';

/**
 * The encoding of a whole text: by its mark, else UTF-8 where every byte of it is, else GB 18030 (which GBK and GB 2312 are
 * part of) where every byte of it is and it makes Chinese. The whole text is read, because a first part of plain ASCII
 * proves nothing. Errors: invalid_input (unknown_encoding).
 */
export async function detectEncoding(source: ByteSource): Promise<TextEncoding> {
	const head = await firstBytes(source, 4);
	if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
	if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
	if (await decodesAs(source, 'utf-8', () => true)) return 'utf-8';
	let han = 0;
	let other = 0;
	const isChinese = await decodesAs(source, 'gb18030', (text) => {
		han += text.match(/[\u3000-\u303F\u4E00-\u9FFF\uFF00-\uFFEF]/g)?.length ?? 0;
		other += text.match(/[^\p{ASCII}\u3000-\u303F\u4E00-\u9FFF\uFF00-\uFFEF]/gu)?.length ?? 0;
		return true;
	});
	if (isChinese && han > other) return 'gb18030';
	throw fileProblem('unknown_encoding');
}

/** The text of a source in pieces that never split a character. Errors: invalid_input (unknown_encoding). */
export async function* decodedText(source: ByteSource, encoding: TextEncoding): AsyncGenerator<string> {
	const decoder = new TextDecoder(encoding, { fatal: true });
	try {
		for await (const chunk of source.open()) {
			const text = decoder.decode(chunk, { stream: true });
			if (text !== '') yield text;
		}
		const rest = decoder.decode();
		if (rest !== '') yield rest;
	} catch (error) {
		if (error instanceof TypeError) throw fileProblem('unknown_encoding', {}, error);
		throw error;
	}
}

async function decodesAs(source: ByteSource, encoding: TextEncoding, look: (text: string) => boolean): Promise<boolean> {
	const decoder = new TextDecoder(encoding, { fatal: true });
	try {
		for await (const chunk of source.open()) look(decoder.decode(chunk, { stream: true }));
		look(decoder.decode());
		return true;
	} catch (error) {
		if (error instanceof TypeError) return false;
		throw error;
	}
}

export async function firstBytes(source: ByteSource, count: number): Promise<Uint8Array> {
	const parts: Uint8Array[] = [];
	let length = 0;
	for await (const chunk of source.open()) {
		parts.push(chunk);
		length += chunk.byteLength;
		if (length >= count) break;
	}
	return Buffer.concat(parts).subarray(0, count);
}
