import { assignmentOf } from '#lib/engines/meetings/assignment.ts';
import { measure } from '#lib/engines/meetings/measure.ts';
import { run } from './compare-events.ts';
import { madeUpEvent, type InstanceOptions } from './instances.ts';

/** How many people with a feasible wish get nothing at the greatest weight, and what it costs to serve them. */
export async function compareFairness(events: readonly InstanceOptions[], seconds: number): Promise<void> {
	const ALLOWANCE = 0.0015;
	console.log(`\nFairness: at the greatest weight, and where ${ALLOWANCE * 100} % of it may be given up (${seconds} s each)\n`);
	console.log('| instance | without a meeting | smallest tenth of shares | without, allowed | smallest tenth | weight given up, % of the bound |');
	console.log('|---|---|---|---|---|---|');
	for (const options of events) {
		const input = madeUpEvent(options);
		const figures = [];
		for (const fairnessAllowance of [0, ALLOWANCE]) {
			const { output, problem } = await run({ ...input, options: { fairnessAllowance } }, seconds);
			const { unserved, shares } = measure(problem, assignmentOf(problem, output.meetings));
			figures.push({ unserved, tenth: shares[Math.floor(shares.length / 10)] ?? 0, lost: (1 - output.weight / output.bound) * 100 });
		}
		const [plain, fair] = figures as [(typeof figures)[0], (typeof figures)[0]];
		console.log(`| ${options.participants}/${options.requests} ${options.regime} ${options.shape} ${options.seed} | ${plain.unserved} | ${plain.tenth.toFixed(3)} | ${fair.unserved} | ${fair.tenth.toFixed(3)} | ${fair.lost.toFixed(4)} |`);
	}
}
