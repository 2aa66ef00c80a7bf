import type { AuditFilters } from '#lib/audit/filters.ts';
import { isAuthority, isSecretariat, type Actor } from '#lib/server/accounts/actor.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import type { Executor } from '#lib/server/platform/database.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { entriesOf, type EntryRow } from './queries.ts';
import { logScope, ownScope, type AuditScope } from './rules.ts';

/** Entries on a page, and in a file. */
export const PAGE = 50;
const MOST_EXPORTED = 100_000;

/** `log`: everything, or what concerns one's centres. `own`: who opened the guarded material of one's organisations. */
export type AuditView = 'log' | 'own';

export interface AuditPage {
	scope: AuditScope['kind'];
	entries: EntryRow[];
	/** What the next page begins behind; null on the last one. */
	next: string | null;
}

/** A page of the audit log, newest first. Errors: forbidden. */
export async function viewAudit(db: Executor, actor: Actor, view: AuditView, filters: AuditFilters, after: string | null): Promise<AuditPage> {
	const scope = scopeOf(actor, view);
	const rows = await entriesOf(db, scope, filters, after, PAGE + 1);
	const entries = rows.slice(0, PAGE).map((row) => shownTo(actor, row));
	return { scope: scope.kind, entries, next: rows.length > PAGE ? entries.at(-1)!.cursor : null };
}

/** The same entries for a file, page by page, at most 100,000. That they were taken out is itself an entry. Errors: forbidden. */
export async function* exportAudit(db: Executor, actor: Actor, view: AuditView, filters: AuditFilters): AsyncGenerator<EntryRow> {
	const scope = scopeOf(actor, view);
	await recordAudit(db, { actor, action: 'audit.export', entity: 'audit', entityId: scope.kind, detail: { ...filters, person: filters.person !== '' } });
	let after: string | null = null;
	for (let taken = 0; taken < MOST_EXPORTED; ) {
		const rows: EntryRow[] = await entriesOf(db, scope, filters, after, 1000);
		for (const row of rows) yield shownTo(actor, row);
		taken += rows.length;
		after = rows.at(-1)?.cursor ?? null;
		if (rows.length < 1000) return;
	}
}

function scopeOf(actor: Actor, view: AuditView): AuditScope {
	const scope = view === 'log' ? logScope(actor) : ownScope(actor);
	if (!scope) throw new ExpectedError('forbidden', 'The audit log is for those who answer for what it is about.');
	return scope;
}

/** Networks and sessions are for those who clear up a misuse. */
function shownTo(actor: Actor, row: EntryRow): EntryRow {
	return isSecretariat(actor) || isAuthority(actor) ? row : { ...row, place: null, sessionId: null, apiKeyId: null };
}
