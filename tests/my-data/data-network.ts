import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { actorOfUser } from '#lib/server/accounts/queries.ts';
import { openCopyStore } from '#lib/server/my-data/copy-store.ts';
import type { DataContext } from '#lib/server/my-data/data-context.ts';
import { fetchCopy } from '#lib/server/my-data/fetch-copy.ts';
import { openFileStore } from '#lib/server/platform/files.ts';
import { createTestDatabase, type TestDatabase } from '../database.ts';
import { createSmallNetwork, idleJobs, type SmallNetwork } from '../small-network.ts';

export type Person = Extract<Actor, { kind: 'member' }>;

export interface DataNetwork extends SmallNetwork {
	database: TestDatabase;
	context: DataContext & { now: Date };
	/** The same person with the memberships of now. */
	again(actor: Actor): Promise<Actor>;
	/** What is in a copy that somebody fetches. */
	unzipped(actor: Actor, copyId: string): Promise<Record<string, string>>;
	mailsTo(email: string): Promise<{ subject: string; text: string }[]>;
	close(): Promise<void>;
}

/** The institute and the company, whose people have proven their addresses, and a folder for files and copies. */
export async function createDataNetwork(): Promise<DataNetwork> {
	const database = await createTestDatabase();
	const { db } = database;
	const folder = mkdtempSync(join(tmpdir(), 'mitra-my-data-'));
	const network = await createSmallNetwork(db);
	await database.asOwner((client) => client.query('update "user" set email_verified = true'));
	const context: DataNetwork['context'] = {
		db,
		now: new Date('2026-11-21T08:00:00Z'),
		clock: () => context.now,
		jobs: idleJobs,
		files: openFileStore(folder),
		copies: openCopyStore(folder),
		baseUrl: 'https://mitra.example',
		organiser: 'mitra@mitra.example',
	};
	return {
		...network,
		database,
		context,
		again: (actor) => actorOfUser(db, person(actor).userId),
		unzipped: async (actor, copyId) => {
			const { stream } = await fetchCopy(context, actor, copyId);
			const chunks: Buffer[] = [];
			for await (const chunk of stream) chunks.push(chunk as Buffer);
			return Object.fromEntries(Object.entries(unzipSync(Buffer.concat(chunks))).map(([name, bytes]) => [name, Buffer.from(bytes).toString('utf8')]));
		},
		mailsTo: (email) => database.asOwner(async (client) => (await client.query('select subject, body_text as text from mail where to_address = $1 order by created_at', [email])).rows),
		close: async () => {
			await database.close();
			rmSync(folder, { recursive: true, force: true });
		},
	};
}

export function person(actor: Actor): Person {
	if (actor.kind !== 'member') throw new Error('This is no person.');
	return actor;
}

/** A PDF as small as one can be. */
export const PDF = Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n');
