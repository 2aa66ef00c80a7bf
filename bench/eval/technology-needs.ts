import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RankText } from '../../src/lib/engines/matching/rank.ts';
import type { JudgedCollection } from './judged-collection.ts';

/**
 * Technology needs of Chinese companies and achievements judged by technology-transfer staff (levels 1 to 4); of the
 * achievements only the title's tokens exist. Gain = level - 1; needs with at least two levels count; only judged
 * achievements are ranked, within all achievements as one collection. Undefined where the data are absent.
 */
export function readTechnologyNeeds(dataFolder: string): JudgedCollection | undefined {
	const folder = join(dataFolder, 'matching', 'technology-needs-zh');
	if (!existsSync(join(folder, 'judged_pairs.tsv'))) return undefined;
	const documents = new Map<string, RankText>();
	const levels = new Map<string, Map<string, number>>();
	for (const line of linesOf(join(folder, 'judged_pairs.tsv')).slice(1)) {
		const [, need = '', achievement = '', level = '', tokens = ''] = line.split('\t');
		documents.set(achievement, { id: achievement, language: 'zh', text: tokens === 'N' ? '' : tokens });
		levels.set(need, (levels.get(need) ?? new Map<string, number>()).set(achievement, Number(level) - 1));
	}
	const queries = linesOf(join(folder, 'needs.jsonl')).map((line) => {
		const { rid, title, content } = JSON.parse(line) as { rid: string; title: string; content: string };
		return { id: rid, language: 'zh' as const, title, text: content };
	});
	const judged = queries.filter(({ id }) => new Set(levels.get(id)?.values()).size >= 2);
	return { documents: [...documents.values()], queries: judged, gains: levels, onlyJudged: true };
}

function linesOf(file: string): string[] {
	return readFileSync(file, 'utf8')
		.split('\n')
		.filter((line) => line.trim() !== '');
}
