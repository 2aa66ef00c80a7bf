/** What a page of the audit log is asked for, as its address says. */
export interface AuditFilters {
	/** One thing; a listing stands for its files too. */
	of: { entity: string; id: string } | null;
	/** A name, an e-mail address or an id. */
	person: string;
	/** One action, or `read` for every opening of guarded material. */
	action: string;
	/** Days in UTC, YYYY-MM-DD. */
	from: string;
	to: string;
}

export const NO_FILTERS: AuditFilters = { of: null, person: '', action: '', from: '', to: '' };

const DAY = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;
const day = (text: string | null): string => (text && DAY.test(text) && !Number.isNaN(Date.parse(text)) && new Date(text).toISOString().startsWith(text) ? text : '');

/** Reads an address; what makes no sense is as if it were not there. */
export function auditFilters(search: URLSearchParams): AuditFilters {
	const [, entity, id] = /^([a-z_]{1,40}):([\w:-]{1,100})$/.exec(search.get('of') ?? '') ?? [];
	return {
		of: entity && id ? { entity, id } : null,
		person: (search.get('person') ?? '').trim().slice(0, 100),
		action: /^[a-z_.-]{1,60}$/.exec(search.get('action') ?? '')?.[0] ?? '',
		from: day(search.get('from')),
		to: day(search.get('to')),
	};
}

/** The address of the filters, with what else it should say. */
export function auditSearch(filters: AuditFilters, more: Record<string, string> = {}): string {
	const search = new URLSearchParams();
	if (filters.of) search.set('of', `${filters.of.entity}:${filters.of.id}`);
	for (const field of ['person', 'action', 'from', 'to'] as const) if (filters[field]) search.set(field, filters[field]);
	for (const [name, value] of Object.entries(more)) if (value) search.set(name, value);
	return search.size > 0 ? `?${search}` : '';
}
