import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { areaUnderCurve, compareWeights } from './compare-weights.ts';
import { judge } from './judge.ts';
import { KeyNumbers } from './key-numbers.ts';
import { gradient, learnWeights, logistic, type JudgedExample } from './learn-weights.ts';
import { CRITERION_WEIGHTS } from './matching-weights.ts';
import { fixtureReader, listing } from './matching-fixture.ts';
import { readListing } from './read-listing.ts';
import { heldBack, totalScore } from './total-score.ts';
import { CRITERIA, type Criterion } from './types.ts';

/** A generator of numbers in 0..1 that always gives the same ones (mulberry32). */
function numbers(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let t = Math.imul(state ^ (state >>> 15), 1 | state);
		t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
		return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
	};
}

/** Pairs decided by known coefficients; the topic is always strong enough that facts count in full. */
function decided(count: number, truth: Partial<Record<Criterion, number>>, seed = 1): JudgedExample[] {
	const next = numbers(seed);
	return Array.from({ length: count }, () => {
		const scores = Object.fromEntries(CRITERIA.map((criterion) => [criterion, criterion === 'topic' ? 0.5 + next() / 2 : next()]));
		const sum = CRITERIA.reduce((total, each) => total + (truth[each] ?? 0) * (scores[each]! - (each === 'topic' ? 0.75 : 0.5)), 0);
		return { introduced: next() < logistic(sum), scores };
	});
}

describe('learning weights', () => {
	it('finds what decided, and gives nothing to what did not', () => {
		const { weights, coefficients } = learnWeights(decided(4000, { topic: 12, maturity: 4 }), { penalty: 1e-5 });
		expect(coefficients.topic).toBeGreaterThan(10);
		expect(coefficients.topic).toBeLessThan(14);
		expect(coefficients.maturity).toBeGreaterThan(3.4);
		expect(coefficients.maturity).toBeLessThan(4.6);
		for (const other of ['benefit', 'ip', 'geography', 'price'] as const) expect(weights[other]).toBeLessThan(0.03);
	});

	it('gives the slope that one two-valued score has in closed form: the logarithm of the odds ratio', () => {
		// 60 of 80 introduced where the country fits, 30 of 80 where it does not: odds 3 and 0.6.
		const example = (fits: number, introduced: boolean): JudgedExample => ({ introduced, scores: { topic: 1, geography: fits } });
		const examples = [
			...Array.from({ length: 80 }, (_, i) => example(1, i < 60)),
			...Array.from({ length: 80 }, (_, i) => example(0, i < 30)),
		];
		const { coefficients, intercept, means } = learnWeights(examples, { penalty: 0 });
		expect(coefficients.geography).toBeCloseTo(Math.log(3 / 0.6), 4);
		expect(intercept - coefficients.geography * means.geography).toBeCloseTo(Math.log(0.6), 4);
	});

	it('is at the optimum: no slope where a coefficient is free, none upwards that would help where it is held at zero', () => {
		const penalty = 0.01;
		const examples = decided(500, { topic: 5, geography: -6, time: 2 }, 7);
		const { coefficients, means, intercept } = learnWeights(examples, { penalty });
		expect(coefficients.geography).toBe(0);
		const rows = examples.map(({ scores }) => {
			const held = heldBack(scores);
			return Float64Array.from([...CRITERIA.map((each) => held[each]! - means[each]), 1]);
		});
		const at = Float64Array.from([...CRITERIA.map((each) => coefficients[each]), intercept]);
		const slope = gradient(rows, examples.map(({ introduced }) => Number(introduced)), at, penalty);
		CRITERIA.forEach((each, place) => {
			if (coefficients[each] > 0) expect(Math.abs(slope[place]!)).toBeLessThan(1e-6);
			else expect(slope[place]!).toBeGreaterThan(-1e-6);
		});
		expect(Math.abs(slope.at(-1)!)).toBeLessThan(1e-6);
	});

	it('has the slope that differences of the loss give', () => {
		const examples = decided(60, { topic: 3 }, 3);
		const rows = examples.map(({ scores }) => Float64Array.from([...CRITERIA.map((each) => scores[each]!), 1]));
		const labels = examples.map(({ introduced }) => Number(introduced));
		const loss = (at: Float64Array) =>
			rows.reduce((sum, row, i) => {
				const p = logistic(row.reduce((total, value, place) => total + value * at[place]!, 0));
				return sum - Math.log(labels[i] ? p : 1 - p) / rows.length;
			}, 0) + at.slice(0, -1).reduce((sum, value) => sum + (0.05 * value * value) / 2, 0);
		const at = Float64Array.from([...CRITERIA, 'intercept'].map((_, i) => Math.sin(i)));
		const slope = gradient(rows, labels, at, 0.05);
		at.forEach((_, place) => {
			const moved = (by: number) => loss(at.map((value, i) => (i === place ? value + by : value)));
			expect(slope[place]!).toBeCloseTo((moved(1e-5) - moved(-1e-5)) / 2e-5, 6);
		});
	});

	it('stays finite where the decisions can be told apart without fault', () => {
		const examples = Array.from({ length: 300 }, (_, i): JudgedExample => ({ introduced: i % 2 === 0, scores: { topic: i % 2 === 0 ? 0.9 : 0.6, maturity: 0.5 } }));
		const { coefficients, weights } = learnWeights(examples);
		expect(Number.isFinite(coefficients.topic)).toBe(true);
		expect(coefficients.topic).toBeGreaterThan(1);
		expect(weights.topic).toBeGreaterThan(weights.maturity);
		expect(compareWeights(examples).learned.auc).toBe(1);
	});

	it('never weighs below zero, sums to one, and keeps the default share of what is seldom known', () => {
		fc.assert(
			fc.property(fc.integer({ min: 1, max: 1e6 }), (seed) => {
				const examples = decided(120, { topic: 4, ip: -3 }, seed).map(({ introduced, scores }, i) => ({
					introduced,
					scores: { ...scores, price: i < 5 ? scores.price! : null },
				}));
				const { weights } = learnWeights(examples);
				for (const each of CRITERIA) expect(weights[each]).toBeGreaterThanOrEqual(0);
				expect(CRITERIA.reduce((sum, each) => sum + weights[each], 0)).toBeCloseTo(1, 10);
				expect(weights.price).toBeCloseTo(CRITERION_WEIGHTS.price, 10);
			}),
			{ numRuns: 20 },
		);
	});

	it('refuses to learn from one kind of decision', () => {
		expect(() => learnWeights([{ introduced: true, scores: { topic: 1 } }])).toThrow(RangeError);
		expect(() => learnWeights([])).toThrow(RangeError);
	});
});

