import type { EntryView } from '#lib/audit/entry-view.ts';
import { auditFilters } from '#lib/audit/filters.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { pseudonymOf } from '#lib/server/my-data/pseudonym.ts';
import type { Executor } from '#lib/server/platform/database.ts';
import { actionsInLog, type EntryRow } from './queries.ts';
import { viewAudit, type AuditView } from './view-audit.ts';

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
