import type { Holding } from '../holdings.ts';

/** Trades, bids, awards, payment plans. The log of a trade names nobody: bidders stand in it by number, and it stays. */
export const TRADING_HOLDINGS: readonly Holding[] = [
	{ table: 'trade', column: 'organisation_id', holder: 'organisation', exported: { as: 'listings/trades', without: ['last_hash'] }, erased: 'name-taken-off' },
	{ table: 'trade', column: 'listing_id', holder: 'row', of: 'listing.organisation_id', exported: { not: 'computed' }, erased: 'name-taken-off' },
	{ table: 'trade', column: 'created_by', holder: 'person', exported: { as: 'listings/trades-begun', only: ['id', 'number', 'organisation_id', 'created_at'] }, erased: 'name-taken-off' },
	{ table: 'trade_reserve', column: 'trade_id', holder: 'row', of: 'trade.organisation_id', exported: { as: 'listings/trade-reserves', only: ['trade_id', 'amount'] }, erased: 'with-it' },
	{ table: 'trade_bidder', column: 'trade_id', holder: 'row', of: 'trade.organisation_id', exported: { not: 'others' }, erased: 'with-it' },
	{ table: 'trade_bidder', column: 'organisation_id', holder: 'organisation', exported: { as: 'listings/bidding', only: ['trade_id', 'number', 'state', 'reason', 'asked_at', 'decided_at'] }, erased: 'name-taken-off' },
	{ table: 'trade_bidder', column: 'person_id', holder: 'person', exported: { as: 'listings/bidding-asked', only: ['trade_id', 'number', 'asked_at'] }, erased: 'name-taken-off' },
	{ table: 'trade_bidder', column: 'decided_by', holder: 'person', exported: { as: 'listings/bidders-decided', only: ['trade_id', 'number', 'state', 'decided_at'] }, erased: 'name-taken-off' },
	{ table: 'trade_event', column: 'trade_id', holder: 'row', of: 'trade.organisation_id', exported: { not: 'computed' }, erased: { kept: 'audit' } },
	{ table: 'trade_bid', column: 'person_id', holder: 'person', exported: { as: 'listings/bids', only: ['id', 'trade_id', 'event', 'amount', 'words', 'accepted'] }, erased: 'name-taken-off' },
	{ table: 'trade_opening', column: 'trade_id', holder: 'row', of: 'trade.organisation_id', exported: { not: 'others' }, erased: 'with-it' },
	{ table: 'trade_opening', column: 'person_id', holder: 'person', exported: { as: 'listings/bids-opened', only: ['trade_id', 'moment'] }, erased: 'name-taken-off' },
	{ table: 'trade_award', column: 'trade_id', holder: 'row', of: 'trade.organisation_id', exported: { as: 'listings/awards-given', only: ['id', 'trade_id', 'bidder', 'amount', 'currency', 'state', 'answer_by', 'contracted_on', 'created_at'] }, erased: { kept: 'audit' } },
	{ table: 'trade_award', column: 'organisation_id', holder: 'organisation', exported: { as: 'listings/awards-won', only: ['id', 'trade_id', 'bidder', 'amount', 'currency', 'state', 'answer_by', 'answered_at', 'contracted_on', 'created_at'] }, erased: 'name-taken-off' },
	{ table: 'payment_plan', column: 'seller_id', holder: 'organisation', exported: { as: 'listings/payment-plans-sold' }, erased: 'name-taken-off' },
	{ table: 'payment_plan', column: 'buyer_id', holder: 'organisation', exported: { as: 'listings/payment-plans-bought' }, erased: 'name-taken-off' },
	{ table: 'payment_plan', column: 'proposed_by', holder: 'organisation', exported: { not: 'computed' }, erased: 'name-taken-off' },
	{ table: 'payment_plan', column: 'created_by', holder: 'person', exported: { as: 'listings/payment-plans-begun', only: ['id', 'number', 'created_at'] }, erased: 'name-taken-off' },
	{ table: 'payment_plan', column: 'agreed_by', holder: 'person', exported: { as: 'listings/payment-plans-agreed', only: ['id', 'number', 'agreed_at'] }, erased: 'name-taken-off' },
	{ table: 'payment', column: 'plan_id', holder: 'row', of: 'payment_plan.seller_id', exported: { as: 'listings/payments', only: ['id', 'plan_id', 'position', 'kind', 'title', 'condition', 'amount', 'due_on', 'state', 'rate_bp', 'base', 'minimum', 'cap', 'period', 'from_on', 'until_on', 'base_amount', 'paid_on', 'reason'] }, erased: 'with-it' },
	{ table: 'payment_document', column: 'plan_id', holder: 'row', of: 'payment_plan.buyer_id', exported: { as: 'listings/payment-documents-received', only: ['id', 'kind', 'year', 'ordinal', 'content', 'issued_at'] }, erased: 'with-it' },
	{ table: 'payment_document', column: 'seller_id', holder: 'organisation', exported: { as: 'listings/payment-documents-issued', only: ['id', 'kind', 'year', 'ordinal', 'content', 'issued_at'] }, erased: 'name-taken-off' },
	{ table: 'payment_document', column: 'issued_by', holder: 'person', exported: { as: 'listings/payment-documents-signed', only: ['id', 'kind', 'year', 'ordinal', 'issued_at'] }, erased: 'name-taken-off' },
];
