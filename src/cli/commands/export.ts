import { Option, type Command } from 'commander';
import type { ListingKind } from '#lib/listings/vocabulary.ts';
import { LISTING_KINDS } from '#lib/listings/vocabulary.ts';
import type { ListingState } from '#lib/server/listings/listing.ts';
import type { ExportFormat } from '#lib/server/imports/export-listings.ts';

interface ExportOptions {
	format: ExportFormat;
	state?: ListingState[];
	kind?: ListingKind;
	organisation?: string;
	out?: string;
}

const STATES: readonly ListingState[] = ['draft', 'submitted', 'returned', 'published', 'paused', 'closed', 'expired', 'archived'];

export function register(program: Command): void {
	program
		.command('export')
		.description('write listings with every field, confidential sections too, in a form that imports again without change')
		.addOption(new Option('--format <format>', 'jsonl or csv').choices(['jsonl', 'csv']).default('jsonl'))
		.addOption(new Option('--state <state...>', 'only listings in these states (default: all)').choices(STATES))
		.addOption(new Option('--kind <kind>', 'only offers or only needs').choices(LISTING_KINDS))
		.option('--organisation <slug>', 'only listings of one organisation')
		.option('--out <file>', 'write there instead of to the standard output')
		.action(async (options: ExportOptions) => {
			const { withDatabase } = await import('../with-database.ts');
			await withDatabase('export', async ({ db }) => {
				const { createWriteStream } = await import('node:fs');
				const { rename, rm } = await import('node:fs/promises');
				const { Readable } = await import('node:stream');
				const { pipeline } = await import('node:stream/promises');
				const { createProgress } = await import('../progress.ts');
				const { CommandFailure } = await import('../failure.ts');
				const { exportListings } = await import('#lib/server/imports/export-listings.ts');
				const { operator } = await import('#lib/server/platform/acting.ts');
				const { organisationBySlug } = await import('#lib/server/network/queries.ts');
				const owner = options.organisation === undefined ? undefined : await organisationBySlug(db, options.organisation);
				if (options.organisation !== undefined && !owner) throw new CommandFailure(`There is no organisation "${options.organisation}".`);
				const step = createProgress(process.stderr).step('Export');
				let exported = 0;
				const lines = exportListings(
					db,
					operator('export'),
					{
						...(options.state ? { states: options.state } : {}),
						...(options.kind ? { kind: options.kind } : {}),
						...(owner ? { organisationId: owner.id } : {}),
					},
					options.format,
					(done) => step.update({ done: (exported = done) }),
				);
				if (options.out === undefined) {
					await pipeline(Readable.from(lines), process.stdout, { end: false });
				} else {
					// A file under this name is always whole.
					const unfinished = `${options.out}.part`;
					try {
						await pipeline(Readable.from(lines), createWriteStream(unfinished));
						await rename(unfinished, options.out);
					} finally {
						await rm(unfinished, { force: true });
					}
				}
				step.finish(`${exported} listings`);
			});
		});
}
