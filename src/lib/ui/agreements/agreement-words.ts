import * as m from '#lib/paraglide/messages.js';
import type { CheckCode } from '#lib/agreements/checks.ts';
import type { AgreementKind, AgreementState, AgreementText, Attribution, Authority, BackgroundRule, ConsentState, Dispute, ExportControl, Mark, Prevailing, RegisterField, Results } from '#lib/agreements/vocabulary.ts';
import type { TermLine } from '#lib/terms/difference.ts';
import type { Duration, Exclusivity, OfferState, RoyaltyBase, Transfer } from '#lib/terms/vocabulary.ts';

/** The words of the closed vocabularies of terms and agreements, in the language that is set. */

export const AGREEMENT_KIND_WORDS: Record<AgreementKind, () => string> = {
	memorandum: m.agreements_kind_memorandum,
	'co-operation': m.agreements_kind_co_operation,
	licence: m.agreements_kind_licence,
	assignment: m.agreements_kind_assignment,
	'joint-venture': m.agreements_kind_joint_venture,
	'joint-rd': m.agreements_kind_joint_rd,
	'joint-laboratory': m.agreements_kind_joint_laboratory,
	'demonstration-base': m.agreements_kind_demonstration_base,
	training: m.agreements_kind_training,
	service: m.agreements_kind_service,
};

export const AGREEMENT_STATE_WORDS: Record<AgreementState, () => string> = {
	draft: m.agreements_state_draft,
	'legal-review': m.agreements_state_legal_review,
	ready: m.agreements_state_ready,
	signing: m.agreements_state_signing,
	signed: m.agreements_state_signed,
	ended: m.agreements_state_ended,
	abandoned: m.agreements_state_abandoned,
};

export const AGREEMENT_TEXT_WORDS: Record<AgreementText, () => string> = {
	purpose: m.agreements_text_purpose,
	scope: m.agreements_text_scope,
	fieldOfUse: m.agreements_text_fieldOfUse,
	territoryWords: m.agreements_text_territoryWords,
	background: m.agreements_text_background,
	support: m.agreements_text_support,
	warranties: m.agreements_text_warranties,
	other: m.agreements_text_other,
};

export const PREVAILING_WORDS: Record<Prevailing, () => string> = {
	en: m.agreements_prevailing_en,
	zh: m.agreements_prevailing_zh,
	equal: m.agreements_prevailing_equal,
};

export const AUTHORITY_WORDS: Record<Authority, () => string> = {
	'legal-representative': m.agreements_authority_legal_representative,
	'power-of-attorney': m.agreements_authority_power_of_attorney,
	none: m.agreements_authority_none,
};

export const BACKGROUND_WORDS: Record<BackgroundRule, () => string> = {
	kept: m.agreements_background_kept,
	'licensed-for-project': m.agreements_background_licensed_for_project,
	'licensed-for-use': m.agreements_background_licensed_for_use,
};

export const RESULTS_WORDS: Record<Results, () => string> = {
	none: m.agreements_results_none,
	single: m.agreements_results_single,
	joint: m.agreements_results_joint,
};

export const ATTRIBUTION_WORDS: Record<Attribution, () => string> = {
	named: m.agreements_attribution_named,
	waived: m.agreements_attribution_waived,
};

export const DISPUTE_WORDS: Record<Dispute, () => string> = {
	negotiation: m.agreements_dispute_negotiation,
	mediation: m.agreements_dispute_mediation,
	arbitration: m.agreements_dispute_arbitration,
	courts: m.agreements_dispute_courts,
};

export const EXPORT_WORDS: Record<ExportControl, () => string> = {
	unchecked: m.agreements_export_unchecked,
	'none-needed': m.agreements_export_none_needed,
	'licence-held': m.agreements_export_licence_held,
	'licence-needed': m.agreements_export_licence_needed,
};

export const MARK_WORDS: Record<Mark, () => string> = {
	name: m.agreements_mark_name,
	logo: m.agreements_mark_logo,
	badge: m.agreements_mark_badge,
};

export const CONSENT_WORDS: Record<ConsentState, () => string> = {
	asked: m.agreements_consent_asked,
	granted: m.agreements_consent_granted,
	refused: m.agreements_consent_refused,
	withdrawn: m.agreements_consent_withdrawn,
	expired: m.agreements_consent_expired,
};

export const REGISTER_WORDS: Record<RegisterField, () => string> = {
	title: m.agreements_show_title,
	parties: m.agreements_show_parties,
	kind: m.agreements_show_kind,
	area: m.agreements_show_area,
	countries: m.agreements_show_countries,
	date: m.agreements_show_date,
};

export const TRANSFER_WORDS: Record<Transfer, () => string> = {
	licence: m.terms_transfer_licence,
	assignment: m.terms_transfer_assignment,
	'know-how': m.terms_transfer_know_how,
	'joint-rd': m.terms_transfer_joint_rd,
	'joint-venture': m.terms_transfer_joint_venture,
	'technical-service': m.terms_transfer_technical_service,
	training: m.terms_transfer_training,
	other: m.terms_transfer_other,
};

