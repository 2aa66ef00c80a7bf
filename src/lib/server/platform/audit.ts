import { bigint, jsonb, pgTable, text, timestamp } from 'drizzle-orm/pg-core';
import { actorId, type Actor } from '#lib/server/accounts/actor.ts';
import type { Executor } from './database.ts';

export const audit = pgTable('audit', {
	id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
	at: timestamp('at', { withTimezone: true, mode: 'date' }).notNull().defaultNow(),
	actorId: text('actor_id'),
	action: text('action').notNull(),
	entity: text('entity').notNull(),
	entityId: text('entity_id').notNull(),
	detail: jsonb('detail').$type<Record<string, unknown>>().notNull().default({}),
});

/** Writes one line of the audit log, in the transaction of what it records. No free text of people goes into it. */
export async function recordAudit(
	tx: Executor,
	entry: { actor: Actor; action: string; entity: string; entityId: string; detail?: Record<string, unknown> },
): Promise<void> {
	await tx.insert(audit).values({
		actorId: actorId(entry.actor),
		action: entry.action,
		entity: entry.entity,
		entityId: entry.entityId,
		detail: entry.detail ?? {},
	});
}
