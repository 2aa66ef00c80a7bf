import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { lexiconPath } from '#lib/engines/lexicon/read-lexicon-file.ts';

/** The data card of the lexicon that this server reads with: sources, counts and measures, as they stand beside it. */
export const GET = async () =>
	new Response(await readFile(join(dirname(lexiconPath()), 'README.md'), 'utf8'), {
		headers: { 'content-type': 'text/plain; charset=utf-8', 'content-language': 'en', 'cache-control': 'max-age=3600' },
	});
