import { bigint, jsonb, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import { actorId, type Actor } from '#lib/server/accounts/actor.ts';
import { mayActInVisit } from '#lib/server/accounts/support/rules.ts';
import type { Executor } from './database.ts';
import { ExpectedError } from './errors.ts';
import { allowInVisit } from './visit-scope.ts';

export const audit = pgTable('audit', {
	id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
	at: timestamp('at', { withTimezone: true, mode: 'date' }).notNull().defaultNow(),
	actorId: text('actor_id'),
	action: text('action').notNull(),
	entity: text('entity').notNull(),
	entityId: text('entity_id').notNull(),
	detail: jsonb('detail').$type<Record<string, unknown>>().notNull().default({}),
	organisationId: uuid('organisation_id'),
	centreId: text('centre_id'),
	before: jsonb('before').$type<Record<string, unknown>>(),
	after: jsonb('after').$type<Record<string, unknown>>(),
	place: text('place'),
	sessionId: text('session_id'),
	apiKeyId: text('api_key_id'),
});

export interface AuditEntry {
	actor: Actor;
	/** `<entity>.<verb>`, e.g. `listing.publish`; openings of guarded material end in `read-guarded` or `read-guarded-file`. */
	action: string;
	entity: string;
	entityId: string;
	detail?: Record<string, unknown>;
	/** The fields as they were and as they are now; only those that changed are kept, without secrets and long texts. */
	before?: Record<string, unknown>;
	after?: Record<string, unknown>;
	/** Whose material it is. Known by itself for listings, attachments, imports, organisations and centres. */
	about?: { organisationId?: string | null; centreId?: string | null };
}

/**
 * Writes one line of the audit log, in the transaction of what it records; when that commits, the line is linked to the one
 * before by its hash (migration 0010). No free text of people goes into it. What is not part of support is refused here during a
 * visit, so that the transaction of any use case ends. Errors: forbidden.
 */
export async function recordAudit(tx: Executor, entry: AuditEntry): Promise<void> {
	if (!mayActInVisit(entry.actor, entry.action)) throw new ExpectedError('forbidden', 'Only the person herself may do this; it is not part of support.');
	if (entry.actor.kind === 'member' && entry.actor.support) allowInVisit();
	await tx.insert(audit).values(auditRow(entry));
}

export function auditRow(entry: AuditEntry): typeof audit.$inferInsert {
	const { actor, before, after, about } = entry;
	const origin = actor.kind === 'operator' ? undefined : actor.origin;
	// A person's name and address must not outlive the account here, for what is written stays.
	const changed = before || after ? withoutPerson(entry.entity, changedFields(before ?? {}, after ?? {})) : undefined;
	return {
		actorId: actorId(actor),
		action: entry.action,
		entity: entry.entity,
		entityId: entry.entityId,
		detail: { ...entry.detail, ...visitOf(actor) },
		...(changed ? { before: changed.before, after: changed.after } : {}),
		organisationId: about?.organisationId ?? null,
		centreId: about?.centreId ?? null,
		place: origin?.place ?? null,
		sessionId: origin?.sessionId ?? null,
		apiKeyId: origin?.apiKeyId ?? null,
	};
}

type Changed = ReturnType<typeof changedFields>;

function withoutPerson(entity: string, changed: Changed): Changed {
	if (entity !== 'user') return changed;
	const withheld = (fields: Record<string, unknown>) => Object.fromEntries(Object.entries(fields).map(([field, value]) => [field, /^(name|email)$/.test(field) ? { withheld: true } : value]));
	return { before: withheld(changed.before), after: withheld(changed.after) };
}

/** During a visit for support the entry says both by their ids: the person as the actor, and who helped. */
function visitOf(actor: Actor): Record<string, unknown> {
	if (actor.kind !== 'member' || !actor.support) return {};
	const { helperId, visitId } = actor.support;
	return { support: { helperId, visitId } };
}

/** Characters of a value above which the log keeps its length only: what people wrote is read where they wrote it. */
const LONGEST_VALUE = 120;
const SECRET = /password|secret|token|hash|recovery|private/i;

/** The fields that differ, each as the log may keep it. A field that only one side has is null on the other. */
export function changedFields(
	before: Record<string, unknown>,
	after: Record<string, unknown>,
): { before: Record<string, unknown>; after: Record<string, unknown> } {
	const changed = { before: {} as Record<string, unknown>, after: {} as Record<string, unknown> };
	for (const field of new Set([...Object.keys(before), ...Object.keys(after)])) {
		const [was, is] = [before[field] ?? null, after[field] ?? null];
		if (JSON.stringify(was) === JSON.stringify(is)) continue;
		changed.before[field] = keptValue(field, was);
		changed.after[field] = keptValue(field, is);
	}
	return changed;
}

function keptValue(field: string, value: unknown): unknown {
	if (value === null || typeof value === 'boolean' || typeof value === 'number') return value;
	if (SECRET.test(field)) return { withheld: true };
	const text = typeof value === 'string' ? value : JSON.stringify(value);
	return [...text].length > LONGEST_VALUE ? { characters: [...text].length } : value;
}

/** An address cut to its network, which is what is needed to notice a stranger: 24 bits of IPv4, 48 of IPv6. */
export function networkOf(address: string): string | null {
	const inner = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1] ?? address;
	const four = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.\d{1,3}$/.exec(inner);
	if (four) return `${four[1]}.${four[2]}.${four[3]}.0/24`;
	if (!/^[0-9a-f:]+$/i.test(inner) || !inner.includes(':')) return null;
	const [head = '', tail] = inner.toLowerCase().split('::');
	const given = head === '' ? [] : head.split(':');
	const missing = tail === undefined ? 0 : Math.max(0, 8 - given.length - (tail === '' ? 0 : tail.split(':').length));
	const groups = [...given, ...Array.from({ length: missing }, () => '0'), ...(tail ? tail.split(':') : [])];
	return `${groups.slice(0, 3).map((group) => group.replace(/^0+(?=.)/, '')).join(':')}::/48`;
}
