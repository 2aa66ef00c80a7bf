import { deflateSync } from 'node:zlib';
import { degrees, PDFDocument, PDFName, PDFRawStream, decodePDFRawStream, type PDFStream } from '@cantoo/pdf-lib';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { fontFileFor } from './font-files.ts';
import { markLine, type Mark } from './mark.ts';
import { markFile } from './mark-file.ts';
import { markImage } from './mark-image.ts';
import { markPdf } from './mark-pdf.ts';
import { outlineText } from './outline-text.ts';

const mark = (name = 'Somchai'): Mark => ({ name, at: new Date('2026-11-21T08:30:59Z'), reference: 'D-2026-0001', code: 'K7QF-2M9X' });
const bytesOf = (answer: Awaited<ReturnType<typeof markPdf>>) => ('bytes' in answer ? answer.bytes : expect.fail(answer.failure));

async function document(pages: readonly (0 | 90 | 180 | 270)[]): Promise<Uint8Array> {
	const made = await PDFDocument.create();
	for (const turn of pages) made.addPage([595, 842]).setRotation(degrees(turn));
	return made.save();
}

test('the line says who, when, where and which opening; folded spaces, and the time in one way for everybody', () => {
	expect(markLine(mark('  Nguyễn \n Ánh '))).toBe('Nguyễn Ánh · 2026-11-21 08:30 UTC · D-2026-0001 · K7QF-2M9X');
});

describe('names as outlines', () => {
	test.each([
		['Latin', 'John Smith'],
		['Vietnamese', 'Nguyễn Thị Ánh'],
		['Chinese, simplified and traditional', '刘小明 劉曉明'],
		['Thai', 'สมชาย ใจดี กำลัง'],
		['Lao', 'ສົມສີ ພົມມະຈັນ'],
		['Khmer', 'សុខ ស្រីមុំ'],
		['Burmese', 'ကျော်ဇင်ထွန်း'],
		['Tamil', 'கோபால் ராமன்'],
	])('%s has its letters in the interface’s own fonts', (_script, name) => {
		for (const character of name) expect(fontFileFor(character.codePointAt(0)!), character).toBeDefined();
		const { strokes, width } = outlineText(name);
		expect(strokes.length).toBeGreaterThan(50);
		expect(width).toBeGreaterThan(1000);
		expect(strokes.every((stroke) => stroke.to === 'close' || (Number.isFinite(stroke.x) && Number.isFinite(stroke.y)))).toBe(true);
	});

	test('different names look different, and what no font has is a box and not nothing', () => {
		expect(outlineText('刘小明').strokes).not.toEqual(outlineText('刘小朋').strokes);
		expect(outlineText('محمد').width).toBe(2400);
	});
});

