import { LANGUAGES, type Language } from '../text/language.ts';
import type { Concept } from './types.ts';

/** One row of a thesaurus table as its columns stand; labels are separated by ` | `, the preferred one first. */
export interface ConceptRow {
	area: string;
	concept: string;
	broader: string;
	related: string;
	ipc: string;
	sdg: string;
	labels: Readonly<Record<Language, string>>;
	note_en: string;
	note_zh: string;
	reviewed: string;
}

/** The ten priority areas of technology of the China-ASEAN STEP programme (section IV.ii), in the programme's order. */
export const PRIORITY_AREAS = [
	'agriculture',
	'food',
	'health',
	'disaster',
	'water',
	'environment-energy',
	'manufacturing',
	'materials',
	'ict',
	'space',
] as const;

const words = (cell: string) => cell.split(/\s+/).filter((word) => word !== '');
const labelsIn = (cell: string) =>
	cell
		.split('|')
		.map((label) => label.trim())
		.filter((label) => label !== '');

/** A multilingual concept scheme after SKOS (W3C, 2009): polyhierarchical, without cycles, one preferred label a language. */
export class Thesaurus {
	readonly #concepts = new Map<string, Concept>();
	readonly #ancestors = new Map<string, readonly string[]>();

	/** Throws an Error that names table and row where ids repeat, a link leads nowhere, or broader links form a cycle. */
	constructor(rows: readonly ConceptRow[]) {
		const narrower = new Map<string, string[]>();
		const ids = new Set(rows.map((row) => row.concept));
		for (const row of rows) {
			if (this.#concepts.has(row.concept)) throw new Error(`Thesaurus ${row.area}: the concept "${row.concept}" stands twice.`);
			for (const link of words(row.broader))
				if (!ids.has(link)) throw new Error(`Thesaurus ${row.area}: "${row.concept}" leads to "${link}", which is no concept.`);
			const children: string[] = narrower.get(row.concept) ?? [];
			narrower.set(row.concept, children);
			for (const parent of words(row.broader)) narrower.set(parent, [...(narrower.get(parent) ?? []), row.concept]);
			this.#concepts.set(row.concept, this.#conceptOf(row, ids));
		}
		for (const [id, concept] of this.#concepts)
			this.#concepts.set(id, { ...concept, narrower: narrower.get(id) ?? [] });
		for (const id of this.#concepts.keys()) this.#ancestors.set(id, this.#collectAncestors(id));
	}

	#conceptOf(row: ConceptRow, ids: ReadonlySet<string>): Concept {
		const labels = {} as Record<Language, readonly string[]>;
		for (const language of LANGUAGES) labels[language] = labelsIn(row.labels[language]);
		return {
			id: row.concept,
			area: row.area,
			broader: words(row.broader),
			narrower: [],
			// A neighbour that was renamed elsewhere is left out; the test of the tables names it.
			related: words(row.related).filter((id) => ids.has(id)),
			ipc: words(row.ipc),
			sdgs: words(row.sdg).map(Number),
			labels,
			notes: { ...(row.note_en ? { en: row.note_en } : {}), ...(row.note_zh ? { zh: row.note_zh } : {}) },
			reviewed: new Set(words(row.reviewed.replaceAll(',', ' ')).filter((tag): tag is Language => tag in labels)),
		};
	}

	#collectAncestors(id: string): string[] {
		const found: string[] = [];
		let frontier = [id];
		while (frontier.length > 0) {
			const above = frontier.flatMap((each) => this.#concepts.get(each)?.broader ?? []);
			if (above.includes(id)) throw new Error(`Thesaurus: the broader concepts of "${id}" lead back to it.`);
			frontier = above.filter((each) => !found.includes(each));
			found.push(...new Set(frontier));
			if (found.length > 1000) throw new Error(`Thesaurus: the broader concepts of "${id}" never end.`);
		}
		return found;
	}

	get size(): number {
		return this.#concepts.size;
	}

	has(id: string): boolean {
		return this.#concepts.has(id);
	}

	concept(id: string): Concept | undefined {
		return this.#concepts.get(id);
	}

	all(): IterableIterator<Concept> {
		return this.#concepts.values();
	}

	/** Every concept above, nearest first; empty for an area and for an unknown id. */
	ancestors(id: string): readonly string[] {
		return this.#ancestors.get(id) ?? [];
	}

	/** The preferred label in a language, else in English, else the id. */
	label(id: string, language: Language): string {
		const labels = this.#concepts.get(id)?.labels;
		return labels?.[language][0] ?? labels?.en[0] ?? id;
	}

	/** The ten priority areas that have a table. */
	areas(): Concept[] {
		return PRIORITY_AREAS.flatMap((id) => this.#concepts.get(id) ?? []);
	}
}
