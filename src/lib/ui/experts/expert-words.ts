import * as m from '#lib/paraglide/messages.js';
import type { CostCovered, ExpertOffer, ForceRole, PlaceState, RequestState } from '#lib/experts/vocabulary.ts';
import { formatDay, formatNumber } from '../language-names.ts';
import { reader } from '../reader.ts';

export const OFFER_WORDS: Record<ExpertOffer, () => string> = {
	advise: m.experts_offer_advise,
	review: m.experts_offer_review,
	train: m.experts_offer_train,
	'task-force': m.experts_offer_task_force,
	volunteer: m.experts_offer_volunteer,
};

export const offerWords = (offer: string): string => OFFER_WORDS[offer as ExpertOffer]?.() ?? offer;

export const COST_WORDS: Record<CostCovered, () => string> = {
	travel: m.experts_covered_travel,
	lodging: m.experts_covered_lodging,
	meals: m.experts_covered_meals,
	interpreter: m.experts_covered_interpreter,
	fee: m.experts_covered_fee,
};

export const REQUEST_STATE_WORDS: Record<RequestState, () => string> = {
	asked: m.experts_request_state_asked,
	returned: m.experts_request_state_returned,
	declined: m.experts_request_state_declined,
	matching: m.experts_request_state_matching,
	planned: m.experts_request_state_planned,
	'under-way': m.experts_request_state_under_way,
	reported: m.experts_request_state_reported,
	thanked: m.experts_request_state_thanked,
	withdrawn: m.experts_request_state_withdrawn,
};

export const PLACE_STATE_WORDS: Record<PlaceState, () => string> = {
	invited: m.experts_place_state_invited,
	accepted: m.experts_place_state_accepted,
	declined: m.experts_place_state_declined,
	withdrawn: m.experts_place_state_withdrawn,
	released: m.experts_place_state_released,
};

export const ROLE_WORDS: Record<ForceRole, () => string> = { leader: m.experts_role_leader, member: m.experts_role_member };

export const STEP_WORDS: Record<string, () => string> = {
	ask: m.experts_step_ask,
	accept: m.experts_step_accept,
	return: m.experts_step_return,
	answer: m.experts_step_answer,
	decline: m.experts_step_decline,
	withdraw: m.experts_step_withdraw,
	invite: m.experts_step_invite,
	release: m.experts_step_release,
	'expert-accept': m.experts_step_expert_accept,
	'expert-decline': m.experts_step_expert_decline,
	'expert-withdraw': m.experts_step_expert_withdraw,
	plan: m.experts_step_plan,
	begin: m.experts_step_begin,
	report: m.experts_step_report,
	thank: m.experts_step_thank,
};

/** When an expert can come, in words. */
export function availabilityWords({ availableFrom, availableUntil, daysMonth }: { availableFrom: string | null; availableUntil: string | null; daysMonth: number | null }): string {
	const day = (value: string) => formatDay(value, reader());
	const span =
		availableFrom && availableUntil
			? m.experts_available_span({ from: day(availableFrom), until: day(availableUntil) })
			: availableFrom
				? m.experts_available_since({ from: day(availableFrom) })
				: availableUntil
					? m.experts_available_to({ until: day(availableUntil) })
					: '';
	const days = daysMonth === null ? '' : m.experts_available_days({ days: formatNumber(daysMonth, reader()) });
	return [span, days].filter(Boolean).join(' · ') || m.experts_available_unsaid();
}

const FAILED: Record<string, () => string> = {
	conflict: m.experts_failed_conflict,
	forbidden: m.experts_failed_forbidden,
	not_found: m.experts_failed_not_found,
};
export const failedWords = (code: string): string => (FAILED[code] ?? m.experts_failed_other)();
