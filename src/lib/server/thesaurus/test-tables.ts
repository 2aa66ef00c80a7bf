import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { COLUMNS, type Column } from './cells.ts';
import { csvOfTable } from './table-csv.ts';

type TestRow = Partial<Record<Column, string>> & { concept: string };

/** For tests: two areas with a few concepts, each change of a row by name. Labels not given are the English one. */
export const TEST_ROWS: Readonly<Record<string, TestRow[]>> = {
	agriculture: [
		{ concept: 'agriculture', en: 'agriculture', zh: '农业', lo: 'ກະສິກຳ', th: 'เกษตรกรรม' },
		{ concept: 'irrigation', broader: 'agriculture', en: 'irrigation', zh: '灌溉', lo: 'ຊົນລະປະທານ', th: 'การชลประทาน' },
		{ concept: 'drip-irrigation', broader: 'irrigation', related: 'soil-salinity', ipc: 'A01G', sdg: '6', en: 'drip irrigation | trickle irrigation', zh: '滴灌', lo: 'ລະບົບນ້ຳຢອດ', th: 'ระบบน้ำหยด', reviewed: 'en zh' },
		{ concept: 'soil-salinity', broader: 'agriculture', en: 'soil salinity | saline soil', zh: '土壤盐渍化 | 盐碱地', lo: 'ດິນເຄັມ', th: 'ดินเค็ม', note_en: 'Salt in the root zone.', note_zh: '根区盐分。' },
	],
	water: [
		{ concept: 'water', en: 'water', zh: '水', lo: 'ນ້ຳ', th: 'น้ำ' },
		{ concept: 'desalination', broader: 'water', en: 'desalination', zh: '海水淡化', lo: 'ການກັ່ນນ້ຳທະເລ', th: 'การแยกเกลือออกจากน้ำ' },
	],
};

/** A folder with the tables as files; `change` alters a row, or leaves it out with null. */
export async function testTables(change: (row: TestRow, area: string) => TestRow | null = (row) => row, more: Record<string, TestRow[]> = {}): Promise<string> {
	const folder = await mkdtemp(join(tmpdir(), 'mitra-thesaurus-'));
	for (const [area, rows] of Object.entries(TEST_ROWS)) {
		const kept = [...rows, ...(more[area] ?? [])].map((row) => change(row, area)).filter((row) => row !== null);
		await writeFile(join(folder, `${area}.csv`), csvOfTable(kept.map((row) => COLUMNS.map((column) => row[column] ?? ''))));
	}
	return folder;
}
