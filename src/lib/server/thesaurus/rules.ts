import { LABEL_LANGUAGES, type LabelLanguage } from '#lib/engines/thesaurus/types.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { labelLanguageOf, reviewedLanguageOf, type Cell } from './cells.ts';

/** What somebody may do with the thesaurus: the secretariat everything, an officer the words of the centre's languages. */
export interface ThesaurusEditor {
	/** Adds, moves, relates, classifies and retires concepts. */
	structure: boolean;
	/** Writes and reviews labels of these languages. */
	languages: ReadonlySet<LabelLanguage>;
}

export const NO_EDITOR: ThesaurusEditor = { structure: false, languages: new Set() };
export const FULL_EDITOR: ThesaurusEditor = { structure: true, languages: new Set(LABEL_LANGUAGES) };

/** An actor's rights; `centreLanguages` has the working languages of each of the actor's centres. */
export function thesaurusEditor(actor: Actor, centreLanguages: ReadonlyMap<string, readonly string[]>): ThesaurusEditor {
	if (actor.kind === 'operator') return FULL_EDITOR;
	if (actor.kind !== 'member' || actor.centres.size === 0) return NO_EDITOR;
	if ([...actor.centres.values()].includes('secretariat')) return FULL_EDITOR;
	const spoken = new Set([...actor.centres.keys()].flatMap((centre) => centreLanguages.get(centre) ?? []));
	return { structure: false, languages: new Set(LABEL_LANGUAGES.filter((language) => spoken.has(language))) };
}

export const thesaurusRules = {
	/** Opens the working pages at all. */
	work: (editor: ThesaurusEditor) => editor.structure || editor.languages.size > 0,
	addConcept: (editor: ThesaurusEditor) => editor.structure,
	retireConcept: (editor: ThesaurusEditor) => editor.structure,
	upload: (editor: ThesaurusEditor) => thesaurusRules.work(editor),
	editCell: (editor: ThesaurusEditor, cell: Cell) => {
		if (editor.structure) return true;
		const language = labelLanguageOf(cell) ?? reviewedLanguageOf(cell) ?? NOTE_LANGUAGE[cell];
		return language !== undefined && editor.languages.has(language);
	},
};

const NOTE_LANGUAGE: Partial<Record<Cell, LabelLanguage>> = { note_en: 'en', note_zh: 'zh' };
