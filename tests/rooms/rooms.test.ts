import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { databaseErrorCode } from '#lib/server/platform/database.ts';
import { asActor, operator } from '#lib/server/platform/acting.ts';
import { TASK_STATES } from '#lib/rooms/vocabulary.ts';
import { insertMessage, insertSummary, threadById } from '#lib/server/rooms/messages/queries.ts';
import { viewThread } from '#lib/server/rooms/messages/view-thread.ts';
import { wordList } from '#lib/server/rooms/messages/word-list.ts';
import { writeMessage } from '#lib/server/rooms/messages/write-message.ts';
import { translateByHand } from '#lib/server/rooms/messages/translate-message.ts';
import { addTask, changeTask } from '#lib/server/rooms/to-do/change-task.ts';
import { remindOfTasks } from '#lib/server/rooms/to-do/remind.ts';
import { nextTaskState, TASK_EVENTS } from '#lib/server/rooms/to-do/to-do.ts';
import { viewRoom } from '#lib/server/rooms/view-room.ts';
import { writeSummary } from '#lib/server/rooms/write-summary.ts';
import { createRoomsNetwork, type RoomsNetwork } from './rooms-network.ts';

let network: RoomsNetwork;
beforeAll(async () => void (network = await createRoomsNetwork()));
afterAll(() => network.close());

const refused = (code: string) => expect.objectContaining({ code });
const idOf = (actor: Actor) => (actor.kind === 'member' ? actor.userId : '');
const view = (actor: Actor, reference: string, threadId: string, more: { before?: number; at?: number; words?: number; language?: 'en' | 'zh' | 'vi' } = {}) => viewThread(network.rooms, actor, { reference, threadId, language: 'en', ...more });
const room = (actor: Actor, reference: string) => viewRoom(network.rooms, actor, { reference, language: 'en' });
const answer = (actor: Actor, reference: string, threadId: string, text: string, answers: number | null = null) => writeMessage(network.rooms, actor, { reference, threadId, message: { text, language: 'en', answers } });
/** Everybody who has no business in the docking of the institute's editor and the company's owner. */
const outsiders = () => [network.owner, network.reader, network.reviewer, network.authority, network.secretariat, network.visitor];

