import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { FileKind } from '#lib/server/platform/file-type.ts';
import { openFileStore, type FileStore } from '#lib/server/platform/files.ts';

let folder: string;
let files: FileStore;
const every: FileKind[] = ['png', 'jpeg', 'webp', 'gif', 'pdf', 'csv', 'xlsx'];
const limits = { kinds: every, maxBytes: 200_000 };
const bytes = (text: string) => Buffer.from(text, 'latin1');
const text = (content: string) => new TextEncoder().encode(content);

beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), 'mitra-files-'));
	files = openFileStore(folder);
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('the type is that of the bytes', () => {
	const workbook = zipSync({ '[Content_Types].xml': text('<Types/>'), 'xl/workbook.xml': text('<workbook/>') });
	const utf16 = Buffer.concat([bytes('\xff\xfe'), Buffer.from('ຊື່,ປະເທດ\n', 'utf16le')]);
	const known: [string, Uint8Array, FileKind][] = [
		['a PNG', bytes('\x89PNG\r\n\x1a\n....'), 'png'],
		['a JPEG', bytes('\xff\xd8\xff\xe0....'), 'jpeg'],
		['a WebP', bytes('RIFF....WEBPVP8 '), 'webp'],
		['a GIF', bytes('GIF89a....'), 'gif'],
		['a PDF', bytes('%PDF-1.7\n\x00\xff'), 'pdf'],
		['a workbook', workbook, 'xlsx'],
		['UTF-8 text', text('title,country\nລະບົບນ້ຳຢອດ,LA\n'), 'csv'],
		['UTF-16 text', utf16, 'csv'],
		['GBK text', bytes('\xb1\xea\xcc\xe2,\xb9\xfa\xbc\xd2\r\n'), 'csv'],
	];
	test.each(known)('%s', async (_name, content, kind) => {
		expect((await files.put(content, limits)).kind).toBe(kind);
	});

	const unknown: [string, Uint8Array][] = [
		['a program', bytes('\x7fELF\x02\x01\x01\x00')],
		['another zip file', zipSync({ 'word/document.xml': text('<document/>') })],
		['a cut-off zip file', workbook.slice(0, 30)],
		['zeros', new Uint8Array(100)],
	];
	test.each(unknown)('%s is refused', async (_name, content) => {
		await expect(files.put(content, limits)).rejects.toMatchObject({ code: 'unsupported_type', field: 'file' });
	});

	test('a kind that is known but not wanted here is refused', async () => {
		const putting = files.put(bytes('GIF89a....'), { ...limits, kinds: ['png'] });
		await expect(putting).rejects.toMatchObject({ code: 'unsupported_type', detail: { found: 'gif', allowed: 'png' } });
	});
});

describe('storing', () => {
	test('the same bytes are stored once, read back whole, and gone when removed', async () => {
		const content = text('title\n' + 'drip irrigation\n'.repeat(5000));
		const halves = async function* () {
			yield content.slice(0, 10_000);
			yield content.slice(10_000);
		};
		const whole = await files.put(content, limits);
		expect(await files.put(halves(), limits)).toEqual(whole);
		expect(whole.sha256).toBe(createHash('sha256').update(content).digest('hex'));
		const opened = await files.open(whole.sha256);
		expect(opened.size).toBe(content.length);
		expect(new Uint8Array(await buffer(opened.stream))).toEqual(content);
		expect(await files.has(whole.sha256)).toBe(true);
		await files.remove(whole.sha256);
		expect(await files.has(whole.sha256)).toBe(false);
		await expect(files.open(whole.sha256)).rejects.toMatchObject({ code: 'not_found' });
	});

	test('a file over the limit is refused before it is all there', async () => {
		let sent = 0;
		const endless = async function* () {
			for (;;) {
				sent += 65_536;
				yield new Uint8Array(65_536).fill(0x61);
			}
		};
		await expect(files.put(endless(), limits)).rejects.toMatchObject({ code: 'too_large', detail: { limit: 200_000 } });
		expect(sent).toBeLessThan(400_000);
	});

	test('a sender that breaks off leaves nothing behind, nor does an empty file', async () => {
		const broken = async function* () {
			yield text('title,');
			throw new Error('connection lost');
		};
		await expect(files.put(broken(), limits)).rejects.toThrow('connection lost');
		await expect(files.put(new Uint8Array(0), limits)).rejects.toMatchObject({ code: 'invalid_input' });
		expect(readdirSync(join(folder, 'files', 'incoming'))).toEqual([]);
	});

	test('a name that is no digest never becomes a path', async () => {
		await expect(files.open('../../etc/passwd')).rejects.toMatchObject({ code: 'not_found' });
	});
});
