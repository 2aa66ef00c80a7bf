import * as m from '#lib/paraglide/messages.js';
import type { Language } from '#lib/engines/text/language.ts';
import { isLabelLanguage } from '#lib/engines/thesaurus/types.ts';
import { labelLanguageName } from './label-language-names.ts';

/** A problem of a cell as forms and previews receive it. */
export interface CellTrouble {
	cell: string;
	code: string;
	value?: string;
	limit?: number;
}

const PROBLEMS: Record<string, (parameters: { value: string; limit: number | string }) => string> = {
	empty_preferred: () => m.thesaurus_error_empty_preferred(),
	too_long: ({ limit }) => m.thesaurus_error_too_long({ limit }),
	too_many: ({ limit }) => m.thesaurus_error_too_many({ limit }),
	wrong_script: ({ value }) => m.thesaurus_error_wrong_script({ value }),
	repeated: ({ value }) => m.thesaurus_error_repeated({ value }),
	taken: ({ value }) => m.thesaurus_error_taken({ value }),
	bad_ipc: ({ value }) => m.thesaurus_error_bad_ipc({ value }),
	bad_goal: ({ value }) => m.thesaurus_error_bad_goal({ value }),
	bad_id: () => m.thesaurus_error_bad_id(),
	exists: ({ value }) => m.thesaurus_error_exists({ value }),
	no_broader: () => m.thesaurus_error_no_broader(),
	unknown_concept: ({ value }) => m.thesaurus_error_unknown_concept({ value }),
	self: () => m.thesaurus_error_self(),
	cycle: () => m.thesaurus_error_cycle(),
	related_ancestor: ({ value }) => m.thesaurus_error_related_ancestor({ value }),
	has_narrower: () => m.thesaurus_error_has_narrower(),
	not_yours: () => m.thesaurus_error_not_yours(),
	theirs: ({ value }) => m.thesaurus_error_theirs({ value: value || '–' }),
};

export function troubleText({ code, value, limit }: CellTrouble): string {
	return (PROBLEMS[code] ?? (() => m.expected_invalid_input()))({ value: value ?? '', limit: limit ?? '' });
}

/** The name of a cell for a reader. */
export function cellName(cell: string, reader: Language): string {
	if (isLabelLanguage(cell)) return labelLanguageName(cell, reader);
	const reviewed = cell.startsWith('reviewed:') ? cell.slice('reviewed:'.length) : '';
	if (isLabelLanguage(reviewed)) return m.thesaurus_cell_reviewed({ language: labelLanguageName(reviewed, reader) });
	const names: Record<string, () => string> = {
		concept: m.thesaurus_cell_concept,
		area: m.thesaurus_area,
		broader: m.areas_broader,
		related: m.areas_related,
		ipc: m.areas_ipc,
		sdg: m.listing_sdgs,
		note_en: m.thesaurus_cell_note_en,
		note_zh: m.thesaurus_cell_note_zh,
		retired: m.thesaurus_cell_retired,
	};
	return names[cell]?.() ?? cell;
}

/** What a cell said, for people: marks and retirement are not stored as words. */
export function cellValue(cell: string, value: string): string {
	if (cell.startsWith('reviewed:')) return value === '' ? m.thesaurus_draft() : m.areas_reviewed();
	if (cell === 'retired') return value === '' ? m.thesaurus_in_use() : value === '-' ? m.thesaurus_out_of_use() : m.thesaurus_replaced_by({ concept: value });
	return value === '' ? '–' : value.replaceAll(' | ', ' · ');
}

/** The field of the edit form that a cell is typed in. */
export function fieldOfCell(cell: string): string {
	if (isLabelLanguage(cell)) return `p_${cell}`;
	return cell.startsWith('reviewed:') ? `r_${cell.slice('reviewed:'.length)}` : cell;
}
