import { randomBytes } from 'node:crypto';
import type pg from 'pg';
import { inject } from 'vitest';
import { APPLICATION_ROLE } from '#lib/server/platform/application-role.ts';
import { openDatabase, type OpenDatabase } from '#lib/server/platform/database.ts';
import { onServer, userOf, withDatabase, type TestServer } from './test-server.ts';

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

/** A database without any table, for tests of the migrations themselves. */
export function createEmptyDatabase(): Promise<TestDatabase> {
	return createDatabase('template1');
}

async function createDatabase(template: string, role?: string): Promise<TestDatabase> {
	const { adminUrl, ownerUrl } = inject('testServer');
	const name = `test_${randomBytes(8).toString('hex')}`;
	await onServer(adminUrl, async (client) => {
		const owner = client.escapeIdentifier(userOf(ownerUrl));
		await client.query(`create database ${name} template ${template} owner ${owner}`);
	});
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
