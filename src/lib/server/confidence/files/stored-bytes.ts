import type { FileStore } from '#lib/server/platform/files.ts';

/** A stored file as a whole; those of a docking are limited when they are added. */
export async function readAll(files: FileStore, sha256: string): Promise<Uint8Array> {
	const { size, stream } = await files.open(sha256);
	const bytes = new Uint8Array(size);
	let at = 0;
	for await (const chunk of stream as AsyncIterable<Uint8Array>) {
		bytes.set(chunk, at);
		at += chunk.byteLength;
	}
	return bytes;
}
