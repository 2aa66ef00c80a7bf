import { createHash } from 'node:crypto';
import type { MoneyText } from '#lib/money/money.ts';
import type { DocumentKind } from '#lib/trading/vocabulary.ts';
import type { LocalText } from '#lib/text/local-text.ts';

export interface DocumentParty {
	names: LocalText[];
	country: string;
	place: string | null;
}

/** An invoice or a receipt as it was issued: everything that its page shows, so that later changes elsewhere do not reach it. */
export interface DocumentContent {
	kind: DocumentKind;
	number: string;
	issuedOn: string;
	seller: DocumentParty;
	buyer: DocumentParty;
	plan: { number: number; title: string; language: string };
	payment: { position: number; title: string; condition: string; dueOn: string | null; paidOn: string | null };
	/** How a royalty was reckoned. */
	royalty: { base: string; baseAmount: MoneyText; rateBp: number; from: string; until: string } | null;
	amount: MoneyText;
	/** What the seller adds: bank, tax number, remarks. */
	remarks: string;
}

/** `INV-2026-0007` or `REC-2026-0003`: numbered by seller, kind and year, without a gap. */
export function documentNumber(kind: DocumentKind, year: number, ordinal: number): string {
	return `${kind === 'invoice' ? 'INV' : 'REC'}-${year}-${String(ordinal).padStart(4, '0')}`;
}

/** What shows that a document is as it was issued. */
export function documentDigest(content: DocumentContent): Buffer {
	return createHash('sha256').update(canonical(content), 'utf8').digest();
}

/** JSON with its keys in order: the database keeps none. */
function canonical(value: unknown): string {
	if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
	if (value === null || typeof value !== 'object') return JSON.stringify(value);
	const entries = Object.entries(value).filter(([, each]) => each !== undefined).sort(([a], [b]) => (a < b ? -1 : 1));
	return `{${entries.map(([key, each]) => `${JSON.stringify(key)}:${canonical(each)}`).join(',')}}`;
}
