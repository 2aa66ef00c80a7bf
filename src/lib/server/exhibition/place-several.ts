import { CsvError } from 'csv-parse';
import { parse } from 'csv-parse/sync';
import { APPLICATION_LIMITS } from '#lib/exhibition/vocabulary.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { changeEvent } from '#lib/server/events/change-event.ts';
import type { EventsContext } from '#lib/server/events/context.ts';
import { wordsOf, wrong } from '#lib/server/events/input.ts';
import { fileOf } from '#lib/server/membership/member-form.ts';
import { decodedText, detectEncoding } from '#lib/server/imports/text-encoding.ts';
import type { Transaction } from '#lib/server/platform/database.ts';
import { ExpectedError, isExpectedError, SeveralErrors, type Problem } from '#lib/server/platform/errors.ts';
import { admit } from './admit.ts';
import { organisationFinder } from './organisation-finder.ts';
import { exhibitorsOf } from './queries.ts';
import { assertFree, standsByLabel, type NamedStand } from './stands-by-label.ts';

/** Bytes of a file of rows. */
const FILE_MOST = 4 * APPLICATION_LIMITS.rows;

interface Row {
	/** Counted from 1, as in a spreadsheet. */
	number: number;
	organisation: string;
	stand: string;
}

/** Said at a row: `limit` is its number, and `value` what stands in it. */
const atRow = (number: number, code: string, value = ''): Problem => ({ field: 'rows', code, limit: number, value });

/** The rows of a list: two cells, parted by the tabs of a spreadsheet, else by semicolons, else by commas. Errors: invalid_input, at each row that has more or none. */
function rowsIn(text: string): Row[] {
	const delimiter = ['\t', ';'].find((each) => text.includes(each)) ?? ',';
	const lines = cellsOf(text, delimiter).map((cells, index) => ({ number: index + 1, cells: cells.map((cell) => cell.trim()) }));
	const filled = lines.filter(({ cells }) => cells.some((cell) => cell !== ''));
	const bad = filled.filter(({ cells }) => cells[0] === '' || cells.slice(2).some((cell) => cell !== ''));
	if (bad.length > 0) throw new SeveralErrors('invalid_input', bad.map(({ number }) => atRow(number, 'row_cells')));
	return filled.map(({ number, cells }) => ({ number, organisation: cells[0]!, stand: cells[1] ?? '' }));
}

function cellsOf(text: string, delimiter: string): string[][] {
	try {
		return parse(text, { delimiter, bom: true, relax_column_count: true });
	} catch (error) {
		if (!(error instanceof CsvError)) throw error;
		throw new SeveralErrors('invalid_input', [atRow(Number((error as CsvError & { lines?: number }).lines ?? 1), 'row_quotes')]);
	}
}

/** The form with the rows of its file, where one was chosen: so they come back to be mended where something is wrong. Errors: too_large, invalid_input (an empty file, an unknown encoding, rows typed besides). */
export async function withRows(form: FormData): Promise<FormData> {
	const file = fileOf(form, 'file');
	if (!file) return form;
	if (file.size === 0) throw wrong('file', 'empty_file');
	if (String(form.get('rows') ?? '').trim() !== '') throw wrong('file', 'rows_and_file');
	if (file.size > FILE_MOST) throw new ExpectedError('too_large', 'The file is too large.', { field: 'file' });
	form.set('rows', await textOf(file));
	form.delete('file');
	return form;
}

async function textOf(file: File): Promise<string> {
	const source = { size: file.size, open: () => file.stream() };
	try {
		let text = '';
		for await (const part of decodedText(source, await detectEncoding(source))) text += part;
		return text;
	} catch (error) {
		if (!isExpectedError(error)) throw error;
		throw wrong('file', 'file_unreadable');
	}
}

/** What each row means; everything that is wrong is told at its row. Errors: invalid_input. */
async function meantBy(tx: Transaction, eventId: string, rows: readonly Row[]): Promise<{ organisationId: string; stand: NamedStand | null }[]> {
	const find = await organisationFinder(tx, rows.map(({ organisation }) => organisation));
	const standNamed = await standsByLabel(tx, eventId);
	const there = new Set((await exhibitorsOf(tx, eventId)).map(({ organisationId }) => organisationId));
	const problems: Problem[] = [];
	const meant = rows.flatMap(({ number, organisation, stand: label }) => {
		const [found, stand] = [find(organisation), standNamed(label)];
		if (found.length !== 1) problems.push(atRow(number, found.length === 0 ? 'row_organisation' : 'row_several', organisation));
		else if (there.has(found[0]!.id)) problems.push(atRow(number, 'row_again', organisation));
		else there.add(found[0]!.id);
		if (stand === undefined) problems.push(atRow(number, 'row_stand', label));
		return found[0] && stand !== undefined ? [{ organisationId: found[0].id, stand }] : [];
	});
	if (problems.length > 0) throw new SeveralErrors('invalid_input', problems);
	return meant;
}

/**
 * Places several organisations at once, from a list of organisations and stands; all of them, or none. Each is told. Errors: not_found,
 * forbidden, invalid_input (at each bad row; too many).
 */
export async function placeSeveral(context: Pick<EventsContext, 'db' | 'clock' | 'jobs' | 'baseUrl'>, actor: Actor, { eventId, form }: { eventId: string; form: FormData }): Promise<number> {
	return changeEvent(context, actor, { eventId, action: 'place-exhibitors' }, async (change) => {
		const { tx, row, note } = change;
		const rows = rowsIn(wordsOf(form, 'rows', APPLICATION_LIMITS.rows));
		if (rows.length === 0) throw wrong('rows', 'required');
		const meant = await meantBy(tx, row.id, rows);
		await assertFree(tx, row.id, meant.length, 'rows');
		for (const each of meant) await admit(context, actor, change, each);
		note({ detail: { added: meant.length } });
		return meant.length;
	});
}
