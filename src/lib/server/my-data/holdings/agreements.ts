import type { Holding } from '../holdings.ts';

/** Terms and agreements. What two parties agreed belongs to both, and stays with the other. */
export const AGREEMENT_HOLDINGS: readonly Holding[] = [
	{ table: 'terms_offer', column: 'made_by', holder: 'person', exported: { as: 'docking/terms-offered', only: ['id', 'docking_id', 'number', 'state', 'terms', 'words', 'made_at', 'stands_until'] }, erased: 'name-taken-off', called: 'called' },
	{ table: 'terms_offer', column: 'answered_by', holder: 'person', exported: { as: 'docking/terms-answered', only: ['id', 'docking_id', 'number', 'state', 'answer_words', 'answered_at'] }, erased: 'name-taken-off', called: 'answered_called' },
	{ table: 'agreement_centre', column: 'adviser_id', holder: 'person', exported: { as: 'docking/legal-adviser-of', only: ['centre_id', 'legal_review'] }, erased: 'name-taken-off' },
	{ table: 'agreement_centre', column: 'updated_by', holder: 'person', exported: { not: 'computed' }, erased: 'name-taken-off' },
	{ table: 'agreement', column: 'created_by', holder: 'person', exported: { as: 'docking/agreements-begun', only: ['id', 'reference', 'kind', 'state', 'titles', 'created_at'] }, erased: 'name-taken-off' },
	{ table: 'agreement_party', column: 'organisation_id', holder: 'organisation', exported: { as: 'docking/agreements', without: ['register_by'] }, erased: 'name-taken-off' },
	{ table: 'agreement_party', column: 'register_by', holder: 'person', exported: { as: 'docking/register-decided', only: ['agreement_id', 'register_fields', 'register_at'] }, erased: 'name-taken-off' },
	{ table: 'agreement_scan', column: 'uploaded_by', holder: 'person', exported: { as: 'docking/signed-scans', only: ['id', 'agreement_id', 'name', 'size', 'at'] }, erased: 'name-taken-off', called: 'called' },
	{ table: 'agreement_step', column: 'by', holder: 'person', exported: { as: 'docking/agreement-steps', only: ['id', 'agreement_id', 'step', 'words', 'at'] }, erased: 'name-taken-off', called: 'called' },
	{ table: 'agreement_review', column: 'answered_by', holder: 'person', exported: { as: 'docking/legal-reviews', only: ['agreement_id', 'centre_id', 'state', 'answered_at'] }, erased: 'name-taken-off' },
	{ table: 'mark_consent', column: 'asked_by', holder: 'person', exported: { as: 'docking/consents-asked', only: ['id', 'agreement_id', 'marks', 'purpose', 'state', 'expires_on', 'asked_at'] }, erased: 'name-taken-off' },
	{ table: 'mark_consent', column: 'answered_by', holder: 'person', exported: { as: 'docking/consents-answered', only: ['id', 'agreement_id', 'marks', 'state', 'expires_on', 'answered_at'] }, erased: 'name-taken-off' },
	{ table: 'ceremony_signing', column: 'put_forward_by', holder: 'person', exported: { as: 'docking/put-forward-for-ceremonies', only: ['id', 'event_id', 'put_forward_at'] }, erased: 'name-taken-off' },
	{ table: 'ceremony_order', column: 'published_by', holder: 'person', exported: { as: 'events/orders-of-signing-published', only: ['session_id', 'event_id', 'published_at'] }, erased: 'name-taken-off' },
	{ table: 'ceremony_party', column: 'agreed_by', holder: 'person', exported: { as: 'docking/agreed-to-ceremonies', only: ['signing_id', 'agreed_at'] }, erased: 'name-taken-off' },
];
