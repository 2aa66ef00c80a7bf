import type { Holding } from '../holdings.ts';

/** Interests, dockings and what was asked around them. What a docking holds belongs to both sides, and stays with the other. */
export const DOCKING_HOLDINGS: readonly Holding[] = [
	{ table: 'centre_docking', column: 'updated_by', holder: 'person', exported: { as: 'docking/settings-changed', only: ['centre_id', 'screens', 'updated_at'] }, erased: 'name-taken-off' },
	{ table: 'interest_question', column: 'organisation_id', holder: 'organisation', exported: { as: 'docking/standard-questions' }, erased: 'with-it' },
	{ table: 'interest', column: 'organisation_id', holder: 'organisation', exported: { as: 'docking/interests-expressed', without: ['ended_by', 'words', 'words_language'] }, erased: 'with-it' },
	{ table: 'interest', column: 'owner_organisation_id', holder: 'organisation', exported: { as: 'docking/interests-received', only: ['id', 'listing_id', 'state', 'reason', 'with_owner_at', 'ended_at'] }, erased: 'with-it' },
	{ table: 'interest', column: 'person_id', holder: 'person', exported: { as: 'docking/interests-of-mine', only: ['id', 'listing_id', 'organisation_id', 'who_we_are', 'why', 'brings', 'questions', 'answers', 'state', 'created_at'] }, erased: 'name-taken-off', called: 'called' },
	{ table: 'interest', column: 'ended_by', holder: 'person', exported: { as: 'docking/interests-ended', only: ['id', 'state', 'reason', 'words', 'ended_at'] }, erased: 'name-taken-off' },
	{ table: 'interest', column: 'listing_id', holder: 'row', of: 'listing.organisation_id', exported: { not: 'others' }, erased: 'with-it' },
	{ table: 'interest', column: 'own_listing_id', holder: 'row', of: 'listing.organisation_id', exported: { not: 'computed' }, erased: 'name-taken-off' },
	{ table: 'interest_joined', column: 'interest_id', holder: 'row', of: 'interest.organisation_id', exported: { as: 'docking/interests-joined' }, erased: 'with-it' },
	{ table: 'interest_joined', column: 'person_id', holder: 'person', exported: { as: 'docking/interests-i-joined' }, erased: 'with-it' },
	{ table: 'docking', column: 'interest_id', holder: 'row', of: 'interest.organisation_id', exported: { not: 'others' }, erased: 'name-taken-off' },
	{ table: 'docking', column: 'offer_listing_id', holder: 'row', of: 'listing.organisation_id', exported: { not: 'others' }, erased: 'name-taken-off' },
	{ table: 'docking', column: 'need_listing_id', holder: 'row', of: 'listing.organisation_id', exported: { not: 'others' }, erased: 'name-taken-off' },
	{ table: 'docking_party', column: 'organisation_id', holder: 'organisation', exported: { as: 'docking/dockings', only: ['docking_id', 'side', 'state', 'furthest', 'opened_at', 'touched_at'] }, erased: 'name-taken-off' },
	{ table: 'docking_person', column: 'person_id', holder: 'person', exported: { as: 'docking/contact-person-in', only: ['docking_id', 'side', 'added_at'] }, erased: 'with-it' },
	{ table: 'docking_person', column: 'added_by', holder: 'person', exported: { as: 'docking/people-added', only: ['docking_id', 'side', 'added_at'] }, erased: 'name-taken-off' },
	{ table: 'docking_step', column: 'by', holder: 'person', exported: { as: 'docking/steps-taken', only: ['id', 'docking_id', 'event', 'at'] }, erased: 'name-taken-off', called: 'called' },
	{ table: 'docking_letter', column: 'person_id', holder: 'person', exported: { not: 'computed' }, erased: 'with-it' },
];
