/** What a page of the audit log is asked for, as its address says. */
export interface AuditFilters {
	/** One thing by kind and id, or a listing by its `reference`; a listing stands for its files too. */
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
	return {
		of: thingOf((search.get('of') ?? '').trim()),
		person: (search.get('person') ?? '').trim().slice(0, 100),
		action: /^[a-z_.-]{1,60}$/.exec(search.get('action') ?? '')?.[0] ?? '',
		from: day(search.get('from')),
		to: day(search.get('to')),
	};
}

/** `1004`, `#1004` or `listing:<id>`. */
function thingOf(text: string): AuditFilters['of'] {
	const reference = /^#?(\d{1,9})$/.exec(text)?.[1];
	if (reference) return { entity: 'reference', id: reference };
	const [, entity, id] = /^([a-z_-]{1,40}):([\w:-]{1,100})$/.exec(text) ?? [];
	return entity && id ? { entity, id } : null;
}

/** What a person writes to find a thing: its number, else kind and id. */
export function thingWords(of: AuditFilters['of']): string {
	if (!of) return '';
	return of.entity === 'reference' ? of.id : `${of.entity}:${of.id}`;
}

/** The address of the filters, with what else it should say. */
export function auditSearch(filters: AuditFilters, more: Record<string, string> = {}): string {
	const search = new URLSearchParams();
	if (filters.of) search.set('of', thingWords(filters.of));
	for (const field of ['person', 'action', 'from', 'to'] as const) if (filters[field]) search.set(field, filters[field]);
	for (const [name, value] of Object.entries(more)) if (value) search.set(name, value);
	return search.size > 0 ? `?${search}` : '';
}
