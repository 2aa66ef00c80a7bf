import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { EvidenceSpan } from '#lib/engines/matching/types.ts';
import { excerptsOf } from './evidence-excerpts.ts';

const LONG = `${'Water enters the pond from the river and leaves it clean. '.repeat(6)}The membrane keeps salt out of the field. ${'It works every day of the year without a pump. '.repeat(6)}`;

function spanOf(text: string, words: string): EvidenceSpan {
	const start = text.indexOf(words);
	return { field: 'description', start, end: start + words.length, text: words };
}

describe('excerptsOf', () => {
	test('quotes the words with text around them and marks which pair they are', () => {
		const [quote] = excerptsOf([spanOf(LONG, 'salt')], { description: LONG });
		expect(quote!.parts.find((part) => part.pairs.length > 0)).toEqual({ text: 'salt', pairs: [0] });
		const whole = quote!.parts.map((part) => part.text).join('');
		expect(LONG).toContain(whole);
		expect(whole.length).toBeLessThan(150);
		expect(quote).toMatchObject({ cutBefore: true, cutAfter: true });
	});

	test('shows a short field whole, once, for all its words', () => {
		const title = 'Membrane against salt';
		const spans = ['Membrane', 'salt'].map((words) => ({ ...spanOf(title, words), field: 'title' as const }));
		const quotes = excerptsOf(spans, { title });
		expect(quotes).toHaveLength(1);
		expect(quotes[0]!.parts.map((part) => part.pairs)).toEqual([[0], [], [1]]);
	});

	test('words that two pairs share belong to both', () => {
		const text = 'solar cold store';
		const quotes = excerptsOf([spanOf(text, 'solar cold'), spanOf(text, 'cold store')], { description: text });
		expect(quotes[0]!.parts).toEqual([
			{ text: 'solar ', pairs: [0] },
			{ text: 'cold', pairs: [0, 1] },
			{ text: ' store', pairs: [1] },
		]);
	});

	test('a text that has changed since is never quoted at the wrong place', () => {
		const quotes = excerptsOf([spanOf(LONG, 'salt')], { description: 'Something else altogether' });
		expect(quotes).toEqual([
			{ field: 'description', parts: [{ text: 'salt', pairs: [0] }], cutBefore: true, cutAfter: true },
		]);
	});

	test('a cut never falls between a Lao letter and its marks', () => {
		const lao = 'ນ້ຳຢອດດິນເຄັມ'.repeat(30);
		const start = lao.length / 2 - 4;
		const quotes = excerptsOf([{ field: 'summary', start, end: start + 4, text: lao.slice(start, start + 4) }], { summary: lao });
		const first = quotes[0]!.parts[0]!.text;
		expect(first).not.toMatch(/^\p{M}/u);
	});

	test('whatever the spans, each pair is quoted exactly as it stands in the text', () => {
		fc.assert(
			fc.property(
				fc.string({ minLength: 1, maxLength: 600, unit: 'grapheme' }),
				fc.array(fc.tuple(fc.nat(), fc.integer({ min: 1, max: 20 })), { minLength: 1, maxLength: 6 }),
				(text, places) => {
					const spans = places.map(([at, length]): EvidenceSpan => {
						const start = at % text.length;
						const end = Math.min(text.length, start + length);
						return { field: 'description', start, end, text: text.slice(start, end) };
					});
					const quotes = excerptsOf(spans, { description: text });
					spans.forEach((span, pair) => {
						const quoted = quotes.flatMap((quote) => quote.parts.filter((part) => part.pairs.includes(pair)));
						expect(quoted.map((part) => part.text).join('')).toBe(span.text);
					});
				},
			),
		);
	});
});
