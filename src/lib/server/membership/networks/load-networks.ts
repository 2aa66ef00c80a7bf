import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inTransaction, type Database } from '#lib/server/platform/database.ts';
import { putEvent, putNetwork, type NetworkRow } from './queries.ts';

type NetworkFile = (NetworkRow & { events?: string[] })[];

/**
 * Puts the alliances and thematic networks that the documents name (data/network/networks.json) into the database. It may run
 * again: what changed in the file is brought up to date, nothing is doubled.
 */
export async function loadNetworks(db: Database, folder: string): Promise<void> {
	const networks = JSON.parse(await readFile(join(folder, 'networks.json'), 'utf8')) as NetworkFile;
	await inTransaction(db, async (tx) => {
		for (const { events, ...network } of networks) {
			await putNetwork(tx, network);
			for (const event of events ?? []) await putEvent(tx, network.id, event);
		}
	});
}
