import { bigint, boolean, customType, integer, jsonb, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import type { ApiScope } from './api-keys/scopes.ts';

const at = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });
const bytes = customType<{ data: Uint8Array; driverData: Buffer }>({
	dataType: () => 'bytea',
	toDriver: (value) => Buffer.from(value),
	fromDriver: (value) => new Uint8Array(value),
});

export const twoFactor = pgTable('two_factor', {
	id: text('id').primaryKey(),
	userId: text('user_id').notNull(),
	secret: text('secret').notNull(),
	backupCodes: text('backup_codes').notNull(),
	verified: boolean('verified').notNull().default(true),
	failedVerificationCount: integer('failed_verification_count').notNull().default(0),
	lockedUntil: at('locked_until'),
});

export const spentCode = pgTable('spent_code', {
	userId: text('user_id').notNull(),
	codeHash: bytes('code_hash').notNull(),
	expiresAt: at('expires_at').notNull(),
});

export const passkey = pgTable('passkey', {
	id: uuid('id').primaryKey().defaultRandom(),
	userId: text('user_id').notNull(),
	name: text('name').notNull(),
	credentialId: text('credential_id').notNull(),
	publicKey: bytes('public_key').notNull(),
	counter: bigint('counter', { mode: 'number' }).notNull(),
	transports: text('transports').array().notNull().default([]),
	backedUp: boolean('backed_up').notNull(),
	createdAt: at('created_at').notNull().defaultNow(),
	lastUsedAt: at('last_used_at'),
});

export type ProofKind = 'passkey-add' | 'passkey-sign-in' | 'institution';

export const pendingProof = pgTable('pending_proof', {
	keyHash: bytes('key_hash').primaryKey(),
	kind: text('kind').$type<ProofKind>().notNull(),
	userId: text('user_id'),
	detail: jsonb('detail').$type<Record<string, string>>().notNull(),
	expiresAt: at('expires_at').notNull(),
});

export const registration = pgTable('registration', {
	id: uuid('id').primaryKey().defaultRandom(),
	tokenHash: bytes('token_hash').notNull(),
	email: text('email').notNull(),
	name: text('name').notNull(),
	language: text('language').notNull(),
	passwordHash: text('password_hash').notNull(),
	organisation: jsonb('organisation').$type<unknown>(),
	createdAt: at('created_at').notNull().defaultNow(),
	expiresAt: at('expires_at').notNull(),
});

export const addressProof = pgTable('address_proof', {
	tokenHash: bytes('token_hash').primaryKey(),
	userId: text('user_id').notNull(),
	email: text('email').notNull(),
	expiresAt: at('expires_at').notNull(),
});

export const apiKey = pgTable('api_key', {
	id: uuid('id').primaryKey().defaultRandom(),
	userId: text('user_id').notNull(),
	name: text('name').notNull(),
	secretHash: bytes('secret_hash').notNull(),
	beginning: text('beginning').notNull(),
	scopes: text('scopes').array().$type<ApiScope[]>().notNull(),
	createdAt: at('created_at').notNull().defaultNow(),
	expiresAt: at('expires_at').notNull(),
	revokedAt: at('revoked_at'),
	lastUsedAt: at('last_used_at'),
});

export const signInProvider = pgTable('sign_in_provider', {
	id: text('id').primaryKey(),
	name: text('name').notNull(),
	issuer: text('issuer').notNull(),
	clientId: text('client_id').notNull(),
	clientSecret: text('client_secret').notNull(),
	domains: text('domains').array().notNull(),
	enabled: boolean('enabled').notNull().default(true),
	updatedBy: text('updated_by').notNull(),
	updatedAt: at('updated_at').notNull().defaultNow(),
});

export const supportConsent = pgTable('support_consent', {
	id: uuid('id').primaryKey().defaultRandom(),
	userId: text('user_id').notNull(),
	givenAt: at('given_at').notNull().defaultNow(),
	until: at('until').notNull(),
	withdrawnAt: at('withdrawn_at'),
});

export const supportVisit = pgTable('support_visit', {
	id: uuid('id').primaryKey().defaultRandom(),
	consentId: uuid('consent_id').notNull(),
	helperId: text('helper_id').notNull(),
	sessionId: text('session_id').notNull(),
	reason: text('reason').notNull(),
	startedAt: at('started_at').notNull().defaultNow(),
	until: at('until').notNull(),
	endedAt: at('ended_at'),
});