describe('a document', () => {
	test('carries the mark on every page, turned as the page is turned, and for those who search', async () => {
		const marked = await PDFDocument.load(bytesOf(await markPdf(await document([0, 90, 180, 270]), mark('สมชาย ใจดี'))), { updateMetadata: false });
		expect(marked.getPageCount()).toBe(4);
		expect(marked.getSubject()).toBe(markLine(mark('สมชาย ใจดี')));
		const hex = Buffer.from(`\ufeff${markLine(mark('สมชาย ใจดี'))}`, 'utf16le').swap16().toString('hex');
		const begins: string[] = [];
		for (const page of marked.getPages()) {
			const contents = page.node.normalizedEntries().Contents!.asArray().map((ref) => marked.context.lookup(ref) as PDFStream);
			const text = contents.map((stream) => (stream instanceof PDFRawStream ? Buffer.from(decodePDFRawStream(stream).decode()).toString('latin1') : stream.getContentsString())).join('\n');
			expect(text.toLowerCase()).toContain(`/actualtext <${hex}>`);
			expect(text.match(/ Do\b/g)!.length).toBeGreaterThan(4);
			begins.push(/([-\d. ]+) cm/.exec(text)![1]!.trim());
			expect(page.node.Resources()!.lookup(PDFName.of('XObject'))).toBeDefined();
		}
		expect(begins).toEqual(['1 0 0 1 0 0', '0 1 -1 0 595 0', '-1 0 0 -1 595 842', '0 -1 1 0 0 842']);
	});

	test('grows by little, however many pages it has', async () => {
		const [one, many] = [await document([0]), await document(Array.from({ length: 200 }, () => 0 as const))];
		const grown = async (bytes: Uint8Array) => bytesOf(await markPdf(bytes, mark())).length - bytes.length;
		expect((await grown(many)) / (await grown(one))).toBeLessThan(30);
	});

	test('that is locked, damaged or a bomb is told apart, and none is handed out', async () => {
		const locked = await PDFDocument.create();
		locked.addPage();
		locked.encrypt({ userPassword: 'secret', ownerPassword: 'secret' });
		expect(await markPdf(await locked.save(), mark())).toEqual({ failure: 'encrypted' });
		expect(await markPdf(Buffer.from('%PDF-1.7\nnothing'), mark())).toEqual({ failure: 'broken' });
		const swollen = deflateSync(Buffer.alloc(80 * 1024 * 1024));
		const bomb = (type: string) => Buffer.concat([Buffer.from(`%PDF-1.7\n1 0 obj\n<< /Type /${type} /N 1 /First 4 /Filter /FlateDecode /Length ${swollen.length} >>\nstream\n`), swollen, Buffer.from('\nendstream\nendobj\n')]);
		expect(await markPdf(bomb('ObjStm'), mark())).toEqual({ failure: 'too-much' });
		expect(await markPdf(bomb('Obj#53tm'), mark())).toEqual({ failure: 'too-much' });
		expect(await markPdf(Buffer.from('%PDF-1.7\n1 0 obj\n<< /Type /ObjStm /Filter [/FlateDecode /FlateDecode] >>\nstream\nx\nendstream'), mark())).toEqual({ failure: 'too-much' });
	});
});

describe('a picture', () => {
	const picture = (width: number, height: number) => sharp({ create: { width, height, channels: 3, background: '#777777' } });

	test.each(['png', 'jpeg', 'webp'] as const)('%s keeps its kind and size, is marked all over, and loses what the camera wrote', async (kind) => {
		const bytes = await picture(900, 600).toFormat(kind).withExif({ IFD0: { Copyright: 'CANARYCAMERA' } }).toBuffer();
		const marked = bytesOf(await markImage(bytes, `image/${kind}`, mark('刘小明')));
		const { format, width, height, exif } = await sharp(marked).metadata();
		expect({ format, width, height, exif }).toEqual({ format: kind, width: 900, height: 600, exif: undefined });
		// Each of nine parts, so that no cut leaves a clean one.
		for (const left of [0, 300, 600]) for (const top of [0, 200, 400]) {
			const part = await sharp(marked).extract({ left, top, width: 300, height: 200 }).stats();
			expect(part.channels[0]!.stdev, `${left},${top}`).toBeGreaterThan(2);
		}
	});

	test('stands upright as the camera held it', async () => {
		const bytes = await picture(300, 100).jpeg().withMetadata({ orientation: 6 }).toBuffer();
		const { width, height } = await sharp(bytesOf(await markImage(bytes, 'image/jpeg', mark()))).metadata();
		expect([width, height]).toEqual([100, 300]);
	});

	test('that is damaged, or larger inside than a picture should be, is refused', async () => {
		expect(await markImage(Buffer.from('\x89PNG\r\n\x1a\nnothing', 'latin1'), 'image/png', mark())).toEqual({ failure: 'broken' });
		const huge = await picture(12_000, 12_000).png().toBuffer();
		expect(await markImage(huge, 'image/png', mark())).toEqual({ failure: 'too-much' });
	});
});

test('files are marked in a thread beside the server, one after the other and several at once', async () => {
	const [paper, broken] = [await document([0]), Buffer.from('%PDF-1.7\nnothing')];
	const answers = await Promise.all([paper, broken, paper, broken, paper].map((bytes, i) => markFile({ bytes: new Uint8Array(bytes), mediaType: 'application/pdf', mark: mark(`Reader ${i}`) })));
	expect(answers.map((answer) => ('failure' in answer ? answer.failure : 'marked'))).toEqual(['marked', 'broken', 'marked', 'broken', 'marked']);
	const named = await PDFDocument.load(bytesOf(answers[4]!), { updateMetadata: false });
	expect(named.getSubject()).toContain('Reader 4');
});