describe('comparing weights', () => {
	it('finds the learned ones better where brokers decide by another criterion than the defaults do', () => {
		const figures = compareWeights(decided(600, { price: 6, time: 6 }, 11));
		expect(figures.learned.auc).toBeGreaterThan(figures.default.auc + 0.1);
		expect(figures.learned.logLoss).toBeLessThan(figures.default.logLoss);
		expect(figures.learned.precision).toBeGreaterThan(figures.default.precision);
		expect(figures.strongest).toBe(50);
	});

	it('finds no merit where decisions are a coin’s', () => {
		const { learned } = compareWeights(decided(800, {}, 5));
		expect(Math.abs(learned.auc - 0.5)).toBeLessThan(0.08);
		expect(learned.logLoss).toBeLessThan(0.72);
	});

	it('counts the pairs in the right order, ties half', () => {
		const naive = (judged: { introduced: boolean; probability: number }[]) => {
			let sum = 0;
			let pairs = 0;
			for (const a of judged) for (const b of judged) if (a.introduced && !b.introduced) (pairs++, (sum += a.probability > b.probability ? 1 : a.probability === b.probability ? 0.5 : 0));
			return sum / pairs;
		};
		fc.assert(
			fc.property(fc.array(fc.record({ introduced: fc.boolean(), probability: fc.constantFrom(0.1, 0.4, 0.4001, 0.9) }), { minLength: 2 }), (judged) => {
				fc.pre(new Set(judged.map(({ introduced }) => introduced)).size === 2);
				expect(areaUnderCurve(judged)).toBeCloseTo(naive(judged), 10);
			}),
		);
	});
});

describe('the total', () => {
	it('is that of the judge', () => {
		const keys = new KeyNumbers();
		const read = (kind: 'need' | 'offer', facts: object) => readListing(listing(kind, kind, facts), fixtureReader(), keys);
		const need = read('need', { texts: { title: 'Drip irrigation for saline soil' }, trl: 7, country: 'LA', countries: ['CN'] });
		const offer = read('offer', { texts: { title: 'Drip irrigation line', summary: 'For tomato in saline soil' }, trl: 6, country: 'CN', cooperation: ['licence'] });
		const { score, criteria } = judge(need, offer);
		const scores = Object.fromEntries(criteria.map((each) => [each.criterion, each.score]));
		expect(totalScore(scores, CRITERION_WEIGHTS)).toBeCloseTo(score, 10);
	});
});
