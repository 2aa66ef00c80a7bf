import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inTransaction } from '#lib/server/platform/database.ts';
import { startJobs, task, taskKey, type Jobs } from '#lib/server/platform/jobs.ts';
import { findMail, listMails, mailTask, NO_ADDRESS, sendMail, type StoredMail } from '#lib/server/platform/mail.ts';
import { createTestDatabase, type TestDatabase } from '../database.ts';
import { eventually } from './eventually.ts';

let database: TestDatabase;
let jobs: Jobs;
const done: string[] = [];
const delivered: StoredMail[] = [];
let failuresLeft = 0;
const note = taskKey<{ text: string }>('test.note');
const shaky = taskKey<{ text: string }>('test.shaky');
const later = taskKey<{ text: string }>('test.later');

beforeAll(async () => {
	database = await createTestDatabase();
	const postman = async (mail: StoredMail) => {
		if (mail.to.startsWith('refused@')) throw Object.assign(new Error('550 no such user'), { responseCode: 550 });
		delivered.push(mail);
	};
	jobs = await startJobs(database.url, [
		task(note, async ({ text }) => void done.push(text)),
		task(later, async ({ text }) => void done.push(text)),
		task(
			shaky,
			async ({ text }) => {
				if (failuresLeft-- > 0) throw new Error('not yet');
				done.push(text);
			},
			{ retries: 3, retryDelaySeconds: 1 },
		),
		mailTask(database.db, postman, () => new Date('2026-01-02T03:04:05Z')),
	]);
});

afterAll(async () => {
	await jobs?.stop(2000);
	await database?.close();
});

describe('jobs', () => {
	test('a job enqueued in a transaction runs when that commits, and never when it rolls back', async () => {
		const rolledBack = inTransaction(database.db, async (transaction) => {
			await jobs.enqueue(note, { text: 'rolled back' }, { transaction });
			throw new Error('changed my mind');
		});
		await expect(rolledBack).rejects.toThrow('changed my mind');
		await inTransaction(database.db, (transaction) => jobs.enqueue(note, { text: 'committed' }, { transaction }));
		await eventually(() => done.includes('committed'));
		expect(done).not.toContain('rolled back');
	});

	test('two jobs of one key do not wait beside each other, jobs without a key do', async () => {
		const startAfter = 3600;
		expect(await jobs.enqueue(later, { text: 'a' }, { startAfter, singletonKey: 'listing-1' })).not.toBeNull();
		expect(await jobs.enqueue(later, { text: 'b' }, { startAfter, singletonKey: 'listing-1' })).toBeNull();
		expect(await jobs.enqueue(later, { text: 'c' }, { startAfter, singletonKey: 'listing-2' })).not.toBeNull();
		expect(await jobs.enqueue(later, { text: 'd' }, { startAfter })).not.toBeNull();
		expect(await jobs.enqueue(later, { text: 'e' }, { startAfter })).not.toBeNull();
	});

	test('a job that fails is tried again', async () => {
		failuresLeft = 1;
		await jobs.enqueue(shaky, { text: 'second attempt' });
		await eventually(() => done.includes('second attempt'));
		expect(failuresLeft).toBe(-1);
	});
});

describe('mail', () => {
	const letter = { to: 'someone@example.org', language: 'lo', subject: 'ສະບາຍດີ\r\nBcc: all@example.org', text: 'text' };

	test('a mail is stored and delivered once, its subject on one line', async () => {
		const id = (await inTransaction(database.db, (transaction) => sendMail(transaction, jobs, letter)))!;
		await eventually(async () => (await findMail(database.db, id))?.sentAt != null);
		const mail = await findMail(database.db, id);
		expect(mail).toMatchObject({ attempts: 1, failure: null, subject: 'ສະບາຍດີ Bcc: all@example.org' });
		expect(mail?.sentAt).toEqual(new Date('2026-01-02T03:04:05Z'));
		expect(delivered.filter((one) => one.id === id)).toHaveLength(1);
		expect((await listMails(database.db, { limit: 1 }))[0]?.id).toBe(id);
	});

	test('no mail is stored for whoever has no address', async () => {
		expect(await inTransaction(database.db, (transaction) => sendMail(transaction, jobs, { ...letter, to: `somebody${NO_ADDRESS}` }))).toBeUndefined();
	});

	test('a mail that the server refuses for good is given up with the reason', async () => {
		const refused = { ...letter, to: 'refused@example.org' };
		const id = (await inTransaction(database.db, (transaction) => sendMail(transaction, jobs, refused)))!;
		await eventually(async () => (await findMail(database.db, id))?.failedAt != null);
		expect(await findMail(database.db, id)).toMatchObject({ attempts: 1, failure: '550 no such user', sentAt: null });
	});

	test('an address with a second recipient in it is refused', async () => {
		const twoInOne = { ...letter, to: 'a@example.org,b@example.org' };
		const sending = inTransaction(database.db, (transaction) => sendMail(transaction, jobs, twoInOne));
		await expect(sending).rejects.toMatchObject({ code: 'invalid_input', field: 'to' });
	});
});
