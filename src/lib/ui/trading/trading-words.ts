import * as m from '#lib/paraglide/messages.js';
import type { Language } from '#lib/engines/text/language.ts';
import { money } from '#lib/money/money.ts';
import { writeMoney } from '#lib/money/write-money.ts';
import type { AwardState, BidRefusal, PaymentKind, PaymentState, PlanState, RoyaltyPeriod, TradeEventKind, TradeMode, TradePhase, TradeSubject } from '#lib/trading/vocabulary.ts';
import { dateFormat } from '#lib/text/kept-formats.ts';

export const MODE_WORDS: Record<TradeMode, () => string> = { fixed: m.trading_mode_fixed, offers: m.trading_mode_offers, ascending: m.trading_mode_ascending, sealed: m.trading_mode_sealed };
export const MODE_HELP: Record<TradeMode, () => string> = { fixed: m.trading_mode_fixed_help, offers: m.trading_mode_offers_help, ascending: m.trading_mode_ascending_help, sealed: m.trading_mode_sealed_help };
export const SUBJECT_WORDS: Record<TradeSubject, () => string> = {
	assignment: m.trading_subject_assignment,
	'exclusive-licence': m.trading_subject_exclusive_licence,
	licence: m.trading_subject_licence,
	'technical-service': m.trading_subject_technical_service,
	'joint-venture-share': m.trading_subject_joint_venture_share,
};
export const PHASE_WORDS: Record<TradePhase, () => string> = {
	draft: m.trading_phase_draft,
	coming: m.trading_phase_coming,
	running: m.trading_phase_running,
	ending: m.trading_phase_ending,
	closed: m.trading_phase_closed,
	opened: m.trading_phase_opened,
	awarded: m.trading_phase_awarded,
	contracted: m.trading_phase_contracted,
	completed: m.trading_phase_completed,
	unsold: m.trading_phase_unsold,
	withdrawn: m.trading_phase_withdrawn,
};
export const REFUSAL_WORDS: Record<BidRefusal, () => string> = {
	not_open: m.trading_refused_not_open,
	closed: m.trading_refused_closed,
	too_low: m.trading_refused_too_low,
	wrong_amount: m.trading_refused_wrong_amount,
	leading: m.trading_refused_leading,
	sold_out: m.trading_refused_sold_out,
	bought: m.trading_refused_bought,
	not_admitted: m.trading_refused_not_admitted,
};
export const EVENT_WORDS: Record<TradeEventKind, () => string> = {
	announced: m.trading_event_announced,
	admitted: m.trading_event_admitted,
	bid: m.trading_event_bid,
	'bid-refused': m.trading_event_bid_refused,
	'bid-withdrawn': m.trading_event_bid_withdrawn,
	'reserve-met': m.trading_event_reserve_met,
	closed: m.trading_event_closed,
	approval: m.trading_event_approval,
	opened: m.trading_event_opened,
	revealed: m.trading_event_revealed,
	awarded: m.trading_event_awarded,
	'award-accepted': m.trading_event_award_accepted,
	'award-refused': m.trading_event_award_refused,
	unsold: m.trading_event_unsold,
	withdrawn: m.trading_event_withdrawn,
	contracted: m.trading_event_contracted,
	completed: m.trading_event_completed,
};
export const AWARD_WORDS: Record<AwardState, () => string> = { offered: m.trading_award_offered, accepted: m.trading_award_accepted, refused: m.trading_award_refused, contracted: m.trading_award_contracted };
export const PLAN_STATE_WORDS: Record<PlanState, () => string> = { draft: m.trading_plan_draft, proposed: m.trading_plan_proposed, agreed: m.trading_plan_agreed, settled: m.trading_plan_settled, cancelled: m.trading_plan_cancelled };
export const PAYMENT_KIND_WORDS: Record<PaymentKind, () => string> = { lump: m.trading_kind_lump, milestone: m.trading_kind_milestone, royalty: m.trading_kind_royalty, 'royalty-period': m.trading_kind_royalty_period };
export const PAYMENT_STATE_WORDS: Record<PaymentState, () => string> = { planned: m.trading_payment_planned, due: m.trading_payment_due, invoiced: m.trading_payment_invoiced, paid: m.trading_payment_paid, waived: m.trading_payment_waived };
export const PERIOD_WORDS: Record<RoyaltyPeriod, () => string> = { quarter: m.trading_period_quarter, half: m.trading_period_half, year: m.trading_period_year };

/** The labels of the forms' fields, for what is summed at the top. */
export const FIELD_WORDS: Record<string, () => string> = {
	amount: m.trading_field_amount,
	words: m.trading_field_words,
	organisation: m.trading_field_organisation,
	mode: m.trading_field_mode,
	subject: m.trading_field_subject,
	currency: m.trading_field_currency,
	price: m.trading_field_price,
	increment: m.trading_field_increment,
	reserve: m.trading_field_reserve,
	places: m.trading_field_places,
	opens: m.trading_field_opens,
	closes: m.trading_field_closes,
	softMinutes: m.trading_field_soft,
	latestHours: m.trading_field_latest,
	answerDays: m.trading_field_answer_days,
	terms: m.trading_field_terms,
	reason: m.trading_field_reason,
	day: m.trading_field_contract_day,
	title: m.trading_field_payment_title,
	condition: m.trading_field_condition,
	dueOn: m.trading_field_due,
	rate: m.trading_field_rate,
	base: m.trading_field_base,
	minimum: m.trading_field_minimum,
	cap: m.trading_field_cap,
	fromOn: m.trading_field_from,
	untilOn: m.trading_field_until,
	paidOn: m.trading_field_paid_on,
	baseAmount: m.trading_field_base_amount,
	remarks: m.trading_field_remarks,
};
export const fieldLabel = (field: string): string => FIELD_WORDS[field]?.() ?? field;

/** An amount in minor units in the reader's way. */
export const amountText = (minor: bigint, currency: string, reader: Language): string => writeMoney(money(minor, currency), reader);

/** A moment of a trade, in microseconds, to the second in UTC and saying so. */
export function momentWords(micros: number, reader: Language): string {
	const options = { year: 'numeric', month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false, timeZone: 'UTC' } as const;
	return `${dateFormat(reader, options).format(new Date(Math.floor(micros / 1000)))} UTC`;
}

/** As a `datetime-local` field takes it, in UTC. */
export const fieldMoment = (micros: number): string => new Date(Math.floor(micros / 1000)).toISOString().slice(0, 16);
