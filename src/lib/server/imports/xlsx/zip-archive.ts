import { Readable } from 'node:stream';
import { createInflateRaw } from 'node:zlib';
import { fileProblem } from '../file-problem.ts';
import type { ImportLimits } from '../limits.ts';

interface Entry {
	method: number;
	encrypted: boolean;
	packed: number;
	unpacked: number;
	offset: number;
}

const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;
const LOCAL_ENTRY = 0x04034b50;
/** The end record and the longest comment behind it. */
const END_SEARCH = 22 + 65_535;
const CHUNK = 65_536;

/**
 * The parts of a zip file (PKWARE APPNOTE 6.3, without ZIP64, which no spreadsheet of this size needs), read with the
 * suspicion that a file from a stranger deserves: what a part unpacks to is counted while it is unpacked, never believed.
 */
export class ZipArchive {
	readonly #bytes: Buffer;
	readonly #entries: ReadonlyMap<string, Entry>;
	readonly #limits: ImportLimits;
	#unpacked = 0;

	/** Errors: invalid_input (broken_archive, archive_bomb). */
	constructor(bytes: Buffer, limits: ImportLimits) {
		this.#bytes = bytes;
		this.#limits = limits;
		try {
			this.#entries = readDirectory(bytes, limits);
		} catch (error) {
			if (error instanceof RangeError) throw fileProblem('broken_archive', {}, error);
			throw error;
		}
	}

	has(name: string): boolean {
		return this.#entries.has(name);
	}

	/** The text of one part (UTF-8), in pieces. Errors: invalid_input. */
	async *text(name: string): AsyncGenerator<string> {
		const decoder = new TextDecoder('utf-8');
		for await (const chunk of this.#unpack(name)) yield decoder.decode(chunk, { stream: true });
		yield decoder.decode();
	}

	async *#unpack(name: string): AsyncGenerator<Uint8Array> {
		const entry = this.#entries.get(name);
		if (!entry) throw fileProblem('broken_workbook');
		if (entry.encrypted) throw fileProblem('archive_encrypted');
		if (entry.method !== 0 && entry.method !== 8) throw fileProblem('broken_archive');
		if (entry.unpacked > this.#limits.unpackedBytes) throw fileProblem('archive_bomb');
		const packed = this.#packedBytes(entry);
		let size = 0;
		try {
			for await (const chunk of entry.method === 0 ? slices(packed) : inflated(packed)) {
				size += chunk.byteLength;
				this.#unpacked += chunk.byteLength;
				const { unpackedBytes, unpackedRatio, ratioFrom } = this.#limits;
				if (this.#unpacked > unpackedBytes) throw fileProblem('archive_bomb');
				if (size > ratioFrom && size > packed.byteLength * unpackedRatio) throw fileProblem('archive_bomb');
				yield chunk;
			}
		} catch (error) {
			if (isZlibError(error)) throw fileProblem('broken_archive', {}, error);
			throw error;
		}
	}

	#packedBytes(entry: Entry): Buffer {
		const at = entry.offset;
		if (at + 30 > this.#bytes.byteLength || this.#bytes.readUInt32LE(at) !== LOCAL_ENTRY) throw fileProblem('broken_archive');
		const start = at + 30 + this.#bytes.readUInt16LE(at + 26) + this.#bytes.readUInt16LE(at + 28);
		if (start + entry.packed > this.#bytes.byteLength) throw fileProblem('broken_archive');
		return this.#bytes.subarray(start, start + entry.packed);
	}
}

function readDirectory(bytes: Buffer, limits: ImportLimits): Map<string, Entry> {
	const end = findEnd(bytes);
	const count = bytes.readUInt16LE(end + 10);
	let at = bytes.readUInt32LE(end + 16);
	if (count > limits.archiveEntries) throw fileProblem('archive_bomb');
	const entries = new Map<string, Entry>();
	for (let n = 0; n < count; n++) {
		if (bytes.readUInt32LE(at) !== DIRECTORY_ENTRY) throw fileProblem('broken_archive');
		const nameLength = bytes.readUInt16LE(at + 28);
		const name = bytes.toString('utf8', at + 46, at + 46 + nameLength).replaceAll('\\', '/');
		entries.set(name.replace(/^\//, '').toLowerCase(), {
			encrypted: (bytes.readUInt16LE(at + 8) & 1) === 1,
			method: bytes.readUInt16LE(at + 10),
			packed: bytes.readUInt32LE(at + 20),
			unpacked: bytes.readUInt32LE(at + 24),
			offset: bytes.readUInt32LE(at + 42),
		});
		at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
	}
	return entries;
}

function findEnd(bytes: Buffer): number {
	for (let at = bytes.byteLength - 22; at >= Math.max(0, bytes.byteLength - END_SEARCH); at--)
		if (bytes.readUInt32LE(at) === END_OF_DIRECTORY) return at;
	throw fileProblem('broken_archive');
}

function* slices(bytes: Buffer): Generator<Buffer> {
	for (let at = 0; at < bytes.byteLength; at += CHUNK) yield bytes.subarray(at, at + CHUNK);
}

function inflated(packed: Buffer): AsyncIterable<Uint8Array> {
	const inflate = createInflateRaw({ chunkSize: CHUNK });
	const from = Readable.from(slices(packed));
	from.on('error', (error) => inflate.destroy(error));
	inflate.on('close', () => from.destroy());
	return from.pipe(inflate);
}

function isZlibError(error: unknown): boolean {
	const code = error instanceof Error && 'code' in error ? String(error.code) : '';
	return code.startsWith('Z_') || code === 'ERR_STREAM_PREMATURE_CLOSE';
}
