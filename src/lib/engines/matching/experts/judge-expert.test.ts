import { describe, expect, test } from 'vitest';
import { judgeExpert, type ExpertFacts, type RequestFacts } from './judge-expert.ts';

const expert: ExpertFacts = { languages: ['zh', 'en'], country: 'CN', offers: ['advise', 'task-force'], availableFrom: '2026-12-01', availableUntil: '2027-06-30', daysMonth: 15 };
const request: RequestFacts = { languages: ['lo', 'en'], country: 'LA', offers: ['task-force', 'volunteer'], startsOn: '2027-01-10', days: 14, today: '2026-11-21' };
const verdict = (criterion: string, change: Partial<ExpertFacts> = {}, asked: Partial<RequestFacts> = {}) =>
	judgeExpert(0.3, { ...expert, ...change }, { ...request, ...asked }).criteria.find((each) => each.criterion === criterion)?.verdict;

describe('an expert judged for a request', () => {
	test('speaks a language of it, has the days, offers what it asks', () => {
		const { score, criteria } = judgeExpert(0.3, expert, request);
		expect(criteria.filter((each) => each.verdict === 'match').map((each) => each.criterion)).toEqual(['topic', 'language', 'availability', 'offer']);
		expect(criteria[1]?.facts).toEqual(['en']);
		expect(score).toBeGreaterThan(judgeExpert(0.3, { ...expert, languages: ['zh'] }, request).score);
	});

	test('is away at the time, or has too few days', () => {
		expect(verdict('availability', { availableUntil: '2026-12-31' })).toBe('gap');
		expect(verdict('availability', { availableFrom: '2027-02-01' })).toBe('gap');
		expect(verdict('availability', { daysMonth: 5 })).toBe('gap');
		expect(verdict('availability', { daysMonth: 0 })).toBe('gap');
		expect(verdict('availability', { availableFrom: null, availableUntil: null, daysMonth: null })).toBe('unknown');
	});

	test('facts alone make no expert of the matter', () => {
		expect(judgeExpert(0, expert, request).score).toBe(0);
		expect(judgeExpert(0.3, { ...expert, languages: ['zh'], availableUntil: '2026-12-01' }, request).score).toBeGreaterThan(judgeExpert(0.05, expert, request).score);
	});
});
