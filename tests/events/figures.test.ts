import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { EVENT_LIMITS } from '#lib/events/vocabulary.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { saveFigure, takeCounted, viewCounted } from '#lib/server/events/figures/change-figures.ts';
import { loadNetwork } from '#lib/server/network/load-network.ts';
import { viewEvent } from '#lib/server/events/view-event.ts';
import { asActor, operator } from '#lib/server/platform/acting.ts';
import { decide } from '#lib/server/registration/decide.ts';
import { eventScan } from '#lib/server/registration/tables.ts';
import { createRegistrationNetwork, type RegistrationNetwork } from '../registration/registration-network.ts';
import { actions } from '../../src/routes/desk/events/[id]/+page.server.ts';
import { formOf, sendForm } from './events-network.ts';

let network: RegistrationNetwork;
beforeAll(async () => {
	network = await createRegistrationNetwork();
});
afterAll(() => network.close());

const state = async (eventId: string, fields: Record<string, string>, actor: Actor = network.officer) => saveFigure(network.events, actor, { eventId, expected: await network.version(eventId), form: formOf({ label_en: 'Projects', value: '186', ...fields }) });
const facts = async (eventId: string) => (await viewEvent(network.events, network.visitor, eventId)).event.facts;

test('organisers state figures in the languages of the event, with a source, and change and take them off; nobody else does', async () => {
	const id = await network.open('Figures');
	for (const actor of [network.visitor, network.owner, network.thaiOfficer, network.authority]) {
		await expect(state(id, {}, actor)).rejects.toMatchObject({ code: 'forbidden' });
		await expect(takeCounted(network.events, actor, { eventId: id })).rejects.toMatchObject({ code: 'forbidden' });
		await expect(viewCounted(network.events, actor, id)).rejects.toMatchObject({ code: 'not_found' });
	}
	await expect(state(id, { label_en: '' })).rejects.toMatchObject({ field: 'label_en', detail: { code: 'required' } });
	await expect(state(id, { value: '' })).rejects.toMatchObject({ field: 'value', detail: { code: 'required' } });
	await expect(state(id, { value: '9'.repeat(EVENT_LIMITS.figureValue + 1) })).rejects.toMatchObject({ field: 'value' });
	const full = formOf({ as: 'figure', label_en: 'Projects', value: '9'.repeat(EVENT_LIMITS.figureValue + 1), source: 'Report', version: String(await network.version(id)) });
	expect(await sendForm(network.events, network.officer, actions['figure'], { id }, full)).toMatchObject({ status: 422, data: { problems: [{ field: 'value', code: 'too_long', limit: EVENT_LIMITS.figureValue }], typed: { as: ['figure'], label_en: ['Projects'], source: ['Report'] } } });
	await state(id, { label_zh: '展示项目', source: 'Report of the exhibition' });
	await state(id, { label_en: 'Delegates', value: '1000+' });
	expect(await facts(id)).toMatchObject([{ label: [{ language: 'en', text: 'Projects' }, { language: 'zh', text: '展示项目' }], value: '186', source: 'Report of the exhibition' }, { value: '1000+' }]);
	await state(id, { id: '1', label_en: 'Delegates', value: '1,042' });
	await state(id, { id: '0', remove: 'yes' });
	expect((await facts(id)).map(({ value }) => value)).toEqual(['1,042']);
	await expect(state(id, { id: '7' })).rejects.toMatchObject({ code: 'not_found' });
	await expect(saveFigure(network.events, network.officer, { eventId: id, expected: 1, form: formOf({ id: '0', label_en: 'x', value: '1' }) })).rejects.toMatchObject({ code: 'conflict' });
	expect(await network.audited('event.remove-figure', id)).toHaveLength(1);
	for (let there = 1; there < EVENT_LIMITS.figures; there++) await state(id, {});
	await expect(state(id, {})).rejects.toMatchObject({ field: 'value', detail: { code: 'too_many', limit: EVENT_LIMITS.figures } });
});

test('what is counted here is taken over in one press with the day, again in its place, and is stated by organisers once they change it', async () => {
	const id = await network.open('Counted', { approval: 'yes' });
	expect(await viewCounted(network.events, network.officer, id)).toEqual([]);
	for (const actor of [network.owner, network.editor, network.stranger]) await network.comes(id, actor);
	const people = [await network.idOf(id, network.owner), await network.idOf(id, network.editor)];
	const approve = (ids: readonly string[]) => decide(network.registration, network.officer, { eventId: id, chosen: { ids }, approve: true, reason: '', beyond: false });
	await approve(people);
	const at = network.events.now;
	const scan = { eventId: id, registrationId: people[0]!, door: 'North', result: 'in' as const, scannedAt: at, receivedAt: at };
	await asActor(network.database.db, operator('test'), (tx) => tx.insert(eventScan).values(['2027-03-15', '2027-03-16'].map((day) => ({ ...scan, id: crypto.randomUUID(), day }))));
	expect((await viewCounted(network.events, network.officer, id)).map(({ what, value }) => [what, value])).toEqual([['approved', '2'], ['checked-in', '1']]);
	await state(id, {});
	await takeCounted(network.events, network.officer, { eventId: id });
	const taken = await facts(id);
	expect(taken.map(({ value, counted }) => [value, counted?.what, counted?.on])).toEqual([['186', undefined, undefined], ['2', 'approved', '2026-11-21'], ['1', 'checked-in', '2026-11-21']]);
	expect(taken[1]!.label.map(({ language, text }) => [language, text])).toEqual([['en', 'Registered participants'], ['zh', '报名参会者']]);

	await state(id, { id: '1', label_en: 'Delegates of all countries', value: '2' });
	await state(id, { id: '2', label_en: 'Came', value: 'about 40' });
	await approve([await network.idOf(id, network.stranger)]);
	await takeCounted(network.events, network.officer, { eventId: id });
	expect((await facts(id)).map(({ label, value, counted }) => [label[0]!.text, value, counted?.what])).toEqual([['Projects', '186', undefined], ['Delegates of all countries', '3', 'approved'], ['Came', 'about 40', undefined], ['Participants on site', '1', 'checked-in']]);
});

test('a forum of the archive keeps what organisers state of it when its files are loaded again', async () => {
	const { db } = network.database;
	await loadNetwork(db, { folder: 'data/network', samples: false });
	const before = await facts('forum-1');
	await saveFigure(network.events, network.secretariat, { eventId: 'forum-1', expected: 1, form: formOf({ id: '0', label_en: 'Representatives', value: '1100' }) });
	await loadNetwork(db, { folder: 'data/network', samples: false });
	expect((await facts('forum-1')).map(({ value }) => value)).toEqual(['1100', ...before.slice(1).map(({ value }) => value)]);
	expect((await db.execute(sql`select 1 from event where id = 'forum-1' and version > 1`)).rowCount).toBe(1);
});
