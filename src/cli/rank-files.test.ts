import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { text as textOf } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fixtureReader } from '#lib/engines/matching/matching-fixture.ts';
import { rankFiles } from './rank-files.ts';

let folder: string;

beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), 'mitra-rank-'));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, ...lines: string[]): string {
	const path = join(folder, name);
	writeFileSync(path, lines.join('\n'));
	return path;
}

async function rank(queries: string, documents: string, top = 10): Promise<{ query: string; document: string; score: number }[]> {
	const out = new PassThrough();
	const printed = textOf(out);
	await rankFiles({ queries, documents, top }, { out, progress: new PassThrough().resume() }, async () => fixtureReader());
	out.end();
	return (await printed)
		.split('\n')
		.filter((line) => line !== '')
		.map((line) => JSON.parse(line));
}

const documents = (name: string) =>
	file(name, '\uFEFF{"id": 1, "text": "面向盐碱地的滴灌系统"}', '', '{"id": "b", "language": "vi", "title": "Khử asen", "text": "nước giếng"}\r');

describe('mitra rank', () => {
	it('prints the best documents of each query, in the order of the queries', async () => {
		const queries = file('q.jsonl', '{"id": "x", "text": "arsenic in well water"}', '{"id": "y", "language": "lo", "text": "ລະບົບນ້ຳຢອດ ດິນເຄັມ"}');
		const lines = await rank(queries, documents('d.jsonl'));
		expect(lines.filter((line, i) => lines.findIndex(({ query }) => query === line.query) === i)).toMatchObject([
			{ query: 'x', document: 'b' },
			{ query: 'y', document: '1' },
		]);
	});

	it('gives at most `top` lines a query', async () => {
		const queries = file('q1.jsonl', '{"id": "x", "text": "saline water drip system arsenic"}');
		expect(await rank(queries, documents('d1.jsonl'), 1)).toHaveLength(1);
		expect(await rank(queries, documents('d1.jsonl'), 9)).toHaveLength(2);
	});

	it('takes empty files for what they are', async () => {
		expect(await rank(file('none.jsonl', ''), documents('d2.jsonl'))).toEqual([]);
		expect(await rank(file('q2.jsonl', '{"id": "x", "text": "water"}'), file('none2.jsonl', ''))).toEqual([]);
	});

	it.each([
		['{"id": "a", "text": "x"}\n{"id": 2', /bad\.jsonl, line 2: no JSON/],
		['[1]', /line 1: expected an object/],
		['{"text": "x"}', /line 1: "id" is missing/],
		['{"id": "a"}', /line 1: "text" is missing/],
		['{"id": "a", "text": "x", "language": "xx"}', /line 1: "language" is "xx"; expected one of en, zh/],
		['{"id": "a", "text": "x", "title": 5}', /line 1: "title" is no text/],
		['{"id": "a", "text": "x"}\n\n{"id": "a", "text": "y"}', /line 3: the id "a" stands twice/],
	])('says what is wrong and where: %s', async (content, message) => {
		const bad = file('bad.jsonl', content);
		await expect(rank(documents('d3.jsonl'), bad)).rejects.toThrow(message);
		await expect(rank(bad, documents('d3.jsonl'))).rejects.toThrow(message);
	});

	it('says which file is not there', async () => {
		await expect(rank(join(folder, 'nowhere.jsonl'), documents('d4.jsonl'))).rejects.toThrow(/nowhere\.jsonl: there is no such file/);
		await expect(rank(folder, documents('d4.jsonl'))).rejects.toThrow(/is a folder/);
	});
});
