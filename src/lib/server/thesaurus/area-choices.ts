import { foldDiacritics } from '#lib/engines/text/diacritics.ts';
import { LANGUAGES, type Language } from '#lib/engines/text/language.ts';
import type { Thesaurus } from '#lib/engines/thesaurus/thesaurus.ts';
import type { Concept } from '#lib/engines/thesaurus/types.ts';

/** A priority area with its sub-areas, named for a reader. */
export interface AreaChoice {
	id: string;
	label: string;
	narrower: { id: string; label: string }[];
}

/** A concept found by one of its labels in any language. */
export interface FoundArea {
	id: string;
	label: string;
	/** The label that was found, where it is another than the one shown. */
	found: { text: string; language: Language } | null;
	/** Where it stands: the labels above, the area first. */
	path: string[];
}

export function areaChoices(thesaurus: Thesaurus, reader: Language): AreaChoice[] {
	return thesaurus.areas().map((area) => ({
		id: area.id,
		label: thesaurus.label(area.id, reader),
		narrower: area.narrower.map((id) => ({ id, label: thesaurus.label(id, reader) })),
	}));
}

const plain = (text: string) => foldDiacritics(text.normalize('NFKC').toLowerCase()).trim();

/** Concepts whose label, in any of the twelve languages, begins with the typed text or has it inside; the nearest first. */
export function findAreas(thesaurus: Thesaurus, typed: string, reader: Language, limit: number): FoundArea[] {
	const wanted = plain(typed.slice(0, 100));
	if (wanted === '') return [];
	const found: (FoundArea & { rank: number })[] = [];
	for (const concept of thesaurus.all()) {
		const best = bestLabel(concept, wanted, reader);
		if (!best) continue;
		const label = thesaurus.label(concept.id, reader);
		const path = thesaurus.ancestors(concept.id).map((id) => thesaurus.label(id, reader)).reverse();
		found.push({ id: concept.id, label, found: best.text === label ? null : { text: best.text, language: best.language }, path, rank: best.rank });
	}
	return found
		.sort((a, b) => a.rank - b.rank || a.label.length - b.label.length)
		.slice(0, limit)
		.map(({ rank: _rank, ...area }) => area);
}

/** 0 the whole label, 1 its beginning, 2 inside it; the reader's language before the others. */
function bestLabel(concept: Concept, wanted: string, reader: Language): { text: string; language: Language; rank: number } | undefined {
	let best: { text: string; language: Language; rank: number } | undefined;
	for (const language of [reader, ...LANGUAGES]) {
		for (const text of concept.labels[language]) {
			const label = plain(text);
			const rank = label === wanted ? 0 : label.startsWith(wanted) ? 1 : label.includes(wanted) ? 2 : 3;
			if (rank < 3 && (!best || rank < best.rank)) best = { text, language, rank };
		}
	}
	return best;
}
