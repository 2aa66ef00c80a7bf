import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { prepareWalls } from '../src/lib/server/platform/application-role.ts';
import { openDatabase } from '../src/lib/server/platform/database.ts';
import { startEmbeddedPostgres } from '../src/lib/server/platform/embedded-postgres.ts';
import { migrate } from '../src/lib/server/platform/migrate.ts';
import { copyDatabase, onServer, sampleTemplateOf, withDatabase } from './test-server.ts';

const projectFolder = join(import.meta.dirname, '..');

/**
 * One server for the whole run and one migrated database on it, which test files clone. The server is an embedded one in
 * a temporary folder, or that of TEST_DATABASE_URL, whose user may create databases.
 */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
	const server = await openServer();
	const template = `mitra_template_${process.pid}`;
	const dropTemplates = () =>
		onServer(server.adminUrl, async (client) => {
			for (const name of [template, sampleTemplateOf(template)]) await client.query(`drop database if exists ${name} with (force)`);
		});
	await dropTemplates();
	await onServer(server.adminUrl, (client) => copyDatabase(client, 'template1', template, server.ownerUrl));
	const database = openDatabase(withDatabase(server.ownerUrl, template), { connections: 1 });
	await migrate(database.pool, { folder: join(projectFolder, 'migrations') });
	await prepareWalls(database.pool);
	await database.close();
	project.provide('testServer', { adminUrl: server.adminUrl, ownerUrl: server.ownerUrl, template });
	return async () => {
		await dropTemplates();
		await server.stop();
	};
}

async function openServer(): Promise<{ adminUrl: string; ownerUrl: string; stop(): Promise<void> }> {
	const own = process.env.TEST_DATABASE_URL;
	if (own) return { adminUrl: own, ownerUrl: own, stop: async () => undefined };
	const dataFolder = mkdtempSync(join(tmpdir(), 'mitra-test-'));
	// Entered by the account that PostgreSQL runs as.
	chmodSync(dataFolder, 0o755);
	const server = await startEmbeddedPostgres({ dataFolder, projectFolder, durable: false });
	return {
		adminUrl: server.adminUrl,
		ownerUrl: server.url,
		stop: async () => {
			await server.stop();
			rmSync(dataFolder, { recursive: true, force: true });
		},
	};
}
