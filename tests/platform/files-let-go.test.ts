import { setTimeout as wait } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { removeFilesLetGo, removeUnusedFiles, withStoredFile } from '#lib/server/platform/kept-file.ts';
import type { FileStore } from '#lib/server/platform/files.ts';
import { saveQuestion } from '#lib/server/registration/change-frame.ts';
import { eraseStays } from '#lib/server/registration/retention/erase-stays.ts';
import { formOf } from '../events/events-network.ts';
import { createRegistrationNetwork, type RegistrationNetwork } from '../registration/registration-network.ts';

let network: RegistrationNetwork;
beforeAll(async () => {
	network = await createRegistrationNetwork();
});
afterAll(() => network.close());

const letGo = async () => (await network.database.db.execute<{ digest: string }>(sql`select digest from file_let_go order by digest`)).rows.map(({ digest }) => digest);
/** A disk that refuses: as far as the database knows, the process died before it came to the files. */
const refuses = (files: FileStore): FileStore => ({ ...files, remove: () => Promise.reject(new Error('The disk refuses.')) });

/** An event with a file among the answers of somebody; the file's digest. */
async function answeredWith(name: string, bytes: string): Promise<string> {
	const eventId = await network.open(name, { approval: null, keep_days: '10' });
	await saveQuestion(network.registration, network.officer, { eventId, form: formOf({ kind: 'file', label_en: 'Your paper' }) });
	const [question] = await network.questions(eventId);
	await network.comes(eventId, network.owner, { [`q_${question!.id}`]: new File([`%PDF-1.7\n${bytes}`], 'paper.pdf') });
	const { rows } = await network.database.asOwner((client) => client.query<{ sha256: string }>('select sha256 from event_answer where event_id = $1', [eventId]));
	return rows[0]!.sha256;
}

test('a file of which the rows were erased, and that stayed on the disk because the process died, is removed by the next round', async () => {
	const sha256 = await answeredWith('Died between', 'between');
	network.events.now = new Date('2027-04-20T12:00:00Z');
	const { files } = network.events;
	await expect(eraseStays({ ...network.registration, files: refuses(files) })).rejects.toThrow('The disk refuses.');
	expect(await files.has(sha256)).toBe(true);
	expect(await letGo()).toEqual([sha256]);
	const stores = { db: network.database.db, files };
	// The disk refuses still: nothing is forgotten.
	await removeFilesLetGo({ ...stores, files: refuses(files) });
	expect(await letGo()).toEqual([sha256]);
	await removeFilesLetGo(stores);
	expect(await files.has(sha256)).toBe(false);
	expect(await letGo()).toEqual([]);
});

test('a file that another row has too stays, and goes with the last of them', async () => {
	network.events.now = new Date('2026-11-21T12:00:00Z');
	const sha256 = await answeredWith('One', 'the same');
	expect(await answeredWith('Other', 'the same')).toBe(sha256);
	const { files } = network.events;
	const stores = { db: network.database.db, files };
	const deleteAnswers = (name: string) => network.database.asOwner((client) => client.query(`delete from event_answer using event e where e.id = event_id and e.names::text like $1`, [`%"${name}"%`]));
	await deleteAnswers('One');
	expect(await letGo()).toEqual([sha256]);
	await removeFilesLetGo(stores);
	expect([await files.has(sha256), await letGo()]).toEqual([true, []]);
	await deleteAnswers('Other');
	await removeFilesLetGo(stores);
	expect([await files.has(sha256), await letGo()]).toEqual([false, []]);
});

test('every table with files says which it let go of', async () => {
	const { rows } = await network.database.db.execute<{ name: string }>(sql`
		select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid
		where c.relkind = 'r' and c.relnamespace = current_schema()::regnamespace and a.attname = 'sha256' and not a.attisdropped and c.relname <> 'schema_migration'
			and (select count(*) from pg_trigger t join pg_proc p on p.oid = t.tgfoid where t.tgrelid = c.oid and p.proname = 'mitra_let_go_of_file') <> 2`);
	expect(rows).toEqual([]);
});

describe('a file that is put down while others let go of the same bytes', () => {
	const LIMITS = { kinds: ['pdf'] as const, maxBytes: 1000 };
	const stores = (files = network.events.files) => ({ db: network.database.db, files });
	const bytes = (words: string) => Buffer.from(`%PDF-1.7\n${words}`);

	test('is not taken away before its row is there', async () => {
		const sha256 = await answeredWith('Let go meanwhile', 'meanwhile');
		await withStoredFile(stores(), bytes('meanwhile'), LIMITS, async (stored) => {
			expect(stored.sha256).toBe(sha256);
			await network.database.asOwner((client) => client.query('delete from event_answer where sha256 = $1', [sha256]));
			await removeFilesLetGo(stores());
			expect(await network.events.files.has(sha256)).toBe(true);
		});
		// Nothing was written down of it after all.
		await removeUnusedFiles(stores(), [sha256]);
		expect(await network.events.files.has(sha256)).toBe(false);
	});

	test('waits for whoever is taking them away at this moment', async () => {
		const { files } = network.events;
		const { sha256 } = await files.put(bytes('at this moment'), LIMITS);
		const [asked, goOn] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
		const slow: FileStore = { ...files, remove: async (digest) => (asked.resolve(), await goOn.promise, files.remove(digest)) };
		const removed = removeUnusedFiles(stores(slow), [sha256]);
		await asked.promise;
		const kept = withStoredFile(stores(), bytes('at this moment'), LIMITS, async () => (await removed, files.has(sha256)));
		await wait(200);
		goOn.resolve();
		expect(await kept).toBe(true);
	});

	test('and comes into no row because the process died is removed a day later', async () => {
		const { files } = network.events;
		const sha256 = await new Promise<string>((started) => void withStoredFile(stores(), bytes('died'), LIMITS, async (stored) => (started(stored.sha256), new Promise(() => {}))));
		await removeFilesLetGo(stores());
		expect(await files.has(sha256)).toBe(true);
		await network.database.asOwner((client) => client.query(`update file_put_down set since = since - interval '25 hours'`));
		await removeFilesLetGo(stores());
		expect(await files.has(sha256)).toBe(false);
	});
});
