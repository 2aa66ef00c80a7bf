import type { Language } from '#lib/engines/text/language.ts';
import type { Thesaurus } from '#lib/engines/thesaurus/thesaurus.ts';
import { LABEL_LANGUAGES } from '#lib/engines/thesaurus/types.ts';

/** A concept named for a reader, with its listings counted. */
export interface ConceptLink {
	id: string;
	label: string;
	/** The language of the label: the reader's, or English where it has none. */
	language: Language;
	count: number;
}

/** Makes links of ids for a reader. */
export function conceptLinks(thesaurus: Thesaurus, reader: Language, byArea: ReadonlyMap<string, number>): (id: string) => ConceptLink {
	return (id) => ({
		id,
		label: thesaurus.label(id, reader),
		language: (thesaurus.concept(id)?.labels[reader].length ?? 0) > 0 ? reader : 'en',
		count: byArea.get(id) ?? 0,
	});
}

/** What the thesaurus says of a concept, for a reader; undefined where it is not in use. */
export function conceptView(thesaurus: Thesaurus, id: string, reader: Language, byArea: ReadonlyMap<string, number>) {
	const concept = thesaurus.concept(id);
	if (!concept) return undefined;
	const link = conceptLinks(thesaurus, reader, byArea);
	const noteLanguage = reader === 'zh' && concept.notes.zh ? ('zh' as const) : ('en' as const);
	const note = concept.notes[noteLanguage];
	return {
		concept: {
			...link(id),
			alternatives: [...(concept.labels[reader].length > 0 ? concept.labels[reader] : concept.labels.en).slice(1)],
			labels: LABEL_LANGUAGES.map((language) => ({ language, labels: [...concept.labels[language]], reviewed: concept.reviewed.has(language) })).filter(({ language, labels }) => language !== 'tet' || labels.length > 0),
			note: note ? { text: note, language: noteLanguage } : null,
			ipc: [...concept.ipc],
			sdgs: [...concept.sdgs],
			modified: concept.modified,
		},
		path: pathTo(thesaurus, id).map(link),
		broader: concept.broader.map(link),
		narrower: concept.narrower.map(link).sort((a, b) => b.count - a.count),
		related: concept.related.map(link),
	};
}

/** The concepts above, from the area down, along each one's first broader concept. */
function pathTo(thesaurus: Thesaurus, id: string): string[] {
	const path: string[] = [];
	for (let above = thesaurus.concept(id)?.broader[0]; above !== undefined; above = thesaurus.concept(above)?.broader[0]) path.unshift(above);
	return path;
}

/** A concept and everything below it. */
export function withNarrower(thesaurus: Thesaurus, id: string): string[] {
	const found = new Set<string>([id]);
	for (const each of found) for (const below of thesaurus.concept(each)?.narrower ?? []) found.add(below);
	return [...found];
}

/** A branch of the tree, named and counted, with its twigs. A concept under two stands at both places. */
export interface Branch extends ConceptLink {
	narrower: Branch[];
}

export function branchOf(thesaurus: Thesaurus, id: string, depth: number, link: (id: string) => ConceptLink): Branch {
	const below = depth > 0 ? (thesaurus.concept(id)?.narrower ?? []) : [];
	return { ...link(id), narrower: below.map((each) => branchOf(thesaurus, each, depth - 1, link)) };
}
