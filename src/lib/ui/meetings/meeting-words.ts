import * as m from '#lib/paraglide/messages.js';
import type { InvitationState, MeetingOutcome, MeetingState, PartyState, RefusalReason, RequestState } from '#lib/meetings/vocabulary.ts';

export const REQUEST_WORDS: Record<RequestState, () => string> = { asked: m.b2b_request_asked, accepted: m.b2b_request_accepted, refused: m.b2b_request_refused, expired: m.b2b_request_expired, withdrawn: m.b2b_request_withdrawn };
/** What became of an invitation to somebody who is not registered. */
export const INVITATION_WORDS: Record<InvitationState, () => string> = { open: m.b2b_invitation_open, taken: m.b2b_invitation_taken, refused: m.b2b_request_refused, expired: m.b2b_invitation_expired, withdrawn: m.b2b_request_withdrawn };
/** What one of several has said. */
export const PARTY_WORDS: Record<PartyState, () => string> = { asked: m.b2b_party_asked, accepted: m.b2b_party_accepted, refused: m.b2b_party_refused, left_out: m.b2b_party_left_out };
export const REASON_WORDS: Record<RefusalReason, () => string> = { topic: m.b2b_reason_topic, stage: m.b2b_reason_stage, time: m.b2b_reason_time, known: m.b2b_reason_known, colleague: m.b2b_reason_colleague, other: m.b2b_reason_other };
export const MEETING_WORDS: Record<MeetingState, () => string> = { planned: m.b2b_meeting_planned, late: m.b2b_meeting_late, held: m.b2b_meeting_held, no_show: m.b2b_meeting_no_show, cancelled: m.b2b_meeting_cancelled };
export const OUTCOME_WORDS: Record<MeetingOutcome, () => string> = { interest: m.b2b_outcome_interest, contact: m.b2b_outcome_contact, nothing: m.b2b_outcome_nothing, not_held: m.b2b_outcome_not_held };
/** Where a meeting counts as another thing than what somebody said of it: as what, and why. */
export function countsAsWords({ state, outcome }: { state: MeetingState; outcome: MeetingOutcome | null }): string | null {
	if (outcome === null) return null;
	if (state === 'no_show' && outcome !== 'not_held') return m.b2b_outcome_counts_not();
	return state === 'held' && outcome === 'not_held' ? m.b2b_outcome_counts_held() : null;
}

const LABELS: Record<string, () => string> = {
	message: m.b2b_message,
	language: m.b2b_language,
	listings: m.b2b_wish_listings,
	seeks: m.b2b_wish_seeks,
	max_meetings: m.b2b_wish_most,
	max_per_day: m.b2b_wish_most_a_day,
	slot: m.b2b_slot,
	reason: m.b2b_reason,
	words: m.b2b_words,
	answer: m.b2b_answer,
	outcome: m.b2b_after_question,
	listing: m.b2b_interest_listing,
	why: m.b2b_interest_why,
	whoWeAre: m.b2b_interest_who,
	organisation: m.b2b_interest_organisation,
	badge: m.b2b_spot_badge,
	third_badge: m.b2b_spot_third_badge,
};
/** What a field of these pages is called in the sum of what is wrong. */
export const meetingLabel = (field: string): string => (LABELS[field] ?? m.b2b_title)();
