import type { Pool, PoolClient } from 'pg';
import { lengthNorm, quantiseImpact } from '#lib/engines/retrieval/bm25f.ts';
import { TermDictionary } from '#lib/engines/retrieval/dictionary.ts';
import { expandFuzzy } from '#lib/engines/retrieval/expansion.ts';
import { checkOptions, DEFAULT_K1 } from '#lib/engines/retrieval/options.ts';
import { planQuery, type QueryPlan } from '#lib/engines/retrieval/plan.ts';
import type { Retrieval } from '#lib/engines/retrieval/retrieval.ts';
import type { FacetCount, GroupExplanation, IndexedDocument, IndexOptions, QueryGroup, SearchRequest, SearchResult, TermExpansion } from '#lib/engines/retrieval/types.ts';
import { facetValue, searchStatement } from './search-statement.ts';

/** One writer at a time, whichever server it is on: document frequencies are counted up and down. */
const WRITER_LOCK = 0x6d697472;
/** Longer terms are no words; PostgreSQL could not index them. */
const LONGEST_TERM = 400;
/** Beyond every character that a term has: the end of a prefix's range. */
const AFTER_ALL = '\u{10FFFF}';

/** The index in PostgreSQL, shared by all servers on the database: the same terms, weights and answers as the one in memory. */
export class PostgresRetrieval implements Retrieval {
	readonly options: IndexOptions;
	readonly #pool: Pool;

	/** Throws RangeError on options out of range. */
	constructor(pool: Pool, options: IndexOptions) {
		checkOptions(options);
		this.options = options;
		this.#pool = pool;
	}

