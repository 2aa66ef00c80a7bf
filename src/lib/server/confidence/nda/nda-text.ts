import { createHash } from 'node:crypto';
import type { Language } from '#lib/engines/text/language.ts';

/** What an NDA says in one language. */
export interface NdaText {
	language: Language;
	/** Of the template, so that it is known which wording was signed. */
	edition: string;
	/** Read by a lawyer who speaks the language. */
	reviewed: boolean;
	title: string;
	opening: string[];
	clauses: { heading: string; paragraphs: string[] }[];
}

/** The whole document as it was proposed; both languages stand side by side on the page, and one after the other in the text. */
export interface NdaDocument {
	reference: string;
	texts: NdaText[];
}

/** The document as plain text, the same for everybody and for ever: what the hash is made of, and what can be kept as a file. */
export function plainText(document: NdaDocument): string {
	const parts = document.texts.map(({ title, opening, clauses }) =>
		[title, ...opening, ...clauses.flatMap(({ heading, paragraphs }, i) => [`${i + 1}. ${heading}`, ...paragraphs])].join('\n\n'),
	);
	return `${document.reference}\n\n${parts.join('\n\n----------\n\n')}\n`.normalize('NFC').replace(/\r\n?/g, '\n');
}

export const hashOfDocument = (document: NdaDocument): string => createHash('sha256').update(plainText(document), 'utf8').digest('hex');
