import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { moveInList } from '#lib/server/events/change-order.ts';
import { removePlace, saveRoom, saveTrack, saveVenue } from '#lib/server/events/change-places.ts';
import { viewFiles, viewOrganised } from '#lib/server/events/desk-view.ts';
import { addDocument, readDocument } from '#lib/server/events/documents.ts';
import { addPhotos, captionPhoto, PHOTO_BYTES } from '#lib/server/events/photos.ts';
import { publishEvent } from '#lib/server/events/save-event.ts';
import { removeSession, saveSession } from '#lib/server/events/save-session.ts';
import { sessionInput } from '#lib/server/events/session-input.ts';
import { addSpeaker } from '#lib/server/events/speakers.ts';
import { viewEvent } from '#lib/server/events/view-event.ts';
import { actions } from '../../src/routes/desk/events/[id]/files/+page.server.ts';
import { createEventsNetwork, formOf, sendForm, type EventsNetwork } from './events-network.ts';

let network: EventsNetwork;
beforeAll(async () => {
	network = await createEventsNetwork();
});
afterAll(() => network.close());

const at = (field: string, code?: string) => ({ code: 'invalid_input', field, ...(code ? { detail: { code } } : {}) });

/** A published event with a session; answers both ids. */
async function staged(name: string): Promise<{ id: string; sessionId: string }> {
	const { events, officer } = network;
	const id = await network.draft(name);
	const { days } = await viewOrganised(events, officer, id);
	const session = sessionInput(formOf({ kind: 'parallel', day: days[0]!.id, starts: '10:00', ends: '11:00', title_en: 'Salt' }), ['en', 'zh']);
	const saved = await saveSession(events, officer, { eventId: id, sessionId: null, expected: 0, session, words: [] });
	await publishEvent(events, officer, { eventId: id, expected: await network.version(id) });
	return { id, sessionId: saved.id };
}
const pdf = () => new File([Buffer.from('%PDF-1.4\n%%EOF\n')], 'slides.pdf');
const slides = (id: string, session: string, shown = 'public') => addDocument(network.events, network.officer, { eventId: id, form: formOf({ title_en: `Slides ${shown}`, shown, session }), file: pdf() });

test('slides of a session stand with it for everybody, inner ones for the organisers alone; of a session of another event none can be', async () => {
	const [{ id, sessionId }, other] = [await staged('Slides'), await staged('Elsewhere')];
	for (const session of [other.sessionId, 'nonsense']) await expect(slides(id, session)).rejects.toMatchObject(at('session', 'not_allowed'));
	const fields = { as: 'document', title_en: 'Slides', title_zh: '', shown: 'public', session: sessionId };
	const put = (file: File, typed = {}) => {
		const form = formOf({ ...fields, ...typed });
		form.set('file', file);
		return sendForm(network.events, network.officer, actions['document'], { id }, form);
	};
	const said = (field: string, code: string, typed = {}) => ({ data: { problems: [{ field, code }], typed: { title_en: ['Slides'], session: [sessionId], ...typed } } });
	expect(await put(pdf(), { title_en: '' })).toMatchObject(said('title_en', 'required', { title_en: [''] }));
	expect(await put(pdf(), { session: 'nonsense' })).toMatchObject(said('session', 'not_allowed', { session: ['nonsense'] }));
	expect(await put(new File([], 'slides.pdf'))).toMatchObject(said('file', 'empty_file'));
	expect(await put(new File(['no document'], 'slides.pdf'))).toMatchObject(said('file', 'unsupported_type'));
	await slides(id, sessionId);
	await slides(id, sessionId, 'organisers');
	await slides(id, '');
	const shown = (await viewEvent(network.events, network.visitor, id)).documents;
	expect(new Set(shown.map((document) => document.sessionId))).toEqual(new Set([sessionId, null]));
	const inner = (await viewFiles(network.events, network.officer, id)).documents.filter(({ shown: audience }) => audience === 'organisers');
	expect(inner.map((document) => document.sessionId)).toEqual([sessionId]);
	await expect(readDocument(network.events, network.visitor, { eventId: id, id: inner[0]!.id })).rejects.toMatchObject({ code: 'not_found' });
	await expect(addDocument(network.events, network.thaiOfficer, { eventId: id, form: formOf({ session: sessionId }), file: pdf() })).rejects.toMatchObject({ code: 'forbidden' });
});

test('slides stay with the event when their session is taken off', async () => {
	const { events, officer } = network;
	const id = await network.draft('Taken off');
	const { days } = await viewOrganised(events, officer, id);
	const session = sessionInput(formOf({ kind: 'parallel', day: days[0]!.id, starts: '10:00', ends: '11:00', title_en: 'Salt' }), ['en', 'zh']);
	const saved = await saveSession(events, officer, { eventId: id, sessionId: null, expected: 0, session, words: [] });
	await slides(id, saved.id);
	await removeSession(events, officer, { eventId: id, sessionId: saved.id, words: [] });
	expect((await viewFiles(events, officer, id)).documents.map((document) => document.sessionId)).toEqual([null]);
});

