import { date, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import type { PairState, Reply } from '#lib/brokering/vocabulary.ts';
import type { Language } from '#lib/engines/text/language.ts';

const at = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });

export const pairStep = pgTable('pair_step', {
	decisionId: uuid('decision_id').primaryKey(),
	pairId: uuid('pair_id').notNull(),
	stateBefore: text('state_before').$type<PairState>().notNull(),
	laterUntilBefore: date('later_until_before', { mode: 'string' }),
	laterUntil: date('later_until', { mode: 'string' }),
	undoneAt: at('undone_at'),
	lettersAt: at('letters_at'),
});

export const introduction = pgTable('introduction', {
	decisionId: uuid('decision_id').primaryKey(),
	pairId: uuid('pair_id').notNull(),
	introducedBy: text('introduced_by'),
	introducedAt: at('introduced_at').notNull(),
	withdrawnAt: at('withdrawn_at'),
	needReply: text('need_reply').$type<Reply>(),
	needRepliedBy: text('need_replied_by'),
	needRepliedAt: at('need_replied_at'),
	offerReply: text('offer_reply').$type<Reply>(),
	offerRepliedBy: text('offer_replied_by'),
	offerRepliedAt: at('offer_replied_at'),
});

export const pairQuestion = pgTable('pair_question', {
	id: uuid('id').primaryKey().defaultRandom(),
	decisionId: uuid('decision_id').notNull(),
	pairId: uuid('pair_id').notNull(),
	listingId: uuid('listing_id').notNull(),
	question: text('question').notNull(),
	language: text('language').$type<Language>().notNull(),
	askedBy: text('asked_by'),
	askedAt: at('asked_at').notNull(),
	withdrawnAt: at('withdrawn_at'),
	answer: text('answer'),
	answerLanguage: text('answer_language').$type<Language>(),
	answeredBy: text('answered_by'),
	answeredAt: at('answered_at'),
});

export const pairNote = pgTable('pair_note', {
	id: uuid('id').primaryKey().defaultRandom(),
	pairId: uuid('pair_id').notNull(),
	centreId: text('centre_id'),
	authorId: text('author_id'),
	words: text('words').notNull(),
	language: text('language').$type<Language>().notNull(),
	createdAt: at('created_at').notNull(),
});

export const pairByHand = pgTable('pair_by_hand', {
	pairId: uuid('pair_id').primaryKey(),
	madeBy: text('made_by'),
	madeAt: at('made_at').notNull(),
});
