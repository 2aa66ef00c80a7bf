import { boolean, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import type { MembershipRole } from './actor.ts';

const at = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });

export const user = pgTable('user', {
	id: text('id').primaryKey(),
	name: text('name').notNull(),
	email: text('email').notNull().unique(),
	emailVerified: boolean('email_verified').notNull().default(false),
	image: text('image'),
	language: text('language').notNull().default('en'),
	isSample: boolean('is_sample').notNull().default(false),
	twoFactorEnabled: boolean('two_factor_enabled').notNull().default(false),
	createdAt: at('created_at').notNull().defaultNow(),
	updatedAt: at('updated_at').notNull().defaultNow(),
});

export const session = pgTable('session', {
	id: text('id').primaryKey(),
	expiresAt: at('expires_at').notNull(),
	token: text('token').notNull().unique(),
	ipAddress: text('ip_address'),
	userAgent: text('user_agent'),
	userId: text('user_id').notNull(),
	createdAt: at('created_at').notNull().defaultNow(),
	updatedAt: at('updated_at').notNull().defaultNow(),
});

export const account = pgTable('account', {
	id: text('id').primaryKey(),
	accountId: text('account_id').notNull(),
	providerId: text('provider_id').notNull(),
	userId: text('user_id').notNull(),
	accessToken: text('access_token'),
	refreshToken: text('refresh_token'),
	idToken: text('id_token'),
	accessTokenExpiresAt: at('access_token_expires_at'),
	refreshTokenExpiresAt: at('refresh_token_expires_at'),
	scope: text('scope'),
	password: text('password'),
	createdAt: at('created_at').notNull().defaultNow(),
	updatedAt: at('updated_at').notNull().defaultNow(),
});

export const verification = pgTable('verification', {
	id: text('id').primaryKey(),
	identifier: text('identifier').notNull(),
	value: text('value').notNull(),
	expiresAt: at('expires_at').notNull(),
	createdAt: at('created_at').notNull().defaultNow(),
	updatedAt: at('updated_at').notNull().defaultNow(),
});

export const membership = pgTable('membership', {
	id: uuid('id').primaryKey().defaultRandom(),
	userId: text('user_id').notNull(),
	organisationId: uuid('organisation_id'),
	centreId: text('centre_id'),
	role: text('role').$type<MembershipRole>().notNull(),
	createdAt: at('created_at').notNull().defaultNow(),
});
