import type { Font } from 'fontkit';
import { fontFileFor, openFont } from './font-files.ts';

/** A step of a drawn line, in thousandths of the type size; y grows upwards. */
export type Stroke =
	| { to: 'move' | 'line'; x: number; y: number }
	| { to: 'curve'; x1: number; y1: number; x2: number; y2: number; x: number; y: number }
	| { to: 'close' };

export interface Outline {
	strokes: Stroke[];
	/** In thousandths of the type size. */
	width: number;
}

const EM = 1000;

/**
 * A line of text as outlines: shaped and drawn with the interface's own fonts, so that a name in any script of the network
 * looks the same in every reader, and no font of the machine is asked for. A character that no font has becomes a box.
 */
export function outlineText(text: string): Outline {
	const outline: Outline = { strokes: [], width: 0 };
	for (const run of runsOf(text)) (run.font ? drawRun : drawBoxes)(outline, run.text, run.font ?? '');
	return outline;
}

function runsOf(text: string): { text: string; font: string | undefined }[] {
	const runs: { text: string; font: string | undefined }[] = [];
	for (const character of text.normalize('NFC')) {
		const last = runs.at(-1);
		const joins = /[\p{M}\u200c\u200d]/u.test(character);
		const font = fontFileFor(character.codePointAt(0)!, joins || character === ' ' ? last?.font : undefined);
		if (last && last.font === font) last.text += character;
		else runs.push({ text: character, font });
	}
	return runs;
}

function drawRun(outline: Outline, text: string, path: string): void {
	const font = openFont(path);
	const scale = EM / font.unitsPerEm;
	const { glyphs, positions } = shape(font, text);
	let pen = 0;
	glyphs.forEach((glyph, i) => {
		const { xAdvance, xOffset, yOffset } = positions[i]!;
		const x = (value: number) => outline.width + (pen + xOffset + value) * scale;
		const y = (value: number) => (yOffset + value) * scale;
		for (const { command, args } of glyph.path.commands) addStroke(outline.strokes, command, args, x, y);
		pen += xAdvance;
	});
	outline.width += pen * scale;
}

/** Where the finer placing of marks fails (fontkit knows no empty anchors, which Khmer fonts have), the font's plain places do. */
function shape(font: Font, text: string) {
	try {
		return font.layout(text);
	} catch {
		return font.layout(text, { mark: false, mkmk: false, abvm: false, blwm: false, dist: false });
	}
}

function addStroke(strokes: Stroke[], command: string, args: number[], x: (value: number) => number, y: (value: number) => number): void {
	const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = args;
	switch (command) {
		case 'moveTo':
		case 'lineTo':
			strokes.push({ to: command === 'moveTo' ? 'move' : 'line', x: x(a), y: y(b) });
			return;
		case 'quadraticCurveTo': {
			const [fromX, fromY] = penOf(strokes);
			// The cubic curve that runs as the quadratic one does.
			const third = (end: number, control: number) => end + (2 / 3) * (control - end);
			strokes.push({ to: 'curve', x1: third(fromX, x(a)), y1: third(fromY, y(b)), x2: third(x(c), x(a)), y2: third(y(d), y(b)), x: x(c), y: y(d) });
			return;
		}
		case 'bezierCurveTo':
			strokes.push({ to: 'curve', x1: x(a), y1: y(b), x2: x(c), y2: y(d), x: x(e), y: y(f) });
			return;
		case 'closePath':
			strokes.push({ to: 'close' });
	}
}

function penOf(strokes: readonly Stroke[]): [number, number] {
	const last = strokes.at(-1);
	return last && last.to !== 'close' ? [last.x, last.y] : [0, 0];
}

function drawBoxes(outline: Outline, text: string): void {
	for (const character of text) {
		void character;
		const [left, right] = [outline.width + 60, outline.width + 540];
		for (const [inset, turn] of [[0, 1], [50, -1]] as const) {
			const corners: [number, number][] = [[left + inset, inset], [right - inset, inset], [right - inset, 700 - inset], [left + inset, 700 - inset]];
			(turn === 1 ? corners : corners.reverse()).forEach(([x, y], i) => outline.strokes.push({ to: i === 0 ? 'move' : 'line', x, y }));
			outline.strokes.push({ to: 'close' });
		}
		outline.width += 600;
	}
}
