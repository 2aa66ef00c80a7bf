import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type pg from 'pg';
import { inject } from 'vitest';
import { APPLICATION_ROLE } from '#lib/server/platform/application-role.ts';
import { openDatabase, type OpenDatabase } from '#lib/server/platform/database.ts';
import { copyDatabase, onServer, sampleTemplateOf, withDatabase, type TestServer } from './test-server.ts';

declare module 'vitest' {
	export interface ProvidedContext {
		testServer: TestServer;
	}
}

export type TestDatabase = OpenDatabase & {
	url: string;
	/** As the owner of the tables, for whom the walls do not stand: for setting up and for tampering. */
	asOwner<Result>(work: (client: pg.Client) => Promise<Result>): Promise<Result>;
};

/** A migrated, empty database of one's own, in a few dozen milliseconds, as the application is in it; `close` removes it. */
export function createTestDatabase(): Promise<TestDatabase> {
	return createDatabase(inject('testServer').template, APPLICATION_ROLE);
}

/** When the sample network of `createSampleDatabase` was loaded. */
export const SAMPLE_NOW = new Date('2026-11-21T08:00:00Z');

/** The same with the sample network, which the first test file that wants it loads for all. */
export async function createSampleDatabase(): Promise<TestDatabase> {
	const { adminUrl, ownerUrl, template } = inject('testServer');
	const sample = sampleTemplateOf(template);
	await onServer(adminUrl, async (client) => {
		// Other workers wait; the lock goes with the connection.
		await client.query('select pg_advisory_lock(7316202513)');
		if ((await client.query('select from pg_database where datname = $1', [sample])).rowCount) return;
		const name = nameOfItsOwn();
		await copyDatabase(client, template, name, ownerUrl);
		const database = openDatabase(withDatabase(ownerUrl, name), { role: APPLICATION_ROLE });
		const { loadSampleNetwork } = await import('#lib/server/sample/load-sample-network.ts');
		await loadSampleNetwork(database.db, { dataFolder: join(import.meta.dirname, '..', 'data'), now: SAMPLE_NOW });
		await database.close();
		await client.query(`alter database ${name} rename to ${sample}`);
	});
	return createDatabase(sample, APPLICATION_ROLE);
}

/** A database without any table, for tests of the migrations themselves. */
export function createEmptyDatabase(): Promise<TestDatabase> {
	return createDatabase('template1');
}

async function createDatabase(template: string, role?: string): Promise<TestDatabase> {
	const { adminUrl, ownerUrl } = inject('testServer');
	const name = nameOfItsOwn();
	await onServer(adminUrl, (client) => copyDatabase(client, template, name, ownerUrl));
	const url = withDatabase(ownerUrl, name);
	const opened = openDatabase(url, { connections: 5, ...(role ? { role } : {}) });
	return {
		...opened,
		url,
		asOwner: (work) => onServer(url, work),
		close: async () => {
			await opened.close();
			await onServer(adminUrl, (client) => client.query(`drop database if exists ${name} with (force)`));
		},
	};
}

function nameOfItsOwn(): string {
	return `test_${randomBytes(8).toString('hex')}`;
}
