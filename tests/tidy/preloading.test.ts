import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { projectFolder, sourceFiles } from './source-files.ts';

/**
 * Opening a page with guarded material is on record under the name of who opened it. A browser that fetched such a page because a
 * mouse passed over a link, or a finger touched it to scroll, would put down readings that never were: so no link is fetched
 * before it is followed. Its code may come, which is nobody's.
 */
test('no link fetches what a page tells before somebody follows it', () => {
	expect(readFileSync(join(projectFolder, 'src/app.html'), 'utf8')).toContain('<body data-sveltekit-preload-data="off"');
	const fetching = sourceFiles('src', ['.svelte', '.html']).filter(({ text }) => [...text.matchAll(/data-sveltekit-preload-data(?:="([^"]*)"|=\{|(?=[\s>]))/g)].some(([, value]) => value !== 'off'));
	expect(fetching.map(({ path }) => path)).toEqual([]);
	// The broker's queue fetches the pair after the one that is looked at; no pair's opening is on record.
	const calling = sourceFiles('src', ['.svelte', '.ts']).filter(({ path, text }) => /\bpreloadData\(/.test(text) && path !== 'src/routes/broker/(queue)/+layout.svelte');
	expect(calling.map(({ path }) => path)).toEqual([]);
});
