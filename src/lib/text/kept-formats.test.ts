import { describe, expect, test } from 'vitest';
import { dateFormat, displayNames, numberFormat } from './kept-formats.ts';

describe('formatters', () => {
	test('are made once for a language and its options', () => {
		expect(numberFormat('my')).toBe(numberFormat('my'));
		expect(dateFormat('th', { dateStyle: 'medium', timeZone: 'UTC' })).toBe(dateFormat('th', { dateStyle: 'medium', timeZone: 'UTC' }));
		expect(displayNames('zh', 'region')).toBe(displayNames('zh', 'region'));
	});

	test('are not kept without end', () => {
		const first = numberFormat('pt');
		for (let digits = 0; digits <= 100; digits++) for (const language of ['en', 'zh', 'th', 'lo', 'km', 'my', 'vi', 'id', 'ms', 'fil']) numberFormat(language, { maximumFractionDigits: digits });
		expect(numberFormat('pt')).not.toBe(first);
	});

	test('do not stand for one another', () => {
		expect(numberFormat('my').format(12)).toBe('၁၂');
		expect(numberFormat('en').format(12)).toBe('12');
		expect(numberFormat('en', { style: 'percent' }).format(0.5)).toBe('50%');
		expect(displayNames('zh', 'region').of('LA')).toBe('老挝');
		expect(displayNames('zh', 'language').of('lo')).toBe('老挝语');
		const midnight = new Date('2026-01-01T00:00:00Z');
		const clock = (timeZone: string) => dateFormat('en', { hour: '2-digit', minute: '2-digit', hour12: false, hourCycle: 'h23', timeZone }).format(midnight);
		expect([clock('UTC'), clock('Asia/Vientiane')]).toEqual(['00:00', '07:00']);
	});
});
