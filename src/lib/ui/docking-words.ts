import * as m from '#lib/paraglide/messages.js';
import type { Ball, DockingNews, DockingStand, DockingState, InterestState, NextStep, RefusalReason, StopReason } from '#lib/docking/vocabulary.ts';

/** The words of the closed vocabularies from interest to docking, in the reader's language. */

export const INTEREST_STATE_WORDS: Record<InterestState, () => string> = {
	at_own_centre: m.docking_interest_state_at_own_centre,
	at_their_centre: m.docking_interest_state_at_their_centre,
	with_owner: m.docking_interest_state_with_owner,
	accepted: m.docking_interest_state_accepted,
	refused: m.docking_interest_state_refused,
	withdrawn: m.docking_interest_state_withdrawn,
	expired: m.docking_interest_state_expired,
};

export const REFUSAL_WORDS: Record<RefusalReason, () => string> = {
	not_suitable: m.docking_refusal_not_suitable,
	no_capacity: m.docking_refusal_no_capacity,
	too_early: m.docking_refusal_too_early,
	other_partner: m.docking_refusal_other_partner,
	not_serious: m.docking_refusal_not_serious,
	restricted: m.docking_refusal_restricted,
	incomplete: m.docking_refusal_incomplete,
	other: m.docking_refusal_other,
};

export const DOCKING_STATE_WORDS: Record<DockingState, () => string> = {
	introduced: m.docking_state_introduced,
	confidential: m.docking_state_confidential,
	negotiating: m.docking_state_negotiating,
	agreed: m.docking_state_agreed,
	signed: m.docking_state_signed,
	running: m.docking_state_running,
	completed: m.docking_state_completed,
	stopped: m.docking_state_stopped,
};

export const STOP_WORDS: Record<StopReason, () => string> = {
	no_fit: m.docking_stop_no_fit,
	price: m.docking_stop_price,
	terms: m.docking_stop_terms,
	timing: m.docking_stop_timing,
	no_answer: m.docking_stop_no_answer,
	other_partner: m.docking_stop_other_partner,
	restricted: m.docking_stop_restricted,
	other: m.docking_stop_other,
};

export const SIDE_WORDS: Record<DockingStand, () => string> = { offering: m.docking_side_offering, seeking: m.docking_side_seeking, officers: m.docking_side_officers };

export const BALL_WORDS: Record<Ball, () => string> = { offering: m.docking_ball_offering, seeking: m.docking_ball_seeking, officers: m.docking_ball_officers, none: m.docking_ball_none };

export const NEXT_STEP_WORDS: Record<NextStep, () => string> = {
	get_to_know: m.docking_next_get_to_know,
	sign_nda: m.docking_next_sign_nda,
	offer_terms: m.docking_next_offer_terms,
	answer_terms: m.docking_next_answer_terms,
	draft_agreement: m.docking_next_draft_agreement,
	review_agreement: m.docking_next_review_agreement,
	sign_agreement: m.docking_next_sign_agreement,
	start_implementation: m.docking_next_start_implementation,
	carry_out: m.docking_next_carry_out,
	report_milestone: m.docking_next_report_milestone,
	report_outcome: m.docking_next_report_outcome,
	answer_message: m.docking_next_answer_message,
	none: m.docking_next_none,
};

export const NEWS_WORDS: Record<DockingNews, () => string> = {
	opened: m.docking_news_opened,
	person_added: m.docking_news_person_added,
	message: m.docking_news_message,
	task: m.docking_news_task,
	meeting: m.docking_news_meeting,
	summary: m.docking_news_summary,
	file: m.docking_news_file,
	nda: m.docking_news_nda,
	nda_signed: m.docking_news_nda_signed,
	terms: m.docking_news_terms,
	terms_accepted: m.docking_news_terms_accepted,
	terms_refused: m.docking_news_terms_refused,
	terms_ending: m.terms_news_ending,
	terms_expired: m.terms_news_expired,
	agreement: m.docking_news_agreement,
	agreement_review: m.docking_news_agreement_review,
	agreement_signed: m.docking_news_agreement_signed,
	milestone: m.docking_news_milestone,
	report: m.docking_news_report,
	outcome: m.docking_news_outcome,
	story: m.docking_news_story,
	payment: m.docking_news_payment,
	your_turn: m.docking_news_your_turn,
	stopped: m.docking_news_stopped,
	reopened: m.docking_news_reopened,
	completed: m.docking_news_completed,
};
