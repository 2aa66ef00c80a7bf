import type { Holding } from '../holdings.ts';

/** B2B meetings at events. They hang on a person's registration, and go with it. */
export const MEETING_HOLDINGS: readonly Holding[] = [
	{ table: 'meeting_participant', column: 'registration_id', holder: 'row', of: 'event_registration.person_id', exported: { as: 'events/meetings-wanted' }, erased: 'with-it' },
	{ table: 'meeting_participant_listing', column: 'registration_id', holder: 'row', of: 'event_registration.person_id', exported: { as: 'events/listings-for-meetings' }, erased: 'with-it' },
	{ table: 'meeting_participant_listing', column: 'listing_id', holder: 'row', of: 'listing.organisation_id', exported: { not: 'others' }, erased: 'with-it' },
	{ table: 'meeting_interpreter', column: 'registration_id', holder: 'row', of: 'event_registration.person_id', exported: { as: 'events/interpreting' }, erased: 'with-it' },
	{ table: 'meeting_availability', column: 'registration_id', holder: 'row', of: 'event_registration.person_id', exported: { as: 'events/absent-from-slots' }, erased: 'with-it' },
	{ table: 'meeting_request', column: 'from_registration_id', holder: 'row', of: 'event_registration.person_id', exported: { as: 'events/meetings-asked-for' }, erased: 'with-it' },
	{ table: 'meeting_request', column: 'to_registration_id', holder: 'row', of: 'event_registration.person_id', exported: { as: 'events/meetings-asked-of-me', only: ['id', 'event_id', 'state', 'answer_reason', 'answer_words', 'answered_at', 'created_at'] }, erased: 'with-it' },
	{ table: 'meeting_request', column: 'from_listing_id', holder: 'row', of: 'listing.organisation_id', exported: { not: 'others' }, erased: 'name-taken-off' },
	{ table: 'meeting_request', column: 'to_listing_id', holder: 'row', of: 'listing.organisation_id', exported: { not: 'others' }, erased: 'name-taken-off' },
	{ table: 'meeting_request_party', column: 'registration_id', holder: 'row', of: 'event_registration.person_id', exported: { as: 'events/meetings-of-several-asked-of-me' }, erased: 'with-it' },
	{ table: 'meeting_request_party', column: 'request_id', holder: 'row', of: 'meeting_request.from_registration_id', exported: { not: 'others' }, erased: 'with-it' },
	{ table: 'meeting_invitation', column: 'from_registration_id', holder: 'row', of: 'event_registration.person_id', exported: { as: 'events/invitations-to-meet' }, erased: 'with-it' },
	{ table: 'meeting_invitation', column: 'organisation_id', holder: 'organisation', exported: { not: 'others' }, erased: 'with-it' },
	{ table: 'meeting_invitation', column: 'listing_id', holder: 'row', of: 'listing.organisation_id', exported: { not: 'others' }, erased: 'with-it' },
	{ table: 'meeting_invitation', column: 'own_listing_id', holder: 'row', of: 'listing.organisation_id', exported: { not: 'others' }, erased: 'name-taken-off' },
	{ table: 'meeting_invitation', column: 'request_id', holder: 'row', of: 'meeting_request.from_registration_id', exported: { not: 'others' }, erased: 'name-taken-off' },
	{ table: 'meeting_invitation_block', column: 'person_id', holder: 'person', exported: { as: 'events/no-invitations-to-meet' }, erased: 'with-it' },
	{ table: 'meeting_schedule', column: 'made_by', holder: 'person', exported: { as: 'events/schedules-made', only: ['id', 'event_id', 'number', 'made_at'] }, erased: 'name-taken-off' },
	{ table: 'meeting_placed', column: 'request_id', holder: 'row', of: 'meeting_request.from_registration_id', exported: { not: 'others' }, erased: 'with-it' },
	{ table: 'meeting_placed', column: 'interpreter_id', holder: 'row', of: 'event_registration.person_id', exported: { not: 'others' }, erased: 'name-taken-off' },
	{ table: 'event_meeting', column: 'request_id', holder: 'row', of: 'meeting_request.from_registration_id', exported: { as: 'events/meetings-held', only: ['id', 'event_id', 'starts_at', 'minutes', 'state', 'created_at'] }, erased: 'with-it' },
	{ table: 'event_meeting', column: 'interpreter_id', holder: 'row', of: 'event_registration.person_id', exported: { as: 'events/meetings-interpreted', only: ['id', 'event_id', 'starts_at', 'minutes', 'state'] }, erased: 'name-taken-off' },
	{ table: 'meeting_attendee', column: 'registration_id', holder: 'row', of: 'event_registration.person_id', exported: { as: 'events/meetings-attended' }, erased: 'with-it' },
	{ table: 'meeting_attendee', column: 'interest_id', holder: 'row', of: 'interest.person_id', exported: { not: 'others' }, erased: 'name-taken-off' },
];
