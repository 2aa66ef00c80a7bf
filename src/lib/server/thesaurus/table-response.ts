import type { Thesaurus } from '#lib/engines/thesaurus/thesaurus.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { csvOfConcepts } from './table-csv.ts';

/** The table of an area, or of all, as a file. Errors: not_found. */
export function tableResponse(thesaurus: Thesaurus, area?: string): Response {
	const concepts = [...thesaurus.all()].filter((concept) => area === undefined || concept.area === area);
	if (concepts.length === 0) throw new ExpectedError('not_found', 'No such area.');
	return new Response(csvOfConcepts(concepts), {
		headers: {
			'content-type': 'text/csv; charset=utf-8',
			'content-disposition': `attachment; filename="${area ?? 'thesaurus'}.csv"`,
			'cache-control': 'public, max-age=60',
		},
	});
}
