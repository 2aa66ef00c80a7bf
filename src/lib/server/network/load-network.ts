import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { eq, gt, sql } from 'drizzle-orm';
import { eventOrganiser } from '#lib/server/events/tables.ts';
import { loadCentreFacts } from '#lib/server/centres/load-centres.ts';
import { asActor, operator } from '#lib/server/platform/acting.ts';
import { inTransaction, type Database } from '#lib/server/platform/database.ts';
import { loadNetworks } from '#lib/server/membership/networks/load-networks.ts';
import { centre, cooperationCase, counterpartAgency, country, event } from './tables.ts';

type CentreFile = (Omit<typeof centre.$inferInsert, never> & {
	agencies: { role: 'guiding' | 'implementing' | 'funding' | 'operating'; names: (typeof centre.$inferInsert)['names']; source: string }[];
})[];

/** An event with who organised it, as a document states it. */
type EventFile = (typeof event.$inferInsert & { organisers?: Pick<typeof eventOrganiser.$inferInsert, 'role' | 'centreId' | 'names'>[] })[];

async function readJson<T>(folder: string, name: string): Promise<T> {
	return JSON.parse(await readFile(join(folder, name), 'utf8')) as T;
}

/**
 * Puts the network as the documents state it (data/network) into the database: countries, centres with their counterpart
 * agencies, forums and cases, alliances and thematic networks. It may run again: what changed in the files is brought up to date, nothing is doubled.
 */
export async function loadNetwork(db: Database, options: { folder: string; samples: boolean }): Promise<void> {
	const { folder } = options;
	const countries = await readJson<(typeof country.$inferInsert)[]>(folder, 'countries.json');
	const centres = await readJson<CentreFile>(folder, 'centres.json');
	const events = await readJson<EventFile>(folder, 'events.json');
	const cases = await readJson<(typeof cooperationCase.$inferInsert)[]>(folder, 'cases.json');
	await inTransaction(db, async (tx) => {
		for (const row of countries)
			await tx.insert(country).values(row).onConflictDoUpdate({ target: country.code, set: row });
		// What a centre's officers have written stays.
		const edited = new Set((await tx.select({ id: centre.id }).from(centre).where(gt(centre.version, 1))).map(({ id }) => id));
		for (const { agencies, ...row } of centres) {
			if (edited.has(row.id)) continue;
			await tx.insert(centre).values(row).onConflictDoUpdate({ target: centre.id, set: row });
			await tx.delete(counterpartAgency).where(eq(counterpartAgency.centreId, row.id));
			if (agencies.length > 0)
				await tx
					.insert(counterpartAgency)
					.values(agencies.map((agency, position) => ({ ...agency, position, centreId: row.id })));
		}
		await asActor(tx, operator('network'), async () => {
			// What organisers have written stays.
			const written = new Set((await tx.select({ id: event.id }).from(event).where(gt(event.version, 1))).map(({ id }) => id));
			for (const { organisers = [], ...row } of events) {
				if (written.has(row.id) || (row.isSample && !options.samples)) continue;
				await tx.insert(event).values(row).onConflictDoUpdate({ target: event.id, set: row });
				await tx.delete(eventOrganiser).where(eq(eventOrganiser.eventId, row.id));
				if (organisers.length > 0) await tx.insert(eventOrganiser).values(organisers.map((each, position) => ({ ...each, position, eventId: row.id })));
			}
		});
		for (const row of cases)
			await tx.insert(cooperationCase).values(row).onConflictDoUpdate({ target: cooperationCase.id, set: row });
	});
	await loadCentreFacts(db, folder);
	await loadNetworks(db, folder);
}

/** Whether the network has been loaded before. */
export async function hasNetwork(db: Database): Promise<boolean> {
	const rows = await db.select({ one: sql`1` }).from(centre).limit(1);
	return rows.length > 0;
}
