import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { currentBuild } from '../../src/cli/build.ts';
import { expect, test } from './mitra-test.ts';

/** Most that the scripts of a page may weigh as they are sent, in bytes: what a slow line of 400 kbit/s brings in five seconds. */
const LIMIT = 250_000;

test('no page asks a slow line for more scripts than it brings in five seconds', () => {
	const folder = join(currentBuild()!, 'client', '_app', 'immutable');
	const files = (of: string) => readdirSync(join(folder, of)).filter((name) => name.endsWith('.js')).map((name) => join(folder, of, name));
	const imports = new Map<string, string[]>();
	const weights = new Map<string, number>();
	function read(file: string): string[] {
		const known = imports.get(file);
		if (known) return known;
		const found = [...readFileSync(file, 'utf8').matchAll(/(?:from|import)\s*"(\.[^"]+\.js)"/g)].map((match) => resolve(dirname(file), match[1]!));
		imports.set(file, found);
		weights.set(file, statSync(`${file}.br`, { throwIfNoEntry: false })?.size ?? statSync(file).size);
		return found;
	}
	function closure(roots: readonly string[]): Set<string> {
		const seen = new Set<string>();
		const open = [...roots];
		for (let file = open.pop(); file; file = open.pop()) {
			if (seen.has(file)) continue;
			seen.add(file);
			open.push(...read(file));
		}
		return seen;
	}
	const nodes = files('nodes');
	const shell = [...files('entry'), ...nodes.filter((path) => /[\\/]0\.[^\\/]+$/.test(path))];
	expect(shell.length).toBeGreaterThan(2);
	const heavy = nodes
		.map((node) => ({ node, weight: [...closure([...shell, node])].reduce((sum, file) => sum + weights.get(file)!, 0) }))
		.filter(({ weight }) => weight > LIMIT);
	expect(nodes.length).toBeGreaterThan(100);
	expect(heavy).toEqual([]);
});
