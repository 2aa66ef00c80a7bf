import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Actor } from '#lib/server/accounts/actor.ts';
import type { EventsContext } from '#lib/server/events/context.ts';
import { createEvent } from '#lib/server/events/create-event.ts';
import { viewOrganised } from '#lib/server/events/desk-view.ts';
import type { EventFrame } from '#lib/server/events/input.ts';
import { openFileStore } from '#lib/server/platform/files.ts';
import type { LocalText } from '#lib/text/local-text.ts';
import { createCentresNetwork, type CentresNetwork } from '../centres/centres-network.ts';

export type Events = EventsContext & { now: Date };

export interface EventsNetwork extends CentresNetwork {
	events: Events;
	/** A draft of the centre of Laos, on 15 and 16 March 2027. */
	draft(name: string, frame?: Partial<EventFrame>): Promise<string>;
	version(id: string): Promise<number>;
}

export const FRAME: EventFrame = { kind: 'seminar', languages: ['en', 'zh'], startsOn: '2027-03-15', endsOn: '2027-03-16', timeZone: 'Asia/Vientiane', country: 'LA' };
export const both = (en: string): LocalText[] => [{ language: 'en', text: en, provenance: 'original' }, { language: 'zh', text: `${en}（中文）`, provenance: 'human-translation' }];

/** A form with some fields; a list is a field sent several times. */
export function formOf(fields: Record<string, string | string[] | null | undefined>): FormData {
	const form = new FormData();
	for (const [name, value] of Object.entries(fields)) for (const each of Array.isArray(value) ? value : [value ?? '']) form.append(name, each);
	return form;
}

/** What a form action of the desk answers an actor. */
export async function sendForm(events: Events, actor: Actor, action: unknown, params: Record<string, string>, body: FormData): Promise<unknown> {
	const locals = { actor, language: 'en', mitra: { ...events, configuration: events, thesaurus: { areas: () => [] } } };
	return (action as (event: object) => Promise<unknown>)({ request: new Request('http://mitra.example/', { method: 'POST', body }), params, locals });
}

export async function createEventsNetwork(): Promise<EventsNetwork> {
	const network = await createCentresNetwork();
	const folder = await mkdtemp(join(tmpdir(), 'mitra-events-'));
	const { context } = network;
	const events: Events = { ...context, files: openFileStore(folder), clock: () => events.now, now: context.now, organiser: 'events@mitra.example' };
	return {
		...network,
		events,
		draft: (name, frame = {}) => createEvent(events, network.officer, { centreId: 'laos', frame: { ...FRAME, ...frame }, names: both(name), copyOf: null, also: [] }),
		version: async (id) => (await viewOrganised(events, network.secretariat as Extract<Actor, { kind: 'member' }>, id)).event.version,
		close: async () => {
			await network.close();
			await rm(folder, { recursive: true, force: true });
		},
	};
}
