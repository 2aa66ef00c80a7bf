import type { Language } from '../text/language.ts';
import { standingFor } from './sound-rows.ts';
import { isLabelLanguage, LABEL_LANGUAGES, type Concept, type LabelLanguage } from './types.ts';

/** One row of a thesaurus table as its columns stand; labels are separated by ` | `, the preferred one first. */
export interface ConceptRow {
	area: string;
	concept: string;
	broader: string;
	related: string;
	ipc: string;
	sdg: string;
	labels: Readonly<Record<Language, string> & { tet?: string }>;
	note_en: string;
	note_zh: string;
	reviewed: string;
	/** Out of use: no text names it any more; listings that carry its id are counted for what replaced it. */
	retired?: boolean;
	replacedBy?: string;
	modified?: string;
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

/**
 * A multilingual concept scheme after SKOS (W3C, 2009): polyhierarchical, without cycles, one preferred label a language.
 * Immutable: an edited thesaurus is another one.
 */
export class Thesaurus {
	readonly #concepts = new Map<string, Concept>();
	readonly #retired = new Map<string, { concept: Concept; replacedBy: string | null }>();
	readonly #ancestors = new Map<string, readonly string[]>();

	/** Throws an Error that names table and row where ids repeat, a link leads nowhere, or broader links form a cycle. */
	constructor(rows: readonly ConceptRow[]) {
		const byId = new Map(rows.map((row) => [row.concept, row]));
		const active = rows.filter((row) => !row.retired);
		const narrower = new Map<string, string[]>(active.map((row) => [row.concept, []]));
		const known = (id: string) => narrower.has(id);
		for (const row of active) {
			if (this.#concepts.has(row.concept)) throw new Error(`Thesaurus ${row.area}: the concept "${row.concept}" stands twice.`);
			for (const parent of words(row.broader)) {
				if (!known(parent)) throw new Error(`Thesaurus ${row.area}: "${row.concept}" leads to "${parent}", which is no concept.`);
				narrower.get(parent)!.push(row.concept);
			}
			this.#concepts.set(row.concept, conceptOf(row, known));
		}
		for (const row of rows)
			if (row.retired) this.#retired.set(row.concept, { concept: conceptOf(row, known), replacedBy: standingFor(row.concept, byId) ?? null });
		for (const id of this.#concepts.keys()) this.#ancestors.set(id, this.#collectAncestors(id));
		const related = this.#relatedPairs();
		for (const [id, concept] of this.#concepts)
			this.#concepts.set(id, { ...concept, narrower: narrower.get(id)!, related: [...(related.get(id) ?? [])] });
	}

	/** Related is symmetric (SKOS S23) and disjoint with broader at any distance (S27), whichever side a table states. */
	#relatedPairs(): Map<string, Set<string>> {
		const pairs = new Map<string, Set<string>>();
		const add = (one: string, other: string) => pairs.set(one, (pairs.get(one) ?? new Set()).add(other));
		for (const { id, related } of this.#concepts.values())
			for (const other of related) {
				if (other === id || this.ancestors(id).includes(other) || this.ancestors(other).includes(id)) continue;
				add(id, other);
				add(other, id);
			}
		return pairs;
	}

	#collectAncestors(id: string): string[] {
		const found: string[] = [];
		let frontier = [id];
		while (frontier.length > 0) {
			const above = frontier.flatMap((each) => this.#concepts.get(each)?.broader ?? []);
			if (above.includes(id)) throw new Error(`Thesaurus: the broader concepts of "${id}" lead back to it.`);
			frontier = [...new Set(above.filter((each) => !found.includes(each)))];
			found.push(...frontier);
			if (found.length > 1000) throw new Error(`Thesaurus: the broader concepts of "${id}" never end.`);
		}
		return found;
	}

	get size(): number {
		return this.#concepts.size;
	}

	/** Whether a listing may carry the id: it is a concept, or one that another has replaced. */
	has(id: string): boolean {
		return this.resolve(id) !== undefined;
	}

	/** The concept in use that stands for an id: itself, or what replaced it. */
	resolve(id: string): string | undefined {
		return this.#concepts.has(id) ? id : (this.#retired.get(id)?.replacedBy ?? undefined);
	}

	concept(id: string): Concept | undefined {
		return this.#concepts.get(id);
	}

	/** A concept out of use, with what replaced it. */
	retired(id: string): { concept: Concept; replacedBy: string | null } | undefined {
		return this.#retired.get(id);
	}

	retiredIds(): IterableIterator<string> {
		return this.#retired.keys();
	}

	all(): IterableIterator<Concept> {
		return this.#concepts.values();
	}

	/** Every concept above, nearest first; empty for an area and for an unknown id. What replaced a retired one is above it. */
	ancestors(id: string): readonly string[] {
		const replacedBy = this.#retired.get(id)?.replacedBy;
		return replacedBy ? [replacedBy, ...this.ancestors(replacedBy)] : (this.#ancestors.get(id) ?? []);
	}

	/** The preferred label in a language, else in English, else the id. */
	label(id: string, language: Language): string {
		const labels = (this.#concepts.get(this.resolve(id) ?? id) ?? this.#retired.get(id)?.concept)?.labels;
		return labels?.[language][0] ?? labels?.en[0] ?? id;
	}

	/** The ten priority areas that have a table. */
	areas(): Concept[] {
		return PRIORITY_AREAS.flatMap((id) => this.#concepts.get(id) ?? []);
	}
}

function conceptOf(row: ConceptRow, known: (id: string) => boolean): Concept {
	const labels = {} as Record<LabelLanguage, readonly string[]>;
	for (const language of LABEL_LANGUAGES) labels[language] = labelsIn(row.labels[language] ?? '');
	return {
		id: row.concept,
		area: row.area,
		broader: words(row.broader),
		narrower: [],
		// A neighbour that was renamed elsewhere is left out; the test of the tables names it.
		related: words(row.related).filter(known),
		ipc: words(row.ipc),
		sdgs: words(row.sdg).map(Number),
		labels,
		notes: { ...(row.note_en ? { en: row.note_en } : {}), ...(row.note_zh ? { zh: row.note_zh } : {}) },
		reviewed: new Set(words(row.reviewed.replaceAll(',', ' ')).filter(isLabelLanguage)),
		modified: row.modified ?? null,
	};
}
