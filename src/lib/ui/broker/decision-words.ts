import * as m from '#lib/paraglide/messages.js';
import type { Age, Exclusion, PairDecision, PairState, QueueView, RejectReason } from '#lib/brokering/vocabulary.ts';

/** The words of the desk's closed vocabularies, each named once. */
export const VIEW_WORDS: Record<QueueView, () => string> = {
	suggested: m.broker_view_suggested,
	asked: m.broker_view_asked,
	later: m.broker_view_later,
	introduced: m.broker_view_introduced,
	rejected: m.broker_view_rejected,
	excluded: m.broker_view_excluded,
};

export const STATE_WORDS: Record<PairState, () => string> = {
	suggested: m.broker_view_suggested,
	asked: m.broker_view_asked,
	later: m.broker_view_later,
	introduced: m.broker_view_introduced,
	rejected: m.broker_view_rejected,
	withdrawn: m.broker_state_withdrawn,
};

export const AGE_WORDS: Record<Age, () => string> = {
	day: m.broker_age_day,
	week: m.broker_age_week,
	month: m.broker_age_month,
	older: m.broker_age_older,
};

export const REASON_WORDS: Record<RejectReason, () => string> = {
	topic: m.broker_reason_topic,
	maturity: m.broker_reason_maturity,
	region: m.broker_reason_region,
	capacity: m.broker_reason_capacity,
	price: m.broker_reason_price,
	known: m.broker_reason_known,
	duplicate: m.broker_reason_duplicate,
	outdated: m.broker_reason_outdated,
	quality: m.broker_reason_quality,
	other: m.broker_reason_other,
};

export const EXCLUSION_WORDS: Record<Exclusion, () => string> = {
	'same-organisation': m.broker_excluded_same_organisation,
	expired: m.broker_excluded_expired,
	'export-restricted': m.broker_excluded_export_restricted,
	'countries-excluded': m.broker_excluded_countries,
	exclusivity: m.broker_excluded_exclusivity,
};

/** What was just done, as the notice says it. */
export const DONE_WORDS: Record<PairDecision, () => string> = {
	introduce: m.broker_done_introduce,
	later: m.broker_done_later,
	reject: m.broker_done_reject,
	ask: m.broker_done_ask,
	reopen: m.broker_done_reopen,
	undo: m.broker_done_undo,
};

/** What an officer did, as a history says it; the name stands before. */
export const DID_WORDS: Record<PairDecision, () => string> = {
	introduce: m.broker_did_introduce,
	later: m.broker_did_later,
	reject: m.broker_did_reject,
	ask: m.broker_did_ask,
	reopen: m.broker_did_reopen,
	undo: m.broker_did_undo,
};
