import type { Holding } from '../holdings.ts';

/** Centres, working groups and their plans: what a person did for them, and wrote to them. */
export const CENTRE_HOLDINGS: readonly Holding[] = [
	{ table: 'founding_agreement', column: 'created_by', holder: 'person', exported: { as: 'centres/agreements-entered', only: ['id', 'centre_id', 'created_at'] }, erased: 'name-taken-off' },
	{ table: 'centre_staff', column: 'user_id', holder: 'person', exported: { as: 'centres/staff' }, erased: 'with-it' },
	{ table: 'centre_message', column: 'from_email', holder: 'address', exported: { as: 'centres/messages', without: ['answered_by', 'place'] }, erased: 'deleted' },
	{ table: 'centre_message', column: 'answered_by', holder: 'person', exported: { as: 'centres/messages-answered', only: ['id', 'centre_id', 'answered_at'] }, erased: 'name-taken-off' },
	{ table: 'working_minutes', column: 'china_by', holder: 'person', exported: { as: 'centres/minutes-agreed-china', only: ['meeting_id', 'centre_id', 'china_at'] }, erased: 'name-taken-off' },
	{ table: 'working_minutes', column: 'partner_by', holder: 'person', exported: { as: 'centres/minutes-agreed-partner', only: ['meeting_id', 'centre_id', 'partner_at'] }, erased: 'name-taken-off' },
	{ table: 'working_action', column: 'owner_id', holder: 'person', exported: { as: 'centres/actions', only: ['id', 'centre_id', 'texts', 'due_on', 'state', 'outcome'] }, erased: 'name-taken-off' },
	{ table: 'working_action', column: 'ended_by', holder: 'person', exported: { as: 'centres/actions-ended', only: ['id', 'centre_id', 'ended_at'] }, erased: 'name-taken-off' },
	{ table: 'work_plan', column: 'china_by', holder: 'person', exported: { as: 'centres/plans-adopted-china', only: ['centre_id', 'year', 'china_at'] }, erased: 'name-taken-off' },
	{ table: 'work_plan', column: 'partner_by', holder: 'person', exported: { as: 'centres/plans-adopted-partner', only: ['centre_id', 'year', 'partner_at'] }, erased: 'name-taken-off' },
];
