import { bigint, boolean, char, customType, date, integer, jsonb, pgTable, smallint, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import type { Language } from '#lib/engines/text/language.ts';
import type { Admission, AwardState, BidderState, DocumentKind, PaymentKind, PaymentState, PlanState, RoyaltyPeriod, TradeEventKind, TradeMode, TradeState, TradeSubject } from '#lib/trading/vocabulary.ts';
import type { DocumentContent } from './payments/document.ts';

const at = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });
const bytes = customType<{ data: Uint8Array }>({ dataType: () => 'bytea' });
const amount = (name: string) => bigint(name, { mode: 'bigint' });
/** Microseconds since 1970: exact as a number for centuries to come. */
const moment = (name: string) => bigint(name, { mode: 'number' });

export const trade = pgTable('trade', {
	id: uuid('id').primaryKey().defaultRandom(),
	number: bigint('number', { mode: 'number' }).notNull().default(0),
	listingId: uuid('listing_id'),
	organisationId: uuid('organisation_id'),
	centreId: text('centre_id').notNull(),
	createdBy: text('created_by'),
	mode: text('mode').$type<TradeMode>().notNull(),
	subject: text('subject').$type<TradeSubject>().notNull(),
	state: text('state').$type<TradeState>().notNull(),
	version: integer('version').notNull().default(1),
	title: text('title').notNull(),
	language: text('language').$type<Language>().notNull(),
	terms: text('terms').notNull().default(''),
	country: char('country', { length: 2 }).notNull(),
	areas: text('areas').array().notNull().default([]),
	currency: char('currency', { length: 3 }).notNull(),
	price: amount('price'),
	increment: amount('increment'),
	hasReserve: boolean('has_reserve').notNull().default(false),
	places: integer('places').notNull().default(1),
	opens: moment('opens').notNull(),
	closes: moment('closes').notNull(),
	ends: moment('ends').notNull(),
	softSeconds: integer('soft_seconds').notNull().default(0),
	latestEnd: moment('latest_end').notNull(),
	admission: text('admission').$type<Admission>().notNull().default('rules'),
	kinds: text('kinds').array().notNull().default([]),
	countries: text('countries').array().notNull().default([]),
	answerDays: smallint('answer_days').notNull().default(14),
	sellerHidden: boolean('seller_hidden').notNull().default(false),
	isSample: boolean('is_sample').notNull().default(false),
	eventCount: integer('event_count').notNull().default(0),
	lastMoment: moment('last_moment').notNull().default(0),
	bidCount: integer('bid_count').notNull().default(0),
	bidderCount: integer('bidder_count').notNull().default(0),
	leadingBidder: integer('leading_bidder'),
	leadingAmount: amount('leading_amount'),
	reserveMet: boolean('reserve_met').notNull().default(false),
	taken: integer('taken').notNull().default(0),
	closedMoment: moment('closed_moment'),
	announcedAt: at('announced_at'),
	createdAt: at('created_at').notNull(),
	updatedAt: at('updated_at').notNull(),
});

export const tradeReserve = pgTable('trade_reserve', {
	tradeId: uuid('trade_id').primaryKey(),
	amount: amount('amount').notNull(),
	nonce: bytes('nonce').notNull(),
});

export const tradeBidder = pgTable('trade_bidder', {
	tradeId: uuid('trade_id').notNull(),
	number: integer('number').notNull(),
	organisationId: uuid('organisation_id'),
	personId: text('person_id'),
	country: char('country', { length: 2 }).notNull(),
	state: text('state').$type<BidderState>().notNull(),
	reason: text('reason').notNull().default(''),
	askedAt: at('asked_at').notNull(),
	decidedBy: text('decided_by'),
	decidedAt: at('decided_at'),
	toldAt: at('told_at'),
});

/** The log: inserted, never changed. Number, previous and hash are the database's own. */
export const tradeEvent = pgTable('trade_event', {
	tradeId: uuid('trade_id').notNull(),
	number: integer('number').notNull().default(0),
	moment: moment('moment').notNull(),
	kind: text('kind').$type<TradeEventKind>().notNull(),
	bidder: integer('bidder'),
	amount: amount('amount'),
	commitment: bytes('commitment'),
	detail: jsonb('detail').$type<Record<string, unknown>>().notNull().default({}),
	keyDigest: bytes('key_digest'),
	hash: bytes('hash').notNull().default(new Uint8Array()),
});

