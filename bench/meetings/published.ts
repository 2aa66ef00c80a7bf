import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MeetingsInput } from '#lib/engines/meetings/types.ts';

/**
 * The 20 published instances (Bofill et al., JAIR 74, 2022), read where they lie beside the project; they may not be copied into it.
 * Every meeting has weight 1, its session says which slots it may lie in, tables are a number of locations.
 */
export interface PublishedInstance {
	name: string;
	input: MeetingsInput;
	/** The least sum of breaks with all meetings held and nobody more than two breaks from anybody else. */
	leastBreaks: number;
}

export function publishedInstances(folder = join(import.meta.dirname, '..', '..', '..', 'shared', 'data', 'meetings', 'published-b2b')): PublishedInstance[] {
	if (!existsSync(folder)) return [];
	const least = new Map(
		readFileSync(join(folder, 'published.tsv'), 'utf8')
			.split('\n')
			.slice(1)
			.map((line) => line.split('\t'))
			.map(([name, breaks]) => [name!, Number(breaks)]),
	);
	return readdirSync(folder)
		.filter((file) => file.endsWith('.dzn'))
		.sort()
		.map((file) => {
			const name = file.split('.')[0]!;
			return { name, input: inputOf(readFileSync(join(folder, file), 'utf8')), leastBreaks: least.get(name)! };
		});
}

function inputOf(text: string): MeetingsInput {
	const fields = new Map(text.split(';').flatMap((statement) => (statement.includes('=') ? [[statement.split('=')[0]!.trim(), statement.slice(statement.indexOf('=') + 1).trim()] as const] : [])));
	const number = (name: string) => Number(fields.get(name));
	const slots = Array.from({ length: number('nTotalSlots') }, (_, s) => `s${s + 1}`);
	const session = { 1: slots.slice(0, number('nMorningSlots')), 2: slots.slice(number('nMorningSlots')), 3: null };
	const rows = fields.get('requested')!.replace(/[[\]\s]/g, '').split('|').filter((row) => row !== '');
	const absences = [...fields.get('forbidden')!.matchAll(/\{([^}]*)\}/g)].map(([, inside]) => new Set(slotNumbers(inside!)));
	const fixed = fields.get('fixed')!.replace(/[[\]\s]/g, '').split(',').map(Number);
	return {
		slots: slots.map((id) => ({ id })),
		tables: Array.from({ length: number('nTables') }, (_, t) => ({ id: `t${t + 1}` })),
		participants: Array.from({ length: number('nBusiness') }, (_, p) => ({ id: `p${p + 1}`, available: slots.filter((_slot, s) => !absences[p]?.has(s + 1)) })),
		requests: rows.map((row, r) => {
			const [a, b, when] = row.split(',').map(Number) as [number, number, 1 | 2 | 3];
			return { id: `r${r + 1}`, participants: [`p${a}`, `p${b}`], slots: session[when] };
		}),
		fixed: fixed.flatMap((slot, r) => (slot > 0 ? [{ request: `r${r + 1}`, slot: `s${slot}` }] : [])),
		options: { gapMeasure: 'breaks', maxGapDifference: 2 },
	};
}

/** "1,3..5" as numbers; 0 stands for none. */
function slotNumbers(inside: string): number[] {
	return inside.split(',').flatMap((part) => {
		const [from, to] = part.split('..').map(Number) as [number, number | undefined];
		return Array.from({ length: (to ?? from) - from + 1 }, (_, i) => from + i).filter((slot) => slot > 0);
	});
}
