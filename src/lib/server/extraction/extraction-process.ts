import { docxText } from './docx-text.ts';
import { unreadable, type ExtractedText, type ExtractionOrder } from './extracted-text.ts';
import { pdfText } from './pdf-text.ts';

/**
 * The process in which a stranger's file is read: started by extract-text.ts without the right to write files, start processes
 * or read anything but this program, and without the environment. The file comes in, its text goes out, and that was it.
 */

const order = JSON.parse(process.argv[2]!) as ExtractionOrder;
const bytes = await incoming(order.limits.fileBytes);
const read = bytes ? await textOf(bytes) : unreadable('too-large');
process.stdout.write(JSON.stringify(read), () => process.exit(0));

async function textOf(file: Uint8Array): Promise<ExtractedText> {
	return order.kind === 'pdf' ? pdfText(file, order.limits) : docxText(file, order.limits);
}

async function incoming(most: number): Promise<Uint8Array | undefined> {
	const parts: Buffer[] = [];
	let size = 0;
	for await (const part of process.stdin as AsyncIterable<Buffer>) {
		size += part.byteLength;
		if (size > most) return undefined;
		parts.push(part);
	}
	// A copy of its own: pdf.js takes the memory of what it is given.
	return new Uint8Array(Buffer.concat(parts));
}
