import { inflateSync } from 'node:zlib';
import { EncryptedPDFError, PDFDict, PDFDocument, PDFHexString, PDFName, PDFOperator, PDFOperatorNames as Op, PDFNumber, type PDFPage, type PDFRef } from '@cantoo/pdf-lib';
import { MARK_LIMITS, markLine, type Mark, type MarkAnswer } from './mark.ts';
import { outlineText, type Outline } from './outline-text.ts';

/**
 * A document with the mark drawn across every page and along its lower edge, as the page is looked at (turned, cropped).
 * It is written anew as a whole: a mark that were only appended could be cut off again. The file's own signatures, if it
 * has any, do not hold for the copy.
 */
export async function markPdf(bytes: Uint8Array, mark: Mark): Promise<MarkAnswer> {
	if (isBomb(bytes)) return { failure: 'too-much' };
	try {
		const document = await PDFDocument.load(bytes, { updateMetadata: false, throwOnInvalidObject: false });
		const pages = document.getPages();
		if (pages.length === 0) return { failure: 'broken' };
		if (pages.length > MARK_LIMITS.pages) return { failure: 'too-much' };
		const line = markLine(mark);
		const outline = outlineText(line);
		const drawing = document.context.register(formOf(document, outline));
		const states = { faint: opacity(document, 0.16), clear: opacity(document, 0.7) };
		for (const page of pages) markPage(page, drawing, states, { outline, line });
		document.setSubject(line);
		return { bytes: await document.save({ addDefaultPage: false, updateFieldAppearances: false }) };
	} catch (error) {
		// The class, or the sentence where another copy of the class threw it.
		const locked = error instanceof EncryptedPDFError || (error instanceof Error && /encrypted/i.test(error.message));
		return { failure: locked ? 'encrypted' : 'broken' };
	}
}

/** The line once, in thousandths of the type size; pages refer to it, so that a long document grows by little. */
function formOf(document: PDFDocument, { strokes, width }: Outline) {
	const n = (value: number) => String(Math.round(value * 10) / 10);
	const content = strokes.map((stroke) => {
		if (stroke.to === 'close') return 'h';
		if (stroke.to === 'curve') return `${n(stroke.x1)} ${n(stroke.y1)} ${n(stroke.x2)} ${n(stroke.y2)} ${n(stroke.x)} ${n(stroke.y)} c`;
		return `${n(stroke.x)} ${n(stroke.y)} ${stroke.to === 'move' ? 'm' : 'l'}`;
	});
	return document.context.flateStream(`30 w\n${content.join('\n')}\nB`, {
		Type: 'XObject',
		Subtype: 'Form',
		BBox: [-200, -600, Math.ceil(width) + 200, 1300],
		Resources: {},
		// Painted as one thing, so that the rim of a letter is no darker than its inside.
		Group: { Type: 'Group', S: 'Transparency' },
	});
}

const opacity = (document: PDFDocument, alpha: number): PDFRef => document.context.register(document.context.obj({ Type: 'ExtGState', ca: alpha, CA: alpha }));

interface Drawn {
	outline: Outline;
	line: string;
}