export const tradeBid = pgTable('trade_bid', {
	id: uuid('id').primaryKey().defaultRandom(),
	tradeId: uuid('trade_id').notNull(),
	event: integer('event').notNull(),
	bidder: integer('bidder').notNull(),
	amount: amount('amount').notNull(),
	words: text('words').notNull().default(''),
	language: text('language').$type<Language>().notNull(),
	accepted: boolean('accepted').notNull(),
	nonce: bytes('nonce').notNull(),
	personId: text('person_id'),
});

export const tradeOpening = pgTable('trade_opening', {
	id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
	tradeId: uuid('trade_id').notNull(),
	personId: text('person_id'),
	moment: moment('moment').notNull(),
});

export const tradeAward = pgTable('trade_award', {
	id: uuid('id').primaryKey().defaultRandom(),
	tradeId: uuid('trade_id').notNull(),
	bidId: uuid('bid_id').notNull(),
	bidder: integer('bidder').notNull(),
	organisationId: uuid('organisation_id'),
	country: char('country', { length: 2 }).notNull(),
	amount: amount('amount').notNull(),
	currency: char('currency', { length: 3 }).notNull(),
	state: text('state').$type<AwardState>().notNull(),
	answerBy: at('answer_by').notNull(),
	answeredAt: at('answered_at'),
	contractedOn: date('contracted_on', { mode: 'string' }),
	dockingId: uuid('docking_id'),
	reason: text('reason').notNull().default(''),
	createdAt: at('created_at').notNull(),
});

export const paymentPlan = pgTable('payment_plan', {
	id: uuid('id').primaryKey().defaultRandom(),
	number: bigint('number', { mode: 'number' }).notNull().default(0),
	awardId: uuid('award_id'),
	dockingId: uuid('docking_id'),
	sellerId: uuid('seller_id'),
	buyerId: uuid('buyer_id'),
	sellerCountry: char('seller_country', { length: 2 }).notNull(),
	buyerCountry: char('buyer_country', { length: 2 }).notNull(),
	centreId: text('centre_id').notNull(),
	title: text('title').notNull(),
	language: text('language').$type<Language>().notNull(),
	currency: char('currency', { length: 3 }).notNull(),
	state: text('state').$type<PlanState>().notNull(),
	version: integer('version').notNull().default(1),
	proposedBy: uuid('proposed_by'),
	createdBy: text('created_by'),
	agreedBy: text('agreed_by'),
	agreedAt: at('agreed_at'),
	createdAt: at('created_at').notNull(),
	updatedAt: at('updated_at').notNull(),
});

export const payment = pgTable('payment', {
	id: uuid('id').primaryKey().defaultRandom(),
	planId: uuid('plan_id').notNull(),
	position: integer('position').notNull(),
	kind: text('kind').$type<PaymentKind>().notNull(),
	title: text('title').notNull(),
	condition: text('condition').notNull().default(''),
	amount: amount('amount'),
	dueOn: date('due_on', { mode: 'string' }),
	state: text('state').$type<PaymentState>().notNull(),
	rateBp: integer('rate_bp'),
	base: text('base').notNull().default(''),
	minimum: amount('minimum'),
	cap: amount('cap'),
	period: text('period').$type<RoyaltyPeriod>(),
	fromOn: date('from_on', { mode: 'string' }),
	untilOn: date('until_on', { mode: 'string' }),
	royaltyId: uuid('royalty_id'),
	baseAmount: amount('base_amount'),
	paidOn: date('paid_on', { mode: 'string' }),
	reason: text('reason').notNull().default(''),
	remindedOn: date('reminded_on', { mode: 'string' }),
	updatedAt: at('updated_at').notNull(),
});

export const paymentDocument = pgTable('payment_document', {
	id: uuid('id').primaryKey().defaultRandom(),
	planId: uuid('plan_id').notNull(),
	paymentId: uuid('payment_id').notNull(),
	kind: text('kind').$type<DocumentKind>().notNull(),
	sellerId: uuid('seller_id'),
	year: smallint('year').notNull(),
	ordinal: integer('ordinal').notNull(),
	amount: amount('amount').notNull(),
	currency: char('currency', { length: 3 }).notNull(),
	content: jsonb('content').$type<DocumentContent>().notNull(),
	digest: bytes('digest').notNull(),
	issuedBy: text('issued_by'),
	issuedAt: at('issued_at').notNull(),
});
