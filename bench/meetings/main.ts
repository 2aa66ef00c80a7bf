// Scheduling of B2B meetings: made-up events of several shapes and regimes, and the 20 published instances, against the first
// free slot, random restarts, and HiGHS on the whole model with the same limit of time.
// npm run bench -- meetings            a quick look, some minutes
// npm run bench -- meetings --full     all sizes, shapes and seeds, hours
// node bench/meetings/main.ts [--full] [--only weight|sizes|published|fairness|repair] [--seeds 3] [--no-peers]
import { parseArgs } from 'node:util';
import { compareEvents, printRows } from './compare-events.ts';
import { compareFairness } from './compare-fairness.ts';
import { comparePublished } from './compare-published.ts';
import { compareRepairs } from './compare-repairs.ts';
import type { InstanceOptions, Regime, Shape } from './instances.ts';

const { values } = parseArgs({
	options: { full: { type: 'boolean', default: false }, only: { type: 'string' }, seeds: { type: 'string' }, 'no-peers': { type: 'boolean', default: false } },
});
const seeds = Array.from({ length: Number(values.seeds ?? (values.full ? 5 : 1)) }, (_, i) => i + 1);
const peers = !values['no-peers'];
const wants = (part: string) => values.only === undefined || values.only === part;

const SHAPES: readonly Shape[] = values.full ? ['heavy-tailed', 'clustered', 'stars'] : ['heavy-tailed'];
const TABLES: Record<Regime, number> = { tables: 150, loose: 400, scarce: 400, interpreters: 150 };

function thousand(shape: Shape, regime: Regime, seed: number): InstanceOptions {
	return { shape, regime, participants: 1000, requests: 5000, slots: 20, tables: TABLES[regime], seed };
}

if (wants('weight')) {
	console.log('1,000 delegates, 5,000 requests, 20 slots; per cent of the proven bound\n');
	const rows = [];
	for (const shape of SHAPES) for (const regime of Object.keys(TABLES) as Regime[]) for (const seed of seeds) rows.push(await compareEvents(thousand(shape, regime, seed), { seconds: values.full ? 75 : 15, peers }));
	printRows(rows);
}
if (wants('sizes')) {
	console.log('\nOther sizes\n');
	const sizes: [Omit<InstanceOptions, 'seed' | 'shape'>, number][] = [
		[{ regime: 'tables', participants: 100, requests: 500, slots: 20, tables: 20 }, 2],
		[{ regime: 'scarce', participants: 100, requests: 500, slots: 20, tables: 40 }, 2],
		[{ regime: 'tables', participants: 1000, requests: 12_000, slots: 20, tables: 350 }, 60],
		[{ regime: 'tables', participants: 2000, requests: 20_000, slots: 24, tables: 600 }, 120],
		[{ regime: 'tables', participants: 5000, requests: 30_000, slots: 24, tables: 1000 }, 120],
	];
	const rows = [];
	for (const [size, seconds] of values.full ? sizes : sizes.slice(0, 3)) for (const shape of SHAPES) for (const seed of seeds) rows.push(await compareEvents({ ...size, shape, seed }, { seconds, peers }));
	printRows(rows);
}
if (wants('published')) await comparePublished({ seconds: values.full ? [10, 30] : [10], every: values.full ? 1 : 4 });
if (wants('fairness')) await compareFairness(SHAPES.flatMap((shape) => seeds.map((seed) => thousand(shape, 'tables', seed))), values.full ? 40 : 15);
if (wants('repair')) await compareRepairs(seeds.map((seed) => thousand('heavy-tailed', 'tables', seed)));