describe('a conversation', () => {
	test('is between both sides and their advisers; each message stands as it was written, with what it answers', async () => {
		const { reference } = await network.room();
		const threadId = await network.say(network.stranger, reference, '我们可以在三周内交货，价格包括滴灌设备的安装。', 'zh', '交货期');
		const first = (await view(network.editor, reference, threadId)).messages[0]!;
		await answer(network.editor, reference, threadId, 'Three weeks suit us.', first.id);
		await answer(network.officer, reference, threadId, 'The centre of Laos will send somebody.');
		await answer(network.thaiOfficer, reference, threadId, 'So will ours.');
		const seen = await view(network.stranger, reference, threadId);
		expect(seen.messages.map(({ side, language, own }) => [side, language, own])).toEqual([['seeking', 'zh', true], ['offering', 'en', false], ['officers', 'en', false], ['officers', 'en', false]]);
		expect(seen.messages[1]!.answers).toMatchObject({ id: first.id, beginning: expect.stringContaining('三周') as string, language: 'zh' });
		// Terms of the thesaurus are marked where they stand, with the reader's label.
		const marked = seen.messages[0]!.terms.map(({ start, end, label }) => [seen.messages[0]!.text.slice(start, end), label]);
		expect(marked).toContainEqual(['滴灌', expect.stringMatching(/drip irrigation/i) as string]);
	});

	test('nobody else reads it or writes in it, and none of them learns that it is there', async () => {
		const { reference } = await network.room();
		const threadId = await network.say(network.editor, reference, 'Our price is confidential.');
		expect((await view(network.stranger, reference, threadId)).messages).toHaveLength(1);
		for (const actor of outsiders()) {
			await expect(view(actor, reference, threadId)).rejects.toEqual(refused('not_found'));
			await expect(room(actor, reference)).rejects.toEqual(refused('not_found'));
			await expect(answer(actor, reference, threadId, 'Let me in.')).rejects.toEqual(refused('not_found'));
		}
		await expect(view(network.stranger, 'D-2026-9999', threadId)).rejects.toEqual(refused('not_found'));
		const other = await network.room();
		await expect(view(network.editor, other.reference, threadId)).rejects.toEqual(refused('not_found'));
		await expect(answer(network.editor, other.reference, threadId, 'Wrong room.')).rejects.toEqual(refused('not_found'));
	});

	test('who only reads for the organisation only reads here, and nobody writes once the docking is stopped', async () => {
		const docking = await network.room({ offering: [network.editor, network.reader] });
		const threadId = await network.say(network.editor, docking.reference, 'Good day.');
		expect((await view(network.reader, docking.reference, threadId)).may.write).toBe(false);
		await expect(answer(network.reader, docking.reference, threadId, 'Hello.')).rejects.toEqual(refused('forbidden'));
		await asActor(network.database.db, operator('test'), (tx) => tx.execute(sql`update docking set state = 'stopped', stopped_from = 'introduced', stop_reason = 'price', ball = 'none' where id = ${docking.id}`));
		await expect(answer(network.stranger, docking.reference, threadId, 'Wait!')).rejects.toEqual(refused('forbidden'));
		expect((await view(network.stranger, docking.reference, threadId)).messages).toHaveLength(1);
	});

	test('an answer belongs to a message of the same conversation', async () => {
		const { reference } = await network.room();
		const one = await network.say(network.editor, reference, 'One.');
		const two = await network.say(network.editor, reference, 'Two.');
		const [message] = (await view(network.editor, reference, one)).messages;
		await expect(answer(network.stranger, reference, two, 'Mixed up.', message!.id)).rejects.toEqual(refused('not_found'));
	});

	test('is read from its end, page by page, or around a message; what was seen is no longer new', async () => {
		const { reference, id } = await network.room();
		const threadId = await network.say(network.editor, reference, 'Message 0');
		await asActor(network.database.db, operator('test'), async (tx) => {
			for (let number = 1; number < 65; number++) await insertMessage(tx, { dockingId: id, threadId, side: 'offering', authorId: null, called: 'x', language: 'en', text: `Message ${number}`, at: new Date() });
		});
		const texts = async (more: Parameters<typeof view>[3]) => (await view(network.stranger, reference, threadId, more)).messages.map(({ text }) => Number(text.slice(8)));
		expect((await room(network.stranger, reference)).threads[0]).toMatchObject({ messages: 65, unseen: 65 });
		const newest = await view(network.stranger, reference, threadId);
		expect([newest.messages.length, newest.messages.at(-1)!.text, newest.newerFollow]).toEqual([30, 'Message 64', false]);
		expect((await room(network.stranger, reference)).threads[0]!.unseen).toBe(0);
		expect((await room(network.editor, reference)).threads[0]!.unseen).toBe(64);
		const middle = await view(network.stranger, reference, threadId, { before: newest.olderThan! });
		expect([middle.messages[0]!.text, middle.messages.at(-1)!.text, middle.newerFollow]).toEqual(['Message 5', 'Message 34', true]);
		const around = await texts({ at: middle.messages[10]!.id });
		expect([around.length, around.includes(15), around[0]! < 15, around.at(-1)! > 15]).toEqual([30, true, true, true]);
		expect(await texts({ before: middle.olderThan! })).toEqual([0, 1, 2, 3, 4]);
	});

	test('a mail says that there is a message, where, and nothing of it; once an hour', async () => {
		const reader = await network.person('hanoi-buyer', [{ organisationId: network.company, role: 'editor' }], 'zh');
		const { reference } = await network.room({ seeking: [reader] });
		const threadId = await network.say(network.editor, reference, 'CANARYPRICE 12000 USD', 'en', 'CANARYSUBJECT');
		await answer(network.editor, reference, threadId, 'CANARYMORE');
		const mails = (await network.mailsTo(reader)).filter(({ text }) => text.includes('/room'));
		expect(mails).toHaveLength(1);
		expect(mails[0]!.text).toContain(`/zh/docking/${reference}/room`);
		expect(JSON.stringify(await network.mailsTo(reader))).not.toMatch(/CANARY/);
		expect(await network.mailsTo(network.editor)).not.toContainEqual(expect.objectContaining({ text: expect.stringContaining(`${reference}/room`) as string }));
	});
});

