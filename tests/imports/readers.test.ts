import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bytesSource } from '#lib/server/imports/open-table.ts';
import { csvLine, defusedText, restoredText } from '#lib/server/imports/spreadsheet-text.ts';
import { FailedFormula } from '#lib/server/imports/table.ts';
import { inline, read, refusal, text, workbook } from './files.ts';

/** "title" and "水稻" as GB 18030 writes them. */
const GB_LINE = Buffer.concat([Buffer.from('title,note\n'), Buffer.from([0xcb, 0xae, 0xb5, 0xbe]), Buffer.from(',a\n')]);

describe('CSV', () => {
	test.each([
		['commas', 'title,trl\nPump,6\n'],
		['semicolons', 'title;trl\nPump;6\n'],
		['tabs', 'title\ttrl\r\nPump\t6\r\n'],
		['commas inside quotes that are no delimiters', '"title, or name, or subject";trl\nPump;6\n'],
	])('finds %s', async (_name, content) => {
		expect((await read(text(content))).cells).toEqual([['Pump', '6']]);
	});

	test('reads line ends, quotes and delimiters inside quoted cells', async () => {
		const { cells, rows } = await read(text('title,note\n"A ""big"" pump,\nwith motor",x\nValve,y\n'));
		expect(cells).toEqual([['A "big" pump,\nwith motor', 'x'], ['Valve', 'y']]);
		expect(rows.map(({ line }) => line)).toEqual([2, 4]);
	});

	test.each([
		['UTF-8 with a mark', Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from('title,note\n水稻,a\n')])],
		['UTF-16 little-endian', Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('title,note\n水稻,a\n', 'utf16le')])],
		['UTF-16 big-endian', Buffer.concat([Buffer.from([0xfe, 0xff]), Buffer.from('title,note\n水稻,a\n', 'utf16le').swap16()])],
		['GB 18030', GB_LINE],
	])('reads %s, whatever the pieces it comes in', async (_name, bytes) => {
		for (const chunk of [1, 3, 64]) {
			const { columns, cells } = await read(bytesSource(bytes, chunk));
			expect({ columns, cells }).toEqual({ columns: ['title', 'note'], cells: [['水稻', 'a']] });
		}
	});

	test('finds GB 18030 far behind plain ASCII', async () => {
		const many = Buffer.from(`title,note\n${'plain,ascii\n'.repeat(20_000)}`);
		const { cells } = await read(bytesSource(Buffer.concat([many, GB_LINE.subarray(11)])));
		expect(cells.at(-1)).toEqual(['水稻', 'a']);
	});

	test.each([
		['an open quote', 'title,note\nPump,a\n"Valve,b\n', { code: 'broken_quotes', line: 3 }],
		['a quote inside a cell', 'title,note\nPump,a\nVa"lve,b\n', { code: 'broken_quotes', line: 3 }],
		['no header', '\n\n', { code: 'no_header' }],
		['nothing', '', { code: 'empty' }],
	])('refuses %s and says where', async (_name, content, problem) => {
		expect(await refusal(text(content))).toMatchObject(problem);
	});

	test('refuses other encodings, too many rows and columns, endless lines', async () => {
		expect(await refusal(bytesSource(Buffer.from([0x74, 0x0a, 0xe9, 0xe8, 0x0a])))).toMatchObject({ code: 'unknown_encoding' });
		expect(await refusal(text('a\n1\n2\n3\n'), { rows: 2 })).toEqual({ code: 'too_many_rows', limit: 2 });
		expect(await refusal(text('a,b,c\n1,2,3\n'), { columns: 2 })).toEqual({ code: 'too_many_columns', limit: 2 });
		expect(await refusal(text(`a,b\n1,2\n"${'x'.repeat(500)}`), { lineCharacters: 100 })).toMatchObject({ code: 'line_too_long', line: 3 });
	});

	test('marks the row with a huge cell or with too many cells, and keeps the others', async () => {
		const { rows } = await read(text(`a,b\n1,${'x'.repeat(51)}\n1,2,3\n1,2\n`), { cellCharacters: 50 });
		expect(rows.map(({ problem }) => problem?.code)).toEqual(['cell_too_long', 'too_many_cells', undefined]);
		expect(rows[0]!.problem).toMatchObject({ column: 'b', limit: 50 });
	});

	test('a million-row file is refused at the first row too many, without reading the rest', async () => {
		let read = 0;
		const endless = {
			size: 1,
			async *open() {
				yield Buffer.from('title\n');
				for (let piece = 0; piece < 2000; piece++) {
					read++;
					yield Buffer.from('Pump\n'.repeat(500));
				}
			},
		};
		const table = await import('#lib/server/imports/read-csv.ts').then(({ openCsv }) => import('#lib/server/imports/limits.ts').then(({ BROWSER_LIMITS }) => openCsv(endless, { ...BROWSER_LIMITS, rows: 5000 })));
		read = 0;
		let rows = 0;
		await expect(async () => {
			for await (const _row of table.rows()) rows++;
		}).rejects.toMatchObject({ detail: { code: 'too_many_rows', limit: 5000 } });
		expect(rows).toBe(5000);
		expect(read).toBeLessThan(200);
	});

	test('what is written defused reads back as it was', async () => {
		const cell = fc.string({ unit: 'grapheme', maxLength: 30 }).filter((value) => !/[\u0000-\u0008\uFEFF]/.test(value));
		await fc.assert(
			fc.asyncProperty(fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 5 }), async (rows) => {
				const content = csvLine(['id', 'first', 'second']) + rows.map((row, index) => csvLine([String(index), ...row])).join('');
				expect((await read(text(content))).cells.map(([, ...cells]) => cells)).toEqual(rows);
			}),
			{ numRuns: 60 },
		);
	});

	test('what begins a formula in a spreadsheet is defused, and comes back', () => {
		for (const formula of ['=1+1', '+49 30', '-5', '@SUM(A1)', '\t=1', "'=1"]) {
			expect(defusedText(formula).startsWith("'")).toBe(true);
			expect(restoredText(defusedText(formula))).toBe(formula);
		}
		expect(defusedText("it's")).toBe("it's");
		expect(restoredText("'quoted'")).toBe("'quoted'");
	});
});

