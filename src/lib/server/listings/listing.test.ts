import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { transition, wasPublished, type ListingEvent, type ListingLife } from './listing.ts';

const EVENTS: ListingEvent[] = [
	{ type: 'submit' },
	{ type: 'take-back' },
	{ type: 'return' },
	{ type: 'publish' },
	{ type: 'revise' },
	{ type: 'drop-revision' },
	{ type: 'pause' },
	{ type: 'resume' },
	{ type: 'close', reason: 'matched' },
	{ type: 'close', reason: 'withdrawn' },
	{ type: 'expire' },
	{ type: 'renew' },
	{ type: 'archive' },
];
const START: ListingLife = { state: 'draft', revision: null, closedReason: null };
const anyEvents = fc.array(fc.constantFrom(...EVENTS), { maxLength: 40 });

/** Every life that a sequence of events goes through, with what happened before it. */
function livesOf(events: readonly ListingEvent[]): { life: ListingLife; happened: ListingEvent[] }[] {
	let life = START;
	const happened: ListingEvent[] = [];
	const lives = [{ life, happened: [] as ListingEvent[] }];
	for (const event of events) {
		const next = transition(life, event);
		if (!next) continue;
		life = next;
		happened.push(event);
		lives.push({ life, happened: [...happened] });
	}
	return lives;
}

describe('the state machine of a listing', () => {
	test('holds what the database demands, whatever happens', () => {
		fc.assert(
			fc.property(anyEvents, (events) => {
				for (const { life } of livesOf(events)) {
					expect(life.closedReason !== null).toBe(life.state === 'closed');
					if (life.revision !== null) expect(wasPublished(life.state)).toBe(true);
				}
			}),
			{ numRuns: 1000 },
		);
	});

	test('never publishes what was not submitted since it was last written', () => {
		fc.assert(
			fc.property(anyEvents, (events) => {
				for (const { life, happened } of livesOf(events)) {
					if (wasPublished(life.state)) expect(happened.some(({ type }) => type === 'publish')).toBe(true);
					const last = happened.at(-1);
					if (last?.type === 'publish') expect(happened.at(-2)?.type).not.toBe('take-back');
					if (last?.type === 'publish') {
						const writing = happened.filter(({ type }) => ['submit', 'take-back', 'return', 'revise', 'publish', 'drop-revision'].includes(type));
						expect(writing.at(-2)?.type).toBe('submit');
					}
				}
			}),
			{ numRuns: 1000 },
		);
	});

	test('keeps the published state while its revision is written and reviewed, and ends in the archive', () => {
		fc.assert(
			fc.property(anyEvents, (events) => {
				const lives = livesOf(events);
				for (const [index, { life }] of lives.entries()) {
					const before = lives[index - 1]?.life;
					const event = lives[index]!.happened.at(-1);
					if (before?.revision && event && ['submit', 'take-back', 'return', 'drop-revision'].includes(event.type))
						expect(life.state).toBe(before.state);
					if (before?.state === 'archived') expect.fail('Something happened to an archived listing.');
				}
			}),
			{ numRuns: 1000 },
		);
	});

	test('reaches every state', () => {
		const reached = new Set<string>();
		for (const { life } of fc.sample(anyEvents, 2000).flatMap(livesOf)) reached.add(life.state);
		expect([...reached].sort()).toEqual(['archived', 'closed', 'draft', 'expired', 'paused', 'published', 'returned', 'submitted']);
	});
});
