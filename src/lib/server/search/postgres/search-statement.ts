import type { QueryPlan } from '#lib/engines/retrieval/plan.ts';
import type { FacetSelection, SearchRequest } from '#lib/engines/retrieval/types.ts';

/** A statement with its parameters, numbered as they are added. */
export interface Statement {
	text: string;
	values: unknown[];
}

/** The value of a facet as documents hold it. */
export function facetValue(facet: string, value: string): string {
	return `${facet}=${value}`;
}

/**
 * One statement that answers a search: rows of kind "hit" in order, one "total", and "facet" rows with their counts.
 *
 * `found` has, for each document and group, the best of the group's alternatives; sums of whole numbers below 2^53 are exact in
 * double precision, so scores and ties are those of the index in memory. `matched` are the documents that the words and all
 * restrictions but the filters allow; each facet is counted under every filter but its own.
 */
export function searchStatement(request: SearchRequest, plan: QueryPlan): Statement {
	const values: unknown[] = [];
	const parameter = (value: unknown, type: string) => `$${values.push(value)}::${type}`;
	const scoring = plan.groups.filter(({ occur }) => occur !== 'not');
	const must = scoring.filter(({ occur }) => occur === 'must');
	const listing = scoring.length === 0;
	const rows = scoring.flatMap(({ group, occur, alternatives }) => alternatives.map(({ term, multiplier }) => ({ group, must: occur === 'must', term, multiplier })));
	const asked = `select * from unnest(${parameter(rows.map(({ group }) => group), 'int[]')}, ${parameter(rows.map((row) => row.must), 'bool[]')},
		${parameter(rows.map(({ term }) => term), 'int[]')}, ${parameter(rows.map(({ multiplier }) => multiplier), 'float8[]')}) as a(grp, is_must, term, multiplier)`;
	const barred = plan.groups.filter(({ occur }) => occur === 'not').flatMap(({ alternatives }) => alternatives.map(({ term }) => term));
	const conditions = restrictions(request, barred, parameter);
	if (must.length > 0) conditions.push(`s.musts = ${parameter(must.length, 'int')}`);
	const source = listing
		? 'search_document d cross join (select 0::float8 as score, 0::bigint as musts) s'
		: '(select document, sum(part) as score, count(*) filter (where is_must) as musts from found group by document) s join search_document d on d.number = s.document';
	const filters = Object.entries(request.filters ?? {}).filter(([, chosen]) => chosen.length > 0);
	const pass = (except?: string) =>
		filters
			.filter(([facet]) => facet !== except)
			.map(([facet, chosen]) => ` and facets && ${parameter(chosen.map((value) => facetValue(facet, value)), 'text[]')}`)
			.join('');
	const parts = [
		`(select 'hit' as kind, id as name, score as amount from matched where true${pass()}
			order by ${listing ? 'number desc' : 'score desc, number'} limit ${parameter(request.limit, 'bigint')} offset ${parameter(request.offset ?? 0, 'bigint')})`,
	];
	if (request.countTotal !== false) parts.push(`(select 'total', '', count(*)::float8 from matched where true${pass()})`);
	for (const facet of request.facets ?? [])
		parts.push(`(select 'facet', value, count(*)::float8 from matched, unnest(facets) as value
			where starts_with(value, ${parameter(`${facet}=`, 'text')})${pass(facet)} group by value)`);
	return {
		text: `with asked as materialized (${asked}),
			found as (select p.document, a.grp, bool_or(a.is_must) as is_must, max(a.multiplier * p.impact) as part
				from asked a join search_posting p on p.term = a.term group by p.document, a.grp),
			matched as materialized (select d.number, d.id, d.facets, s.score from ${source}${conditions.length > 0 ? ` where ${conditions.join(' and ')}` : ''})
			${parts.join('\nunion all\n')}`,
		values,
	};
}

function restrictions(request: SearchRequest, barred: readonly number[], parameter: (value: unknown, type: string) => string): string[] {
	const conditions: string[] = [];
	const chosen = (selection: FacetSelection | undefined) =>
		Object.entries(selection ?? {})
			.filter(([, values]) => values.length > 0)
			.map(([facet, values]) => parameter(values.map((value) => facetValue(facet, value)), 'text[]'));
	for (const selection of request.require ?? []) for (const values of chosen(selection)) conditions.push(`d.facets && ${values}`);
	for (const values of chosen(request.exclude?.facets)) conditions.push(`not d.facets && ${values}`);
	if (request.within) conditions.push(`d.id = any(${parameter([...request.within], 'text[]')})`);
	if (request.exclude?.ids?.length) conditions.push(`not d.id = any(${parameter([...request.exclude.ids], 'text[]')})`);
	if (barred.length > 0) conditions.push(`not exists (select from search_posting n where n.document = d.number and n.term = any(${parameter(barred, 'int[]')}))`);
	return conditions;
}
