import type { MeetingsInput } from '#lib/engines/meetings/types.ts';
import { run } from './compare-events.ts';
import { seeded } from './instances.ts';
import { publishedInstances } from './published.ts';

/** The published instances: meetings held and the sum of breaks, as they are and with a fifth of the meetings fixed. */
export async function comparePublished({ seconds, every }: { seconds: readonly number[]; every: number }): Promise<void> {
	const instances = publishedInstances().filter((_, i) => i % every === 0);
	console.log(`\nPublished instances (${instances.length} of 20): sum of breaks\n`);
	if (instances.length === 0) return console.log('They are not on this machine.');
	console.log(`| instance | held | best published |${seconds.map((s) => ` ${s} s |`).join('')} a fifth fixed, ${seconds.at(-1)} s |`);
	console.log(`|---|---|---|${seconds.map(() => '---|').join('')}---|`);
	const sums = { published: 0, own: seconds.map(() => 0), fixed: 0, lacking: 0 };
	for (const { name, input, leastBreaks } of instances) {
		const runs = [];
		for (const limit of seconds) runs.push((await run(input, limit)).output);
		const last = runs.at(-1)!;
		const withFixed = (await run(fifthFixed(input, last.meetings), seconds.at(-1)!)).output;
		sums.published += leastBreaks;
		runs.forEach(({ idleSlots }, i) => (sums.own[i]! += idleSlots));
		sums.fixed += withFixed.idleSlots;
		for (const output of [...runs, withFixed]) sums.lacking += output.refused.length;
		console.log(`| ${name} | ${last.meetings.length} of ${input.requests.length} | ${leastBreaks} |${runs.map(({ idleSlots }) => ` ${idleSlots} |`).join('')} ${withFixed.idleSlots} |`);
	}
	console.log(`| sum | ${sums.lacking} lacking | ${sums.published} |${sums.own.map((sum) => ` ${sum} |`).join('')} ${sums.fixed} |`);
}

/** Every fifth meeting, by a fixed draw, stays where a schedule has it. */
function fifthFixed(input: MeetingsInput, meetings: readonly { request: string; slot: string }[]): MeetingsInput {
	const random = seeded(5);
	return { ...input, fixed: [...(input.fixed ?? []), ...meetings.filter(() => random() < 0.2).map(({ request, slot }) => ({ request, slot }))] };
}
