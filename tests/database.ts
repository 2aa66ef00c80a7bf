import { randomBytes } from 'node:crypto';
import { inject } from 'vitest';
import { openDatabase, type OpenDatabase } from '#lib/server/platform/database.ts';
import { onServer, userOf, withDatabase, type TestServer } from './test-server.ts';

declare module 'vitest' {
	export interface ProvidedContext {
		testServer: TestServer;
	}
}

export type TestDatabase = OpenDatabase & { url: string };

/** A migrated, empty database of one's own, in a few dozen milliseconds; `close` removes it. */
export function createTestDatabase(): Promise<TestDatabase> {
	return createDatabase(inject('testServer').template);
}

/** A database without any table, for tests of the migrations themselves. */
export function createEmptyDatabase(): Promise<TestDatabase> {
	return createDatabase('template1');
}

async function createDatabase(template: string): Promise<TestDatabase> {
	const { adminUrl, ownerUrl } = inject('testServer');
	const name = `test_${randomBytes(8).toString('hex')}`;
	await onServer(adminUrl, async (client) => {
		const owner = client.escapeIdentifier(userOf(ownerUrl));
		await client.query(`create database ${name} template ${template} owner ${owner}`);
	});
	const url = withDatabase(ownerUrl, name);
	const opened = openDatabase(url, { connections: 5 });
	return {
		...opened,
		url,
		close: async () => {
			await opened.close();
			await onServer(adminUrl, (client) => client.query(`drop database if exists ${name} with (force)`));
		},
	};
}
