import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type pg from 'pg';
import type { Database, OpenDatabase } from '#lib/server/platform/database.ts';
import type { Step } from './progress.ts';
import { projectFolder, sampleAccountsFile } from './project.ts';

export type SampleAccount = { email: string; password: string; name: string; role: string; organisation: string };

type Loader = {
	loadSampleNetwork(
		db: Database,
		options: { progress: (state: { done: number; total: number; note?: string }) => void },
	): Promise<unknown>;
};

/** Loads the sample network into a database that has no network yet. */
export async function ensureSampleNetwork(database: OpenDatabase, step: Step): Promise<void> {
	if (await hasNetwork(database.pool)) return step.finish('the network is there already');
	const file = join(projectFolder, 'src', 'lib', 'server', 'sample', 'load-sample-network.ts');
	if (!existsSync(file)) return step.finish('this version brings none');
	const { loadSampleNetwork } = (await import(pathToFileURL(file).href)) as Loader;
	await loadSampleNetwork(database.db, { progress: (state) => step.update(state) });
	step.finish('loaded');
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
		['E-mail', 'Password', 'Role', 'Organisation'],
		...accounts.map((account) => [account.email, account.password, account.role, account.organisation]),
	];
	const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]!.length)));
	return rows
		.map((row) => '  ' + row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ').trimEnd())
		.join('\n');
}

async function hasNetwork(pool: pg.Pool): Promise<boolean> {
	const answer = await pool.query<{ present: boolean }>(
		'select exists (select 1 from organisation) or exists (select 1 from "user") as present',
	);
	return answer.rows[0]!.present;
}
