import { PDFDocument, StandardFonts } from '@cantoo/pdf-lib';

/** A page of a sample document as PDF, a title and lines below it, in Latin letters. */
export async function samplePage(lines: readonly string[]): Promise<Uint8Array> {
	const document = await PDFDocument.create();
	const font = await document.embedFont(StandardFonts.Helvetica);
	const sheet = document.addPage([595, 842]);
	lines.forEach((line, i) => sheet.drawText(line, { x: 60, y: 740 - i * 30, font, size: i === 0 ? 18 : 12 }));
	return document.save();
}
