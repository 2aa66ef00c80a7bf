import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type pg from 'pg';
import type { Step } from './progress.ts';
import { projectFolder, sampleAccountsFile } from './project.ts';

export type SampleAccount = {
	email: string;
	password: string;
	name: string;
	role: string;
	organisation?: string;
	centre?: string;
};

/** Fills a database that has no network yet. A checkout without samples starts empty. */
export async function ensureSampleNetwork(pool: pg.Pool, step: Step): Promise<void> {
	const file = join(projectFolder, 'src', 'lib', 'server', 'sample', 'load-sample-network.ts');
	if (!existsSync(file)) return step.finish('this checkout has none');
	// Asked without the modules that load it: they would be half of a start that loads nothing.
	const { rows } = await pool.query<{ filled: boolean; lacks: boolean }>(`select exists (select from organisation) as filled,
		exists (select from centre) and not (exists (select from thematic_network) and exists (select from working_group)) as lacks`);
	const there = rows[0]!;
	if (there.filled) {
		// A network that an earlier version loaded gets what a newer one names: alliances, founding agreements, working groups,
		// with the events that alliances are linked to; examples of events stay as they are.
		if (there.lacks) {
			const [{ loadNetwork }, { databaseOver }] = await Promise.all([import('#lib/server/network/load-network.ts'), import('#lib/server/platform/database.ts')]);
			await loadNetwork(databaseOver(pool), { folder: join(projectFolder, 'data', 'network'), samples: false });
		}
		return step.finish('the network is there already');
	}
	const { loadSampleNetwork } = await import('#lib/server/sample/load-sample-network.ts');
	const { configuration } = await import('#lib/server/platform/configuration.ts');
	const { databaseOver } = await import('#lib/server/platform/database.ts');
	const { openFileStore } = await import('#lib/server/platform/files.ts');
	const loaded = await loadSampleNetwork(databaseOver(pool), {
		dataFolder: join(projectFolder, 'data'),
		now: new Date(),
		files: openFileStore(configuration().dataFolder),
		progress: (done, total) => step.update({ done, total }),
	});
	step.finish(`${loaded.listings} listings of ${loaded.organisations} organisations`);
}

/** The sample accounts that can sign in here; none once the installation is somebody's own. */
export async function presentSampleAccounts(pool: pg.Pool): Promise<SampleAccount[]> {
	if (!existsSync(sampleAccountsFile)) return [];
	const accounts = JSON.parse(readFileSync(sampleAccountsFile, 'utf8')) as SampleAccount[];
	const present = await pool.query<{ email: string }>('select email from "user" where email = any($1)', [
		accounts.map((account) => account.email),
	]);
	const emails = new Set(present.rows.map((row) => row.email));
	return accounts.filter((account) => emails.has(account.email));
}

export function formatAccounts(accounts: readonly SampleAccount[]): string {
	const rows = [
		['E-mail', 'Password', 'Role', 'Organisation or centre'],
		...accounts.map((account) => [account.email, account.password, account.role, account.organisation ?? account.centre ?? '']),
	];
	const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]!.length)));
	return rows
		.map((row) => '  ' + row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ').trimEnd())
		.join('\n');
}
