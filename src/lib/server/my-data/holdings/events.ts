import type { Holding } from '../holdings.ts';

/** Events: who organises, sponsors, speaks and exhibits there, and what a person picked. */
export const EVENT_HOLDINGS: readonly Holding[] = [
	{ table: 'event', column: 'created_by', holder: 'person', exported: { as: 'events/begun', only: ['id', 'kind', 'names', 'created_at'] }, erased: 'name-taken-off' },
	{ table: 'event_organiser', column: 'organisation_id', holder: 'organisation', exported: { as: 'events/organised' }, erased: 'with-it' },
	{ table: 'event_sponsor', column: 'organisation_id', holder: 'organisation', exported: { as: 'events/sponsored' }, erased: 'with-it' },
	{ table: 'event_speaker', column: 'user_id', holder: 'person', exported: { as: 'events/speaking', only: ['id', 'event_id', 'names', 'headline', 'about', 'country', 'consent', 'consent_at', 'added_at'] }, erased: 'with-it' },
	{ table: 'event_speaker', column: 'expert_id', holder: 'row', of: 'expert.user_id', exported: { not: 'computed' }, erased: 'name-taken-off' },
	{ table: 'event_speaker', column: 'added_by', holder: 'person', exported: { as: 'events/speakers-added', only: ['id', 'event_id', 'added_at'] }, erased: 'name-taken-off' },
	{ table: 'event_session_speaker', column: 'speaker_id', holder: 'row', of: 'event_speaker.user_id', exported: { as: 'events/sessions-of-mine' }, erased: 'with-it' },
	{ table: 'event_speaker_contact', column: 'email', holder: 'address', exported: { as: 'events/speaking-by-address', without: ['recorded_by'] }, erased: 'deleted' },
	{ table: 'event_speaker_contact', column: 'recorded_by', holder: 'person', exported: { as: 'events/consents-recorded', only: ['speaker_id', 'event_id'] }, erased: 'name-taken-off' },
	{ table: 'event_document', column: 'added_by', holder: 'person', exported: { as: 'events/documents-added', only: ['id', 'event_id', 'name', 'added_at'] }, erased: 'name-taken-off' },
	{ table: 'event_photo', column: 'added_by', holder: 'person', exported: { as: 'events/pictures-added', only: ['id', 'event_id', 'captions', 'added_at'] }, erased: 'name-taken-off' },
	{ table: 'event_pick', column: 'user_id', holder: 'person', exported: { as: 'events/picked' }, erased: 'with-it' },
	{ table: 'event_notice', column: 'by', holder: 'person', exported: { as: 'events/changes-told', only: ['id', 'event_id', 'kind', 'at'] }, erased: 'name-taken-off' },
	{ table: 'exhibitor', column: 'organisation_id', holder: 'organisation', exported: { as: 'events/exhibited', only: ['id', 'event_id', 'stand_id', 'about', 'added_at'] }, erased: 'with-it' },
	{ table: 'exhibitor', column: 'added_by', holder: 'person', exported: { as: 'events/exhibitors-added', only: ['id', 'event_id', 'added_at'] }, erased: 'name-taken-off' },
	{ table: 'exhibitor', column: 'contact_id', holder: 'person', exported: { as: 'events/contact-for-visitors', only: ['id', 'event_id', 'organisation_id'] }, erased: 'name-taken-off' },
	{ table: 'exhibition_visitor', column: 'registration_id', holder: 'row', of: 'event_registration.person_id', exported: { as: 'events/stands-visited' }, erased: 'with-it' },
	{ table: 'exhibition_visit', column: 'exhibitor_id', holder: 'row', of: 'exhibitor.organisation_id', exported: { as: 'events/visits-to-our-stand', only: ['id', 'event_id', 'first_at', 'last_at'] }, erased: 'with-it' },
	{ table: 'exhibition_visit_note', column: 'visit_id', holder: 'row', of: 'exhibition_visit.exhibitor_id', exported: { as: 'events/notes-on-visits', only: ['visit_id', 'words', 'next_step', 'written_at'] }, erased: 'with-it' },
	{ table: 'exhibition_visit_note', column: 'written_by', holder: 'person', exported: { as: 'events/visits-written-about', only: ['visit_id', 'written_at'] }, erased: 'name-taken-off' },
	{ table: 'exhibition_visit_listing', column: 'visit_id', holder: 'row', of: 'exhibition_visit.exhibitor_id', exported: { as: 'events/interests-of-visitors' }, erased: 'with-it' },
	{ table: 'exhibition_visit_listing', column: 'listing_id', holder: 'row', of: 'listing.organisation_id', exported: { not: 'computed' }, erased: 'with-it' },
	{ table: 'exhibitor_listing', column: 'exhibitor_id', holder: 'row', of: 'exhibitor.organisation_id', exported: { as: 'events/listings-exhibited' }, erased: 'with-it' },
	{ table: 'exhibitor_listing', column: 'listing_id', holder: 'row', of: 'listing.organisation_id', exported: { not: 'computed' }, erased: 'with-it' },
];
