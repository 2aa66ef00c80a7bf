import { ExpertCollection, type ExpertText } from '#lib/engines/matching/experts/expert-collection.ts';
import { explainText, type SharedThing } from '#lib/engines/matching/experts/explain-text.ts';
import type { ComparedText } from '#lib/engines/matching/experts/expert-texts.ts';
import { judgeExpert, LEAST_LIKENESS, type RequestFacts } from '#lib/engines/matching/experts/judge-expert.ts';
import { indexTerms } from '#lib/engines/reading/index-terms.ts';
import { queryGroups } from '#lib/engines/reading/query-groups.ts';
import { queryLanguage } from '#lib/engines/reading/query-language.ts';
import { askedUnits, coverage, searchGroups } from '#lib/engines/reading/search-groups.ts';
import type { TextReader } from '#lib/engines/reading/text-reader.ts';
import { RetrievalIndex } from '#lib/engines/retrieval/index.ts';
import type { FacetCount, IndexedDocument, QueryGroup } from '#lib/engines/retrieval/types.ts';
import type { Thesaurus } from '#lib/engines/thesaurus/thesaurus.ts';
import type { Language } from '#lib/engines/text/language.ts';
import type { PublicExpert, SuggestedExpert } from '#lib/experts/types.ts';
import { EXPERT_FACETS, type ExpertFacet } from '#lib/experts/vocabulary.ts';
import { termsOfNames, wordsAsked } from '#lib/server/directory/name-terms.ts';
import type { Executor } from '#lib/server/platform/database.ts';
import { membershipGroup } from '#lib/server/search/membership.ts';
import type { LocalText } from '#lib/text/local-text.ts';
import { publicChangeNumbers, publicExperts, publicStamp, type ExpertRow, type PublicationRow } from './queries.ts';

export interface ExpertSearchRequest {
	text: string;
	filters: Partial<Record<ExpertFacet, string[]>>;
	page: number;
	pageSize: number;
}

export interface ExpertSearchResult {
	total: number;
	experts: PublicExpert[];
	facets: Record<ExpertFacet, FacetCount[]>;
	language: Language;
}

const FIELDS = [
	{ name: 'headline', weight: 3, b: 0.3 },
	{ name: 'fields', weight: 2.5, b: 0 },
	{ name: 'about', weight: 1, b: 0.4 },
	{ name: 'publications', weight: 1.2, b: 0.5 },
	{ name: 'name', weight: 3, b: 0 },
];
/** A key of everyone, so that an empty query answers all. */
const EVERYONE = 's:\u0001';
/** Of the best answer's share of the query. */
const LEAST_ANSWERED = 0.6;
const EXPLAINED_TEXTS = 3;
const REASONS = 6;

/**
 * The experts whose profiles are public, held in memory: searched in any language, and suggested for requests. Before each
 * answer it asks the database whether anything has changed, and reads what has; so who withdraws is gone at once, on every server.
 */
export class ExpertDirectory {
	readonly #reader: () => TextReader;
	#index = emptyIndex();
	#collection: ExpertCollection;
	readonly #experts = new Map<string, PublicExpert>();
	#stamp = '';
	#thesaurus: Thesaurus;
	#reading: Promise<void> = Promise.resolve();

	constructor(reader: () => TextReader) {
		this.#reader = reader;
		this.#thesaurus = reader().thesaurus;
		this.#collection = new ExpertCollection(reader());
	}

	async search(db: Executor, request: ExpertSearchRequest): Promise<ExpertSearchResult> {
		await this.#follow(db);
		const reader = this.#reader();
		const text = request.text.trim();
		const language = queryLanguage(text, reader);
		const statistics = { documents: this.#index.size, frequencyOf: (term: string) => this.#index.termDocumentFrequency(term) };
		const read = text === '' ? [] : queryGroups(reader.read(text, language));
		const member = membershipGroup(read, statistics);
		const names = text === '' ? [] : nameGroups(text, reader);
		const named = names.length === 0 ? [] : this.#named(names);
		const subject = text === '' || member ? [...searchGroups(read, statistics), ...(member ? [member] : []), EVERYBODY] : [];
		const answering = member ? this.#answering(subject, askedUnits(read, statistics)) : [];
		const within = text === '' ? undefined : [...new Set([...answering, ...named])];
		const groups = within?.length === 0 ? [NOTHING] : [...(subject.length > 0 ? subject : [EVERYBODY]), ...(named.length > 0 ? names.map((group) => ({ ...group, occur: 'should' as const })) : [])];
		const found = this.#index.search({
			groups,
			...(within ? { within } : {}),
			filters: request.filters as Record<string, string[]>,
			limit: request.pageSize,
			offset: (request.page - 1) * request.pageSize,
			facets: EXPERT_FACETS,
		});
		return {
			total: found.total,
			experts: found.hits.flatMap(({ id }) => this.#experts.get(id) ?? []),
			facets: Object.fromEntries(EXPERT_FACETS.map((facet) => [facet, found.facets[facet] ?? []])) as ExpertSearchResult['facets'],
			language,
		};
	}

