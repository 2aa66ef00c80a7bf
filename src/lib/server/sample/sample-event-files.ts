import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { eq } from 'drizzle-orm';
import type { DocumentAudience } from '#lib/events/vocabulary.ts';
import { insertDocument, insertPhoto } from '#lib/server/events/files/queries.ts';
import { PHOTO_BYTES, pictureSizes } from '#lib/server/events/photos.ts';
import { eventSession } from '#lib/server/events/tables.ts';
import type { Transaction } from '#lib/server/platform/database.ts';
import type { FileStore } from '#lib/server/platform/files.ts';
import type { LocalText } from '#lib/text/local-text.ts';
import { samplePage } from './sample-page.ts';
import { named } from './sample-questions.ts';

/** What of a sample event stands in files. */
export interface SampleEventFiles {
	event: string;
	/** `session`: the first title of the one that it is of. */
	documents: { titles: LocalText[]; shown: DocumentAudience; session?: string; name: string; lines: string[] }[];
	/** Drawings: nobody is on them. */
	photos: { picture: string; captions: LocalText[]; credit: string }[];
}

/** Documents and pictures of a sample event; the pictures are made of drawings in `folder`. As the operator. */
export async function insertSampleEventFiles(tx: Transaction, { event: eventId, documents, photos }: SampleEventFiles, at: { folder: string; files: FileStore; addedAt: Date }): Promise<void> {
	const { folder, files, addedAt } = at;
	const sessions = new Map((await tx.select().from(eventSession).where(eq(eventSession.eventId, eventId))).map(({ id, titles }) => [titles[0]!.text, id]));
	for (const { lines, session, ...document } of documents) {
		const { mediaType, size, sha256 } = await files.put(await samplePage(lines), { kinds: ['pdf'], maxBytes: 1_000_000 });
		await insertDocument(tx, { ...document, eventId, sessionId: session === undefined ? null : named(sessions, session), mediaType, bytes: size, sha256, addedAt });
	}
	for (const [position, { picture, ...photo }] of photos.entries()) {
		const sizes = [];
		for (const { bytes, ...size } of await pictureSizes(await readFile(join(folder, 'pictures', picture)))) {
			const stored = await files.put(bytes, { kinds: ['webp'], maxBytes: PHOTO_BYTES });
			sizes.push({ ...size, bytes: stored.size, sha256: stored.sha256 });
		}
		await insertPhoto(tx, { ...photo, eventId, position, addedAt }, sizes);
	}
}
