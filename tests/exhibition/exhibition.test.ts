import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { STANDS_MOST } from '#lib/exhibition/floor-plan.ts';
import { removePlace } from '#lib/server/events/change-places.ts';
import { removeDraft } from '#lib/server/events/save-event.ts';
import { removeHall, saveHall } from '#lib/server/exhibition/arrange-halls.ts';
import { addStands, removeStand } from '#lib/server/exhibition/arrange-stands.ts';
import { findExhibitors } from '#lib/server/exhibition/find-exhibitors.ts';
import { addExhibitor, placeExhibitor, removeExhibitor } from '#lib/server/exhibition/place-exhibitors.ts';
import { saveExhibitor } from '#lib/server/exhibition/save-exhibitor.ts';
import { ownExhibits, viewArrangement, viewExhibition, viewExhibitor, viewExhibitorDesk } from '#lib/server/exhibition/view-exhibition.ts';
import { api } from '#lib/server/api/api.ts';
import { asActor, operator } from '#lib/server/platform/acting.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { formOf } from '../events/events-network.ts';
import { createExhibitionNetwork, type ExhibitionNetwork } from './exhibition-network.ts';

let network: ExhibitionNetwork;
beforeAll(async () => {
	network = await createExhibitionNetwork();
});
afterAll(() => network.close());

const notFound = { code: 'not_found' };
const forbidden = { code: 'forbidden' };
const at = (field: string, code: string) => ({ code: 'invalid_input', field, detail: expect.objectContaining({ code }) });
/** Whoever does not organise an event of Laos. */
const outsiders = () => [network.visitor, network.owner, network.thaiOfficer, network.reviewer, network.authority];

const cardOf = (id: string) => network.cardOf(id);
const offer = (title: string, hidden = false) => network.offer(title, hidden);
const hall = (name: string) => network.hall(name);
const publish = (eventId: string) => network.publish(eventId);
const exhibit = (eventId: string, fields: Record<string, string> = {}, actor: Actor = network.officer) => addExhibitor(network.events, actor, { eventId, form: formOf({ organisation: 'test-institute', ...fields }) });

test('organisers make a room a hall and put stands on its plan: inside, clear of one another, each with a name of its own', async () => {
	const { eventId, room, stand } = await hall('Plan');
	for (const actor of outsiders()) {
		await expect(saveHall(network.events, actor, { eventId, form: formOf({ room, width: '20', depth: '12' }) })).rejects.toMatchObject(notFound);
		await expect(stand({}, actor)).rejects.toMatchObject(notFound);
		await expect(viewArrangement(network.events, actor, eventId)).rejects.toMatchObject(notFound);
	}
	const { id } = await stand({});
	await expect(stand({ label: 'A2', x: '3.9' })).rejects.toMatchObject(at('x', 'covers'));
	await expect(stand({ x: '10' })).rejects.toMatchObject(at('label', 'label_taken'));
	await expect(stand({ label: 'A2', x: '17.5' })).rejects.toMatchObject(at('x', 'outside'));
	await expect(stand({ label: 'A2', y: '-1' })).rejects.toMatchObject(at('y', 'length'));
	await expect(stand({ label: 'A2', width: 'wide' })).rejects.toMatchObject(at('width', 'length'));
	await expect(stand({ label: '' })).rejects.toMatchObject(at('label', 'required'));
	await stand({ label: 'A2', x: '4' });
	await stand({ id, label: 'Pavilion', x: '10', y: '5.5', width: '6', depth: '4' });
	const { stands } = await viewArrangement(network.events, network.officer, eventId);
	expect(stands.map(({ label, x, y, width, depth }) => [label, x, y, width, depth])).toEqual([['A2', 40, 10, 30, 30], ['Pavilion', 100, 55, 60, 40]]);
	await expect(saveHall(network.events, network.officer, { eventId, form: formOf({ room, width: '12', depth: '12' }) })).rejects.toMatchObject(at('width', 'smaller'));
	await expect(saveHall(network.events, network.officer, { eventId, form: formOf({ room, width: '20', depth: '900' }) })).rejects.toMatchObject(at('depth', 'length'));
	expect((await network.audited('event.save-stand', eventId)).length).toBe(3);
});