test('several pictures come in one go under one caption, or none of them; captions and order change afterwards, by the organisers alone', async () => {
	const { events, officer } = network;
	const { id } = await staged('Gallery');
	const picture = async (width: number) => new File([new Uint8Array(await sharp({ create: { width, height: 40, channels: 3, background: '#0b5f4b' } }).png().toBuffer())], `${width}.png`);
	const caption = formOf({ caption_en: 'At the stands', credit: 'Noy' });
	const add = (files: File[], form = caption, actor = officer) => addPhotos(events, actor, { eventId: id, form, files });
	const shown = async () => (await viewEvent(events, network.visitor, id)).photos;
	await expect(add([])).rejects.toMatchObject(at('file', 'required'));
	const picked = async (...files: File[]) => {
		const form = formOf({ as: 'photo', caption_en: 'At the stands', caption_zh: '展台前', credit: 'Noy' });
		for (const file of [await picture(60), ...files]) form.append('file', file);
		return sendForm(events, officer, actions['photo'], { id }, form);
	};
	const typed = { as: ['photo'], caption_en: ['At the stands'], caption_zh: ['展台前'], credit: ['Noy'] };
	const unreadable = (value: string) => ({ field: 'file', code: 'unreadable', value });
	expect(await picked(new File([Buffer.from('no picture')], 'x.png'), new File([], 'empty.png'))).toMatchObject({ status: 415, data: { problems: [unreadable('x.png'), unreadable('empty.png')], typed } });
	expect(await picked(new File([new Uint8Array(PHOTO_BYTES + 1)], 'large.png'))).toMatchObject({ status: 413, data: { problems: [{ field: 'file', code: 'picture_too_large', limit: 12, value: 'large.png' }], typed } });
	await expect(add([await picture(60)], formOf({}))).rejects.toMatchObject(at('caption_en', 'required'));
	expect(await shown()).toEqual([]);
	await add([await picture(60), await picture(61), await picture(62)]);
	expect((await shown()).map(({ width, captions, credit }) => [width, captions[0]!.text, credit])).toEqual([60, 61, 62].map((width) => [width, 'At the stands', 'Noy']));

	const [first, , third] = await shown();
	const move = (photo: string, by: string, actor = officer) => moveInList(events, actor, { eventId: id, of: 'photo', form: formOf({ id: photo, by }) });
	const say = (photo: string, text: string, actor = officer) => captionPhoto(events, actor, { eventId: id, form: formOf({ id: photo, caption_en: text, caption_zh: '合影' }) });
	await expect(add([await picture(60)], caption, network.thaiOfficer)).rejects.toMatchObject({ code: 'forbidden' });
	await expect(move(first!.id, 'down', network.thaiOfficer)).rejects.toMatchObject({ code: 'forbidden' });
	await expect(say(first!.id, 'Mine', network.thaiOfficer)).rejects.toMatchObject({ code: 'forbidden' });
	await expect(move(crypto.randomUUID(), 'up')).rejects.toMatchObject({ code: 'not_found' });
	await expect(say(first!.id, '')).rejects.toMatchObject(at('caption_en', 'required'));
	await move(third!.id, 'up');
	await move(third!.id, 'up');
	await move(third!.id, 'up');
	await say(third!.id, 'All together');
	expect((await shown()).map(({ width, captions }) => [width, captions.map(({ text }) => text)])).toEqual([[62, ['All together', '合影']], [60, ['At the stands']], [61, ['At the stands']]]);
});

test('rooms, tracks, speakers and venues stand as their organisers put them; a room among those of its venue', async () => {
	const { events, officer } = network;
	const id = await network.draft('In order');
	const view = async () => viewOrganised(events, officer, id);
	const texts = (rows: readonly { names: readonly { text: string }[] }[]) => rows.map(({ names }) => names[0]!.text);
	for (const name of ['North', 'South']) await saveVenue(events, officer, { eventId: id, form: formOf({ name_en: name }) });
	const [north, south] = (await view()).venues;
	for (const [name, venue] of [['N1', north], ['S1', south], ['N2', north]] as const) await saveRoom(events, officer, { eventId: id, form: formOf({ name_en: name, venue: venue!.id }) });
	for (const name of ['First', 'Second', 'Third']) await saveTrack(events, officer, { eventId: id, form: formOf({ name_en: name }) });
	for (const name of ['An', 'Bo']) await addSpeaker(events, officer, { eventId: id, form: formOf({ who: 'named', name_en: name, consent_how: 'By letter' }) });
	const move = (of: 'venue' | 'room' | 'track' | 'speaker', row: { id: string }, by: string, actor = officer) => moveInList(events, actor, { eventId: id, of, form: formOf({ id: row.id, by }) });
	const before = await view();
	for (const actor of [network.thaiOfficer, network.owner, network.visitor]) await expect(move('track', before.tracks[2]!, 'up', actor)).rejects.toMatchObject({ code: 'not_found' });
	await expect(move('track', before.rooms[0]!, 'up')).rejects.toMatchObject({ code: 'not_found' });
	await expect(move('track', before.tracks[0]!, 'sideways')).rejects.toMatchObject(at('by'));
	await move('room', before.rooms[2]!, 'up');
	await move('room', before.rooms[1]!, 'up');
	await move('track', before.tracks[2]!, 'up');
	await move('track', before.tracks[0]!, 'up');
	await move('speaker', before.speakers[0]!, 'down');
	await move('venue', before.venues[1]!, 'up');
	const after = await view();
	expect([after.rooms, after.tracks, after.speakers, after.venues].map(texts)).toEqual([['N2', 'S1', 'N1'], ['First', 'Third', 'Second'], ['Bo', 'An'], ['South', 'North']]);
	// What comes later comes last, also where others have gone: by its position, not by chance among equals.
	await removePlace(events, officer, { eventId: id, of: 'track', id: after.tracks[0]!.id });
	await saveTrack(events, officer, { eventId: id, form: formOf({ name_en: 'Fourth' }) });
	const { tracks } = await view();
	expect(texts(tracks)).toEqual(['Third', 'Second', 'Fourth']);
	expect(new Set(tracks.map(({ position }) => position)).size).toBe(3);
});
