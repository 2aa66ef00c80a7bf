import { detectLanguage } from '#lib/engines/text/detect-language.ts';
import type { TextReader } from '#lib/engines/reading/text-reader.ts';
import { extractText } from '#lib/server/extraction/extract-text.ts';
import type { ExtractedText } from '#lib/server/extraction/extracted-text.ts';
import { asActor, operator } from '#lib/server/platform/acting.ts';
import type { Clock } from '#lib/server/platform/clock.ts';
import type { Database, Transaction } from '#lib/server/platform/database.ts';
import type { FileStore } from '#lib/server/platform/files.ts';
import type { Jobs } from '#lib/server/platform/jobs.ts';
import { readFileKey, type FileToRead } from '../task-keys.ts';
import { deleteFileReading, deleteFileText, fileReading, insertRoomText, putFileReading } from './queries.ts';
import { roomTerms } from './room-terms.ts';

/** Characters of one row: a page of print has three thousand; what has no pages is cut so. */
const PAGE_CHARACTERS = 6000;

/**
 * Has the text of a newly stored version of a file read, so that it is found in its room; in the transaction of the upload and
 * inside its `asActor`. It is there a little later, whatever the file holds.
 */
export async function enqueueFileReading(tx: Transaction, jobs: Jobs, file: FileToRead, now = new Date()): Promise<void> {
	await putFileReading(tx, { fileId: file.fileId, dockingId: file.dockingId, state: 'waiting', at: now });
	await jobs.enqueue(readFileKey, file, { transaction: tx, singletonKey: file.fileId });
}

/** Takes the text of a version out again: the version has gone. */
export async function forgetFileText(tx: Transaction, fileId: string): Promise<void> {
	await deleteFileText(tx, fileId);
	await deleteFileReading(tx, fileId);
}

/** Reads a file in its own process, and stores its text page by page. Again after a crash: what is there is replaced. */
export async function readFile(context: { db: Database; clock: Clock; files: Pick<FileStore, 'open'>; reader: TextReader }, file: FileToRead): Promise<void> {
	const { stream } = await context.files.open(file.sha256);
	const read = await extractText(stream, file.kind);
	await asActor(context.db, operator('text of files'), async (tx) => {
		// The version may have gone while it was read.
		if (!(await fileReading(tx, file.fileId))) return;
		const now = context.clock();
		await deleteFileText(tx, file.fileId);
		for (const { page, text } of pagesOf(read)) {
			const { language } = detectLanguage(text);
			await insertRoomText(tx, { dockingId: file.dockingId, fileId: file.fileId, page, language, text, terms: roomTerms(context.reader, text, language), at: now });
		}
		await putFileReading(tx, { fileId: file.fileId, dockingId: file.dockingId, state: read.state === 'read' ? 'read' : read.reason, cut: read.state === 'read' && read.cut, at: now });
	});
}

/** Pages with text on them; one long text is cut at its lines. */
export function pagesOf(read: ExtractedText): { page: number; text: string }[] {
	if (read.state !== 'read') return [];
	const pages = read.pages.length === 1 ? cutAtLines(read.pages[0]!) : read.pages;
	return pages.map((text, index) => ({ page: index + 1, text: text.slice(0, PAGE_CHARACTERS * 4) })).filter(({ text }) => text !== '');
}

function cutAtLines(text: string): string[] {
	const pieces: string[] = [];
	for (let from = 0; from < text.length; ) {
		const line = text.lastIndexOf('\n', from + PAGE_CHARACTERS);
		const until = from + PAGE_CHARACTERS >= text.length ? text.length : line > from ? line : from + PAGE_CHARACTERS;
		pieces.push(text.slice(from, until).toWellFormed().trim());
		from = until;
	}
	return pieces;
}