test('many stands are set out in rows where the hall is free, and none where they do not all fit', async () => {
	const { eventId, room, stand } = await hall('Rows');
	await stand({ label: 'B1', x: '6', y: '3' });
	const rows = (fields: Record<string, string>, actor: Actor = network.officer) => addStands(network.events, actor, { eventId, form: formOf({ room, count: '6', prefix: 'B', width: '3', depth: '3', ...fields }) });
	await expect(rows({}, network.thaiOfficer)).rejects.toMatchObject(notFound);
	await expect(rows({ count: '60' })).rejects.toMatchObject(at('count', 'no_room'));
	await expect(rows({ count: String(STANDS_MOST) })).rejects.toMatchObject({ field: 'count', detail: { code: 'too_many', limit: STANDS_MOST - 1 } });
	expect(await rows({})).toEqual({ added: 6 });
	const { stands } = await viewArrangement(network.events, network.officer, eventId);
	expect(stands.map(({ label }) => label)).toEqual(['B1', 'B2', 'B3', 'B4', 'B5', 'B6', 'B7']);
});

test('what somebody stands in does not go away silently: stands with exhibitors, halls and rooms with stands', async () => {
	const { eventId, venue, room, stand } = await hall('Kept');
	const { id } = await stand({});
	const { id: exhibitor } = await exhibit(eventId, { stand: id });
	const remove = { eventId, form: formOf({ id, room }) };
	await expect(removeStand(network.events, network.officer, remove)).rejects.toMatchObject(at('label', 'exhibits'));
	await expect(removeHall(network.events, network.officer, remove)).rejects.toMatchObject(at('width', 'stands_there'));
	await expect(removePlace(network.events, network.officer, { eventId, of: 'room', id: room })).rejects.toMatchObject({ code: 'conflict', field: 'place' });
	await expect(removePlace(network.events, network.officer, { eventId, of: 'venue', id: venue })).rejects.toMatchObject({ code: 'conflict', field: 'place' });
	await expect(placeExhibitor(network.events, network.thaiOfficer, { eventId, form: formOf({ id: exhibitor }) })).rejects.toMatchObject(notFound);
	await placeExhibitor(network.events, network.officer, { eventId, form: formOf({ id: exhibitor, stand: '' }) });
	await expect(removeStand(network.events, network.owner, remove)).rejects.toMatchObject(notFound);
	await removeStand(network.events, network.officer, remove);
	await removeHall(network.events, network.officer, remove);
	await saveHall(network.events, network.officer, { eventId, form: formOf({ room, width: '20', depth: '12' }) });
	await stand({});
	await removeDraft(network.events, network.officer, { eventId });
	const left = await asActor(network.database.db, operator('test'), async (tx) => (await tx.execute(sql`select 1 from exhibition_hall where event_id = ${eventId}`)).rowCount);
	expect(left).toBe(0);
});

