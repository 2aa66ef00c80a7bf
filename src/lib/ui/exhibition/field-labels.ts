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
	application: m.exhibition_applications,
	closes_on: m.exhibition_call_until,
	file: m.exhibition_several_file,
	hall: m.exhibition_apply_hall,
	reason: m.registration_reason,
	remark: m.exhibition_apply_remark,
	rows: m.exhibition_several_rows,
	size: m.exhibition_apply_size,
	next_step: m.exhibition_visit_next,
	words: m.exhibition_visit_note,
	stand_contact: m.exhibition_consent_legend,
};

/** What fields are called whose names end with a language, or with the id of what they are of. */
const OF_EACH: Record<string, () => string> = {
	about: m.exhibition_about,
	application: m.exhibition_applications,
	call: m.exhibition_call_words,
	stand: m.exhibition_stand,
	title: m.exhibition_words_title,
	words: m.exhibition_words_words,
};

/** What a field of an exhibition's forms is called, for the summary of what is wrong. */
export const exhibitionLabel = (field: string): string => (LABELS[field] ?? OF_EACH[field.split('_')[0]!])?.() ?? eventLabel(field);