describe('the wall in the database', () => {
	test('gives a stranger nothing of a room, whatever is asked', async () => {
		const { reference, id } = await network.room();
		await network.say(network.editor, reference, 'Behind the wall.');
		for (const table of ['room_thread', 'room_message', 'room_text', 'room_seen'])
			for (const actor of outsiders()) expect((await asActor(network.database.db, actor, (tx) => tx.execute(sql.raw(`select * from ${table} where docking_id = '${id}'`)))).rows, table).toEqual([]);
		expect((await network.database.db.execute(sql`select * from room_message`)).rows).toEqual([]);
	});

	test('lets nobody write in another’s name or from another side, change what was said, or summarise who is no adviser', async () => {
		const { reference, id } = await network.room();
		const threadId = await network.say(network.editor, reference, 'My words.');
		const denied = (error: unknown) => databaseErrorCode(error) === '42501';
		const message = { dockingId: id, threadId, called: 'x', language: 'en' as const, text: 'Forged.', at: new Date() };
		const attempt = (actor: Actor, values: { authorId: string; side: 'offering' | 'seeking' | 'officers' }) => asActor(network.database.db, actor, (tx) => insertMessage(tx, { ...message, ...values }));
		await expect(attempt(network.stranger, { authorId: idOf(network.editor), side: 'offering' })).rejects.toSatisfy(denied);
		await expect(attempt(network.stranger, { authorId: idOf(network.stranger), side: 'officers' })).rejects.toSatisfy(denied);
		await expect(attempt(network.reader, { authorId: idOf(network.reader), side: 'offering' })).rejects.toSatisfy(denied);
		await expect(asActor(network.database.db, network.stranger, (tx) => insertSummary(tx, { dockingId: id, language: 'en', text: 'We won.', authorId: idOf(network.stranger), called: 'x', at: new Date() }))).rejects.toSatisfy(denied);
		const changed = await asActor(network.database.db, network.editor, (tx) => tx.execute(sql`update room_message set text = 'Other words.'`));
		expect(changed.rowCount).toBe(0);
		expect((await asActor(network.database.db, network.editor, (tx) => tx.execute(sql`delete from room_message`))).rowCount).toBe(0);
		expect((await view(network.stranger, reference, threadId)).messages[0]!.text).toBe('My words.');
		expect(await asActor(network.database.db, network.editor, (tx) => threadById(tx, id, threadId))).toMatchObject({ messages: 1 });
	});
});

describe('a reading aid', () => {
	test('is a list of the message’s words with words of the reader’s language, terms of the thesaurus first in rank', async () => {
		const { reference } = await network.room();
		const threadId = await network.say(network.stranger, reference, '请签合同。滴灌设备的价格是多少？', 'zh');
		const [message] = (await view(network.editor, reference, threadId)).messages;
		const { words } = await view(network.editor, reference, threadId, { words: message!.id });
		const entry = (text: string) => words!.entries.find((each) => each.text === text);
		expect(words!.messageId).toBe(message!.id);
		expect(entry('滴灌')).toMatchObject({ concept: expect.any(String) as string, meanings: [expect.stringMatching(/drip irrigation/i)] });
		expect(entry('合同')?.meanings[0]).toMatch(/^contract/);
		expect(entry('价格')?.meanings.join(' ')).toMatch(/price/);
		expect(words!.entries.map(({ start }) => start)).toEqual(words!.entries.map(({ start }) => start).sort((a, b) => a - b));
	});

	test('leads from Vietnamese to Chinese without English, and says nothing of what it does not know', () => {
		const list = wordList(network.rooms.reader, 'Xin gửi hợp đồng trong hai tuần.', 'vi', 'zh');
		expect(list.entries.find(({ text }) => text === 'hợp đồng')?.meanings).toContain('合同');
		expect(wordList(network.rooms.reader, '???', 'zh', 'vi').entries).toEqual([]);
		expect(wordList(network.rooms.reader, '12 345', 'en', 'zh').entries).toEqual([]);
	});

	test('a translation by hand stands beside the message with who wrote it, and who only reads cannot add one', async () => {
		const { reference } = await network.room({ offering: [network.editor, network.reader] });
		const threadId = await network.say(network.stranger, reference, 'ราคา 12,000 บาท', 'vi');
		const [message] = (await view(network.editor, reference, threadId)).messages;
		const by = (actor: Actor, text: string, to: 'en' | 'vi' = 'en') => translateByHand(network.rooms, actor, { reference, messageId: message!.id, to, text });
		await by(network.officer, 'The price is 12,000 baht.');
		await expect(by(network.reader, 'Wrong.')).rejects.toEqual(refused('forbidden'));
		await expect(by(network.owner, 'Wrong.')).rejects.toEqual(refused('not_found'));
		await expect(by(network.officer, 'x', 'vi')).rejects.toEqual(refused('conflict'));
		const [seen] = (await view(network.editor, reference, threadId)).messages;
		expect(seen).toMatchObject({ text: 'ราคา 12,000 บาท', translations: [{ provenance: 'human-translation', text: 'The price is 12,000 baht.', called: 'officer', engine: null }] });
		expect((await view(network.editor, reference, threadId, { language: 'zh' })).messages[0]!.translations).toEqual([]);
	});
});

