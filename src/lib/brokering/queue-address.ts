import { AGES, isOneOf, QUEUE_VIEWS, type Age, type QueueView } from './vocabulary.ts';

/** What the queue shows, as its address says it. */
export interface QueueFilters {
	view: QueueView;
	/** Country of the need and of the offer. */
	between: { need: string; offer: string } | null;
	/** A thesaurus concept; narrower ones count too. */
	area: string | null;
	age: Age | null;
	assigned: 'me' | 'nobody' | null;
	/** From 1. */
	page: number;
}

/** Reads the queue's part of an address. Nonsense is as if it were not there. */
export function queueFilters(search: URLSearchParams): QueueFilters {
	const view = search.get('view');
	const between = /^([A-Z]{2})-([A-Z]{2})$/.exec(search.get('between') ?? '');
	const area = search.get('area') ?? '';
	const age = search.get('age');
	const assigned = search.get('assigned');
	const page = Number(search.get('page'));
	return {
		view: isOneOf(QUEUE_VIEWS, view) ? view : 'suggested',
		between: between ? { need: between[1]!, offer: between[2]! } : null,
		area: /^[a-z0-9-]{2,80}$/.test(area) ? area : null,
		age: isOneOf(AGES, age) ? age : null,
		assigned: assigned === 'me' || assigned === 'nobody' ? assigned : null,
		page: Number.isInteger(page) && page >= 1 && page <= 10_000 ? page : 1,
	};
}

/** The address's part for filters, with its question mark; empty where nothing is chosen. */
export function queueSearch(filters: QueueFilters, change: Partial<QueueFilters> = {}): string {
	const { view, between, area, age, assigned, page } = { ...filters, page: 1, ...change };
	const search = new URLSearchParams();
	if (view !== 'suggested') search.set('view', view);
	if (between) search.set('between', `${between.need}-${between.offer}`);
	if (area) search.set('area', area);
	if (age) search.set('age', age);
	if (assigned) search.set('assigned', assigned);
	if (page > 1) search.set('page', String(page));
	return search.size > 0 ? `?${search}` : '';
}
