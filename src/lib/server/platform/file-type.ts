import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';

export type FileKind = 'png' | 'jpeg' | 'webp' | 'gif' | 'pdf' | 'csv' | 'xlsx' | 'docx';

export const mediaTypes: Record<FileKind, string> = {
	png: 'image/png',
	jpeg: 'image/jpeg',
	webp: 'image/webp',
	gif: 'image/gif',
	pdf: 'application/pdf',
	csv: 'text/csv',
	xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
	docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
};

/** What a file is, by its first bytes (and a workbook by its table of contents); never by its name. */
export async function detectFileKind(path: string): Promise<FileKind | undefined> {
	const file = await open(path, 'r');
	try {
		const { size } = await file.stat();
		const head = await readAt(file, 0, Math.min(size, 65_536));
		const kind = kindOfImageOrPdf(head);
		if (kind) return kind;
		if (head.subarray(0, 4).equals(Buffer.from('PK\x03\x04', 'latin1'))) {
			// The table of contents of a zip file stands at its end.
			const tail = await readAt(file, Math.max(0, size - 262_144), Math.min(size, 262_144));
			if (!tail.includes('[Content_Types].xml')) return undefined;
			return tail.includes('xl/workbook.xml') ? 'xlsx' : tail.includes('word/document.xml') ? 'docx' : undefined;
		}
		return size > 0 && isText(head) ? 'csv' : undefined;
	} finally {
		await file.close();
	}
}

function kindOfImageOrPdf(head: Buffer): FileKind | undefined {
	const starts = (text: string, at = 0) => head.subarray(at, at + text.length).equals(Buffer.from(text, 'latin1'));
	if (starts('\x89PNG\r\n\x1a\n')) return 'png';
	if (starts('\xff\xd8\xff')) return 'jpeg';
	if (starts('RIFF') && starts('WEBP', 8)) return 'webp';
	if (starts('GIF87a') || starts('GIF89a')) return 'gif';
	if (starts('%PDF-')) return 'pdf';
	return undefined;
}

/** Text of any encoding that spreadsheets write (UTF-8, UTF-16 with its mark, GBK, Big5): no control characters. */
function isText(head: Buffer): boolean {
	const utf16 = (head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff);
	if (utf16) return true;
	return head.every((byte) => byte >= 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d);
}

async function readAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
	const buffer = Buffer.alloc(length);
	const { bytesRead } = await file.read(buffer, 0, length, position);
	return buffer.subarray(0, bytesRead);
}
