import type { Language } from '#lib/engines/text/language.ts';
import type { Thesaurus } from '#lib/engines/thesaurus/thesaurus.ts';
import type { Concept, LabelLanguage } from '#lib/engines/thesaurus/types.ts';

export const WORK_STATES = ['draft', 'missing', 'reviewed'] as const;
export type WorkState = (typeof WORK_STATES)[number];

export interface WorkFilter {
	language: LabelLanguage;
	state: WorkState;
	/** An area, or '' for all. */
	area: string;
}

/** One concept to look at: its labels in the language of the work, and what it means in those that most people read. */
export interface WorkLine {
	id: string;
	labels: string[];
	english: string;
	chinese: string;
	note: string;
	path: string[];
	count: number;
}

/** The concepts of a filter, those that most listings speak of first; and how far a language is. */
export function workList(
	thesaurus: Thesaurus,
	filter: WorkFilter,
	options: { reader: Language; byArea: ReadonlyMap<string, number>; offset: number; limit: number },
): { lines: WorkLine[]; total: number; progress: Record<WorkState, number> } {
	const progress: Record<WorkState, number> = { draft: 0, missing: 0, reviewed: 0 };
	const fitting: Concept[] = [];
	for (const concept of thesaurus.all()) {
		const state = workState(concept, filter.language);
		progress[state]++;
		if (state === filter.state && (filter.area === '' || concept.area === filter.area)) fitting.push(concept);
	}
	const count = ({ id }: Concept) => options.byArea.get(id) ?? 0;
	// The sort is stable: concepts without listings stay in the order of the tables.
	fitting.sort((a, b) => count(b) - count(a));
	const lines = fitting.slice(options.offset, options.offset + options.limit).map((concept) => ({
		id: concept.id,
		labels: [...concept.labels[filter.language]],
		english: concept.labels.en.join(' · '),
		chinese: concept.labels.zh.join(' · '),
		note: concept.notes.en ?? '',
		path: thesaurus.ancestors(concept.id).slice(0, 2).map((id) => thesaurus.label(id, options.reader)).reverse(),
		count: count(concept),
	}));
	return { lines, total: fitting.length, progress };
}

function workState(concept: Concept, language: LabelLanguage): WorkState {
	if (concept.labels[language].length === 0) return 'missing';
	return concept.reviewed.has(language) ? 'reviewed' : 'draft';
}