describe('JSONL', () => {
	test('columns are all names of all lines; a broken line is a bad row', async () => {
		const { columns, rows } = await read(text('{"title":"Pump","areas":["water"]}\nnot json\n\n[1]\n{"trl":6,"title":"Valve"}\n'));
		expect(columns).toEqual(['title', 'areas', 'trl']);
		expect(rows.map(({ line, problem, cells }) => [line, problem?.code, cells])).toEqual([
			[1, undefined, ['Pump', ['water'], '']],
			[2, 'not_json', []],
			[4, 'not_json', []],
			[5, undefined, ['Valve', '', 6]],
		]);
	});

	test('refuses a line without end', async () => {
		expect(await refusal(text(`{"a":1}\n{"a":"${'x'.repeat(300)}"}`), { lineCharacters: 200 })).toEqual({ code: 'line_too_long', line: 2, limit: 200 });
	});
});

describe('XLSX', () => {
	const header = `<row r="1">${inline('A1', 'title')}${inline('B1', 'date')}${inline('C1', 'trl')}</row>`;

	test('reads shared and inline text, numbers, days, truth values, formulas as their values, gaps', async () => {
		const sheet = `<dimension ref="A1:D4"/><sheetData>${header}
			<row r="2"><c r="A2" t="s"><v>0</v></c><c r="B2" s="1"><v>46477</v></c><c r="C2"><f>1+5</f><v>6</v></c></row>
			<row r="4"><c r="A4" t="str"><f>A2&amp;"!"</f><v>Pump &amp; motor</v></c><c r="C4" t="b"><v>1</v></c></row>
			<row r="5"><c r="A5" t="e"><f>1/0</f><v>#DIV/0!</v></c></row></sheetData>`;
		const { columns, rows, cells } = await read(bytesSource(workbook(sheet, {}, ['Drip <line>'.replace('<', '&lt;').replace('>', '&gt;')])));
		expect(columns).toEqual(['title', 'date', 'trl']);
		expect(cells[0]).toEqual(['Drip <line>', '2027-03-31', 6]);
		expect(cells[1]).toEqual(['Pump & motor', '', true]);
		expect(cells[2]![0]).toBeInstanceOf(FailedFormula);
		expect(rows.map(({ line }) => line)).toEqual([2, 4, 5]);
	});

	test('refuses a bomb: small packed, huge unpacked', async () => {
		const bomb = workbook(`<sheetData>${header}${Array.from({ length: 60_000 }, (_each, index) => `<row r="${index + 2}">${inline(`A${index + 2}`, 'x'.repeat(500))}</row>`).join('')}</sheetData>`);
		expect(bomb.byteLength).toBeLessThan(1_000_000);
		expect(await refusal(bytesSource(bomb), { unpackedRatio: 20 })).toMatchObject({ code: 'archive_bomb' });
		expect(await refusal(bytesSource(bomb), { unpackedBytes: 10_000_000 })).toMatchObject({ code: 'archive_bomb' });
		const wide = workbook(`<sheetData>${header}</sheetData>`, { 'xl/sharedStrings.xml': `<sst>${'<si><t>abcdefghijklmnop</t></si>'.repeat(3000)}</sst>` });
		expect(await refusal(bytesSource(wide), { unpackedBytes: 50_000 })).toMatchObject({ code: 'archive_bomb' });
	});

	test('entities cannot expand: a document type declaration is refused', async () => {
		const laughs = '<!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;">]><worksheet><sheetData><row r="1"><c r="A1" t="str"><v>&lol2;</v></c></row></sheetData></worksheet>';
		expect(await refusal(bytesSource(workbook('', { 'xl/worksheets/sheet1.xml': laughs })))).toMatchObject({ code: 'broken_workbook' });
		const unknown = `<worksheet><sheetData><row r="1"><c r="A1" t="str"><v>&lol;</v></c></row></sheetData></worksheet>`;
		expect(await refusal(bytesSource(workbook('', { 'xl/worksheets/sheet1.xml': unknown })))).toMatchObject({ code: 'broken_workbook' });
	});

	test('refuses broken and foreign archives', async () => {
		const whole = workbook(`<sheetData>${header}</sheetData>`);
		expect(await refusal(bytesSource(whole.subarray(0, whole.length - 40)))).toMatchObject({ code: 'broken_archive' });
		const damaged = Uint8Array.from(whole);
		damaged.fill(0xff, 60, 160);
		expect(['broken_archive', 'broken_workbook']).toContain((await refusal(bytesSource(damaged))).code);
		expect(await refusal(bytesSource(Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0, 0, 0, 0])))).toMatchObject({ code: 'unsupported' });
		const { zipSync, strToU8 } = await import('fflate');
		expect(await refusal(bytesSource(zipSync({ 'word/document.xml': strToU8('<a/>') })))).toMatchObject({ code: 'unsupported' });
	});

	test('a sheet that says it has a million rows is refused before they are read', async () => {
		const sheet = `<dimension ref="A1:C1000000"/><sheetData>${header}<row r="2">${inline('A2', 'Pump')}</row></sheetData>`;
		expect(await refusal(bytesSource(workbook(sheet)))).toEqual({ code: 'too_many_rows', limit: 200_000 });
	});

	test('random damage never does anything but refuse or read', async () => {
		const whole = workbook(`<sheetData>${header}<row r="2">${inline('A2', 'Pump')}</row></sheetData>`);
		await fc.assert(
			fc.asyncProperty(fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 8 }), async (changes) => {
				const damaged = Uint8Array.from(whole);
				for (const [at, value] of changes) damaged[at] = value;
				await refusal(bytesSource(damaged));
			}),
			{ numRuns: 150 },
		);
	});
});
