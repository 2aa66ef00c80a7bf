/**
 * Computes how rare each Chinese character is in running text of many kinds, and writes it as a module of the matching engine.
 * The kinds count alike, however long: health (TICO-19), policy (SDG), law (UDHR), everyday speech (Tatoeba), software
 * (LibreOffice), and the sample network's own needs and offers. Run: node scripts/lexicon/write-han-rarity.ts
 */
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { hanCharacters } from '../../src/lib/engines/reading/han-bigrams.ts';
import { corpusPath } from './corpus-path.ts';

/** Texts are compared in pieces of this many characters, at least: a sentence is too short to tell common from frequent. */
const PIECE = 300;
/** A kind of text counts as this many pieces. */
const PIECES = 500;
const LEVELS = 20;

const samples = new URL('../../data/sample/listings/', import.meta.url);
const chinese = readdirSync(samples)
	.sort()
	.flatMap((file) => readFileSync(new URL(file, samples), 'utf8').split('\n'))
	.filter((line) => line.includes('"language": "zh"') || line.includes('"language":"zh"'));
const corpora = ['tico19/sentences/zh.txt', 'sdg/zh.txt', 'udhr/zh.txt', 'tatoeba/en-zh.zh.txt', 'libreoffice_ui/zh.txt'];
const kinds = [chinese, ...corpora.map((file) => readFileSync(corpusPath(file), 'utf8').split('\n'))];

const shares = new Map<string, number>();
for (const lines of kinds) {
	const pieces = piecesOf(lines);
	for (const piece of pieces)
		for (const character of hanCharacters(piece).keys())
			shares.set(character, (shares.get(character) ?? 0) + 1 / pieces.length / kinds.length);
}

const levels = Array.from({ length: LEVELS }, () => '');
for (const [character, share] of [...shares].sort(([a], [b]) => (a < b ? -1 : 1))) {
	const found = share * PIECES;
	const rarity = Math.log(1 + (PIECES - found + 0.5) / (found + 0.5)) / Math.log(1 + PIECES);
	levels[Math.min(LEVELS - 1, Math.floor(rarity * LEVELS))] += character;
}
writeFileSync(
	new URL('../../src/lib/engines/matching/han-rarity-table.ts', import.meta.url),
	`/**
 * Chinese characters of running text, the commonest first, in ${LEVELS} steps: those at index i have a rarity of i / ${LEVELS} to
 * (i + 1) / ${LEVELS}. Those in none are rarer. Computed by scripts/lexicon/write-han-rarity.ts, see data/lexicon/README.md.
 */
export const HAN_BY_RARITY: readonly string[] = [
${levels.map(literal).join('\n')}
];
`,
);
console.log(`${shares.size} characters`);

function piecesOf(lines: readonly string[]): string[] {
	const pieces: string[] = [];
	let piece = '';
	for (const line of lines) {
		piece += `${line}\n`;
		if (piece.length < PIECE) continue;
		pieces.push(piece);
		piece = '';
	}
	return pieces;
}

function literal(characters: string): string {
	const rows = characters.match(/.{1,100}/gu) ?? [''];
	return `${rows.map((row) => `\t'${row}'`).join(' +\n')},`;
}
