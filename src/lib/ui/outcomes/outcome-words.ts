import * as m from '#lib/paraglide/messages.js';
import type { MilestoneState, OutcomeReason, OutcomeState, OutcomeStatus, ProjectState, ReportKind, StoryState } from '#lib/outcomes/vocabulary.ts';

/** The words of the closed vocabularies of what comes of an agreement, in the language that is set. */

export const PROJECT_STATE_WORDS: Record<ProjectState, () => string> = { running: m.outcomes_project_running, completed: m.outcomes_project_completed, stopped: m.outcomes_project_stopped };

export const MILESTONE_STATE_WORDS: Record<MilestoneState, () => string> = {
	planned: m.outcomes_milestone_planned,
	reported: m.outcomes_milestone_reported,
	confirmed: m.outcomes_milestone_confirmed,
	dropped: m.outcomes_milestone_dropped,
};

export const REPORT_KIND_WORDS: Record<ReportKind, () => string> = {
	report: m.outcomes_report_report,
	reached: m.outcomes_report_reached,
	confirmed: m.outcomes_report_confirmed,
	disputed: m.outcomes_report_disputed,
	dropped: m.outcomes_report_dropped,
	completed: m.outcomes_report_completed,
	stopped: m.outcomes_report_stopped,
	reopened: m.outcomes_report_reopened,
};

export const OUTCOME_STATE_WORDS: Record<OutcomeState, () => string> = { asked: m.outcomes_state_asked, answered: m.outcomes_state_answered, expired: m.outcomes_state_expired };

export const OUTCOME_STATUS_WORDS: Record<OutcomeStatus, () => string> = {
	not_begun: m.outcomes_status_not_begun,
	running: m.outcomes_status_running,
	completed: m.outcomes_status_completed,
	stopped: m.outcomes_status_stopped,
};

export const OUTCOME_REASON_WORDS: Record<OutcomeReason, () => string> = {
	technical: m.outcomes_reason_technical,
	market: m.outcomes_reason_market,
	funding: m.outcomes_reason_funding,
	partner: m.outcomes_reason_partner,
	regulation: m.outcomes_reason_regulation,
	other: m.outcomes_reason_other,
};

export const STORY_STATE_WORDS: Record<StoryState, () => string> = {
	draft: m.outcomes_story_state_draft,
	asked: m.outcomes_story_state_asked,
	published: m.outcomes_story_state_published,
	withdrawn: m.outcomes_story_state_withdrawn,
};

const LABELS: Record<string, () => string> = {
	title: m.outcomes_field_title,
	purpose: m.outcomes_field_purpose,
	startsOn: m.outcomes_field_startsOn,
	endsOn: m.outcomes_field_endsOn,
	dueOn: m.outcomes_field_dueOn,
	reachedOn: m.outcomes_field_reachedOn,
	words: m.outcomes_field_words,
	year: m.outcomes_field_year,
	status: m.outcomes_field_status,
	reason: m.outcomes_field_reason,
	jobs: m.outcomes_field_jobs,
	publications: m.outcomes_field_publications,
	agreements: m.outcomes_field_agreements,
	sales: m.outcomes_field_sales,
	investment: m.outcomes_field_investment,
	currency: m.outcomes_field_currency,
	text: m.outcomes_field_text,
	title_en: m.outcomes_field_title_en,
	title_zh: m.outcomes_field_title_zh,
	body_en: m.outcomes_field_body_en,
	body_zh: m.outcomes_field_body_zh,
};

/** What a field is called, for the list of what is wrong. */
export function outcomeFieldLabel(field: string): string {
	const row = /^milestone_(?:due_)?(\d+)$/.exec(field);
	if (row) return m.outcomes_field_milestone({ number: Number(row[1]) + 1 });
	return LABELS[field]?.() ?? field;
}
