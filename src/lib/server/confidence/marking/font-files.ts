import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { create, type Font } from 'fontkit';

/**
 * The interface's own fonts, by the characters that each file holds: the packages cut every script into files and say in
 * their style sheets which characters are in which.
 */
interface FontFile {
	path: string;
	ranges: [from: number, to: number][];
}

const PACKAGES = ['noto-sans', 'noto-sans-thai', 'noto-sans-lao', 'noto-sans-khmer', 'noto-sans-myanmar', 'noto-sans-tamil', 'noto-sans-sc'];

let files: FontFile[] | undefined;
const opened = new Map<string, Font>();

/** The first file with a character; `kept`, the file of the character before, goes first, for marks belong to their letter. */
export function fontFileFor(codePoint: number, kept?: string): string | undefined {
	files ??= PACKAGES.flatMap(readPackage);
	const has = ({ ranges }: FontFile) => ranges.some(([from, to]) => codePoint >= from && codePoint <= to);
	const before = kept === undefined ? undefined : files.find(({ path }) => path === kept);
	return (before && has(before) ? before : files.find(has))?.path;
}

export function openFont(path: string): Font {
	const known = opened.get(path);
	if (known) return known;
	const font = create(readFileSync(path));
	if (!('layout' in font)) throw new Error(`${path} holds several fonts.`);
	opened.set(path, font);
	return font;
}

function readPackage(name: string): FontFile[] {
	const sheet = join(process.cwd(), 'node_modules', '@fontsource-variable', name, 'wght.css');
	const faces = readFileSync(sheet, 'utf8').matchAll(/src:\s*url\(([^)]+)\)[^;]*;\s*unicode-range:\s*([^;]+);/g);
	return [...faces].map(([, file, ranges]) => ({ path: join(dirname(sheet), file!), ranges: ranges!.split(',').map(rangeOf) }));
}

/** `U+0E01-0E5B`, `U+25CC`, or `U+26??`. */
function rangeOf(text: string): [number, number] {
	const [from, to] = text.trim().replace(/^U\+/i, '').split('-');
	if (to === undefined && from!.includes('?')) return [parseInt(from!.replaceAll('?', '0'), 16), parseInt(from!.replaceAll('?', 'F'), 16)];
	return [parseInt(from!, 16), parseInt(to ?? from!, 16)];
}
