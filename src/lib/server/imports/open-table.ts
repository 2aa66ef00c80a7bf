import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { FileStore } from '#lib/server/platform/files.ts';
import { fileProblem } from './file-problem.ts';
import type { ImportLimits } from './limits.ts';
import { openCsv } from './read-csv.ts';
import { openJsonl } from './read-jsonl.ts';
import type { ByteSource, ImportFormat, ImportTable } from './table.ts';
import { firstBytes } from './text-encoding.ts';
import { openXlsx } from './xlsx/read-xlsx.ts';

/** Opens a file of any accepted format as a table; what it is, its bytes say. Errors: invalid_input, too_large. */
export async function openTable(source: ByteSource, limits: ImportLimits): Promise<ImportTable> {
	if (source.size === 0) throw fileProblem('empty');
	if (source.size > limits.fileBytes) throw fileProblem('too_large', { limit: limits.fileBytes });
	switch (await detectFormat(source)) {
		case 'xlsx':
			return openXlsx(source, limits);
		case 'jsonl':
			return openJsonl(source, limits);
		case 'csv':
			return openCsv(source, limits);
	}
}

/** By the first bytes: a zip file can only be a workbook, a brace begins JSON, anything else that is text is CSV. */
export async function detectFormat(source: ByteSource): Promise<ImportFormat> {
	const head = Buffer.from(await firstBytes(source, 4096));
	if (head.subarray(0, 4).equals(Buffer.from('PK\x03\x04', 'latin1'))) return 'xlsx';
	// The old binary workbook, and the container of an encrypted one.
	if (head.subarray(0, 4).equals(Buffer.from([0xd0, 0xcf, 0x11, 0xe0])))
		throw fileProblem(head.includes(Buffer.from('EncryptedPackage', 'utf16le')) ? 'archive_encrypted' : 'unsupported');
	const isUtf16 = (head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff);
	if (!isUtf16 && head.includes(0)) throw fileProblem('unsupported');
	const text = isUtf16 ? new TextDecoder(head[0] === 0xff ? 'utf-16le' : 'utf-16be').decode(head) : head.toString('latin1');
	return /^(?:\u00EF\u00BB\u00BF|\uFEFF)?\s*\{/.test(text) ? 'jsonl' : 'csv';
}

/** A file of the disk. Errors: ENOENT and its like, as Node throws them. */
export async function fileSource(path: string): Promise<ByteSource> {
	const { size } = await stat(path);
	return { size, open: () => createReadStream(path) };
}

/** A file of the store. Errors: not_found. */
export async function storedSource(files: FileStore, sha256: string): Promise<ByteSource> {
	const { size, stream } = await files.open(sha256);
	stream.destroy();
	return {
		size,
		open: async function* () {
			yield* (await files.open(sha256)).stream as AsyncIterable<Uint8Array>;
		},
	};
}

export function bytesSource(bytes: Uint8Array, chunk = 65_536): ByteSource {
	return {
		size: bytes.byteLength,
		open: async function* () {
			for (let at = 0; at < bytes.byteLength; at += chunk) yield bytes.subarray(at, at + chunk);
		},
	};
}
