import type { Holding } from '../holdings.ts';

/** Projects, outcomes and success stories. What both parties did stays with the other; what one told of itself is its own. */
export const OUTCOME_HOLDINGS: readonly Holding[] = [
	{ table: 'project', column: 'opened_by', holder: 'person', exported: { as: 'docking/projects-opened', only: ['id', 'agreement_id', 'number', 'title', 'purpose', 'state', 'opened_at'] }, erased: 'name-taken-off', called: 'called' },
	{ table: 'project_report', column: 'by', holder: 'person', exported: { as: 'docking/project-reports', only: ['id', 'project_id', 'kind', 'words', 'at'] }, erased: 'name-taken-off', called: 'called' },
	{ table: 'outcome', column: 'organisation_id', holder: 'organisation', exported: { as: 'docking/outcomes', without: ['answered_by', 'called'] }, erased: 'name-taken-off' },
	{ table: 'outcome', column: 'answered_by', holder: 'person', exported: { as: 'docking/outcomes-answered', only: ['id', 'agreement_id', 'year', 'status', 'words', 'answered_at'] }, erased: 'name-taken-off', called: 'called' },
	{ table: 'success_story', column: 'drafted_by', holder: 'person', exported: { as: 'docking/stories-drafted', only: ['id', 'agreement_id', 'state', 'titles', 'drafted_at'] }, erased: 'name-taken-off' },
	{ table: 'story_text', column: 'written_by', holder: 'person', exported: { as: 'docking/story-texts', only: ['story_id', 'text', 'language', 'at'] }, erased: 'name-taken-off', called: 'called' },
	{ table: 'story_consent', column: 'organisation_id', holder: 'organisation', exported: { as: 'docking/story-consents', only: ['id', 'story_id', 'given_at', 'ended_at', 'ended_how'] }, erased: 'name-taken-off' },
	{ table: 'story_consent', column: 'given_by', holder: 'person', exported: { as: 'docking/story-consents-given', only: ['id', 'story_id', 'given_at', 'ended_at', 'ended_how'] }, erased: 'name-taken-off', called: 'called' },
	{ table: 'story_consent', column: 'ended_by', holder: 'person', exported: { as: 'docking/story-consents-ended', only: ['id', 'story_id', 'ended_at', 'ended_how'] }, erased: 'name-taken-off', called: 'ended_called' },
];
