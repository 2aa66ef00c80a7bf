import type { Holding } from '../holdings.ts';

/** Registration to events: a person's own with wishes and answers, and what organisers did with those of others. */
export const REGISTRATION_HOLDINGS: readonly Holding[] = [
	{ table: 'event_registration', column: 'person_id', holder: 'person', exported: { as: 'events/registrations', only: ['id', 'event_id', 'organisation_id', 'state', 'category', 'names', 'works_at', 'headline', 'country', 'languages', 'listed', 'stand_contact', 'waiting_since', 'reason', 'decided_at', 'badge_printed_at', 'created_at', 'updated_at'] }, erased: 'with-it' },
	{ table: 'event_registration', column: 'organisation_id', holder: 'organisation', exported: { as: 'events/registered-for-us', only: ['id', 'event_id', 'state', 'category', 'created_at'] }, erased: 'name-taken-off' },
	{ table: 'event_registration', column: 'decided_by', holder: 'person', exported: { as: 'events/registrations-decided', only: ['id', 'event_id', 'state', 'decided_at'] }, erased: 'name-taken-off' },
	{ table: 'event_registration_wishes', column: 'registration_id', holder: 'row', of: 'event_registration.person_id', exported: { as: 'events/wishes' }, erased: 'with-it' },
	{ table: 'event_visa_letter', column: 'registration_id', holder: 'row', of: 'event_registration.person_id', exported: { as: 'events/visa-letters' }, erased: 'name-taken-off' },
	{ table: 'event_kept_file', column: 'person_id', holder: 'person', exported: { as: 'events/files-kept' }, erased: 'with-it' },
	{ table: 'event_answer', column: 'registration_id', holder: 'row', of: 'event_registration.person_id', exported: { as: 'events/answers' }, erased: 'with-it' },
	{ table: 'event_invitation', column: 'email', holder: 'address', exported: { as: 'events/invitations', only: ['id', 'event_id', 'category', 'made_at', 'expires_on'] }, erased: 'deleted' },
	{ table: 'event_invitation', column: 'made_by', holder: 'person', exported: { as: 'events/invitations-made', only: ['id', 'event_id', 'category', 'made_at'] }, erased: 'name-taken-off' },
	{ table: 'event_scan', column: 'registration_id', holder: 'row', of: 'event_registration.person_id', exported: { as: 'events/check-ins', without: ['scanned_by', 'taken_back_by'] }, erased: 'with-it' },
	{ table: 'event_scan', column: 'scanned_by', holder: 'person', exported: { as: 'events/scans-made', only: ['id', 'event_id', 'door', 'scanned_at'] }, erased: 'name-taken-off' },
	{ table: 'event_scan', column: 'taken_back_by', holder: 'person', exported: { as: 'events/entries-taken-back', only: ['id', 'event_id', 'door', 'taken_back_at', 'taken_back_reason'] }, erased: 'name-taken-off' },
	{ table: 'event_door_helper', column: 'person_id', holder: 'person', exported: { as: 'events/doors-helped', only: ['event_id', 'granted_at'] }, erased: 'with-it' },
	{ table: 'event_door_helper', column: 'granted_by', holder: 'person', exported: { as: 'events/door-helpers-named', only: ['event_id', 'granted_at'] }, erased: 'name-taken-off' },
	{ table: 'event_survey_asked', column: 'registration_id', holder: 'row', of: 'event_registration.person_id', exported: { as: 'events/surveys-asked' }, erased: 'with-it' },
	{ table: 'event_survey_sheet', column: 'registration_id', holder: 'row', of: 'event_registration.person_id', exported: { as: 'events/survey-sheets' }, erased: 'with-it' },
	{ table: 'event_survey_answer', column: 'sheet_id', holder: 'row', of: 'event_survey_sheet.registration_id', exported: { as: 'events/survey-answers' }, erased: 'with-it' },
];
