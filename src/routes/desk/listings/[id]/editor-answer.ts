import type { ListingFormValues } from '#lib/listings/listing-form.ts';
import type { FieldProblem } from '#lib/ui/form/field-words.ts';
import type { Held } from '#lib/ui/form/SignInAgain.svelte';

/** What the editor's actions answer. */
export interface EditorAnswer {
	held?: Held;
	values?: ListingFormValues;
	errors?: FieldProblem[];
	/** The errors kept it from being saved, not only from being handed in. */
	wrong?: boolean;
	conflict?: { changeNumber: number };
	refused?: { code: string; field: string | null; limit?: number; allowed?: string };
	saved?: string;
	changeNumber?: number;
	attached?: string;
	detached?: true;
}

/** A draft as the page receives it. */
export interface PageDraft {
	id: string;
	reference: number;
	kind: 'offer' | 'need';
	state: string;
	revision: 'draft' | 'submitted' | 'returned' | null;
	isPublic: boolean;
	changeNumber: number;
	updatedAt: string;
	organisation: import('#lib/text/local-text.ts').LocalText[];
	rights: Record<string, boolean>;
	remark: { remark: string; language: string; reviewer: string | null; at: Date } | null;
	attachments: { id: string; name: string; mediaType: string; bytes: number; disclosure: string }[];
	values: ListingFormValues;
	readsLike: string | null;
	labels: Record<string, string>;
}
