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
	if (await decodesAs(source, 'utf-8')) return 'utf-8';
	if ((await decodesAs(source, 'gb18030')) && (await looksChinese(source))) return 'gb18030';
	throw fileProblem('unknown_encoding');
}

/**
 * Western texts of one byte a letter decode as Chinese, but as Chinese that nobody writes: their accented letters are the
 * lead bytes of rare characters (GB 2312 level 2), whereas four of five characters in real texts are of level 1.
 */
async function looksChinese(source: ByteSource): Promise<boolean> {
	let common = 0;
	let rare = 0;
	let isTrail = false;
	for await (const chunk of source.open()) {
		for (const byte of chunk) {
			if (isTrail) isTrail = false;
			else if (byte >= 0x81) {
				isTrail = true;
				if (byte >= 0xb0 && byte <= 0xd7) common++;
				else if (byte < 0xa1 || byte > 0xa9) rare++;
			}
		}
	}
	return common > rare;
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

async function decodesAs(source: ByteSource, encoding: TextEncoding): Promise<boolean> {
	const decoder = new TextDecoder(encoding, { fatal: true });
	try {
		for await (const chunk of source.open()) decoder.decode(chunk, { stream: true });
		decoder.decode();
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
