import { describe, expect, test } from 'vitest';
import { MILESTONE_STATES, OUTCOME_STATES, PROJECT_STATES, STORY_STATES } from '#lib/outcomes/vocabulary.ts';
import { outcomesBy, type OutcomeLine } from '#lib/outcomes/figures.ts';
import { nextOutcomeState, OUTCOME_EVENTS, yearToAsk } from './outcome.ts';
import { MILESTONE_EVENTS, nextMilestoneState, nextProjectState, PROJECT_EVENTS } from './project.ts';
import { nextStoryState, STORY_EVENTS } from './story.ts';
import { answerToken, readAnswerToken } from './yearly/answer-link.ts';

const grid = <S extends string, E extends string>(states: readonly S[], events: readonly E[], next: (state: S, event: E) => S | undefined) =>
	Object.fromEntries(states.map((state) => [state, Object.fromEntries(events.flatMap((event) => (next(state, event) === undefined ? [] : [[event, next(state, event)]])))]));

describe('every state and event', () => {
	test('of a project', () =>
		expect(grid(PROJECT_STATES, PROJECT_EVENTS, nextProjectState)).toEqual({ running: { complete: 'completed', stop: 'stopped' }, completed: { reopen: 'running' }, stopped: { reopen: 'running' } }));

	test('of a milestone: what is confirmed stays', () =>
		expect(grid(MILESTONE_STATES, MILESTONE_EVENTS, nextMilestoneState)).toEqual({ planned: { report: 'reported', drop: 'dropped' }, reported: { confirm: 'confirmed', dispute: 'planned' }, confirmed: {}, dropped: {} }));

	test('of a yearly question: late answers count, and only what was answered is corrected', () =>
		expect(grid(OUTCOME_STATES, OUTCOME_EVENTS, nextOutcomeState)).toEqual({ asked: { answer: 'answered', expire: 'expired' }, answered: { correct: 'answered' }, expired: { answer: 'answered' } }));

	test('of a story: complete, with a consent missing', () =>
		expect(grid(STORY_STATES, STORY_EVENTS, (state, event) => nextStoryState(state, event, { complete: true, missing: 1 }))).toEqual({
			draft: { edit: 'draft', ask: 'asked' },
			asked: { edit: 'draft', consent: 'asked', withdraw: 'asked' },
			published: { withdraw: 'withdrawn' },
			withdrawn: { edit: 'draft', ask: 'asked' },
		}));

	test('of a story: a part is missing, or no consent is', () => {
		expect(STORY_STATES.map((state) => nextStoryState(state, 'ask', { complete: false, missing: 1 }))).toEqual([undefined, undefined, undefined, undefined]);
		expect(STORY_STATES.map((state) => nextStoryState(state, 'consent', { complete: true, missing: 0 }))).toEqual([undefined, 'published', undefined, undefined]);
	});
});

test('a year is asked about from its anniversary on, five times, on leap days too', () => {
	const asked = (signed: string, days: string[]) => days.map((day) => yearToAsk(signed, day));
	expect(asked('2024-06-15', ['2024-06-15', '2025-06-14', '2025-06-15', '2026-01-01', '2029-06-15', '2030-06-15'])).toEqual([undefined, undefined, 2025, 2025, 2029, undefined]);
	expect(asked('2024-02-29', ['2025-02-28', '2025-03-01', '2028-02-29'])).toEqual([undefined, 2025, 2028]);
});

test('a link is ours, whole, and of its own kind', () => {
	const link = { outcomeId: '5f2a8b0e-0000-4000-8000-000000000001', userId: 'user' };
	const token = answerToken('secret', link);
	expect(readAnswerToken('secret', token)).toEqual(link);
	expect(readAnswerToken('another', token)).toBeUndefined();
	for (let at = 0; at < token.length; at++) {
		const changed = token.slice(0, at) + (token[at] === 'A' ? 'B' : 'A') + token.slice(at + 1);
		expect(readAnswerToken('secret', changed), `character ${at}`).toBeUndefined();
	}
	for (const text of ['', '.', `${token}x`, token.slice(1)]) expect(readAnswerToken('secret', text)).toBeUndefined();
});

describe('figures', () => {
	const line = (change: Partial<OutcomeLine>): OutcomeLine => ({
		year: 2026, area: 'water', pair: 'CN-VN', currency: '', reports: 1, not_begun: 0, running: 1, completed: 0, stopped: 0, jobs: 0, publications: 0, agreements: 0, sales: 0, salesMinor: 0n, investments: 0, investmentMinor: 0n, ...change,
	});

	test('add up by each dimension, currencies apart, as a naive count does', () => {
		const lines = Array.from({ length: 60 }, (_, index) => line({ year: 2024 + (index % 3), pair: index % 2 ? 'CN-VN' : 'CN-TH', area: index % 5 ? 'water' : '', currency: index % 4 ? 'CNY' : 'THB', reports: 3, running: 3, jobs: index, sales: 3, salesMinor: BigInt(index) * 10_000_000_000_000_000n }));
		for (const dimension of ['year', 'pair', 'area'] as const)
			for (const group of outcomesBy(lines, dimension)) {
				const own = lines.filter((each) => String(each[dimension]) === group.key);
				expect(group).toMatchObject({ reports: own.length * 3, jobs: own.reduce((sum, { jobs }) => sum + jobs, 0), withheld: false });
				for (const { currency, minor } of group.sales) expect(minor).toBe(own.filter((each) => each.currency === currency).reduce((sum, { salesMinor }) => sum + salesMinor, 0n));
			}
	});

	test('keep back what fewer than three reports stand behind', () => {
		const few = [line({ reports: 2, running: 2, jobs: 7, currency: 'CNY', sales: 2, salesMinor: 500n })];
		expect(outcomesBy(few, 'year')).toMatchObject([{ reports: 2, jobs: null, sales: [], withheld: true }]);
		expect(outcomesBy(few, 'year', 1)).toMatchObject([{ jobs: 7, sales: [{ currency: 'CNY', minor: 500n }], withheld: false }]);
		// Nor what would tell it, by taking the others off the sum that another table shows.
		const many = [...few, line({ year: 2025, reports: 4, jobs: 9, currency: 'CNY', sales: 4, salesMinor: 700n }), line({ year: 2024, reports: 9, jobs: 5 })];
		expect(outcomesBy(many, 'pair')).toMatchObject([{ jobs: 21, sales: [{ minor: 1200n }], withheld: false }]);
		expect(outcomesBy(many, 'year')).toMatchObject([{ key: '2026', jobs: null, sales: [] }, { key: '2025', jobs: null, sales: [] }, { key: '2024', jobs: 5, withheld: false }]);
	});
});
