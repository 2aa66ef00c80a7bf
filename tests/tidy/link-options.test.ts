import { expect, test } from 'vitest';
import { sourceFiles } from './source-files.ts';

/** What links and forms can say of how they are followed. Others are passed over without a word: pages once jumped to their top for that. */
const KNOWN = ['preload-code', 'preload-data', 'reload', 'replacestate', 'reset'];

test('links and forms say of how they are followed only what SvelteKit knows', () => {
	const said = sourceFiles('src', ['.svelte', '.html']).flatMap(({ path, text }) => [...text.matchAll(/\bdata-sveltekit-([a-z-]+)/g)].map(([, option]) => ({ path, option: option! })));
	expect(said.length).toBeGreaterThan(0);
	expect(said.filter(({ option }) => !KNOWN.includes(option))).toEqual([]);
});
