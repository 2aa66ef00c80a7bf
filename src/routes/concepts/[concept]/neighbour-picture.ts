import type { ConceptLink } from '#lib/server/thesaurus/concept-view.ts';

/** A box of the picture, in its units. */
export interface PictureBox {
	id: string;
	text: string;
	full: string;
	language: string;
	count: number;
	x: number;
	y: number;
	role: 'self' | 'broader' | 'narrower' | 'related';
}

export interface NeighbourPicture {
	width: number;
	height: number;
	boxes: PictureBox[];
	lines: { path: string; related: boolean }[];
	/** Narrower concepts that have no room. */
	more: { count: number; x: number; y: number } | null;
}

export const BOX = { width: 216, height: 34 } as const;
const GAP = 10;
const COLUMN = 292;
const MOST_NARROWER = 9;
const MOST_RELATED = 4;
const TEXT_WIDTH = BOX.width - 24;

/** Broader concepts on the left, the concept, narrower ones on the right, related ones below it. */
export function neighbourPicture(view: { concept: ConceptLink; broader: ConceptLink[]; narrower: ConceptLink[]; related: ConceptLink[] }): NeighbourPicture {
	const narrower = view.narrower.slice(0, MOST_NARROWER);
	const related = view.related.slice(0, MOST_RELATED);
	const hidden = view.narrower.length - narrower.length;
	const step = BOX.height + GAP;
	const middle = [view.concept, ...related].length + (related.length > 0 ? 0.6 : 0);
	const rows = Math.max(view.broader.length, narrower.length + (hidden > 0 ? 0.7 : 0), middle);
	const height = rows * step - GAP + 4;
	const selfY = 2 + (height - 4 - (middle * step - GAP)) / 2;
	/** Where a column of so many boxes begins: beside the concept, as far as there is room. */
	const from = (count: number) => Math.max(2, Math.min(selfY + BOX.height / 2 - (count * step - GAP) / 2, height - 2 - (count * step - GAP)));
	const columns = view.broader.length > 0 ? 1 : 0;
	const box = (role: PictureBox['role'], concept: ConceptLink, column: number, y: number): PictureBox => ({
		id: concept.id,
		text: cutToWidth(concept.label, TEXT_WIDTH),
		full: concept.label,
		language: concept.language,
		count: concept.count,
		x: 2 + column * COLUMN,
		y,
		role,
	});
	const self = box('self', view.concept, columns, selfY);
	const above = view.broader.map((each, index) => box('broader', each, 0, from(view.broader.length) + index * step));
	const below = narrower.map((each, index) => box('narrower', each, columns + 1, from(narrower.length + (hidden > 0 ? 0.7 : 0)) + index * step));
	const beside = related.map((each, index) => box('related', each, columns, selfY + (index + 1.6) * step));
	const last = below.at(-1);
	return {
		width: (columns + (narrower.length > 0 ? 1 : 0)) * COLUMN + BOX.width + 4,
		height,
		boxes: [...above, self, ...below, ...beside],
		lines: [
			...above.map((each) => ({ path: curve(each, self), related: false })),
			...below.map((each) => ({ path: curve(self, each), related: false })),
			...beside.slice(0, 1).map((each) => ({ path: `M${self.x + BOX.width / 2} ${self.y + BOX.height}V${each.y}`, related: true })),
		],
		more: hidden > 0 && last ? { count: hidden, x: last.x + 12, y: last.y + BOX.height + 20 } : null,
	};
}

/** From the right side of one box to the left side of another. */
function curve(from: PictureBox, to: PictureBox): string {
	const [x1, y1, x2, y2] = [from.x + BOX.width, from.y + BOX.height / 2, to.x, to.y + BOX.height / 2];
	const half = (x1 + x2) / 2;
	return `M${x1} ${y1}C${half} ${y1} ${half} ${y2} ${x2} ${y2}`;
}

/** A label cut to a width, by how wide letters are at 14 units: ideographs are square, marks above and below take no room. */
export function cutToWidth(label: string, width: number): string {
	let used = 0;
	let text = '';
	for (const letter of label) {
		used += letterWidth(letter);
		if (used > width) return `${text.trimEnd()}…`;
		text += letter;
	}
	return text;
}

function letterWidth(letter: string): number {
	if (/\p{M}/u.test(letter)) return /[\p{Script=Myanmar}\p{Script=Khmer}\p{Script=Tamil}]/u.test(letter) ? 6 : 0;
	if (/[\p{Script=Han}\u3000-\u303F\uFF00-\uFFEF]/u.test(letter)) return 14;
	if (/[\p{Script=Myanmar}\p{Script=Khmer}\p{Script=Tamil}]/u.test(letter)) return 12;
	return /[A-Z]/.test(letter) ? 9 : 7.4;
}
