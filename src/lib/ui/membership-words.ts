import * as m from '#lib/paraglide/messages.js';
import type { CoreCriterion, CoreEndReason, NetworkDisclosure, RefusalReason } from '#lib/membership/vocabulary.ts';

const REFUSALS: Record<RefusalReason, () => string> = {
	'not-found': m.membership_refusal_not_found,
	'no-proof': m.membership_refusal_no_proof,
	outside: m.membership_refusal_outside,
	doubled: m.membership_refusal_doubled,
	'not-authorised': m.membership_refusal_not_authorised,
	other: m.membership_refusal_other,
};
export const refusalReasonWords = (reason: RefusalReason): string => REFUSALS[reason]();

const STATES: Record<string, () => string> = {
	applied: m.membership_state_applied,
	returned: m.membership_state_returned,
	admitted: m.membership_state_admitted,
	refused: m.membership_state_refused,
	merged: m.membership_state_merged,
};
export const stateWords = (state: string): string => STATES[state]?.() ?? state;

const STEPS: Record<string, () => string> = {
	apply: m.membership_step_apply,
	return: m.membership_step_return,
	answer: m.membership_step_answer,
	admit: m.membership_step_admit,
	refuse: m.membership_step_refuse,
};
export const stepWords = (step: string): string => STEPS[step]?.() ?? step;

const CRITERIA: Record<CoreCriterion, () => string> = {
	listings: m.membership_criterion_listings,
	answers: m.membership_criterion_answers,
	events: m.membership_criterion_events,
	agreements: m.membership_criterion_agreements,
	training: m.membership_criterion_training,
	network: m.membership_criterion_network,
};
export const criterionWords = (criterion: CoreCriterion): string => CRITERIA[criterion]();

const ENDS: Record<CoreEndReason | 'left' | 'merged', () => string> = {
	inactive: m.membership_end_inactive,
	criteria: m.membership_end_criteria,
	'own-wish': m.membership_end_own_wish,
	left: m.membership_end_left,
	merged: m.membership_end_merged,
};
export const endReasonWords = (reason: CoreEndReason | 'left' | 'merged'): string => ENDS[reason]();

const DISCLOSURES: Record<NetworkDisclosure, () => string> = {
	public: m.membership_disclosure_public,
	network: m.membership_disclosure_network,
	members: m.membership_disclosure_members,
};
export const networkDisclosureWords = (disclosure: NetworkDisclosure): string => DISCLOSURES[disclosure]();
