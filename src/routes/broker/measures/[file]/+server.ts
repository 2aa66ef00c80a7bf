import { error } from '@sveltejs/kit';
import * as m from '#lib/paraglide/messages.js';
import { barChart } from '#lib/brokering/bar-chart.ts';
import { acceptance, measureColumns, measureTitle } from '#lib/brokering/measure-words.ts';
import { isOneOf, MEASURES } from '#lib/brokering/vocabulary.ts';
import { measureLabels } from '#lib/server/brokering/measure-labels.ts';
import { viewMeasures } from '#lib/server/brokering/view-measures.ts';
import { isExpectedError } from '#lib/server/platform/errors.ts';
import type { RequestHandler } from './$types';

/** Spreadsheet programs take these first characters for a formula. */
const FORMULA = /^[=+\-@\t\r]/;
const cell = (value: string) => `"${(FORMULA.test(value) ? `'${value}` : value).replaceAll('"', '""')}"`;

/** A measure as a table (`centre.csv`) or as the picture of its chart (`centre.svg`). */
export const GET: RequestHandler = async ({ params, locals }) => {
	const [, measure, format] = /^([a-z]+)\.(csv|svg)$/.exec(params.file) ?? [];
	if (!isOneOf(MEASURES, measure)) error(404);
	const { mitra, actor, language } = locals;
	try {
		const rows = await viewMeasures(mitra, actor, measure);
		const labels = await measureLabels(mitra, measure, rows, language);
		if (format === 'svg') {
			const bars = rows.map(({ key, introduced, rejected, open }) => ({ label: labels[key] ?? key, parts: [introduced, rejected, open] }));
			const svg = barChart({ title: measureTitle(measure), bars, names: [m.broker_view_introduced(), m.broker_view_rejected(), m.broker_measure_open()], language });
			return new Response(svg, { headers: { 'content-type': 'image/svg+xml; charset=utf-8', 'content-disposition': `inline; filename="mitra-${params.file}"` } });
		}
		const lines = rows.map((row) => [
			cell(labels[row.key] ?? row.key),
			row.open,
			row.medianAge === null ? '' : row.medianAge.toFixed(1),
			row.decidedThisWeek,
			row.introduced,
			row.rejected,
			acceptance(row)?.toFixed(3) ?? '',
		]);
		const text = [measureColumns(measure).map(cell), ...lines].map((line) => line.join(',')).join('\r\n');
		// The mark tells a spreadsheet program that this is UTF-8.
		return new Response(`\uFEFF${text}\r\n`, { headers: { 'content-type': 'text/csv; charset=utf-8', 'content-disposition': `attachment; filename="mitra-${params.file}"` } });
	} catch (caught) {
		if (isExpectedError(caught)) error(caught.status);
		throw caught;
	}
};
