import { basename, join } from 'node:path';
import { InvalidArgumentError, Option, type Command } from 'commander';
import { LISTING_KINDS } from '#lib/listings/vocabulary.ts';
import { ORGANISATION_KINDS, type OrganisationKind } from '#lib/server/network/organisation.ts';
import type { ImportField, ImportPlan } from '#lib/server/imports/fields.ts';
import type { ImportTable } from '#lib/server/imports/table.ts';
import type { CommandDatabase } from '../with-database.ts';

interface ImportOptions {
	organisation: string;
	createOrganisation?: string;
	country: string;
	organisationKind: OrganisationKind;
	kind?: string;
	language: string;
	map: [string, string][];
	default: [string, string][];
	suggest: boolean;
	area: string;
	source?: string;
	publish?: boolean;
	dryRun?: boolean;
	cut?: boolean;
	errors?: string;
}

/** Imported, but some rows were bad: neither a success to build on blindly, nor a failure. */
const SOME_ROWS_BAD = 3;

export function register(program: Command): void {
	program
		.command('import')
		.description('bring listings of one organisation in from CSV, XLSX or JSONL; again changes, and does not double')
		.argument('<file>', 'table with a header line, or one JSON object a line')
		.requiredOption('--organisation <slug>', 'whose listings they are')
		.option('--create-organisation <name>', 'make the organisation, with this name, where it is not there yet')
		.option('--country <code>', 'ISO 3166 country of an organisation that is made', countryOf, 'CN')
		.addOption(new Option('--organisation-kind <kind>', 'kind of an organisation that is made').choices(ORGANISATION_KINDS).default('other'))
		.addOption(new Option('--kind <kind>', 'kind of listings that do not say').choices(LISTING_KINDS))
		.option('--language <tag>', 'language of listings that do not say; auto: found in the text', 'auto')
		.option('--area <concept>', 'area of listings that do not say; auto: found in the text; "auto;materials": else materials', 'auto')
		.option('--map <field=column>', 'which column fills a field (repeatable); unnamed fields are guessed', pairOf, [])
		.option('--default <field=value>', 'what a field gets where its cell is empty (repeatable)', pairOf, [])
		.option('--no-suggest', 'use only the columns named with --map')
		.option('--source <name>', 'where the listings come from, kept with them')
		.option('--publish', 'publish at once; else they wait for the review of their centre')
		.option('--cut', 'cut texts that are too long; else their rows are bad')
		.option('--dry-run', 'check every row and store nothing')
		.option('--errors <file>', 'write the bad rows there, as CSV with their errors')
		.addHelpText('after', `\nExit codes: 0 every row is in, ${SOME_ROWS_BAD} some rows were bad, 1 failed, 2 wrong use.\nAn interrupted import goes on when it is run again.`)
		.action(async (file: string, options: ImportOptions) => {
			const { withDatabase } = await import('../with-database.ts');
			const bad = await withDatabase('import', (database) => run(database, file, options));
			if (bad > 0) process.exitCode = SOME_ROWS_BAD;
		});
}

function countryOf(text: string): string {
	if (/^[A-Z]{2}$/.test(text)) return text;
	throw new InvalidArgumentError('A country is two capital letters, e.g. TH.');
}

function pairOf(text: string, earlier: [string, string][]): [string, string][] {
	const at = text.indexOf('=');
	if (at < 1) throw new InvalidArgumentError('Write it as field=value.');
	return [...earlier, [text.slice(0, at).trim(), text.slice(at + 1).trim()]];
}

/** Answers how many rows were bad. */
async function run(database: CommandDatabase, file: string, options: ImportOptions): Promise<number> {
	const { createProgress } = await import('../progress.ts');
	const { projectFolder } = await import('../project.ts');
	const { COMMAND_LIMITS } = await import('#lib/server/imports/limits.ts');
	const { fileSource, openTable } = await import('#lib/server/imports/open-table.ts');
	const { countRows } = await import('#lib/server/imports/count-rows.ts');
	const { checkTable, importFile } = await import('#lib/server/imports/import-file.ts');
	const { createAreaChooser } = await import('#lib/server/imports/choose-areas.ts');
	const { loadedThesaurus } = await import('#lib/server/thesaurus/living-thesaurus.ts');
	const progress = createProgress();

	const reading = progress.step(`Read ${basename(file)}`);
	const source = await readable(() => fileSource(file), file);
	const table = await openTable(source, COMMAND_LIMITS);
	const plan = await planFrom(table, options);
	const total = await countRows(table, (done) => reading.update({ done }));
	reading.finish(`${total} rows, ${table.columns.length} columns (${table.format})`);

	const areas = createAreaChooser(await loadedThesaurus(database.db, join(projectFolder, 'data', 'thesaurus'), new Date()));
	const step = progress.step(options.dryRun ? 'Check' : 'Import');
	const show = (done: number) => step.update({ done, total });
	if (options.dryRun) {
		const summary = await checkTable({ areas, progress: show }, table, plan);
		step.finish(`${summary.rows - summary.bad} good rows, ${summary.bad} bad; nothing was stored`);
		await printErrors(summary.errors);
		return summary.bad;
	}
	const owner = await ownerOf(database, options);
	const actor = { kind: 'operator', name: 'import' } as const;
	const { systemClock } = await import('#lib/server/platform/clock.ts');
	const { batch, resumedAt } = await importFile({ db: database.db, clock: systemClock, areas, progress: show }, actor, {
		table,
		file: source,
		fileName: basename(file),
		owner,
		plan,
		publish: options.publish ?? false,
		source: options.source ?? null,
	});
	const resumed = resumedAt > 0 ? `, taken up behind row ${resumedAt}` : '';
	step.finish(`${batch.rowsCreated} new, ${batch.rowsUpdated} changed, ${batch.rowsUnchanged} unchanged, ${batch.rowsBad} bad${resumed}`);
	if (batch.rowsBad > 0) await reportBadRows(database, batch.id, table, options.errors);
	return batch.rowsBad;
}

