import type { Actor } from '#lib/server/accounts/actor.ts';
import { publishEvent } from '#lib/server/events/save-event.ts';
import { saveFrame } from '#lib/server/registration/change-frame.ts';
import type { RegistrationContext } from '#lib/server/registration/context.ts';
import { register } from '#lib/server/registration/register.ts';
import { viewFrame, viewList } from '#lib/server/registration/view-desk.ts';
import type { Person } from '../centres/centres-network.ts';
import { createEventsNetwork, formOf, type EventsNetwork } from '../events/events-network.ts';

export interface RegistrationNetwork extends EventsNetwork {
	registration: RegistrationContext;
	/** A published event of the centre of Laos whose registration is open. */
	open(name: string, frame?: Record<string, string | string[] | null>): Promise<string>;
	/** Registers somebody with what must be said, and more. */
	comes(eventId: string, actor: Actor, fields?: Record<string, string | string[] | File>): Promise<string>;
	/** State by address of the account. */
	states(eventId: string): Promise<Record<string, string>>;
	idOf(eventId: string, actor: Actor): Promise<string>;
	questions(eventId: string): Promise<Awaited<ReturnType<typeof viewFrame>>['questions']>;
}

export async function createRegistrationNetwork(): Promise<RegistrationNetwork> {
	const network = await createEventsNetwork();
	const { events, officer } = network;
	// Each look at the clock is a little later, as it is with people.
	let looks = 0;
	const registration: RegistrationContext = { ...events, clock: () => new Date(events.now.getTime() + looks++), secret: async () => 'a secret of the tests' };
	const list = async (eventId: string) => (await viewList(registration, officer, eventId, { state: null, category: null, country: null, text: '' }, 0)).registrations;
	const questions: RegistrationNetwork['questions'] = async (eventId) => (await viewFrame(registration, officer, eventId)).questions;
	return {
		...network,
		registration,
		questions,
		open: async (name, frame = {}) => {
			const eventId = await network.draft(name);
			await publishEvent(events, officer, { eventId, expected: await network.version(eventId) });
			await saveFrame(registration, officer, { eventId, form: formOf({ state: 'open', audience: 'anyone', categories: ['delegate', 'press'], wishes: ['diet', 'stay', 'visa'], ...frame }) });
			return eventId;
		},
		comes: async (eventId, actor, fields = {}) => {
			const person = actor as Person;
			const shown = (await questions(eventId)).map(({ id }) => id);
			const form = formOf({ name: person.name, country: 'LA', language: 'lo', languages: ['en'], category: 'delegate', listed: 'yes', shown, ...Object.fromEntries(Object.entries(fields).filter(([, value]) => !(value instanceof File))) } as Record<string, string | string[]>);
			for (const [name, value] of Object.entries(fields)) if (value instanceof File) form.set(name, value);
			return (await register(registration, person, { eventId, form, language: 'en' })).state;
		},
		states: async (eventId) => Object.fromEntries((await list(eventId)).map(({ email, state }) => [email.split('@')[0]!, state])),
		idOf: async (eventId, actor) => (await list(eventId)).find(({ email }) => email === (actor as Person).email)!.id,
	};
}
