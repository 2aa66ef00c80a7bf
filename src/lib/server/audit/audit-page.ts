import { auditFilters } from '#lib/audit/filters.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { pseudonymOf } from '#lib/server/my-data/pseudonym.ts';
import type { Executor } from '#lib/server/platform/database.ts';
import type { LocalText } from '#lib/text/local-text.ts';
import { actionsInLog, type EntryRow } from './queries.ts';
import { viewAudit, type AuditView } from './view-audit.ts';

/** An entry as a page shows it. */
export interface EntryView {
	id: number;
	number: number | null;
	at: string;
	who: { kind: 'person'; name: string; place: LocalText[] | null } | { kind: 'system'; name: string } | { kind: 'gone'; pseudonym: string } | { kind: 'visitor' };
	action: string;
	entity: string;
	entityId: string;
	reference: number | null;
	sections: string[];
	detail: Record<string, unknown>;
	changes: { field: string; before: unknown; after: unknown }[];
	from: { place: string | null; sessionId: string | null; apiKeyId: string | null };
}

/** Everything that a page of entries needs, for either view. Errors: forbidden. */
export async function auditPage(db: Executor, actor: Actor, view: AuditView, address: URL) {
	const filters = auditFilters(address.searchParams);
	const page = await viewAudit(db, actor, view, filters, address.searchParams.get('after'));
	return {
		view,
		scope: page.scope,
		filters,
		entries: page.entries.map(entryView),
		next: page.next,
		first: !address.searchParams.has('after'),
		actions: view === 'log' ? await actionsInLog(db) : [],
	};
}

export function entryView(row: EntryRow): EntryView {
	const { sections, ...detail } = row.detail;
	const fields = Object.keys({ ...row.before, ...row.after });
	return {
		id: row.id,
		number: row.number,
		at: row.at.toISOString(),
		who: whoOf(row),
		action: row.action,
		entity: row.entity,
		entityId: row.entityId,
		reference: row.reference,
		sections: Array.isArray(sections) ? sections.map(String) : [],
		detail: row.helperName === null ? detail : { ...detail, support: { ...(detail.support as object), helperName: row.helperName } },
		changes: fields.map((field) => ({ field, before: row.before?.[field] ?? null, after: row.after?.[field] ?? null })),
		from: { place: row.place, sessionId: row.sessionId, apiKeyId: row.apiKeyId },
	};
}

function whoOf({ actorId, actorName, actorPlace }: EntryRow): EntryView['who'] {
	if (actorId === null) return { kind: 'visitor' };
	if (actorId.startsWith('operator:')) return { kind: 'system', name: actorId.slice('operator:'.length) };
	return actorName === null ? { kind: 'gone', pseudonym: pseudonymOf(actorId) } : { kind: 'person', name: actorName, place: actorPlace };
}
