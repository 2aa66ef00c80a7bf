import type { Language } from '#lib/engines/text/language.ts';
import type { ExplainedQuery, ReadRun } from '#lib/search/engine-views.ts';

/** Where words, meanings and concepts stand in the picture of a text that was read. */
export const BOX = { width: 200, height: 34 } as const;
const ROW = 44;
const COLUMN = 300;
const TOP = 34;
/** More would be a carpet. */
const WORDS = 8;
const PHRASES = 5;
const STEMS_PER_RUN = 3;
const STEMS = 16;
const CONCEPTS = 8;
/** Characters, as one sees them, that fit a box. */
const FITS = 20;

export interface PictureBox {
	key: string;
	column: 'concept' | 'word' | 'phrase' | 'stem';
	x: number;
	y: number;
	text: string;
	language: Language;
	/** Where a click leads; empty for none. */
	concept: string;
}

export interface PictureLine {
	path: string;
	/** 0 to 1. */
	weight: number;
	concept: boolean;
}

/** The words, and runs of them, in the middle; left of them the concepts they name, right of them what they mean in English stems. */
export function readingPicture({ words, phrases, concepts, language }: Pick<ExplainedQuery, 'words' | 'phrases' | 'concepts' | 'language'>) {
	const read = words.filter(({ leftOut }) => !leftOut).slice(0, WORDS);
	const together = phrases.filter((run) => read.some((word) => covers(run, word))).slice(0, PHRASES);
	const runs = [...read, ...together].sort((a, b) => a.start - b.start || b.end - a.end);
	const stems = inOrderOf(runs).slice(0, STEMS);
	const named = concepts.filter((concept) => read.some((word) => covers(concept, word)));
	const ids = [...new Map(named.map((concept) => [concept.id, concept])).values()].slice(0, CONCEPTS);
	const rows = Math.max(runs.length, stems.length, ids.length, 1);
	const place = (index: number, count: number) => TOP + ((index + 0.5) * rows * ROW) / Math.max(1, count) - BOX.height / 2;
	const wordKey = ({ start, end }: { start: number; end: number }) => `w${start}-${end}`;
	const boxes: PictureBox[] = [
		...ids.map((concept, index) => ({ key: `c${concept.id}`, column: 'concept' as const, x: 0, y: place(index, ids.length), text: fitting(concept.label), language: concept.labelLanguage, concept: concept.id })),
		...runs.map((run, index) => ({
			key: wordKey(run),
			column: together.includes(run) ? ('phrase' as const) : ('word' as const),
			x: COLUMN,
			y: place(index, runs.length),
			text: fitting(run.text),
			language,
			concept: '',
		})),
		...stems.map((stem, index) => ({ key: `s${stem}`, column: 'stem' as const, x: COLUMN * 2, y: place(index, stems.length), text: fitting(stem), language: 'en' as const, concept: '' })),
	];
	const at = new Map(boxes.map((box) => [box.key, box]));
	const lines: PictureLine[] = [];
	const join = (from: string, to: string, weight: number, concept: boolean) => {
		const [left, right] = [at.get(from), at.get(to)];
		if (left && right) lines.push({ path: curve(left, right), weight, concept });
	};
	for (const run of runs) for (const { stem, weight } of run.translations.slice(0, STEMS_PER_RUN)) join(wordKey(run), `s${stem}`, weight, false);
	for (const concept of named) {
		// A run that is named as a whole stands for its words.
		const whole = runs.filter(({ start, end }) => start === concept.start && end === concept.end);
		for (const run of whole.length > 0 ? whole : read.filter((word) => covers(concept, word))) join(`c${concept.id}`, wordKey(run), 0.6, true);
	}
	return { width: COLUMN * 2 + BOX.width, height: TOP + rows * ROW, columns: { concept: 0, word: COLUMN, stem: COLUMN * 2 }, boxes, lines };
}

/** Stems from top to bottom as the runs stand that mean them, so that few lines cross (barycentre heuristic, Sugiyama 1981). */
function inOrderOf(runs: readonly ReadRun[]): string[] {
	const found = new Map<string, { sum: number; weight: number }>();
	runs.forEach(({ translations }, row) => {
		for (const { stem, weight } of translations.slice(0, STEMS_PER_RUN)) {
			const known = found.get(stem) ?? { sum: 0, weight: 0 };
			found.set(stem, { sum: known.sum + row * weight, weight: known.weight + weight });
		}
	});
	return [...found].sort(([, a], [, b]) => a.sum / a.weight - b.sum / b.weight).map(([stem]) => stem);
}

function covers(outer: { start: number; end: number }, inner: { start: number; end: number }): boolean {
	return outer.start <= inner.start && inner.end <= outer.end;
}

function curve(left: PictureBox, right: PictureBox): string {
	const [x1, y1, x2, y2] = [left.x + BOX.width, left.y + BOX.height / 2, right.x, right.y + BOX.height / 2];
	const middle = (x1 + x2) / 2;
	return `M${x1} ${y1}C${middle} ${y1} ${middle} ${y2} ${x2} ${y2}`;
}

/** A text cut between characters as one sees them, never through a letter and its marks. */
function fitting(text: string): string {
	const characters = [...new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(text)].map(({ segment }) => segment);
	return characters.length <= FITS ? text : `${characters.slice(0, FITS - 1).join('')}…`;
}
