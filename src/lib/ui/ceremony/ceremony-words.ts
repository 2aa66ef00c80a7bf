import * as m from '#lib/paraglide/messages.js';
import type { PhotoSlot, PublicField } from '#lib/ceremony/vocabulary.ts';
import { eventLabel } from '../events/field-labels.ts';

export const SLOT_WORDS: Record<PhotoSlot, () => string> = { signing: m.ceremony_photo_signing, exchange: m.ceremony_photo_exchange, group: m.ceremony_photo_group };

export const PUBLIC_FIELD_WORDS: Record<PublicField, () => string> = { title: m.ceremony_show_title, parties: m.ceremony_show_parties };

/** What a field of a ceremony's forms is called, for the summary of what is wrong. */
export function ceremonyLabel(field: string): string {
	if (field.startsWith('name_') || field.startsWith('title_')) return m.ceremony_signatories();
	return field === 'scan' ? m.ceremony_sign() : eventLabel(field);
}
