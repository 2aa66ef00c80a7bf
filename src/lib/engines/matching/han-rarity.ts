import { HAN_BY_RARITY } from './han-rarity-table.ts';

const rarities = new Map(
	HAN_BY_RARITY.flatMap((characters, level) => [...characters].map((character) => [character, (level + 0.5) / HAN_BY_RARITY.length] as const)),
);

/**
 * How rare a Chinese character is in running text, 0 (in every text) to 1: 的 and 公 say nothing of a subject, 焊 and 疫 do.
 * Simplified characters; whatever the table lacks is as rare as can be.
 */
export function hanRarity(character: string): number {
	return rarities.get(character) ?? 1;
}
