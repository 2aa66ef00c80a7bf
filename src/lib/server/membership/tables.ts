import { bigint, boolean, char, date, integer, jsonb, pgTable, primaryKey, smallint, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import type { CoreCriterion, CoreEndReason, NetworkDisclosure, RefusalReason, StaffRole } from '#lib/membership/vocabulary.ts';
import type { LocalText } from '#lib/text/local-text.ts';

const at = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });

/** Behind row-level security: only inside `asActor`. */
export const admissionStep = pgTable('admission_step', {
	id: uuid('id').primaryKey().defaultRandom(),
	/** The order in which the steps were taken. */
	number: bigint('number', { mode: 'number' }).generatedAlwaysAsIdentity(),
	organisationId: uuid('organisation_id').notNull(),
	step: text('step').$type<'apply' | 'return' | 'answer' | 'admit' | 'refuse'>().notNull(),
	reason: text('reason').$type<RefusalReason>(),
	words: text('words').notNull().default(''),
	language: text('language').notNull().default('en'),
	by: text('by'),
	at: at('at').notNull(),
});

/** Behind row-level security: only inside `asActor`. */
export const organisationProof = pgTable('organisation_proof', {
	id: uuid('id').primaryKey().defaultRandom(),
	organisationId: uuid('organisation_id').notNull(),
	name: text('name').notNull(),
	mediaType: text('media_type').notNull(),
	bytes: integer('bytes').notNull(),
	sha256: char('sha256', { length: 64 }).notNull(),
	createdBy: text('created_by'),
	createdAt: at('created_at').notNull(),
});

export const invitation = pgTable('invitation', {
	id: uuid('id').primaryKey().defaultRandom(),
	organisationId: uuid('organisation_id').notNull(),
	email: text('email').notNull(),
	role: text('role').$type<StaffRole>().notNull(),
	language: text('language').notNull(),
	tokenHash: char('token_hash', { length: 64 }).notNull(),
	invitedBy: text('invited_by'),
	createdAt: at('created_at').notNull(),
	expiresAt: at('expires_at').notNull(),
	usedAt: at('used_at'),
	usedBy: text('used_by'),
	withdrawnAt: at('withdrawn_at'),
});

export const organisationDomain = pgTable('organisation_domain', {
	domain: text('domain').primaryKey(),
	organisationId: uuid('organisation_id').notNull(),
	provedBy: text('proved_by'),
	provedAt: at('proved_at').notNull(),
});

export const joinRequest = pgTable('join_request', {
	id: uuid('id').primaryKey().defaultRandom(),
	organisationId: uuid('organisation_id').notNull(),
	userId: text('user_id').notNull(),
	origin: text('origin').$type<'domain' | 'name'>().notNull(),
	words: text('words').notNull().default(''),
	state: text('state').$type<'waiting' | 'accepted' | 'declined' | 'withdrawn'>().notNull().default('waiting'),
	decidedBy: text('decided_by'),
	decidedAt: at('decided_at'),
	createdAt: at('created_at').notNull(),
});

export const coreNomination = pgTable('core_nomination', {
	id: uuid('id').primaryKey().defaultRandom(),
	organisationId: uuid('organisation_id').notNull(),
	criteria: text('criteria').array().$type<CoreCriterion[]>().notNull(),
	words: text('words').notNull(),
	language: text('language').notNull(),
	nominatedBy: text('nominated_by'),
	nominatedAt: at('nominated_at').notNull(),
	state: text('state').$type<'nominated' | 'accepted' | 'declined'>().notNull().default('nominated'),
	decidedBy: text('decided_by'),
	decidedAt: at('decided_at'),
	decisionWords: text('decision_words').notNull().default(''),
});

export const coreMembership = pgTable('core_membership', {
	id: uuid('id').primaryKey().defaultRandom(),
	organisationId: uuid('organisation_id').notNull(),
	nominationId: uuid('nomination_id'),
	since: date('since', { mode: 'string' }).notNull(),
	endedOn: date('ended_on', { mode: 'string' }),
	endReason: text('end_reason').$type<CoreEndReason | 'left' | 'merged'>(),
});

export const coreReview = pgTable('core_review', {
	id: uuid('id').primaryKey().defaultRandom(),
	membershipId: uuid('membership_id').notNull(),
	year: smallint('year').notNull(),
	outcome: text('outcome').$type<'kept' | 'ended'>().notNull(),
	words: text('words').notNull().default(''),
	by: text('by'),
	at: at('at').notNull(),
});

export const thematicNetwork = pgTable('thematic_network', {
	id: text('id').primaryKey(),
	kind: text('kind').$type<'alliance' | 'network' | 'joint-centre'>().notNull(),
	names: jsonb('names').$type<LocalText[]>().notNull(),
	about: jsonb('about').$type<LocalText[]>().notNull(),
	areas: text('areas').array().notNull(),
	since: date('since', { mode: 'string' }),
	source: text('source').notNull(),
	position: smallint('position').notNull(),
});

export const networkMember = pgTable(
	'network_member',
	{
		networkId: text('network_id').notNull(),
		organisationId: uuid('organisation_id').notNull(),
		state: text('state').$type<'applied' | 'admitted' | 'declined' | 'left'>().notNull(),
		words: text('words').notNull().default(''),
		appliedBy: text('applied_by'),
		appliedAt: at('applied_at').notNull(),
		decidedBy: text('decided_by'),
		decidedAt: at('decided_at'),
		isSample: boolean('is_sample').notNull().default(false),
	},
	(table) => [primaryKey({ columns: [table.networkId, table.organisationId] })],
);

export const networkCoordinator = pgTable(
	'network_coordinator',
	{
		networkId: text('network_id').notNull(),
		userId: text('user_id').notNull(),
		namedBy: text('named_by'),
		namedAt: at('named_at').notNull(),
	},
	(table) => [primaryKey({ columns: [table.networkId, table.userId] })],
);

export const networkEvent = pgTable(
	'network_event',
	{ networkId: text('network_id').notNull(), eventId: text('event_id').notNull() },
	(table) => [primaryKey({ columns: [table.networkId, table.eventId] })],
);

/** Behind row-level security: only inside `asActor`. */
export const networkDocument = pgTable('network_document', {
	id: uuid('id').primaryKey().defaultRandom(),
	networkId: text('network_id').notNull(),
	title: text('title').notNull(),
	language: text('language').notNull(),
	disclosure: text('disclosure').$type<NetworkDisclosure>().notNull(),
	name: text('name').notNull(),
	mediaType: text('media_type').notNull(),
	bytes: integer('bytes').notNull(),
	sha256: char('sha256', { length: 64 }).notNull(),
	createdBy: text('created_by'),
	createdAt: at('created_at').notNull(),
});
