import { createServer, type IncomingMessage, type Server } from 'node:http';
import { sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Actor } from '#lib/server/accounts/actor.ts';
import type { DockingRow } from '#lib/server/docking/queries.ts';
import { asActor, operator } from '#lib/server/platform/acting.ts';
import type { RoomsContext } from '#lib/server/rooms/context.ts';
import { translateByMachine } from '#lib/server/rooms/messages/translate-message.ts';
import { viewThread } from '#lib/server/rooms/messages/view-thread.ts';
import { libreTranslate } from '#lib/server/translation/libre-translate.ts';
import { readTranslationConfiguration } from '#lib/server/translation/translation-configuration.ts';
import { createRoomsNetwork, type RoomsNetwork } from './rooms-network.ts';

/** What the service on this machine was asked, and how it is to answer the next request. */
interface Asked {
	q: string;
	source: string;
	target: string;
	format: string;
	api_key?: string;
}
let asked: Asked[] = [];
interface Said {
	status?: number;
	body: string;
	after?: number;
}
let answers: ((body: Asked) => Said)[] = [];
let server: Server;
let url: string;
let network: RoomsNetwork;

beforeAll(async () => {
	server = createServer((request, response) => {
		void bodyOf(request).then((text) => {
			if (request.url === '/languages') return response.end(JSON.stringify([{ code: 'en', name: 'English', targets: ['zh-Hans', 'vi'] }, { code: 'zh-Hans', name: 'Chinese', targets: ['en'] }, { code: 'vi', name: 'Vietnamese', targets: ['en'] }]));
			const body = JSON.parse(text) as Asked;
			asked.push(body);
			const echo = (each: Asked): Said => ({ body: JSON.stringify({ translatedText: `[${each.target}] ${each.q}` }) });
			const { status = 200, body: said, after = 0 } = (answers.shift() ?? echo)(body);
			setTimeout(() => response.writeHead(status, { 'content-type': 'application/json' }).end(said), after);
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	url = `http://127.0.0.1:${(server.address() as { port: number }).port}`;
	network = await createRoomsNetwork();
});
afterAll(async () => {
	server.closeAllConnections();
	server.close();
	await network.close();
});
afterEach(() => {
	asked = [];
	answers = [];
});

async function bodyOf(request: IncomingMessage): Promise<string> {
	const parts: Buffer[] = [];
	for await (const part of request) parts.push(part as Buffer);
	return Buffer.concat(parts).toString();
}

const refused = (code: string) => expect.objectContaining({ code });
const service = (trusted = false, more: { timeout?: number; key?: string } = {}) => libreTranslate({ url, trusted, ...more });
const withService = (trusted = false): RoomsContext => ({ ...network.rooms, translation: service(trusted) });
const view = async (actor: Actor, docking: DockingRow, threadId: string, context = withService()) => viewThread(context, actor, { reference: docking.reference, threadId, language: 'en' });
async function chinese(): Promise<{ docking: DockingRow; threadId: string; messageId: number }> {
	const docking = await network.room();
	const threadId = await network.say(network.stranger, docking.reference, '我们可以在三周内交货。', 'zh');
	return { docking, threadId, messageId: (await view(network.editor, docking, threadId)).messages[0]!.id };
}
const becomeConfidential = (docking: DockingRow) => asActor(network.database.db, operator('test'), (tx) => tx.execute(sql`update docking set state = 'confidential', furthest = 'confidential' where id = ${docking.id}`));

describe('a machine’s translation', () => {
	test('stands beside the original with its engine and day, is made once, and serves both readers', async () => {
		const { docking, threadId, messageId } = await chinese();
		expect((await view(network.editor, docking, threadId)).machine).toEqual({ zh: 'offered' });
		const ask = (actor: Actor) => translateByMachine(withService(), actor, { reference: docking.reference, messageId, to: 'en' });
		await ask(network.editor);
		await ask(network.officer);
		expect(asked).toEqual([{ q: '我们可以在三周内交货。', source: 'zh-Hans', target: 'en', format: 'text' }]);
		const [message] = (await view(network.officer, docking, threadId)).messages;
		expect(message).toMatchObject({
			text: '我们可以在三周内交货。',
			language: 'zh',
			translations: [{ text: '[en] 我们可以在三周内交货。', provenance: 'machine-translation', engine: `LibreTranslate (${new URL(url).host})`, called: '', at: network.clock.now }],
		});
	});

	test('is asked for by nobody who is not in the room', async () => {
		const { docking, messageId } = await chinese();
		for (const actor of [network.owner, network.secretariat, network.visitor]) await expect(translateByMachine(withService(), actor, { reference: docking.reference, messageId, to: 'en' })).rejects.toEqual(refused('not_found'));
		const other = await network.room();
		await expect(translateByMachine(withService(), network.editor, { reference: other.reference, messageId, to: 'en' })).rejects.toEqual(refused('not_found'));
		expect(asked).toEqual([]);
	});

	test('of a confidential room is asked for only from a service that is trusted with that, also after the docking was stopped', async () => {
		const { docking, threadId, messageId } = await chinese();
		await becomeConfidential(docking);
		expect((await view(network.editor, docking, threadId)).machine).toEqual({ zh: 'confidential' });
		await expect(translateByMachine(withService(false), network.editor, { reference: docking.reference, messageId, to: 'en' })).rejects.toEqual(refused('forbidden'));
		await asActor(network.database.db, operator('test'), (tx) => tx.execute(sql`update docking set state = 'stopped', stopped_from = 'confidential', stop_reason = 'price', ball = 'none' where id = ${docking.id}`));
		await expect(translateByMachine(withService(false), network.editor, { reference: docking.reference, messageId, to: 'en' })).rejects.toEqual(refused('forbidden'));
		expect(asked).toEqual([]);
		expect((await view(network.editor, docking, threadId, withService(true))).machine).toEqual({ zh: 'offered' });
		await translateByMachine(withService(true), network.editor, { reference: docking.reference, messageId, to: 'en' });
		expect(asked).toHaveLength(1);
	});

	test('that fails leaves the original and nothing else, and may be asked for again', async () => {
		const { docking, threadId, messageId } = await chinese();
		const ask = () => translateByMachine(withService(), network.editor, { reference: docking.reference, messageId, to: 'en' });
		for (const answer of [{ status: 500, body: 'QUOTES 交货' }, { status: 429, body: '{}' }, { body: 'no JSON' }, { body: '{"translatedText": ""}' }, { body: JSON.stringify({ translatedText: 'x'.repeat(300_000) }) }]) {
			answers.push(() => answer);
			await expect(ask()).rejects.toEqual(refused('unavailable'));
		}
		expect((await view(network.editor, docking, threadId)).messages[0]!.translations).toEqual([]);
		await ask();
		expect((await view(network.editor, docking, threadId)).messages[0]!.translations).toHaveLength(1);
	});

	test('is not offered where there is no service, or none for these languages', async () => {
		const { docking, threadId, messageId } = await chinese();
		expect((await view(network.editor, docking, threadId, network.rooms)).machine).toEqual({ zh: 'none' });
		await expect(translateByMachine(network.rooms, network.editor, { reference: docking.reference, messageId, to: 'en' })).rejects.toEqual(refused('conflict'));
		await expect(translateByMachine(withService(), network.editor, { reference: docking.reference, messageId, to: 'vi' })).rejects.toEqual(refused('conflict'));
		expect((await viewThread(withService(), network.editor, { reference: docking.reference, threadId, language: 'vi' })).machine).toEqual({ zh: 'none' });
	});
});

describe('the service', () => {
	test('knows languages by its own names, sends the key, and gives up in time', async () => {
		expect([await service().translates('zh', 'en'), await service().translates('en', 'zh'), await service().translates('lo', 'en'), await service().translates('en', 'en')]).toEqual([true, true, false, false]);
		await service(false, { key: 'secret' }).translate('Hello', 'en', 'zh');
		expect(asked[0]).toEqual({ q: 'Hello', source: 'en', target: 'zh-Hans', format: 'text', api_key: 'secret' });
		answers.push(() => ({ body: JSON.stringify({ translatedText: 'late' }), after: 400 }));
		const slow = service(false, { timeout: 300 });
		await slow.translates('en', 'zh');
		await expect(slow.translate('Hello', 'en', 'zh')).rejects.toMatchObject({ name: 'TranslationError', transient: true });
		await expect(libreTranslate({ url: 'http://127.0.0.1:1', trusted: false }).translate('Hello', 'en', 'zh')).rejects.toMatchObject({ transient: true });
	});

	test('that does not say its languages is offered for all, and holds no page up', async () => {
		const silent = createServer(() => undefined);
		await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
		const mute = libreTranslate({ url: `http://127.0.0.1:${(silent.address() as { port: number }).port}`, trusted: false, timeout: 50 });
		const { docking, threadId } = await chinese();
		expect((await view(network.editor, docking, threadId, { ...network.rooms, translation: mute })).machine).toEqual({ zh: 'offered' });
		await expect(mute.translate('你好', 'zh', 'en')).rejects.toMatchObject({ transient: true });
		silent.closeAllConnections();
		silent.close();
	});

	test('is set by the environment, untrusted unless the operator says so', () => {
		expect(readTranslationConfiguration({})).toBeUndefined();
		expect(readTranslationConfiguration({ MITRA_TRANSLATION_URL: 'http://127.0.0.1:5000/translate' })).toEqual({ url: 'http://127.0.0.1:5000', trusted: false });
		expect(readTranslationConfiguration({ MITRA_TRANSLATION_URL: 'https://mt.example/', MITRA_TRANSLATION_CONFIDENTIAL: 'yes', MITRA_TRANSLATION_KEY: 'k', MITRA_TRANSLATION_ENGINE: 'House MT' })).toEqual({ url: 'https://mt.example', trusted: true, key: 'k', engine: 'House MT' });
		expect(() => readTranslationConfiguration({ MITRA_TRANSLATION_URL: 'mt.example:secret' })).toThrow(/MITRA_TRANSLATION_URL/);
		expect(() => readTranslationConfiguration({ MITRA_TRANSLATION_URL: 'http://mt.example', MITRA_TRANSLATION_CONFIDENTIAL: 'sometimes' })).toThrow(/MITRA_TRANSLATION_CONFIDENTIAL/);
	});
});
