import type { Language } from '../engines/text/language.ts';
import type { DocumentLanguage, Prevailing } from './vocabulary.ts';

/** A paragraph; `language` is not the document's where a free text has not been translated yet. */
export interface Paragraph {
	text: string;
	language: Language;
}

export interface DocumentClause {
	number: number;
	heading: string;
	paragraphs: Paragraph[];
}

export interface DocumentParty {
	/** "Party A", "甲方". */
	label: string;
	name: string;
	nameLanguage: Language;
	country: string;
	/** "represented by …, …" */
	represented: string;
	signatory: string;
	signatoryTitle: string;
}

/** An agreement's text in one language, in the order in which it is read. */
export interface DocumentModel {
	language: DocumentLanguage;
	kind: string;
	title: string;
	titleLanguage: Language;
	reference: string;
	between: string;
	parties: DocumentParty[];
	agreed: string;
	clauses: DocumentClause[];
	signatures: string;
	/** The labels beside the lines of a signature. */
	lines: { signature: string; name: string; position: string; place: string };
}

/** The text as it was put up for signature. */
export interface FrozenDocument {
	documents: Partial<Record<DocumentLanguage, DocumentModel>>;
	prevailing: Prevailing | null;
	/** Clauses that no lawyer had read by then. */
	unreviewed: string[];
}