async function readable<T>(read: () => Promise<T>, file: string): Promise<T> {
	const { CommandFailure } = await import('../failure.ts');
	try {
		return await read();
	} catch (error) {
		throw new CommandFailure(`The file ${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
	}
}

/** What was asked for on top of what the columns' names suggest. What an option sets for all rows is not guessed at. */
async function planFrom(table: ImportTable, options: ImportOptions): Promise<ImportPlan> {
	const { CommandFailure } = await import('../failure.ts');
	const { IMPORT_FIELDS, isImportField } = await import('#lib/server/imports/fields.ts');
	const { suggestMapping } = await import('#lib/server/imports/suggest-mapping.ts');
	const known = (field: string): ImportField => {
		if (isImportField(field)) return field;
		throw new CommandFailure(`There is no field "${field}". The fields are: ${IMPORT_FIELDS.join(', ')}.`);
	};
	const mapping = options.suggest ? suggestMapping(table.columns) : {};
	if (options.kind && mapping.kind !== 'kind') delete mapping.kind;
	if (options.area !== 'auto' && mapping.areas !== 'areas') delete mapping.areas;
	for (const [field, column] of options.map) {
		if (!table.columns.includes(column))
			throw new CommandFailure(`There is no column "${column}". The columns are: ${table.columns.join(', ')}.`);
		mapping[known(field)] = column;
	}
	const defaults: ImportPlan['defaults'] = { language: options.language, areas: options.area };
	if (options.kind) defaults.kind = options.kind;
	for (const [field, value] of options.default) defaults[known(field)] = value;
	return { mapping, defaults, cut: options.cut ?? false };
}

async function ownerOf(database: CommandDatabase, options: ImportOptions) {
	const { CommandFailure } = await import('../failure.ts');
	const { projectFolder } = await import('../project.ts');
	const { organisationBySlug } = await import('#lib/server/network/queries.ts');
	const { hasNetwork, loadNetwork } = await import('#lib/server/network/load-network.ts');
	const { centreOfPlace } = await import('#lib/server/network/centre-of-place.ts');
	const { insertOrganisation } = await import('#lib/server/imports/queries.ts');
	const found = await organisationBySlug(database.db, options.organisation);
	if (found) return found;
	const name = options.createOrganisation?.trim();
	if (!name)
		throw new CommandFailure(`There is no organisation "${options.organisation}". Make it with --create-organisation "Its name" --country TH.`);
	if (!/^[a-z0-9-]{2,100}$/.test(options.organisation))
		throw new CommandFailure('The short name of an organisation is 2-100 lower-case letters, digits and hyphens.');
	if (!(await hasNetwork(database.db)))
		await loadNetwork(database.db, { folder: join(projectFolder, 'data', 'network'), samples: false });
	return insertOrganisation(database.db, {
		slug: options.organisation,
		kind: options.organisationKind,
		country: options.country,
		names: [{ language: /\p{Script=Han}/u.test(name) ? 'zh' : 'en', text: name }],
		centreId: centreOfPlace(options.country, null),
	});
}

async function reportBadRows(database: CommandDatabase, batchId: string, table: ImportTable, file: string | undefined): Promise<void> {
	const { badRowsCsv } = await import('#lib/server/imports/bad-rows-csv.ts');
	const { badRows } = await import('#lib/server/imports/queries.ts');
	const { englishError } = await import('#lib/server/imports/error-words.ts');
	const first = await badRows(database.db, batchId, 0, 5);
	for (const row of first) process.stderr.write(`Row ${row.number}: ${row.errors.map(englishError).join(' ')}\n`);
	if (file === undefined) {
		process.stderr.write('All bad rows: run it again with --errors bad.csv\n');
		return;
	}
	const { createWriteStream } = await import('node:fs');
	const { Readable } = await import('node:stream');
	const { pipeline } = await import('node:stream/promises');
	await pipeline(Readable.from(badRowsCsv(database.db, batchId, table, { heading: 'Errors', error: englishError })), createWriteStream(file));
	process.stdout.write(`Bad rows with their errors: ${file}\n`);
}

async function printErrors(errors: { error: Parameters<typeof import('#lib/server/imports/error-words.ts').englishError>[0]; rows: number; firstLine: number }[]) {
	const { englishError } = await import('#lib/server/imports/error-words.ts');
	for (const { error, rows, firstLine } of errors.slice(0, 20))
		process.stdout.write(`  ${String(rows).padStart(7)} rows, first in line ${firstLine}: ${englishError(error)}\n`);
}