	/** Who answers enough of what was asked, against who answers most: half of a word's meaning makes no answer. */
	#answering(groups: readonly QueryGroup[], units: ReturnType<typeof askedUnits>): string[] {
		const asked = units.map(({ group }) => group);
		const judged = this.#index.search({ groups, limit: this.#index.size }).hits.map(({ id }) => ({ id, answered: coverage(units, this.#index.explain(id, asked)?.groups ?? []) }));
		const most = Math.max(0, ...judged.map(({ answered }) => answered));
		return judged.filter(({ answered }) => answered >= most * LEAST_ANSWERED).map(({ id }) => id);
	}

	/** Whose names answer every word, in whatever script either is written. */
	#named(names: readonly QueryGroup[]): string[] {
		return this.#index.search({ groups: names, limit: this.#index.size }).hits.map(({ id }) => id);
	}

	/** Experts for a request, best first, with reasons; those whom nothing of the subject speaks for are left out. */
	async suggest(db: Executor, request: ComparedText, facts: RequestFacts, limit: number): Promise<SuggestedExpert[]> {
		await this.#follow(db);
		const ranked = this.#collection.rank(request, { year: Number(facts.today.slice(0, 4)) });
		return ranked
			.flatMap(({ expert: id, score: likeness, texts }) => {
				const expert = this.#experts.get(id);
				if (!expert || likeness < LEAST_LIKENESS) return [];
				return [{ expert, texts, ...judgeExpert(likeness, expert, facts) }];
			})
			.sort((a, b) => b.score - a.score || (a.expert.slug < b.expert.slug ? -1 : 1))
			.slice(0, limit)
			.map(({ expert, texts, score, criteria }) => ({ expert, score, criteria, ...this.#reasons(request, expert, texts) }));
	}

	#reasons(request: ComparedText, expert: PublicExpert, texts: readonly { position: number; likeness: number }[]): Pick<SuggestedExpert, 'shared' | 'publications'> {
		const all = textsOf(expert);
		const best = texts.slice(0, EXPLAINED_TEXTS).flatMap(({ position }) => all[position] ?? []);
		const shared = new Map<string, SharedThing>();
		for (const text of best)
			for (const thing of explainText(request, text, this.#reader(), REASONS)) {
				const key = thing.concept ?? thing.asked.toLowerCase();
				if (!shared.has(key)) shared.set(key, thing);
			}
		const own = all.length - expert.publications.length;
		const publications = texts.filter(({ position, likeness }) => position >= own && likeness >= LEAST_LIKENESS).slice(0, EXPLAINED_TEXTS).map(({ position }) => expert.publications[position - own]!);
		return { shared: [...shared.values()].sort((a, b) => b.weight - a.weight).slice(0, REASONS), publications };
	}

	/** One reading at a time; who asks meanwhile waits for it. */
	async #follow(db: Executor): Promise<void> {
		const next = this.#reading.catch(() => undefined).then(() => this.#catchUp(db));
		this.#reading = next;
		return next;
	}

	async #catchUp(db: Executor): Promise<void> {
		const reader = this.#reader();
		if (reader.thesaurus !== this.#thesaurus) {
			this.#thesaurus = reader.thesaurus;
			this.#experts.clear();
			this.#index = emptyIndex();
			this.#collection = new ExpertCollection(reader);
			this.#stamp = '';
		}
		const stamp = await publicStamp(db);
		if (stamp === this.#stamp) return;
		const current = await publicChangeNumbers(db);
		for (const id of [...this.#experts.keys()])
			if (!current.has(id)) {
				this.#experts.delete(id);
				this.#index.remove(id);
				this.#collection.remove(id);
			}
		const changed = [...current].filter(([id, number]) => this.#experts.get(id)?.changeNumber !== number).map(([id]) => id);
		for (const { row, publications } of await publicExperts(db, changed)) this.#put(publicCopy(row, publications), reader);
		this.#stamp = stamp;
	}

	#put(expert: PublicExpert, reader: TextReader): void {
		this.#experts.set(expert.id, expert);
		this.#index.add(indexedExpert(expert, reader));
		this.#collection.put({ id: expert.id, texts: textsOf(expert) });
	}
}

const EVERYBODY = { alternatives: [{ term: EVERYONE, weight: 1 }], weight: 0, occur: 'must' as const };
const NOTHING = { alternatives: [{ term: 's:\u0002', weight: 1 }], weight: 1, occur: 'must' as const };

/** The words of a search as names: each has to stand in the name, as it is written, begun, or as it sounds. */
function nameGroups(text: string, reader: TextReader): QueryGroup[] {
	return wordsAsked(text, reader).map(({ exact, beginning, meaning, seldom }) => ({
		alternatives: [...exact.map((term) => ({ term, weight: 1 })), ...beginning.map((term) => ({ term, weight: 0.7 })), ...meaning.map((term) => ({ term, weight: 0.5 })), ...seldom.map((term) => ({ term, weight: 0.25 }))].map(({ term, weight }) => ({ term: `n:${term}`, weight })),
		weight: 1,
		occur: 'must',
	}));
}

function emptyIndex(): RetrievalIndex {
	return new RetrievalIndex({ fields: FIELDS, facets: EXPERT_FACETS });
}

/** The public part of a profile. */
export function publicCopy(row: ExpertRow, publications: readonly PublicationRow[]): PublicExpert {
	const { id, slug, names, headline, about, fields, languages, organisationId, affiliation, country, place, orcid, offers, availableFrom, availableUntil, daysMonth, isSample, centreId, changeNumber } = row;
	return {
		id, slug, names, headline, about, fields, languages, organisationId, affiliation, country, place, orcid, offers, availableFrom, availableUntil, daysMonth, isSample, centreId, changeNumber,
		publications: publications.map(({ title, language, year, doi }) => ({ title, language, year, doi })),
	};
}

/** An expert's texts as they are ranked by: what is said in each language, with the fields; then each publication. */
function textsOf({ headline, about, fields, publications }: PublicExpert): ExpertText[] {
	const languages = [...new Set([...headline, ...about].map(({ language }) => language))];
	const of = (texts: readonly LocalText[], language: Language) => texts.find((text) => text.language === language)?.text ?? '';
	// The same in two languages is said once: the first is the expert's own, and translations would only count double.
	const said = languages.slice(0, 1).map((language): ExpertText => ({ language, title: of(headline, language), text: of(about, language), concepts: fields }));
	return [...said, ...publications.map(({ title, language, year }): ExpertText => ({ language, title, text: '', year }))];
}

function indexedExpert(expert: PublicExpert, reader: TextReader): IndexedDocument {
	const { thesaurus } = reader;
	const merged = (texts: readonly { text: string; language: Language }[]) => {
		const terms = new Map<string, number>();
		let length = 0;
		for (const { text, language } of texts) {
			const reading = reader.read(text, language);
			length += reading.length;
			for (const [term, times] of indexTerms(reading, thesaurus)) terms.set(term, (terms.get(term) ?? 0) + times);
		}
		return { terms: [...terms], length };
	};
	const fields = new Set(expert.fields.flatMap((field) => [field, ...thesaurus.ancestors(field)]));
	return {
		id: expert.id,
		fields: [
			{ field: 'headline', ...merged(expert.headline) },
			{ field: 'fields', terms: [...expert.fields.map((field): [string, number] => [`c:${field}`, 1]), [EVERYONE, 1]], length: expert.fields.length },
			{ field: 'about', ...merged(expert.about) },
			{ field: 'publications', ...merged(expert.publications.map(({ title, language }) => ({ text: title, language }))) },
			{ field: 'name', ...named(expert.names, reader, merged(expert.names)) },
		],
		facets: { field: [...fields], language: expert.languages, country: [expert.country], offer: expert.offers },
	};
}

/** A name has its words as names too, so that it is found from another script and by how words of it begin. */
function named(names: readonly LocalText[], reader: TextReader, { terms, length }: { terms: [string, number][]; length: number }) {
	return { terms: [...terms, ...termsOfNames(names, reader).map((term): [string, number] => [`n:${term}`, 1])], length };
}

const directories = new WeakMap<object, ExpertDirectory>();

/** The directory of a process, made at the first question. */
export function expertDirectory(search: { readonly reader: TextReader }): ExpertDirectory {
	let directory = directories.get(search);
	if (!directory) directories.set(search, (directory = new ExpertDirectory(() => search.reader)));
	return directory;
}
