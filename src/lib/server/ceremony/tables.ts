import { pgTable, jsonb, primaryKey, smallint, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import type { PhotoSlot, PublicField, SigningState } from '#lib/ceremony/vocabulary.ts';
import type { LocalText } from '#lib/text/local-text.ts';

const at = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });

export const ceremonySigning = pgTable('ceremony_signing', {
	id: uuid('id').primaryKey().defaultRandom(),
	eventId: text('event_id').notNull(),
	sessionId: uuid('session_id').notNull(),
	agreementId: uuid('agreement_id').notNull(),
	state: text('state').$type<SigningState>().notNull().default('proposed'),
	/** In the order of signing. */
	position: smallint('position').notNull().default(0),
	putForwardBy: text('put_forward_by'),
	putForwardAt: at('put_forward_at').notNull(),
	onStageAt: at('on_stage_at'),
});

export const ceremonyParty = pgTable(
	'ceremony_party',
	{
		signingId: uuid('signing_id').notNull(),
		/** The party's in the agreement. */
		position: smallint('position').notNull(),
		agreedBy: text('agreed_by'),
		agreedAt: at('agreed_at'),
		/** The signatory's, as the protocol sheet has them. */
		names: jsonb('names').$type<LocalText[]>().notNull().default([]),
		titles: jsonb('titles').$type<LocalText[]>().notNull().default([]),
		/** What this party lets a public order of signing show of the agreement. */
		publicFields: text('public_fields').array().$type<PublicField[]>().notNull().default([]),
	},
	(table) => [primaryKey({ columns: [table.signingId, table.position] })],
);

/** The order of a ceremony that its organisers made public. */
export const ceremonyOrder = pgTable('ceremony_order', {
	sessionId: uuid('session_id').primaryKey(),
	eventId: text('event_id').notNull(),
	publishedBy: text('published_by'),
	publishedAt: at('published_at').notNull(),
});

export const ceremonyPhoto = pgTable(
	'ceremony_photo',
	{ signingId: uuid('signing_id').notNull(), slot: text('slot').$type<PhotoSlot>().notNull(), photoId: uuid('photo_id').notNull() },
	(table) => [primaryKey({ columns: [table.signingId, table.slot] })],
);