export const EXCLUSIVITY_WORDS: Record<Exclusivity, () => string> = {
	exclusive: m.terms_exclusivity_exclusive,
	sole: m.terms_exclusivity_sole,
	'non-exclusive': m.terms_exclusivity_non_exclusive,
};

export const ROYALTY_BASE_WORDS: Record<RoyaltyBase, () => string> = {
	'net-sales': m.terms_base_net_sales,
	'gross-sales': m.terms_base_gross_sales,
	profit: m.terms_base_profit,
	'sublicence-income': m.terms_base_sublicence_income,
};

export const DURATION_WORDS: Record<Duration, () => string> = {
	months: m.terms_duration_months,
	'life-of-rights': m.terms_duration_life_of_rights,
	unlimited: m.terms_duration_unlimited,
};

export const OFFER_STATE_WORDS: Record<OfferState, () => string> = {
	open: m.terms_state_open,
	countered: m.terms_state_countered,
	accepted: m.terms_state_accepted,
	refused: m.terms_state_refused,
	withdrawn: m.terms_state_withdrawn,
	expired: m.terms_state_expired,
};

export const TERM_LINE_WORDS: Record<TermLine, () => string> = {
	transfer: m.terms_line_transfer,
	exclusivity: m.terms_line_exclusivity,
	sublicence: m.terms_line_sublicence,
	territory: m.terms_line_territory,
	scope: m.terms_line_scope,
	fieldOfUse: m.terms_line_fieldOfUse,
	lumpSum: m.terms_line_lumpSum,
	milestones: m.terms_line_milestones,
	royalty: m.terms_line_royalty,
	trainingDays: m.terms_line_trainingDays,
	support: m.terms_line_support,
	warranties: m.terms_line_warranties,
	duration: m.terms_line_duration,
	other: m.terms_line_other,
};

export const AGREEMENT_STEP_WORDS: Record<string, () => string> = {
	begin: m.agreements_step_begin,
	save: m.agreements_step_save,
	submit: m.agreements_step_submit,
	clear: m.agreements_step_clear,
	return: m.agreements_step_return,
	reopen: m.agreements_step_reopen,
	record: m.agreements_step_record,
	confirm: m.agreements_step_confirm,
	dispute: m.agreements_step_dispute,
	attest: m.agreements_step_attest,
	end: m.agreements_step_end,
	abandon: m.agreements_step_abandon,
	'let-show': m.agreements_step_let_show,
	'ask-marks': m.agreements_step_ask_marks,
	'grant-marks': m.agreements_step_grant_marks,
	'refuse-marks': m.agreements_step_refuse_marks,
	'withdraw-marks': m.agreements_step_withdraw_marks,
	'expire-marks': m.agreements_step_expire_marks,
	'put-forward': m.agreements_step_put_forward,
	'show-at-ceremony': m.agreements_step_show_at_ceremony,
	'agree-to-ceremony': m.agreements_step_agree_to_ceremony,
	'take-back': m.agreements_step_take_back,
};

type CheckPlace = { party: string; field: string; languages: string };
/** What a check says, in plain words. */
export const CHECK_WORDS: Record<CheckCode, (place: CheckPlace) => string> = {
	parties: () => m.agreements_check_parties(),
	title: m.agreements_check_title,
	text_missing: m.agreements_check_text_missing,
	prevailing: () => m.agreements_check_prevailing(),
	signatory: m.agreements_check_signatory,
	authority: m.agreements_check_authority,
	dates: () => m.agreements_check_dates(),
	ip_joint: () => m.agreements_check_ip_joint(),
	ip_shares: () => m.agreements_check_ip_shares(),
	ip_results: () => m.agreements_check_ip_results(),
	ip_background: () => m.agreements_check_ip_background(),
	rights: () => m.agreements_check_rights(),
	price: () => m.agreements_check_price(),
	export: () => m.agreements_check_export(),
	export_licence: () => m.agreements_check_export_licence(),
	law: () => m.agreements_check_law(),
	dispute: () => m.agreements_check_dispute(),
	dispute_place: () => m.agreements_check_dispute_place(),
	confidentiality: () => m.agreements_check_confidentiality(),
	publication: () => m.agreements_check_publication(),
	marks: m.agreements_check_marks,
	exclusivity: () => m.agreements_check_exclusivity(),
	territory: () => m.agreements_check_territory(),
	duration: () => m.agreements_check_duration(),
	same_signatory: () => m.agreements_check_same_signatory(),
};

const PARTY_WORDS = [m.agreements_party_a, m.agreements_party_b, m.agreements_party_c, m.agreements_party_d, m.agreements_party_e, m.agreements_party_f] as const;
/** "Party A" and so on, by position. */
export const partyWords = (position: number): string => (PARTY_WORDS[position] ?? m.agreements_party_f)();

export const agreementKindWords = (kind: AgreementKind): string => AGREEMENT_KIND_WORDS[kind]();
export const royaltyBaseWords = (base: RoyaltyBase): string => ROYALTY_BASE_WORDS[base]();
