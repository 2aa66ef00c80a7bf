import type { Holding } from '../holdings.ts';

/** The account, what secures it, saved searches, letters, and what a person did. */
export const PERSON_HOLDINGS: readonly Holding[] = [
	{ table: 'user', column: 'id', holder: 'person', exported: { as: 'account/account' }, erased: 'deleted' },
	{ table: 'session', column: 'user_id', holder: 'person', exported: { as: 'account/sessions', without: ['token'] }, erased: 'with-it' },
	{ table: 'account', column: 'user_id', holder: 'person', exported: { as: 'account/ways-to-sign-in', only: ['provider_id', 'account_id', 'scope', 'created_at', 'updated_at'] }, erased: 'with-it' },
	{ table: 'verification', column: 'value', holder: 'person', exported: { not: 'secret' }, erased: 'deleted' },
	{ table: 'verification', column: 'identifier', holder: 'address', exported: { not: 'secret' }, erased: 'deleted' },
	{ table: 'two_factor', column: 'user_id', holder: 'person', exported: { not: 'secret' }, erased: 'with-it' },
	{ table: 'spent_code', column: 'user_id', holder: 'person', exported: { not: 'secret' }, erased: 'with-it' },
	{ table: 'passkey', column: 'user_id', holder: 'person', exported: { as: 'account/passkeys', without: ['public_key', 'credential_id', 'counter'] }, erased: 'with-it' },
	{ table: 'pending_proof', column: 'user_id', holder: 'person', exported: { not: 'secret' }, erased: 'with-it' },
	{ table: 'address_proof', column: 'user_id', holder: 'person', exported: { as: 'account/new-addresses', without: ['token_hash'] }, erased: 'with-it' },
	{ table: 'address_proof', column: 'email', holder: 'address', exported: { not: 'secret' }, erased: 'deleted' },
	{ table: 'registration', column: 'email', holder: 'address', exported: { as: 'account/registrations', without: ['token_hash', 'password_hash'] }, erased: 'deleted' },
	{ table: 'api_key', column: 'user_id', holder: 'person', exported: { as: 'account/api-keys', without: ['secret_hash'] }, erased: 'with-it' },
	{ table: 'sign_in_provider', column: 'updated_by', holder: 'person', exported: { as: 'activity/institutions-changed', only: ['id', 'name', 'updated_at'] }, erased: 'pseudonym' },
	{ table: 'support_consent', column: 'user_id', holder: 'person', exported: { as: 'account/support' }, erased: 'with-it' },
	{ table: 'support_visit', column: 'consent_id', holder: 'row', of: 'support_consent.user_id', exported: { as: 'account/support-visits', without: ['session_id'] }, erased: 'with-it' },
	{ table: 'support_visit', column: 'helper_id', holder: 'person', exported: { as: 'activity/support-given', only: ['id', 'reason', 'started_at', 'until', 'ended_at'] }, erased: 'with-it' },
	{ table: 'data_export', column: 'user_id', holder: 'person', exported: { as: 'activity/copies' }, erased: 'with-it' },
	{ table: 'erasure', column: 'user_id', holder: 'person', exported: { as: 'activity/erasures' }, erased: 'with-it' },
	{ table: 'erasure', column: 'asked_by', holder: 'person', exported: { as: 'activity/erasures-asked', only: ['id', 'organisation_id', 'asked_at', 'due_at', 'cancelled_at'] }, erased: 'name-taken-off' },
	{ table: 'erasure', column: 'cancelled_by', holder: 'person', exported: { as: 'activity/erasures-cancelled', only: ['id', 'organisation_id', 'cancelled_at'] }, erased: 'name-taken-off' },
	{ table: 'membership', column: 'user_id', holder: 'person', exported: { as: 'memberships/memberships' }, erased: 'with-it' },

	{ table: 'alert_preference', column: 'user_id', holder: 'person', exported: { as: 'searches/letters' }, erased: 'with-it' },
	{ table: 'saved_search', column: 'user_id', holder: 'person', exported: { as: 'searches/saved-searches', without: ['feed_token'] }, erased: 'with-it' },
	{ table: 'saved_search_hit', column: 'search_id', holder: 'row', of: 'saved_search.user_id', exported: { as: 'searches/found' }, erased: 'with-it' },
	{ table: 'match_digest_told', column: 'user_id', holder: 'person', exported: { as: 'searches/counterparts-told' }, erased: 'with-it' },
	{ table: 'mail', column: 'to_address', holder: 'address', exported: { as: 'mails/mails' }, erased: 'deleted' },

	{ table: 'concept_label', column: 'reviewed_by', holder: 'person', exported: { as: 'thesaurus/labels-reviewed', only: ['concept_id', 'language', 'reviewed_at'] }, erased: 'name-taken-off' },
	{ table: 'thesaurus_upload', column: 'created_by', holder: 'person', exported: { as: 'thesaurus/uploads' }, erased: 'with-it' },
	{ table: 'concept_change', column: 'by', holder: 'person', exported: { as: 'thesaurus/changes' }, erased: { kept: 'audit' } },

	{ table: 'audit', column: 'actor_id', holder: 'person', exported: { as: 'activity/log', only: ['at', 'action', 'entity', 'entity_id', 'detail', 'place'] }, erased: { kept: 'audit' } },
	{ table: 'match_weights', column: 'switched_on_by', holder: 'person', exported: { as: 'activity/weights-switched-on', only: ['id', 'switched_on_at'] }, erased: 'name-taken-off' },
];