describe('the summary', () => {
	test('is written by advisers, read by both sides, and the earlier ones stay', async () => {
		const { reference } = await network.room();
		const write = (actor: Actor, text: string, language: 'en' | 'zh' = 'en') => writeSummary(network.rooms, actor, { reference, summary: { text, language } });
		await write(network.officer, 'Prices were named.');
		await write(network.thaiOfficer, '已报价。', 'zh');
		await write(network.thaiOfficer, 'Prices were named, delivery is open.');
		for (const actor of [network.editor, network.stranger]) await expect(write(actor, 'We won.')).rejects.toEqual(refused('forbidden'));
		await expect(write(network.secretariat, 'x')).rejects.toEqual(refused('not_found'));
		const seen = await room(network.stranger, reference);
		expect(seen.summary).toMatchObject({ text: 'Prices were named, delivery is open.', called: 'thai-officer' });
		expect(seen.olderSummaries.map(({ text }) => text)).toEqual(['已报价。', 'Prices were named.']);
		expect((await viewRoom(network.rooms, network.stranger, { reference, language: 'zh' })).summary).toMatchObject({ text: '已报价。' });
	});
});

describe('tasks', () => {
	test('follow one another in one place', () => {
		const table = { open: { finish: 'done', drop: 'dropped' }, done: { reopen: 'open' }, dropped: { reopen: 'open' } } as const;
		for (const state of TASK_STATES) for (const event of TASK_EVENTS) expect(nextTaskState(state, event), `${state}, ${event}`).toBe((table[state] as Record<string, string>)[event]);
	});

	test('are given to a side or a person of the room, ticked off by one, and the slower one is told', async () => {
		const { reference } = await network.room();
		const add = (actor: Actor, who: Parameters<typeof addTask>[2]['task']['who'], dueOn: string | null = null) => addTask(network.rooms, actor, { reference, task: { text: 'Send the data sheet', language: 'en', who, dueOn } });
		await add(network.stranger, { side: 'offering' }, '2026-11-30');
		await add(network.officer, { personId: idOf(network.editor) });
		await expect(add(network.stranger, { personId: idOf(network.owner) })).rejects.toMatchObject({ code: 'invalid_input', field: 'who' });
		await expect(add(network.owner, { side: 'offering' })).rejects.toEqual(refused('not_found'));
		const [first, second] = (await room(network.editor, reference)).tasks;
		expect([first, second]).toMatchObject([{ side: 'offering', dueOn: '2026-11-30' }, { side: 'offering', person: 'editor' }]);
		const finish = (actor: Actor, expected: number) => changeTask(network.rooms, actor, { reference, taskId: first!.id, expected, event: 'finish' });
		const answers = await Promise.allSettled([finish(network.editor, first!.version), finish(network.stranger, first!.version)]);
		expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
		expect((await room(network.editor, reference)).endedTasks).toMatchObject([{ state: 'done' }]);
	});

	test('remind whoever has them, once a week, and nobody else', async () => {
		const { reference } = await network.room();
		await addTask(network.rooms, network.stranger, { reference, task: { text: 'Sign', language: 'en', who: { side: 'offering' }, dueOn: '2026-11-22' } });
		await addTask(network.rooms, network.stranger, { reference, task: { text: 'Later', language: 'en', who: { side: 'offering' }, dueOn: '2026-12-30' } });
		const count = async (actor: Actor) => (await network.mailsTo(actor)).filter(({ subject }) => subject.includes(reference)).length;
		const before = { editor: await count(network.editor), stranger: await count(network.stranger) };
		network.clock.now = new Date('2026-11-21T10:00:00Z');
		expect(await remindOfTasks(network.rooms)).toBe(1);
		expect(await remindOfTasks(network.rooms)).toBe(0);
		expect([(await count(network.editor)) - before.editor, (await count(network.stranger)) - before.stranger]).toEqual([1, 0]);
		network.clock.now = new Date('2026-11-29T10:00:00Z');
		expect(await remindOfTasks(network.rooms)).toBeGreaterThanOrEqual(1);
		network.clock.now = new Date('2026-11-21T08:00:00Z');
	});
});
