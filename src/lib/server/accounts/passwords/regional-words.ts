import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

const LANGUAGES = ['zh', 'vi', 'th', 'id', 'fil'] as const;
const KINDS = ['passwords', 'names', 'words'] as const;

/** Words that people of the region put into passwords, in Latin letters; the likeliest first. */
export type RegionalWords = Record<(typeof KINDS)[number], string[]>;

/** Below a line with the name of a kind stand its words, separated by spaces; lines that begin with # are remarks. */
function readWords(text: string): RegionalWords {
	const read: RegionalWords = { passwords: [], names: [], words: [] };
	let kind: (typeof KINDS)[number] = 'words';
	for (const line of text.split('\n')) {
		const begun = KINDS.find((each) => each === line.trim());
		if (begun) kind = begun;
		else if (!line.startsWith('#')) read[kind].push(...line.toLowerCase().split(/\s+/).filter(Boolean));
	}
	return read;
}

/** The lists of all languages: the first word of each, then the second of each, so that each language has its likely ones in front. */
export async function regionalWords(folder = join('data', 'passwords')): Promise<RegionalWords> {
	const lists = await Promise.all(LANGUAGES.map(async (language) => readWords(await readFile(join(folder, `${language}.txt`), 'utf8'))));
	const together = (kind: (typeof KINDS)[number]) => {
		const longest = Math.max(...lists.map((list) => list[kind].length));
		return [...new Set(Array.from({ length: longest }, (_, at) => lists.flatMap((list) => list[kind][at] ?? [])).flat())];
	};
	return { passwords: together('passwords'), names: together('names'), words: together('words') };
}
