/**
 * Computes the table of traditional to simplified Chinese characters from the two headword columns of CC-CEDICT and
 * writes it as a module of the text engine. Run: node scripts/lexicon/write-han-folding.ts
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { corpusPath } from './corpus-path.ts';

const votes = new Map<string, Map<string, number>>();
const seen = new Set<string>();
for (const line of readFileSync(corpusPath('cc-cedict/zh.tsv'), 'utf8').split('\n')) {
	const [simplified, traditional] = line.split('\t');
	if (!simplified || !traditional || simplified.length !== traditional.length) continue;
	const key = `${simplified}\t${traditional}`;
	if (seen.has(key)) continue;
	seen.add(key);
	for (let i = 0; i < traditional.length; i++) {
		const from = traditional.charAt(i);
		if (!/^[\u3400-\u9fff]$/.test(from)) continue;
		const to = simplified.charAt(i);
		const row = votes.get(from) ?? new Map<string, number>();
		row.set(to, (row.get(to) ?? 0) + 1);
		votes.set(from, row);
	}
}
const pairs: [string, string][] = [];
for (const [from, row] of votes) {
	const best = [...row].sort((a, b) => b[1] - a[1])[0];
	if (best && best[0] !== from) pairs.push([from, best[0]]);
}
pairs.sort((a, b) => (a[0] < b[0] ? -1 : 1));
// A target that is itself folded further would make the folding depend on the spelling it starts from.
const folding = new Map(pairs);
for (const pair of pairs) {
	const again = folding.get(pair[1]);
	if (again !== undefined && again !== pair[0]) pair[1] = again;
}
const consistent = pairs.filter(([from, to]) => folding.get(to) !== from || from > to);
const lines = (side: 0 | 1): string => {
	const text = consistent.map((pair) => pair[side]).join('');
	const chunks = text.match(/.{1,100}/gu) ?? [];
	return chunks.map((chunk) => `\t'${chunk}'`).join(' +\n');
};
writeFileSync(
	new URL('../../src/lib/engines/text/han-folding-table.ts', import.meta.url),
	`/**
 * Traditional Chinese characters and, at the same index, the simplified character most often written for each.
 * Computed by scripts/lexicon/write-han-folding.ts from the headwords of CC-CEDICT (CC BY-SA 4.0; see
 * data/lexicon/README.md); this table is offered under CC BY-SA 4.0 as well. ${consistent.length} characters.
 */
export const HAN_FOLDING_TRADITIONAL =
${lines(0)};

export const HAN_FOLDING_SIMPLIFIED =
${lines(1)};
`
);
console.log(`${consistent.length} characters`);
