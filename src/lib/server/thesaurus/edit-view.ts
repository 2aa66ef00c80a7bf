import type { Executor } from '#lib/server/platform/database.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { LABEL_LANGUAGES } from '#lib/engines/thesaurus/types.ts';
import { isCell, labelsIn, reviewedCell, type Cells } from './cells.ts';
import { changesOf, reviewsOf, storedConcepts } from './queries.ts';
import { thesaurusRules, type ThesaurusEditor } from './rules.ts';

const HISTORY_SHOWN = 60;

/** A concept as its page of work shows it to one editor. Errors: not_found. */
export async function editView(db: Executor, editor: ThesaurusEditor, id: string) {
	const stored = (await storedConcepts(db, [id]))[0];
	if (!stored) throw new ExpectedError('not_found', 'No such concept.');
	const { cells } = stored;
	const reviews = new Map((await reviewsOf(db, id)).map((review) => [review.language, review]));
	const history = await changesOf(db, id, HISTORY_SHOWN);
	const newestOfCell = new Set<string>();
	return {
		id,
		version: stored.version,
		area: cells.area,
		retired: cells.retired,
		languages: LABEL_LANGUAGES.map((language) => {
			const [preferred = '', ...alternatives] = labelsIn(cells[language]);
			const review = reviews.get(language);
			return {
				language,
				preferred,
				alternatives: alternatives.join(' | '),
				reviewed: cells[reviewedCell(language)] !== '',
				reviewedBy: review?.name ?? null,
				reviewedAt: review?.at ?? null,
				mine: thesaurusRules.editCell(editor, language),
			};
		}),
		structure: editor.structure,
		links: { broader: cells.broader, related: cells.related, ipc: cells.ipc, sdg: cells.sdg },
		notes: (['note_en', 'note_zh'] as const).map((cell) => ({ cell, text: cells[cell], mine: thesaurusRules.editCell(editor, cell) })),
		history: history.map(({ change, name }) => {
			// Only the newest change of a cell can be taken back; the older ones stand under it.
			const isNewest = !newestOfCell.has(change.cell);
			newestOfCell.add(change.cell);
			const canUndo = isNewest && isCell(change.cell) && cells[change.cell] === change.after && thesaurusRules.editCell(editor, change.cell);
			return { id: change.id, at: change.at, name, byRelease: change.by === null, cell: change.cell, before: change.before, after: change.after, origin: change.origin, canUndo };
		}),
	};
}

export type EditView = Awaited<ReturnType<typeof editView>>;

/** The cells of a posted form: only what it has fields for. */
export function cellsOfForm(form: FormData): Partial<Cells> {
	const text = (name: string) => {
		const value = form.get(name);
		return typeof value === 'string' ? value : undefined;
	};
	const cells: Partial<Cells> = {};
	for (const language of LABEL_LANGUAGES) {
		const preferred = text(`p_${language}`);
		if (preferred === undefined) continue;
		// Without a preferred label the first alternative must not become it unseen.
		const alternatives = text(`a_${language}`) ?? '';
		cells[language] = preferred.trim() === '' ? '' : `${preferred} | ${alternatives}`;
		cells[reviewedCell(language)] = form.get(`r_${language}`) === null || preferred.trim() === '' ? '' : 'yes';
	}
	for (const cell of ['broader', 'related', 'ipc', 'sdg', 'note_en', 'note_zh'] as const) {
		const value = text(cell);
		if (value !== undefined) cells[cell] = value;
	}
	return cells;
}

/** What was typed, so that nothing of it is lost when it cannot be stored. */
export function typedFields(form: FormData): Record<string, string> {
	return Object.fromEntries([...form].filter((entry): entry is [string, string] => typeof entry[1] === 'string' && !entry[0].startsWith('again_')));
}
