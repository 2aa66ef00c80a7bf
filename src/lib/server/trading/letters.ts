import * as m from '#lib/paraglide/messages.js';
import { letter, type Recipient } from '#lib/server/platform/letter.ts';
import type { NewMail } from '#lib/server/platform/mail.ts';
import type { PlanNews } from './payments/payment-plan.ts';
import type { TradeNews } from './trade.ts';

type Words = (facts: { number: string; title: string }) => string;

const TRADE_WORDS: Record<TradeNews, [subject: Words, text: Words]> = {
	announced: [m.trading_mail_announced_subject, m.trading_mail_announced_text],
	asked: [m.trading_mail_asked_subject, m.trading_mail_asked_text],
	admitted: [m.trading_mail_admitted_subject, m.trading_mail_admitted_text],
	refused: [m.trading_mail_refused_subject, m.trading_mail_refused_text],
	outbid: [m.trading_mail_outbid_subject, m.trading_mail_outbid_text],
	closed: [m.trading_mail_closed_subject, m.trading_mail_closed_text],
	'to-open': [m.trading_mail_to_open_subject, m.trading_mail_to_open_text],
	won: [m.trading_mail_won_subject, m.trading_mail_won_text],
	accepted: [m.trading_mail_accepted_subject, m.trading_mail_accepted_text],
	declined: [m.trading_mail_declined_subject, m.trading_mail_declined_text],
	withdrawn: [m.trading_mail_withdrawn_subject, m.trading_mail_withdrawn_text],
	contracted: [m.trading_mail_contracted_subject, m.trading_mail_contracted_text],
};

const PLAN_WORDS: Record<PlanNews, Words> = {
	proposed: m.trading_mail_plan_proposed,
	agreed: m.trading_mail_plan_agreed,
	cancelled: m.trading_mail_plan_cancelled,
	'due-soon': m.trading_mail_payment_soon,
	due: m.trading_mail_payment_due,
	overdue: m.trading_mail_payment_overdue,
	reached: m.trading_mail_payment_reached,
	invoiced: m.trading_mail_payment_invoiced,
	paid: m.trading_mail_payment_paid,
	reported: m.trading_mail_payment_reported,
	waived: m.trading_mail_payment_waived,
};

/** A letter says that there is something, with a link; no amount, no name of a bidder and no words of anybody stand in it. */
function tradingLetter(to: Recipient, baseUrl: string, path: string, write: () => { subject: string; text: string }): NewMail {
	return letter(to, baseUrl, (_locale, link) => {
		const { subject, text } = write();
		return { subject, parts: [text, link(path), m.trading_no_money()] };
	});
}

export function tradeLetter(to: Recipient, facts: { number: number; title: string; baseUrl: string; path: string }, news: TradeNews): NewMail {
	const about = { number: String(facts.number), title: facts.title };
	const [subject, text] = TRADE_WORDS[news];
	return tradingLetter(to, facts.baseUrl, facts.path, () => ({ subject: subject(about), text: text(about) }));
}

/** Of a payment plan not even the title is told: what was bought is between the two sides. */
export function planLetter(to: Recipient, facts: { number: number; planId: string; baseUrl: string }, news: PlanNews): NewMail {
	const about = { number: String(facts.number), title: '' };
	return tradingLetter(to, facts.baseUrl, `/desk/trading/payments/${facts.planId}`, () => ({ subject: m.trading_mail_plan_subject({ number: about.number }), text: PLAN_WORDS[news](about) }));
}