test('an exhibitor writes about itself and chooses among the listings under its own name, once the event is public; others do not', async () => {
	const { eventId, stand } = await hall('Words');
	const { id: standId } = await stand({});
	const [salt, water, hidden] = [await offer('Salt stays below'), await offer('Water for the last village'), await offer('Owner unnamed', true)];
	for (const slug of ['', 'nobody-there']) await expect(exhibit(eventId, { organisation: slug })).rejects.toMatchObject({ field: 'organisation' });
	const { id } = await exhibit(eventId, { stand: standId });
	await expect(exhibit(eventId)).rejects.toMatchObject(at('organisation', 'exhibits_already'));
	const save = (actor: Actor, fields: Record<string, string | string[]> = {}) => saveExhibitor(network.events, actor, { eventId, id, form: formOf({ about_en: 'We measure salt.', about_zh: '我们测量盐分。', provenance_about_zh: 'machine-translation', listing: [water, salt, hidden], ...fields }) });
	await expect(save(network.owner)).rejects.toMatchObject(notFound);
	await publish(eventId);
	for (const actor of [network.visitor, network.reader, network.stranger, network.thaiOfficer, network.reviewer, network.authority]) {
		await expect(save(actor)).rejects.toMatchObject(forbidden);
		await expect(viewExhibitorDesk(network.events, actor, { eventId, id }, cardOf)).rejects.toMatchObject(notFound);
	}
	await expect(save(network.editor, { about_en: 'x'.repeat(2001) })).rejects.toMatchObject(at('about_en', 'too_long'));
	await save(network.editor);
	const view = await viewExhibitor(network.events, network.visitor, { eventId, id }, cardOf);
	expect(view.exhibitor.about).toEqual([{ language: 'en', text: 'We measure salt.', provenance: 'original' }, { language: 'zh', text: '我们测量盐分。', provenance: 'machine-translation' }]);
	// In the order chosen; the one whose owner is hidden would give the owner away.
	expect(view.listings.map(({ id: key }) => key)).toEqual([water, salt]);
	expect(view.stand?.label).toBe('A1');
	expect(view.may).toEqual({ view: true, edit: false, place: false });
	const desk = await viewExhibitorDesk(network.events, network.owner, { eventId, id }, cardOf);
	expect([desk.choices.length, desk.may.place]).toEqual([2, false]);
	await expect(placeExhibitor(network.events, network.owner, { eventId, form: formOf({ id, stand: '' }) })).rejects.toMatchObject(forbidden);
	await expect(removeExhibitor(network.events, network.owner, { eventId, form: formOf({ id }) })).rejects.toMatchObject(forbidden);
	await expect(exhibit(eventId, {}, network.owner)).rejects.toMatchObject(forbidden);
	expect((await ownExhibits(network.events, network.owner as Extract<Actor, { kind: 'member' }>)).map((each) => each.id)).toContain(id);
	expect(await ownExhibits(network.events, network.stranger as Extract<Actor, { kind: 'member' }>)).toEqual([]);
	// A listing that was closed since is shown no longer.
	network.cards.set(salt, { ...cardOf(salt)!, state: 'closed' });
	expect((await viewExhibitor(network.events, network.visitor, { eventId, id }, cardOf)).listings.map(({ id: key }) => key)).toEqual([water]);
	await removeExhibitor(network.events, network.officer, { eventId, form: formOf({ id }) });
	await expect(viewExhibitor(network.events, network.officer, { eventId, id }, cardOf)).rejects.toMatchObject(notFound);
});

test('the exhibition is found by stand, name, own words and what is shown; of a draft nobody learns', async () => {
	const { eventId, stand } = await hall('Search');
	const { id: standId } = await stand({ label: 'C3' });
	const water = await offer('Water for the last village');
	const { id } = await exhibit(eventId, { stand: standId });
	await saveExhibitor(network.events, network.officer, { eventId, id, form: formOf({ about_en: 'Pumps and Präzision', listing: [water] }) });
	for (const actor of outsiders()) await expect(viewExhibition(network.events, actor, eventId, cardOf)).rejects.toMatchObject(notFound);
	await publish(eventId);
	const { exhibitors, halls, may } = await viewExhibition(network.events, network.visitor, eventId, cardOf);
	expect([halls[0]!.stands[0]!.label, may.arrange]).toEqual(['C3', false]);
	const data = await api.fetch(new Request(`http://mitra.example/api/v1/events/${eventId}`), { mitra: { ...network.events, search: { card: cardOf } } as never, actor: network.visitor, reader: 'en' });
	expect(await data.json()).toMatchObject({ exhibition: { halls: [{ stands: [{ id: standId, label: 'C3' }] }], exhibitors: [{ id, slug: 'test-institute', standId, listings: [{ titles: [{ text: 'Water for the last village' }] }] }] } });
	const asked: string[] = [];
	const answers = async ({ text }: { text: string }, among: ReadonlySet<string>) => {
		asked.push(text);
		return text === 'น้ำ' ? [...among] : [];
	};
	const found = async (text: string) => (await findExhibitors(exhibitors, text, answers)).length;
	for (const text of ['c3', 'TEST-institute', 'prazision', 'last village', 'น้ำ', '  ']) expect([text, await found(text)]).toEqual([text, 1]);
	expect(await found('C30')).toBe(0);
	expect(asked).toContain('น้ำ');
	await expect(viewArrangement(network.events, network.owner, eventId)).rejects.toMatchObject(notFound);
});
