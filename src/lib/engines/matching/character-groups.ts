import { bigramKey, hanCharacters } from '../reading/han-bigrams.ts';
import type { QueryGroup } from '../retrieval/types.ts';
import { hanRarity } from './han-rarity.ts';
import type { RankWeights } from './rank-weights.ts';

/**
 * The groups that ask for single Chinese characters, heaviest first: in one character names of a kind meet (蜂蜜 and 蜂王浆) that
 * no dictionary links. A need says its subject again and again, so that mentions count nearly in full; and it is written in
 * sentences while titles are not, so that a character counts by how rare it is in running text as well as by how few
 * documents have it: else 公司 and 需求 would find whatever shares a character with them. Together they weigh `worth`.
 */
export function characterGroups(parts: readonly { text: string; isTitle: boolean }[], weights: RankWeights['characters'], worth: number): QueryGroup[] {
	const mentions = new Map<string, number>();
	for (const { text, isTitle } of parts)
		for (const [character, times] of hanCharacters(text))
			mentions.set(character, (mentions.get(character) ?? 0) + times * (isTitle ? weights.title : 1));
	const said = [...mentions].map(([character, times]) => ({
		alternatives: [{ term: bigramKey(character), weight: 1 }],
		weight: (times / (times + weights.saturation)) * hanRarity(character) ** weights.rarity,
		occur: 'should' as const,
	}));
	const sum = said.reduce((total, { weight }) => total + weight, 0);
	return said.map((group) => ({ ...group, weight: (group.weight / sum) * worth })).sort((a, b) => b.weight - a.weight);
}
