import { afterAll, beforeAll, expect, test } from 'vitest';
import { viewFiles, viewOrganised } from '#lib/server/events/desk-view.ts';
import { addDocument, readDocument } from '#lib/server/events/documents.ts';
import { publishEvent } from '#lib/server/events/save-event.ts';
import { removeSession, saveSession } from '#lib/server/events/save-session.ts';
import { sessionInput } from '#lib/server/events/session-input.ts';
import { viewEvent } from '#lib/server/events/view-event.ts';
import { createEventsNetwork, formOf, type EventsNetwork } from './events-network.ts';

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
