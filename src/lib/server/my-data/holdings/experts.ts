import type { Holding } from '../holdings.ts';

/** Experts, their private part, and requests for technical service. */
export const EXPERT_HOLDINGS: readonly Holding[] = [
	{ table: 'expert', column: 'user_id', holder: 'person', exported: { as: 'expert/profile', without: ['change_number'] }, erased: 'with-it' },
	{ table: 'expert', column: 'organisation_id', holder: 'organisation', exported: { as: 'expert/experts-of-it', only: ['id', 'slug', 'names'] }, erased: 'name-taken-off' },
	{ table: 'expert_publication', column: 'expert_id', holder: 'row', of: 'expert.user_id', exported: { as: 'expert/publications' }, erased: 'with-it' },
	{ table: 'expert_private', column: 'expert_id', holder: 'row', of: 'expert.user_id', exported: { as: 'expert/private-part' }, erased: 'with-it' },
	{ table: 'expert_invitation', column: 'email', holder: 'address', exported: { as: 'expert/invitations', without: ['token_hash', 'invited_by'] }, erased: 'deleted' },
	{ table: 'expert_invitation', column: 'expert_id', holder: 'row', of: 'expert.user_id', exported: { not: 'computed' }, erased: 'name-taken-off' },
	{ table: 'expert_invitation', column: 'invited_by', holder: 'person', exported: { as: 'expert/invitations-sent', only: ['id', 'centre_id', 'words', 'created_at'] }, erased: 'name-taken-off' },
	{ table: 'service_request', column: 'organisation_id', holder: 'organisation', exported: { as: 'expert/service-requests' }, erased: 'with-it' },
	{ table: 'service_request', column: 'asked_by', holder: 'person', exported: { as: 'expert/service-requests-asked', only: ['id', 'number', 'organisation_id', 'created_at'] }, erased: 'name-taken-off' },
	{ table: 'service_request_step', column: 'request_id', holder: 'row', of: 'service_request.organisation_id', exported: { as: 'expert/service-request-steps' }, erased: 'with-it' },
	{ table: 'service_request_step', column: 'by', holder: 'person', exported: { as: 'expert/steps-taken', only: ['id', 'request_id', 'step', 'words', 'at'] }, erased: 'name-taken-off', called: 'called' },
	{ table: 'task_force_place', column: 'request_id', holder: 'row', of: 'service_request.organisation_id', exported: { as: 'expert/task-forces' }, erased: 'with-it' },
	{ table: 'task_force_place', column: 'expert_id', holder: 'row', of: 'expert.user_id', exported: { as: 'expert/missions-of-mine', without: ['invited_by'] }, erased: 'name-taken-off', called: 'called' },
	{ table: 'task_force_place', column: 'invited_by', holder: 'person', exported: { as: 'expert/places-offered', only: ['id', 'request_id', 'role', 'invited_at'] }, erased: 'name-taken-off' },
	{ table: 'mission', column: 'request_id', holder: 'row', of: 'service_request.organisation_id', exported: { as: 'expert/missions' }, erased: 'with-it' },
];
