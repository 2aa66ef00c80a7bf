import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { text as textOf } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkSchedule } from '#lib/engines/meetings/check-schedule.ts';
import { greatestWeight, smallInput } from '#lib/engines/meetings/meetings-fixture.ts';
import { REFUSAL_REASONS, type MeetingsOutput } from '#lib/engines/meetings/types.ts';
import { CommandFailure } from './failure.ts';
import { refusalSentence } from './refusal-sentence.ts';
import { scheduleFile } from './schedule-file.ts';

let folder: string;

beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), 'mitra-schedule-'));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function schedule(content: unknown, options: { certificate?: string } = {}): Promise<{ output: MeetingsOutput; progress: string }> {
	const input = join(folder, 'problem.json');
	writeFileSync(input, typeof content === 'string' ? content : JSON.stringify(content));
	const [out, progress] = [new PassThrough(), new PassThrough()];
	const [printed, told] = [textOf(out), textOf(progress)];
	try {
		await scheduleFile({ input, seconds: 20, steps: 3000, seed: 1, ...options }, { out, progress });
	} finally {
		out.end();
		progress.end();
	}
	return { output: JSON.parse(await printed) as MeetingsOutput, progress: await told };
}

describe('mitra schedule', () => {
	test('prints a schedule that keeps the rules, weighs the most possible, and says that it does', async () => {
		const input = smallInput(11);
		const { output, progress } = await schedule(input);
		expect(checkSchedule(input, output.meetings).violations).toEqual([]);
		expect(output.weight).toBeCloseTo(greatestWeight(input), 6);
		expect(output).toMatchObject({ bound: output.weight, gap: 0 });
		expect(output.meetings.length + output.refused.length).toBe(input.requests.length);
		expect(progress).toContain('proven the greatest possible');
	});

	test('writes prices that prove the bound', async () => {
		const certificate = join(folder, 'certificate.json');
		const ids = (letter: string, count: number) => Array.from({ length: count }, (_, i) => ({ id: `${letter}${i + 1}` }));
		const input = { slots: ids('s', 2), tables: ids('t', 1), participants: ids('p', 6), requests: [['p1', 'p2'], ['p3', 'p4'], ['p5', 'p6']].map((participants, i) => ({ id: `r${i}`, participants, weight: i + 1 })) };
		const { output } = await schedule(input, { certificate });
		expect(output).toMatchObject({ weight: 5, bound: 5, boundBy: 'linear-programme' });
		expect(output.refused).toMatchObject([{ request: 'r0', reason: 'no-table-free', detail: { sentence: expect.stringContaining('No table is free in any of the 2 slots') as string } }]);
		const written = JSON.parse(readFileSync(certificate, 'utf8')) as { bound: number; prices: { location: { slot: string; price: number }[] } };
		expect(written.bound).toBe(5);
		expect(written.prices.location.map(({ slot }) => slot)).toEqual(['s1', 's2']);
	});

	test('names the place and the reason of each fault', async () => {
		const input = { ...smallInput(11), requests: [{ id: 'r1', participants: ['p1'] }, { id: 'r1', participants: ['p1', 'p99'] }] };
		await expect(schedule(input)).rejects.toThrow(CommandFailure);
		await expect(schedule(input)).rejects.toThrow(/requests\[1\]\.id: "r1" is the id of requests\[0\] already\n.*requests\[1\]\.participants\[1\]: there is no participant "p99"\n.*requests\[0\]\.participants: names "p1" alone/s);
	});

	test('says of what is no JSON that it is none', async () => await expect(schedule('{"slots": [')).rejects.toThrow(/problem\.json is not JSON/));

	test('has a sentence for each reason, whatever is known of it', () => {
		for (const reason of REFUSAL_REASONS) expect(refusalSentence({ request: 'r', reason, detail: { participants: ['a', 'b'], slots: ['s1', 's2'], instead: ['x'], taken: [{ participant: 'a', slots: 2 }], remedies: [{ remedy: 'drop', requests: ['x'], slot: 's1' }] } })).toMatch(/^[^{}]+\. It could be held if x were left out \(slot s1\)\.$/);
	});

	test('says who is taken in how many slots, as a person would', () => {
		const detail = { participants: ['ann', 'bo'], slots: ['s1', 's2', 's3', 's4'], taken: [{ participant: 'ann', slots: 4 }, { participant: 'bo', slots: 1 }], remedies: [] };
		expect(refusalSentence({ request: 'r', reason: 'all-slots-taken', detail })).toBe('ann is in other meetings in each of the 4 slots, and bo is in other meetings in 1 of the 4 slots in which all of them are there.');
	});
});
