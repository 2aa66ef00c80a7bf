import { join } from 'node:path';
import { createAreaChooser } from '#lib/server/imports/choose-areas.ts';
import { RowChecker, type CheckedRow } from '#lib/server/imports/check-row.ts';
import type { ImportPlan } from '#lib/server/imports/fields.ts';
import { positionsOf } from '#lib/server/imports/run-import.ts';
import type { ImportTable } from '#lib/server/imports/table.ts';
import { readThesaurus } from '#lib/server/thesaurus/read-thesaurus.ts';

export const areas = createAreaChooser(await readThesaurus(join(import.meta.dirname, '..', '..', 'data', 'thesaurus')));

/** Rows of objects as a table, as JSONL would give them. */
export function tableOf(objects: Record<string, unknown>[]): ImportTable {
	const columns = [...new Set(objects.flatMap((object) => Object.keys(object)))];
	return {
		format: 'jsonl',
		columns,
		async *rows() {
			for (const [index, object] of objects.entries())
				yield { number: index + 1, line: index + 1, cells: columns.map((name) => object[name] ?? '') };
		},
	};
}

/** A plan in which every column is named as its field. */
export function planFor(table: Pick<ImportTable, 'columns'>, plan: Partial<ImportPlan> = {}): ImportPlan {
	const mapping = Object.fromEntries(table.columns.map((name) => [name, name]));
	return { mapping, defaults: { language: 'auto', areas: 'auto' }, cut: false, ...plan };
}

export async function check(objects: Record<string, unknown>[], plan: Partial<ImportPlan> = {}): Promise<CheckedRow[]> {
	const table = tableOf(objects);
	const checker = new RowChecker({ plan: planFor(table, plan), positions: positionsOf(table), areas });
	const checked: CheckedRow[] = [];
	for await (const row of table.rows()) checked.push(checker.check(row));
	return checked;
}

/** A need that lacks nothing. */
export function need(id: string, change: Record<string, unknown> = {}): Record<string, unknown> {
	return {
		externalId: id,
		kind: 'need',
		language: 'en',
		title: `Drip irrigation for saline soil ${id}`,
		summary: 'A low-pressure drip irrigation system for saline soil is sought.',
		description: 'Forty hectares of rice fall dry in February and the soil is saline; a drip system that does not clog is wanted.',
		sought: 'Emitters that do not clog at 2 g/l of salt, with a pressure of at most 0.5 bar.',
		areas: 'auto',
		cooperation: 'licence',
		'partner.kinds': 'institute',
		...change,
	};
}
