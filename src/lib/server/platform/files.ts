import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { ExpectedError } from './errors.ts';
import { detectFileKind, mediaTypes, type FileKind } from './file-type.ts';

export type { FileKind } from './file-type.ts';

/** A file is named by what it holds: the same bytes are stored once, and a stored file never changes. */
export type StoredFile = { sha256: string; size: number; kind: FileKind; mediaType: string };
export type FileSource = Uint8Array | AsyncIterable<Uint8Array>;
export type FileLimits = { kinds: readonly FileKind[]; maxBytes: number };

export type FileStore = {
	/**
	 * Stores a file; when this returns, it is on the disk. A file that is refused, or whose sender breaks off, leaves
	 * nothing behind. `first` is done once it is known what the file holds, before it is in its place.
	 *
	 * @throws ExpectedError `too_large`, `unsupported_type`, or `invalid_input` for an empty file
	 */
	put(source: FileSource, limits: FileLimits, first?: (sha256: string) => Promise<void>): Promise<StoredFile>;
	/** @throws ExpectedError `not_found` */
	open(sha256: string): Promise<{ size: number; stream: Readable }>;
	has(sha256: string): Promise<boolean>;
	/** The caller knows that nothing refers to it any more. */
	remove(sha256: string): Promise<void>;
};

/** The files of a data folder. */
export function openFileStore(dataFolder: string): FileStore {
	const folder = join(dataFolder, 'files');
	return {
		put: (source, limits, first) => putFile(folder, source, limits, first),
		open: (sha256) => openFile(folder, sha256),
		has: (sha256) => stat(pathOf(folder, sha256)).then(() => true, () => false),
		remove: (sha256) => rm(pathOf(folder, sha256), { force: true }),
	};
}

async function putFile(folder: string, source: FileSource, limits: FileLimits, first?: (sha256: string) => Promise<void>): Promise<StoredFile> {
	const incoming = join(folder, 'incoming', randomUUID());
	await mkdir(dirname(incoming), { recursive: true });
	try {
		const { sha256, size } = await receive(incoming, source, limits.maxBytes);
		if (size === 0) throw new ExpectedError('invalid_input', 'The file is empty.', { field: 'file' });
		const kind = await detectFileKind(incoming);
		if (!kind || !limits.kinds.includes(kind)) {
			throw new ExpectedError('unsupported_type', `Expected one of: ${limits.kinds.join(', ')}.`, {
				field: 'file',
				detail: { allowed: limits.kinds.join(', '), ...(kind && { found: kind }) },
			});
		}
		await first?.(sha256);
		const place = pathOf(folder, sha256);
		await mkdir(dirname(place), { recursive: true });
		await rename(incoming, place);
		await syncFolder(dirname(place));
		return { sha256, size, kind, mediaType: mediaTypes[kind] };
	} finally {
		await rm(incoming, { force: true });
	}
}

async function openFile(folder: string, sha256: string): Promise<{ size: number; stream: Readable }> {
	const place = pathOf(folder, sha256);
	try {
		const { size } = await stat(place);
		return { size, stream: createReadStream(place) };
	} catch (error) {
		throw new ExpectedError('not_found', 'This file does not exist.', { cause: error });
	}
}

async function receive(path: string, source: FileSource, maxBytes: number): Promise<{ sha256: string; size: number }> {
	const hash = createHash('sha256');
	const file = await open(path, 'wx', 0o600);
	let size = 0;
	try {
		for await (const chunk of source instanceof Uint8Array ? [source] : source) {
			size += chunk.byteLength;
			if (size > maxBytes) {
				throw new ExpectedError('too_large', `The file is larger than ${maxBytes} bytes.`, {
					field: 'file',
					detail: { limit: maxBytes },
				});
			}
			hash.update(chunk);
			await file.writeFile(chunk);
		}
		await file.sync();
	} finally {
		await file.close();
	}
	return { sha256: hash.digest('hex'), size };
}

function pathOf(folder: string, sha256: string): string {
	if (!/^[0-9a-f]{64}$/.test(sha256)) throw new ExpectedError('not_found', 'This file does not exist.');
	return join(folder, sha256.slice(0, 2), sha256);
}

/** Makes the new name as durable as the bytes. Windows has no such call, and does it by itself. */
async function syncFolder(folder: string): Promise<void> {
	if (process.platform === 'win32') return;
	const handle = await open(folder, 'r');
	try {
		await handle.sync();
	} finally {
		await handle.close();
	}
}
