import { describe, expect, it } from 'vitest';
import { characterGroups } from './character-groups.ts';
import { hanRarity } from './han-rarity.ts';

const WEIGHTS = { title: 8, saturation: 50, rarity: 0.7 };
const weigh = (text: string, isTitle = false, weights = WEIGHTS) =>
	new Map(characterGroups([{ text, isTitle }], { weight: 1, ...weights }, 12).map(({ alternatives, weight }) => [alternatives[0]!.term, weight]));

describe('characters of a query', () => {
	it('weigh together what they are given', () => {
		const sum = [...weigh('我公司需要焊接机器人').values()].reduce((total, weight) => total + weight, 0);
		expect(sum).toBeCloseTo(12, 9);
	});

	it('count by how rare they are in running text: a subject before what every company says', () => {
		const weights = weigh('公司焊接');
		expect(weights.get('b:焊')).toBeGreaterThan(2 * weights.get('b:公')!);
		expect([...weights.keys()][0]).toBe('b:焊');
	});

	it('count more the more they are said, and in a title', () => {
		const weights = weigh('焊焊焊焊炉');
		expect(weights.get('b:焊')! / weights.get('b:炉')!).toBeGreaterThan((3 * hanRarity('焊') ** 0.7) / hanRarity('炉') ** 0.7);
		const groups = characterGroups([{ text: '焊', isTitle: true }, { text: '炉炉', isTitle: false }], { weight: 1, ...WEIGHTS }, 1);
		expect(groups[0]!.alternatives[0]!.term).toBe('b:焊');
	});

	it('are none in a text without Chinese', () => {
		expect(weigh('welding robot').size).toBe(0);
	});
});

describe('rarity', () => {
	it('is between 0 and 1, least for function words, greatest for what running text hardly has', () => {
		for (const character of '的公司焊疫鑹') expect(hanRarity(character)).toBeGreaterThan(0);
		expect(hanRarity('的')).toBeLessThan(hanRarity('公'));
		expect(hanRarity('公')).toBeLessThan(hanRarity('焊'));
		expect(hanRarity('鑹')).toBe(1);
	});
});
