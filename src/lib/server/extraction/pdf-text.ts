import { getDocumentProxy } from 'unpdf';
import { keptPages, unreadable, type ExtractedText, type ExtractionLimits } from './extracted-text.ts';

/** The text of a PDF, page by page, as its content streams say it; pictures of text stay pictures. */
export async function pdfText(bytes: Uint8Array, limits: ExtractionLimits): Promise<ExtractedText> {
	try {
		// No script of the document is run, no font is loaded, nothing is fetched.
		const document = await getDocumentProxy(bytes, { verbosity: 0, useSystemFonts: false, disableFontFace: true, stopAtErrors: false });
		const pages: string[] = [];
		let characters = 0;
		const most = Math.min(document.numPages, limits.pages);
		for (let number = 1; number <= most && characters < limits.characters; number++) {
			const page = await document.getPage(number);
			const { items } = await page.getTextContent();
			const text = items.map((item) => ('str' in item ? item.str + (item.hasEOL ? '\n' : '') : '')).join('');
			characters += text.length;
			pages.push(text);
			page.cleanup();
		}
		const read = keptPages(pages, limits);
		return read.state === 'read' && document.numPages > pages.length ? { ...read, cut: true } : read;
	} catch (error) {
		return unreadable(error instanceof Error && error.name === 'PasswordException' ? 'encrypted' : 'broken');
	}
}
