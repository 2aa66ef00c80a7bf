import * as m from '#lib/paraglide/messages.js';
import { isLanguage } from '#lib/engines/text/language.ts';
import { languageName } from '../language-names.ts';
import { reader } from '../reader.ts';

const LABELS: Record<string, () => string> = {
	centre: m.event_field_centre,
	kind: m.event_field_kind,
	country: m.event_field_country,
	time_zone: m.event_field_zone,
	starts_on: m.event_field_starts,
	ends_on: m.event_field_ends,
	original: m.event_field_original,
	website: m.event_field_website,
	contact: m.event_field_contact,
	day: m.event_day,
	opens: m.event_day_opens,
	closes: m.event_day_closes,
	to: m.event_day_move_to,
	starts: m.event_session_starts,
	ends: m.event_session_ends,
	room: m.event_session_room,
	session: m.event_document_session,
	track: m.event_track,
	speakers: m.event_session_speakers,
	seats: m.event_room_seats_field,
	organisation: m.event_organiser_member,
	expert: m.event_speaker_expert_field,
	email: m.event_speaker_email,
	contact_email: m.event_speaker_contact_email,
	consent_how: m.event_speaker_consent_how,
	file: m.confidence_file,
	planned: m.event_budget_planned,
	actual: m.event_budget_actual,
	what: m.event_budget_what,
	count: m.event_tables_how_many,
	value: m.event_figure_value,
	source: m.event_figure_source,
	latitude: m.event_venue_latitude,
	longitude: m.event_venue_longitude,
	place: m.event_tab_places,
	who: m.event_message_who,
	credit: m.event_photo_credit_field,
	shown: m.event_document_shown,
	prefix: m.event_tables_prefix,
	label: m.event_table_label,
	zone: m.event_tables_zone,
	side: m.event_budget_side,
	currency: m.event_budget_currency,
	level: m.event_sponsor_level,
	role: m.event_organiser_role,
};
const TEXTS: Record<string, () => string> = { label: m.event_figure_label, name: m.event_field_name, theme: m.event_field_theme, about: m.event_field_about, place: m.event_field_place, title: m.event_session_title, headline: m.event_speaker_headline, caption: m.event_photo_caption, address: m.event_venue_address, words: m.event_session_words, subject: m.event_message_subject, letter: m.event_message_text };

/** What a text in a language is called: its name, and the language. */
export function labelIn(texts: Readonly<Record<string, () => string>>, field: string): string | undefined {
	const [, name = '', language = ''] = /^(.+)_([a-z]{2,3})$/.exec(field) ?? [];
	const label = texts[name]?.();
	return label && isLanguage(language) ? m.event_field_in({ label, language: languageName(language, reader()) }) : label;
}

/** What a field of an event's forms is called, for the summary of what is wrong. */
export const eventLabel = (field: string): string => (LABELS[field] ?? TEXTS[field])?.() ?? labelIn(TEXTS, field) ?? field;
