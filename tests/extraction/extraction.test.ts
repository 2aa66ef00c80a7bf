import { spawnSync } from 'node:child_process';
import { Readable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { extractText, sandbox } from '#lib/server/extraction/extract-text.ts';
import { EXTRACTION_LIMITS, keptPages, type ExtractionLimits } from '#lib/server/extraction/extracted-text.ts';
import { docx, docxBomb, lockedOfficeFile, pdf, pdfBomb } from './documents.ts';

const read = (bytes: Uint8Array, kind: 'pdf' | 'docx', limits?: Partial<ExtractionLimits>) => extractText(Readable.from([Buffer.from(bytes)]), kind, limits);
const MEGABYTE = 1024 * 1024;

describe('the text of a document', () => {
	test('comes page by page from a PDF', async () => {
		expect(await read(await pdf(['Rice drying', '', 'Solar tunnel dryer']), 'pdf')).toEqual({ state: 'read', pages: ['Rice drying', '', 'Solar tunnel dryer'], cut: false });
	});

	test('comes from a Word document with its tables, in every script', async () => {
		const text = await read(await docx(['稻谷烘干机报价', 'ເຄື່ອງອົບເຂົ້າ'], ['Price', '12,000 USD']), 'docx');
		expect(text).toEqual({ state: 'read', pages: [expect.stringMatching(/稻谷烘干机报价\nເຄື່ອງອົບເຂົ້າ\nPrice\n12,000 USD/)], cut: false });
	});

	test('is cut at the most pages and characters, and says so', async () => {
		expect(await read(await pdf(['one', 'two', 'three']), 'pdf', { pages: 2 })).toEqual({ state: 'read', pages: ['one', 'two'], cut: true });
		expect(keptPages(['abcdef', 'gh'], { pages: 9, characters: 4 })).toEqual({ state: 'read', pages: ['abcd', ''], cut: true });
		expect(keptPages(['a\u0000b  c\n\n\nd'], { pages: 9, characters: 99 })).toEqual({ state: 'read', pages: ['a b c\nd'], cut: false });
	});
});

describe('what cannot be read', () => {
	test.each<[string, 'pdf' | 'docx', () => Promise<Uint8Array> | Uint8Array, string]>([
		['a PDF with a password', 'pdf', () => pdf(['secret'], 'rice'), 'encrypted'],
		['a Word document with a password', 'docx', () => lockedOfficeFile(), 'encrypted'],
		['a PDF that is cut off', 'pdf', async () => (await pdf(['Rice drying'])).slice(0, 200), 'broken'],
		['a Word document that is cut off', 'docx', async () => (await docx(['Rice'])).slice(0, 900), 'broken'],
		['a ZIP file that is no document', 'docx', () => new Uint8Array(Buffer.from('504b0506000000000000000000000000000000000000', 'hex')), 'broken'],
		['bytes that mean nothing', 'pdf', () => new Uint8Array(5000).fill(7), 'broken'],
		['a PDF of pictures', 'pdf', () => pdf(['', '']), 'no-text'],
	])('%s', async (_name, kind, bytes, reason) => {
		expect(await read(await bytes(), kind)).toEqual({ state: 'unreadable', reason });
	});

	test('a file that is larger than the limit', async () => {
		expect(await read(await pdf(['Rice drying']), 'pdf', { fileBytes: 300 })).toEqual({ state: 'unreadable', reason: 'too-large' });
	});

	test('a document that unpacks to more than the limit says it by its table of contents, and nothing is unpacked', async () => {
		const bomb = docxBomb(40 * MEGABYTE);
		expect(bomb.length).toBeLessThan(MEGABYTE);
		expect(await read(bomb, 'docx', { unpackedBytes: 20 * MEGABYTE })).toEqual({ state: 'unreadable', reason: 'too-large' });
	});

	test('a bomb whose table of contents lies, and one inside a PDF, end with their process and nothing else', async () => {
		const limits = { memoryBytes: 180 * MEGABYTE, unpackedBytes: 20 * MEGABYTE };
		const [lying, inside] = await Promise.all([read(docxBomb(100 * MEGABYTE, true), 'docx', limits), read(pdfBomb(100 * MEGABYTE), 'pdf', limits)]);
		expect(lying).toMatchObject({ state: 'unreadable' });
		expect(inside).toEqual({ state: 'unreadable', reason: 'too-large' });
	});

	test('a document that takes too long', async () => {
		expect(await read(await pdf(['Rice drying']), 'pdf', { milliseconds: 1 })).toEqual({ state: 'unreadable', reason: 'too-slow' });
	});
});

describe('the process that reads', () => {
	const inside = (program: string) => {
		const { status, stdout } = spawnSync(process.execPath, [...sandbox(EXTRACTION_LIMITS), '-e', program], { env: {}, encoding: 'utf8' });
		return { status, said: stdout.trim() };
	};

	test('may compute, and neither read what lies about, nor write, nor start anything; it knows no settings', () => {
		expect(inside('console.log(1 + 1)')).toEqual({ status: 0, said: '2' });
		const tried = (what: string) => inside(`try { ${what}; console.log('done') } catch (error) { console.log(error.code) }`).said;
		expect(tried(`require('fs').readFileSync('/etc/hostname')`)).toBe('ERR_ACCESS_DENIED');
		expect(tried(`require('fs').writeFileSync('/tmp/mitra-escaped', '')`)).toBe('ERR_ACCESS_DENIED');
		expect(tried(`require('child_process').spawnSync('true')`)).toBe('ERR_ACCESS_DENIED');
		expect(tried(`new (require('worker_threads').Worker)('0', { eval: true })`)).toBe('ERR_ACCESS_DENIED');
		expect(inside(`try { new Function('return 1')(); console.log('done') } catch (error) { console.log(error.name) }`).said).toBe('EvalError');
		expect(inside('console.log(Object.keys(process.env).filter((name) => /^(DATABASE|SMTP|MITRA|PATH)/.test(name)).length)').said).toBe('0');
	});
});