function markPage(page: PDFPage, drawing: PDFRef, states: { faint: PDFRef; clear: PDFRef }, { outline, line }: Drawn): void {
	const name = page.node.newXObject('MitraMark', drawing);
	const [faint, clear] = [page.node.newExtGState('MitraFaint', states.faint), page.node.newExtGState('MitraClear', states.clear)];
	const box = page.getCropBox();
	const turn = (((page.getRotation().angle % 360) + 360) % 360) as 0 | 90 | 180 | 270;
	const [width, height] = turn % 180 === 0 ? [box.width, box.height] : [box.height, box.width];
	const numbers = (...values: number[]) => values.map((value) => PDFNumber.of(Math.round(value * 1e5) / 1e5));
	const matrix = (...values: number[]) => PDFOperator.of(Op.ConcatTransformationMatrix, numbers(...values));
	const at = (x: number, y: number, size: number, angle = 0) => {
		const [cos, sin] = [(Math.cos(angle) * size) / 1000, (Math.sin(angle) * size) / 1000];
		return [PDFOperator.of(Op.PushGraphicsState), matrix(cos, sin, -sin, cos, x, y), PDFOperator.of(Op.DrawObject, [name]), PDFOperator.of(Op.PopGraphicsState)];
	};
	const size = Math.max(6, Math.min(14, (Math.hypot(width, height) * 700) / outline.width));
	const foot = Math.min(8, (width * 940) / outline.width);
	const spans = PDFDict.withContext(page.doc.context);
	// For those who search or listen: outlines have no letters.
	spans.set(PDFName.of('ActualText'), PDFHexString.fromText(line));
	page.pushOperators(
		PDFOperator.of(Op.PushGraphicsState),
		matrix(...uprightMatrix(turn, box)),
		PDFOperator.of(Op.NonStrokingColorGray, numbers(0.25)),
		PDFOperator.of(Op.StrokingColorGray, numbers(0.25)),
		PDFOperator.of(Op.SetGraphicsStateParams, [faint]),
		...tiles(width, height, (outline.width / 1000) * size, size).flatMap(([x, y]) => at(x, y, size, SLANT)),
		PDFOperator.of(Op.SetGraphicsStateParams, [clear]),
		PDFOperator.of(Op.BeginMarkedContentSequence, [PDFName.of('Span'), spans as never]),
		...at(width * 0.03, Math.max(6, foot * 0.9), foot),
		PDFOperator.of(Op.EndMarkedContent),
		PDFOperator.of(Op.PopGraphicsState),
	);
}

const SLANT = Math.PI / 6;

/** Where the slanted lines begin, in staggered rows over the page. */
function tiles(width: number, height: number, length: number, size: number): [number, number][] {
	const places: [number, number][] = [];
	const reach = Math.hypot(width, height);
	const [stepAlong, stepAcross] = [length + 4 * size, Math.max(7 * size, reach / 9)];
	for (let row = 0, v = -reach; v < reach; row++, v += stepAcross)
		for (let u = -reach + (row % 2) * (stepAlong / 2); u < reach; u += stepAlong) {
			const [x, y] = [u * Math.cos(SLANT) - v * Math.sin(SLANT), u * Math.sin(SLANT) + v * Math.cos(SLANT)];
			const [endX, endY] = [x + length * Math.cos(SLANT), y + length * Math.sin(SLANT)];
			if (Math.max(x, endX) > 0 && Math.min(x, endX) < width && Math.max(y, endY) > 0 && Math.min(y, endY) < height) places.push([x, y]);
		}
	return places;
}

/** From the page as it is looked at (origin at its lower left) to the page as it is stored. */
function uprightMatrix(turn: 0 | 90 | 180 | 270, box: { x: number; y: number; width: number; height: number }): [number, number, number, number, number, number] {
	switch (turn) {
		case 90:
			return [0, 1, -1, 0, box.x + box.width, box.y];
		case 180:
			return [-1, 0, 0, -1, box.x + box.width, box.y + box.height];
		case 270:
			return [0, -1, 1, 0, box.x, box.y + box.height];
		default:
			return [1, 0, 0, 1, box.x, box.y];
	}
}

/** Reading a document unpacks the streams that hold its objects; one that swells beyond all measure is not begun. */
function isBomb(bytes: Uint8Array): boolean {
	const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	let unpacked = 0;
	for (let at = file.indexOf('stream'); at !== -1; at = file.indexOf('stream', at + 6)) {
		if (file.subarray(at - 3, at).toString('latin1') === 'end') continue;
		const head = file.subarray(Math.max(0, at - 1024), at).toString('latin1');
		const own = head.slice(head.lastIndexOf(' obj') + 1);
		if (!/\/(ObjStm|XRef)\b/.test(own.replace(/#([0-9a-f]{2})/gi, (_all, code: string) => String.fromCharCode(parseInt(code, 16))))) continue;
		// Packed twice, or by another way than anybody packs objects in.
		if ((own.match(/FlateDecode/g)?.length ?? 0) > 1 || /LZWDecode|RunLengthDecode|ASCII/.test(own)) return true;
		const from = at + 6 + (file[at + 6] === 0x0d ? 2 : 1);
		const end = file.indexOf('endstream', from);
		try {
			unpacked += inflateSync(file.subarray(from, end === -1 ? file.length : end), { maxOutputLength: MARK_LIMITS.streamBytes }).length;
		} catch (error) {
			if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') return true;
		}
		if (unpacked > MARK_LIMITS.streamBytes) return true;
	}
	return false;
}
