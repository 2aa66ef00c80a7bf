import { sql } from 'drizzle-orm';
import { bigint, boolean, customType, date, integer, jsonb, numeric, pgTable, smallint, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import type { AgreementContent, Texts } from '#lib/agreements/content.ts';
import type { FrozenDocument } from '#lib/agreements/document.ts';
import type { AgreementKind, AgreementState, Authority, ConsentState, DocumentLanguage, Mark, Prevailing, RegisterField } from '#lib/agreements/vocabulary.ts';
import type { Language } from '#lib/engines/text/language.ts';
import type { LocalText } from '#lib/text/local-text.ts';

const at = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });
const bytes = customType<{ data: Uint8Array }>({ dataType: () => 'bytea' });

export const agreementCentre = pgTable('agreement_centre', {
	centreId: text('centre_id').primaryKey(),
	legalReview: boolean('legal_review').notNull().default(false),
	adviserId: text('adviser_id'),
	updatedBy: text('updated_by'),
	updatedAt: at('updated_at').notNull(),
});

export const agreement = pgTable('agreement', {
	id: uuid('id').primaryKey().defaultRandom(),
	reference: text('reference').notNull(),
	dockingId: uuid('docking_id'),
	fromDocking: boolean('from_docking').notNull(),
	offerId: uuid('offer_id'),
	tradeId: uuid('trade_id'),
	kind: text('kind').$type<AgreementKind>().notNull(),
	state: text('state').$type<AgreementState>().notNull().default('draft'),
	version: integer('version').notNull().default(1),
	titles: jsonb('titles').$type<Texts>().notNull().default({}),
	languages: text('languages').array().$type<DocumentLanguage[]>().notNull(),
	prevailing: text('prevailing').$type<Prevailing>(),
	area: text('area'),
	startsOn: date('starts_on', { mode: 'string' }),
	endsOn: date('ends_on', { mode: 'string' }),
	valueMinor: bigint('value_minor', { mode: 'bigint' }),
	currency: text('currency'),
	content: jsonb('content').$type<AgreementContent>().notNull(),
	frozen: jsonb('frozen').$type<FrozenDocument>(),
	frozenSha256: bytes('frozen_sha256'),
	frozenAt: at('frozen_at'),
	signedOn: date('signed_on', { mode: 'string' }),
	signedAtPlace: text('signed_at_place').notNull().default(''),
	occasion: text('occasion').notNull().default(''),
	countries: text('countries').array().notNull().default([]),
	createdBy: text('created_by'),
	createdAt: at('created_at').notNull(),
	updatedAt: at('updated_at').notNull(),
	isSample: boolean('is_sample').notNull().default(false),
});

export const agreementParty = pgTable('agreement_party', {
	agreementId: uuid('agreement_id').notNull(),
	position: smallint('position').notNull(),
	organisationId: uuid('organisation_id'),
	centreId: text('centre_id'),
	adviserCentreId: text('adviser_centre_id'),
	names: jsonb('names').$type<LocalText[]>().notNull(),
	country: text('country').notNull(),
	side: text('side').$type<'offering' | 'seeking'>(),
	shareBp: integer('share_bp'),
	signatory: text('signatory').notNull().default(''),
	signatoryTitle: text('signatory_title').notNull().default(''),
	authority: text('authority').$type<Authority>(),
	authorityWords: text('authority_words').notNull().default(''),
	registerFields: text('register_fields').array().$type<RegisterField[]>().notNull().default([]),
	registerBy: text('register_by'),
	registerAt: at('register_at'),
	touchedAt: at('touched_at').notNull(),
});

export const agreementScan = pgTable('agreement_scan', {
	id: uuid('id').primaryKey().defaultRandom(),
	agreementId: uuid('agreement_id').notNull(),
	sha256: text('sha256').notNull(),
	name: text('name').notNull(),
	mediaType: text('media_type').notNull(),
	size: bigint('size', { mode: 'number' }).notNull(),
	position: smallint('position'),
	uploadedBy: text('uploaded_by'),
	called: text('called').notNull().default(''),
	at: at('at').notNull(),
	disputedAt: at('disputed_at'),
});

export const agreementStep = pgTable('agreement_step', {
	id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
	agreementId: uuid('agreement_id').notNull(),
	step: text('step').notNull(),
	state: text('state').$type<AgreementState>().notNull(),
	words: text('words').notNull().default(''),
	language: text('language').$type<Language>().notNull(),
	by: text('by'),
	called: text('called').notNull().default(''),
	at: at('at').notNull(),
});

export const agreementReview = pgTable('agreement_review', {
	agreementId: uuid('agreement_id').notNull(),
	centreId: text('centre_id').notNull(),
	state: text('state').$type<'asked' | 'approved' | 'returned'>().notNull(),
	askedAt: at('asked_at').notNull(),
	answeredBy: text('answered_by'),
	answeredAt: at('answered_at'),
});

export const markConsent = pgTable('mark_consent', {
	id: uuid('id').primaryKey().defaultRandom(),
	agreementId: uuid('agreement_id').notNull(),
	ownerPosition: smallint('owner_position').notNull(),
	userPosition: smallint('user_position').notNull(),
	marks: text('marks').array().$type<Mark[]>().notNull(),
	purpose: text('purpose').notNull(),
	language: text('language').$type<Language>().notNull(),
	state: text('state').$type<ConsentState>().notNull().default('asked'),
	expiresOn: date('expires_on', { mode: 'string' }).notNull(),
	remindOn: date('remind_on', { mode: 'string' }),
	askedBy: text('asked_by'),
	askedAt: at('asked_at').notNull(),
	answeredBy: text('answered_by'),
	answeredAt: at('answered_at'),
});

export const agreementRegister = pgTable('agreement_register', {
	agreementId: uuid('agreement_id').primaryKey(),
	number: bigint('number', { mode: 'number' }).generatedAlwaysAsIdentity(),
	titles: jsonb('titles').$type<Texts>(),
	parties: jsonb('parties').$type<LocalText[][]>(),
	kind: text('kind').$type<AgreementKind>(),
	area: text('area'),
	countries: text('countries').array(),
	signedOn: date('signed_on', { mode: 'string' }),
	year: integer('year').generatedAlwaysAs(sql`date_part('year', signed_on)::integer`),
	isSample: boolean('is_sample').notNull().default(false),
});

export const agreementFigure = pgTable('agreement_figure', {
	year: integer('year').notNull(),
	kind: text('kind').$type<AgreementKind>().notNull(),
	area: text('area').notNull(),
	pair: text('pair').notNull(),
	currency: text('currency').notNull(),
	agreements: integer('agreements').notNull(),
	valueMinor: numeric('value_minor', { precision: 30, scale: 0, mode: 'bigint' }).notNull(),
});
