import * as m from '#lib/paraglide/messages.js';
import { flowDiagram, flowSvg } from '#lib/server/directory/flow-diagram.ts';
import { flowCounts } from '#lib/server/directory/kept-figures.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { countryName, formatNumber } from '#lib/ui/language-names.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals }) => {
	const { mitra, language } = locals;
	const diagram = flowDiagram(await flowCounts(mitra.db));
	if (!diagram) throw new ExpectedError('not_found', 'There are no pairs to draw.');
	const country = (code: string) => countryName(code, language);
	const band = (from: string, to: string, count: number) => m.directory_flows_band({ from: country(from), to: country(to), count: formatNumber(count, language) });
	return new Response(flowSvg(diagram, { title: m.directory_flows_diagram(), country, band }), {
		headers: { 'content-type': 'image/svg+xml; charset=utf-8', 'content-disposition': 'attachment; filename="network-flows.svg"' },
	});
};
