import type { LocalText } from '#lib/text/local-text.ts';

/** An entry as a page shows it. */
export interface EntryView {
	id: number;
	number: number | null;
	at: string;
	who: { kind: 'person'; name: string; place: LocalText[] | null } | { kind: 'system'; name: string } | { kind: 'gone'; pseudonym: string } | { kind: 'visitor' };
	action: string;
	entity: string;
	entityId: string;
	reference: number | null;
	sections: string[];
	detail: Record<string, unknown>;
	changes: { field: string; before: unknown; after: unknown }[];
	from: { place: string | null; sessionId: string | null; apiKeyId: string | null };
}
