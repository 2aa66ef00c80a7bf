import * as m from '#lib/paraglide/messages.js';
import { eventLabel } from '../events/field-labels.ts';

const LABELS: Record<string, () => string> = {
	label: m.exhibition_stand_label,
	x: m.exhibition_from_left,
	y: m.exhibition_from_top,
	width: m.exhibition_width,
	depth: m.exhibition_depth,
	count: m.exhibition_count,
	prefix: m.exhibition_prefix,
	stand: m.exhibition_stand,
	listing: m.exhibition_shown,
	organisation: m.exhibition_organisation,
	next_step: m.exhibition_visit_next,
	words: m.exhibition_visit_note,
	stand_contact: m.exhibition_consent_legend,
};

/** What a field of an exhibition's forms is called, for the summary of what is wrong. */
export const exhibitionLabel = (field: string): string => (LABELS[field]?.() ?? (field.startsWith('about_') ? m.exhibition_about() : field.startsWith('title_') ? m.exhibition_words_title() : field.startsWith('words_') ? m.exhibition_words_words() : eventLabel(field)));
