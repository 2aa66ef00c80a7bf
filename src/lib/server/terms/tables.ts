import { customType, date, jsonb, pgTable, smallint, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import type { DockingSide } from '#lib/docking/vocabulary.ts';
import type { Language } from '#lib/engines/text/language.ts';
import type { Terms } from '#lib/terms/terms.ts';
import type { OfferState } from '#lib/terms/vocabulary.ts';

const at = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });
const bytes = customType<{ data: Uint8Array }>({ dataType: () => 'bytea' });

export const termsOffer = pgTable('terms_offer', {
	id: uuid('id').primaryKey().defaultRandom(),
	dockingId: uuid('docking_id').notNull(),
	number: smallint('number').notNull(),
	side: text('side').$type<DockingSide>().notNull(),
	state: text('state').$type<OfferState>().notNull().default('open'),
	terms: jsonb('terms').$type<Terms>().notNull(),
	/** Set by the database. */
	termsSha256: bytes('terms_sha256'),
	words: text('words').notNull().default(''),
	language: text('language').$type<Language>().notNull(),
	answersNumber: smallint('answers_number'),
	madeBy: text('made_by'),
	called: text('called').notNull(),
	madeAt: at('made_at').notNull(),
	standsUntil: date('stands_until', { mode: 'string' }),
	remindOn: date('remind_on', { mode: 'string' }),
	answeredBy: text('answered_by'),
	answeredCalled: text('answered_called').notNull().default(''),
	answeredAt: at('answered_at'),
	answerWords: text('answer_words').notNull().default(''),
	answerLanguage: text('answer_language').$type<Language>(),
});