	/**
	 * `versions` are kept with the documents, by id: a writer sees by them what another server has written already. With
	 * `again` they are written whatever their version: the same listings read otherwise.
	 */
	async add(documents: readonly IndexedDocument[], versions: ReadonlyMap<string, number> = new Map(), again = false): Promise<void> {
		const last = lastOfEach(documents);
		for (const document of last) this.#check(document);
		await this.#write(async (client) => {
			const stored = await client.query<{ id: string; version: number }>('select id, version from search_document where id = any($1)', [last.map(({ id }) => id)]);
			const current = new Map(stored.rows.map(({ id, version }) => [id, Number(version)]));
			const fresh = last.filter(({ id }) => again || !versions.has(id) || current.get(id) !== versions.get(id));
			if (fresh.length === 0) return;
			await removeDocuments(client, fresh.map(({ id }) => id));
			await this.#insert(client, fresh, versions);
		});
	}

	async remove(ids: readonly string[]): Promise<void> {
		await this.#write((client) => removeDocuments(client, ids));
	}

	/** Versions of all documents, by id. */
	async versions(): Promise<Map<string, number>> {
		const { rows } = await this.#pool.query<{ id: string; version: number }>('select id, version from search_document');
		return new Map(rows.map(({ id, version }) => [id, Number(version)]));
	}

	/** Empties an index of another edition; answers whether it did. */
	async adopt(fingerprint: string): Promise<boolean> {
		return this.#write(async (client) => {
			const { rows } = await client.query<{ fingerprint: string }>('select fingerprint from search_statistics');
			if (rows[0]!.fingerprint === fingerprint) return false;
			await client.query('select search_index_clear()');
			await client.query("update search_statistics set fingerprint = $1, documents = 0, length_sums = '{}'", [fingerprint]);
			return true;
		});
	}

	/** Says that the index is of this edition now: every document concerned was written again. */
	async turnTo(fingerprint: string): Promise<void> {
		await this.#pool.query('update search_statistics set fingerprint = $1', [fingerprint]);
	}

	async size(): Promise<number> {
		const { rows } = await this.#pool.query<{ documents: number }>('select documents from search_statistics');
		return rows[0]!.documents;
	}

	async search(request: SearchRequest): Promise<SearchResult> {
		for (const number of [request.limit, request.offset ?? 0])
			if (!Number.isInteger(number) || number < 0) throw new RangeError(`limit or offset is ${number}, expected a whole number, at least 0`);
		this.#checkFacets(request);
		const { plan, impossible } = await this.#plan(request.groups);
		const facets: Record<string, FacetCount[]> = Object.fromEntries((request.facets ?? []).map((name) => [name, []]));
		const counts = request.countTotal !== false;
		if (impossible) return { total: counts ? 0 : -1, hits: [], facets };
		const { text, values } = searchStatement(request, plan);
		const { rows } = await this.#pool.query<{ kind: string; name: string; amount: number }>(text, values);
		const hits = rows.filter(({ kind }) => kind === 'hit').map(({ name, amount }) => ({ id: name, score: amount * plan.unit }));
		for (const { kind, name, amount } of rows) {
			if (kind !== 'facet') continue;
			const at = name.indexOf('=');
			facets[name.slice(0, at)]!.push({ value: name.slice(at + 1), count: amount });
		}
		for (const list of Object.values(facets)) list.sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
		return { total: counts ? (rows.find(({ kind }) => kind === 'total')?.amount ?? 0) : -1, hits, facets };
	}

	async explain(ids: readonly string[], groups: readonly QueryGroup[]): Promise<ReadonlyMap<string, readonly GroupExplanation[]>> {
		const { plan, terms } = await this.#plan(groups);
		const numbers = [...new Set(plan.groups.flatMap(({ alternatives }) => alternatives.map(({ term }) => term)))];
		const { rows } = await this.#pool.query<{ id: string; term: number; impact: number; field: number }>(
			'select d.id, p.term, p.impact, p.field from search_document d join search_posting p on p.document = d.number where d.id = any($1) and p.term = any($2)',
			[[...ids], numbers],
		);
		const held = new Map<string, Map<number, { impact: number; field: number }>>(ids.map((id) => [id, new Map()]));
		for (const { id, term, impact, field } of rows) held.get(id)!.set(term, { impact, field });
		return new Map([...held].map(([id, postings]) => [id, explained(plan, postings, terms, this.options)]));
	}

	async documentFrequencies(terms: readonly string[]): Promise<ReadonlyMap<string, number>> {
		const { rows } = await this.#pool.query<{ term: string; documents: number }>('select term, documents from search_term where term = any($1) and documents > 0', [storable(terms)]);
		return new Map(rows.map(({ term, documents }) => [term, documents]));
	}

	async expandPrefix(prefix: string, limit: number): Promise<TermExpansion[]> {
		const { rows } = await this.#pool.query<{ term: string; documents: number }>(
			'select term, documents from search_term where term >= $1 and term < $2 and documents > 0 order by documents desc, term limit $3',
			[prefix, prefix + AFTER_ALL, limit],
		);
		return rows.map(({ term, documents }) => ({ term, documentFrequency: documents, distance: 0 }));
	}

	/** Terms of about the same length with the same beginning come from the database; the distances are worked out here. */
	async expandFuzzy(term: string, maxEdits: number, limit: number, keptPrefix = 1): Promise<TermExpansion[]> {
		const characters = [...term];
		const prefix = characters.slice(0, keptPrefix).join('');
		const { rows } = await this.#pool.query<{ term: string; documents: number }>(
			'select term, documents from search_term where term >= $1 and term < $2 and documents > 0 and char_length(term) between $3 and $4',
			[prefix, prefix + AFTER_ALL, characters.length - maxEdits, characters.length + maxEdits],
		);
		const dictionary = new TermDictionary();
		for (const row of rows) dictionary.changeFrequency(dictionary.intern(row.term), row.documents);
		return expandFuzzy(dictionary, term, maxEdits, limit, keptPrefix);
	}

	/** The plan with the database's numbers; `impossible` where a `must` group has no term that any document holds. */
	async #plan(groups: readonly QueryGroup[]): Promise<{ plan: QueryPlan; impossible: boolean; terms: Map<number, string> }> {
		const wanted = storable(groups.flatMap(({ alternatives }) => alternatives.map(({ term }) => term)));
		const [{ rows }, documents] = await Promise.all([
			this.#pool.query<{ number: number; term: string; documents: number }>('select number, term, documents from search_term where term = any($1)', [wanted]),
			this.size(),
		]);
		const byTerm = new Map(rows.map((row) => [row.term, row.number]));
		const byNumber = new Map(rows.map((row) => [row.number, row.documents]));
		const plan = planQuery(groups, { find: (term) => byTerm.get(term) ?? -1, documentFrequency: (number) => byNumber.get(number) ?? 0 }, documents);
		const impossible = plan.groups.some(({ occur, alternatives }) => occur === 'must' && alternatives.length === 0);
		return { plan, impossible, terms: new Map(rows.map((row) => [row.number, row.term])) };
	}

	async #write<Result>(work: (client: PoolClient) => Promise<Result>): Promise<Result> {
		const client = await this.#pool.connect();
		try {
			await client.query('begin');
			await client.query('set local lock_timeout = 0; set local statement_timeout = 0');
			await client.query('select pg_advisory_xact_lock($1)', [WRITER_LOCK]);
			const result = await work(client);
			await client.query('commit');
			return result;
		} catch (error) {
			await client.query('rollback').catch(() => undefined);
			throw error;
		} finally {
			client.release();
		}
	}

	async #insert(client: PoolClient, documents: readonly IndexedDocument[], versions: ReadonlyMap<string, number>): Promise<void> {
		const lengths = documents.map((document) => this.#lengths(document));
		const averages = await this.#averages(client, lengths);
		const inserted = await client.query<{ number: number; id: string }>(
			`insert into search_document (id, version, facets, lengths)
			select a.id, a.version, array(select jsonb_array_elements_text(a.facets)), array(select jsonb_array_elements_text(a.lengths)::float8)
			from unnest($1::text[], $2::bigint[], $3::jsonb[], $4::jsonb[]) with ordinality as a(id, version, facets, lengths, place) order by a.place returning number, id`,
			[
				documents.map(({ id }) => id),
				documents.map(({ id }) => versions.get(id) ?? 0),
				documents.map(({ facets }) => JSON.stringify(Object.entries(facets).flatMap(([facet, list]) => [...new Set(list)].map((value) => facetValue(facet, value))))),
				lengths.map((list) => JSON.stringify([...list])),
			],
		);
		const numbers = new Map(inserted.rows.map(({ number, id }) => [id, number]));
		const postings = documents.flatMap((document, i) => this.#postings(document, lengths[i]!, averages).map((posting) => ({ ...posting, document: numbers.get(document.id)! })));
		const counts = new Map<string, number>();
		for (const { term } of postings) counts.set(term, (counts.get(term) ?? 0) + 1);
		const terms = await client.query<{ number: number; term: string }>(
			`insert into search_term (term, documents) select * from unnest($1::text[], $2::int[])
			on conflict (term) do update set documents = search_term.documents + excluded.documents returning number, term`,
			[[...counts.keys()], [...counts.values()]],
		);
		const numberOf = new Map(terms.rows.map(({ number, term }) => [term, number]));
		await client.query('insert into search_posting (term, document, impact, field) select * from unnest($1::int[], $2::int[], $3::smallint[], $4::smallint[])', [
			postings.map(({ term }) => numberOf.get(term)!),
			postings.map(({ document }) => document),
			postings.map(({ impact }) => impact),
			postings.map(({ field }) => field),
		]);
	}

	#lengths(document: IndexedDocument): Float64Array {
		const lengths = new Float64Array(this.options.fields.length);
		for (const { field, length } of document.fields) lengths[this.#fieldPosition(field)]! += length;
		return lengths;
	}

	/** Counts the new documents in, and answers the average lengths with them. */
	async #averages(client: PoolClient, lengths: readonly Float64Array[]): Promise<number[]> {
		const { rows } = await client.query<{ documents: number; length_sums: number[] }>('select documents, length_sums from search_statistics');
		const documents = rows[0]!.documents + lengths.length;
		const sums = this.options.fields.map((_, f) => lengths.reduce((sum, each) => sum + each[f]!, rows[0]!.length_sums[f] ?? 0));
		await client.query('update search_statistics set documents = $1, length_sums = $2', [documents, sums]);
		return this.options.fields.map(({ averageLength }, f) => averageLength ?? sums[f]! / documents);
	}

	#postings(document: IndexedDocument, lengths: Float64Array, averages: readonly number[]): { term: string; impact: number; field: number }[] {
		const { fields, k1 = DEFAULT_K1 } = this.options;
		const parts = new Map<string, Float64Array>();
		for (const { field, terms } of document.fields) {
			const f = this.#fieldPosition(field);
			for (const [term, frequency] of terms) {
				if (frequency === 0 || !isStorable(term)) continue;
				let frequencies = parts.get(term);
				if (!frequencies) parts.set(term, (frequencies = new Float64Array(fields.length)));
				frequencies[f]! += frequency;
			}
		}
		const factors = fields.map(({ weight, b }, f) => weight / lengthNorm(b, lengths[f]!, averages[f]!));
		return [...parts].map(([term, frequencies]) => {
			const shares = factors.map((factor, f) => factor * frequencies[f]!);
			const sum = shares.reduce((total, share) => total + share, 0);
			return { term, impact: quantiseImpact(sum, k1), field: Math.max(0, shares.indexOf(Math.max(...shares))) };
		});
	}

	#fieldPosition(name: string): number {
		return this.options.fields.findIndex((field) => field.name === name);
	}

	#check(document: IndexedDocument): void {
		for (const { field, terms, length } of document.fields) {
			if (this.#fieldPosition(field) < 0) throw new RangeError(`Document "${document.id}" has a field "${field}" that the index was not created with`);
			if (!(length >= 0) || length === Infinity) throw new RangeError(`Document "${document.id}", field "${field}": length ${length}, expected words, at least 0`);
			for (const [term, frequency] of terms)
				if (!(frequency >= 0) || frequency === Infinity) throw new RangeError(`Document "${document.id}", term "${term}": frequency ${frequency}, expected a finite number, at least 0`);
		}
		for (const name of Object.keys(document.facets))
			if (!this.options.facets.includes(name)) throw new RangeError(`Document "${document.id}" has a facet "${name}" that the index was not created with`);
	}

	#checkFacets(request: SearchRequest): void {
		const named = [request.filters, request.exclude?.facets, ...(request.require ?? [])].flatMap((selection) => Object.entries(selection ?? {}).flatMap(([name, values]) => (values.length > 0 ? [name] : [])));
		for (const name of [...named, ...(request.facets ?? [])])
			if (!this.options.facets.includes(name)) throw new RangeError(`Unknown facet "${name}"; the index has ${this.options.facets.join(', ') || 'none'}`);
	}
}

