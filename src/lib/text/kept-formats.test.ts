import { describe, expect, test } from 'vitest';
import { dateFormat, displayNames, numberFormat } from './kept-formats.ts';

describe('formatters', () => {
	test('are made once for a language and its options', () => {
		expect(numberFormat('my')).toBe(numberFormat('my'));
		expect(dateFormat('th', { dateStyle: 'medium', timeZone: 'UTC' })).toBe(dateFormat('th', { dateStyle: 'medium', timeZone: 'UTC' }));
		expect(displayNames('zh', 'region')).toBe(displayNames('zh', 'region'));
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