/** What is added twice counts as it was last, and where. */
function lastOfEach(documents: readonly IndexedDocument[]): IndexedDocument[] {
	const last = new Map<string, IndexedDocument>();
	for (const document of documents) {
		last.delete(document.id);
		last.set(document.id, document);
	}
	return [...last.values()];
}

async function removeDocuments(client: PoolClient, ids: readonly string[]): Promise<void> {
	const { rows } = await client.query<{ number: number; lengths: number[] }>('select number, lengths from search_document where id = any($1)', [[...ids]]);
	if (rows.length === 0) return;
	const numbers = rows.map(({ number }) => number);
	await client.query(
		`update search_term t set documents = t.documents - gone.count from
		(select term, count(*)::int as count from search_posting where document = any($1) group by term) gone where gone.term = t.number`,
		[numbers],
	);
	await client.query('delete from search_document where number = any($1)', [numbers]);
	const lost = rows[0]!.lengths.map((_, f) => rows.reduce((sum, { lengths }) => sum + lengths[f]!, 0));
	await client.query(
		`update search_statistics set documents = documents - $1,
		length_sums = array(select s - l from unnest(length_sums, $2::float8[]) with ordinality as u(s, l, place) order by place)`,
		[rows.length, lost],
	);
}

function explained(plan: QueryPlan, postings: ReadonlyMap<number, { impact: number; field: number }>, terms: ReadonlyMap<number, string>, options: IndexOptions): GroupExplanation[] {
	const groups: GroupExplanation[] = [];
	for (const { group, occur, alternatives } of plan.groups) {
		if (occur === 'not') continue;
		let best: { part: number; term: number; field: number } | null = null;
		for (const { term, multiplier } of alternatives) {
			const posting = postings.get(term);
			if (!posting) continue;
			const part = multiplier * posting.impact;
			if (!best || part > best.part) best = { part, term, field: posting.field };
		}
		if (best) groups.push({ group, term: terms.get(best.term)!, field: options.fields[best.field]!.name, contribution: best.part * plan.unit });
	}
	return groups;
}

/** PostgreSQL stores no NUL and no half character, and an index no endless term. */
function isStorable(term: string): boolean {
	return term.length <= LONGEST_TERM && !term.includes('\u0000') && term.isWellFormed();
}

function storable(terms: readonly string[]): string[] {
	return [...new Set(terms)].filter(isStorable);
}
