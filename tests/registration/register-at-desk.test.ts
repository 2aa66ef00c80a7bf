import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { user } from '#lib/server/accounts/tables.ts';
import { saveFrame, saveQuota } from '#lib/server/registration/change-frame.ts';
import { withdraw } from '#lib/server/registration/decide.ts';
import { registerAtDesk } from '#lib/server/registration/register-at-desk.ts';
import { viewDeskForm, viewList, viewRegistration } from '#lib/server/registration/view-desk.ts';
import type { Person } from '../centres/centres-network.ts';
import { formOf } from '../events/events-network.ts';
import { createRegistrationNetwork, type RegistrationNetwork } from './registration-network.ts';

let network: RegistrationNetwork;
beforeAll(async () => {
	network = await createRegistrationNetwork();
});
afterAll(() => network.close());

const forbidden = { code: 'forbidden' };
const at = (field: string, code?: string) => ({ code: 'invalid_input', field, ...(code ? { detail: { code } } : {}) });
const stands = (eventId: string, fields: Record<string, string> = {}, actor: Actor = network.officer) =>
	registerAtDesk(network.registration, actor, { eventId, form: formOf({ draw: crypto.randomUUID(), name: 'Somchai', country: 'TH', category: 'delegate', language: 'th', ...fields }), language: 'en', door: 'Desk' });
const view = (eventId: string, id: string) => viewRegistration(network.registration, network.officer, eventId, id);

test('somebody who stands at the desk has a place and is let in at once, without an address too, and sent twice is one', async () => {
	const eventId = await network.open('At the desk', { state: 'closed', approval: 'yes' });
	const draw = crypto.randomUUID();
	const fields = { draw, own_name: 'สมชาย', works_at: 'A lab', let_in: 'yes' };
	expect([await stands(eventId, fields), await stands(eventId, fields)]).toEqual([draw, draw]);
	expect(await view(eventId, draw)).toMatchObject({
		registration: { state: 'approved', country: 'TH', names: [{ text: 'Somchai' }, { language: 'th', text: 'สมชาย' }], worksAt: [{ text: 'A lab' }], listed: false },
		person: { name: 'Somchai', email: '' },
		hasBadge: true,
		entries: [{ result: 'in', door: 'Desk', byName: true }],
	});
	const { registrations } = await viewList(network.registration, network.officer, eventId, { state: null, category: null, country: null, text: '' }, 0);
	expect(registrations.map(({ email }) => email)).toEqual(['']);
	const { rows } = await network.database.db.execute(sql`select 1 from mail where to_address like '%.invalid'`);
	expect(rows, 'no letter goes to nobody').toEqual([]);
});

test('an address is that of an account that there is, or of one that nobody can sign in to yet', async () => {
	const eventId = await network.open('With addresses');
	const id = await stands(eventId, { email: ' New@Example.org ' });
	expect((await view(eventId, id)).person.email).toBe('new@example.org');
	const [made] = await network.database.db.select().from(user).where(sql`email = 'new@example.org'`);
	expect(made).toMatchObject({ emailVerified: false, language: 'th' });
	await stands(eventId, { email: (network.owner as Person).email });
	expect(await network.states(eventId)).toMatchObject({ new: 'approved', owner: 'approved' });
	await expect(stands(eventId, { email: (network.owner as Person).email })).rejects.toMatchObject(at('email', 'registered_already'));
	await withdraw(network.registration, network.owner, { eventId });
	await saveFrame(network.registration, network.officer, { eventId, form: formOf({ state: 'open', audience: 'anyone', categories: ['delegate'], places: '2' }) });
	const again = { draw: crypto.randomUUID(), email: (network.owner as Person).email };
	const back = await stands(eventId, again);
	expect(await stands(eventId, again), 'sent twice').toBe(back);
	expect(await network.states(eventId)).toMatchObject({ owner: 'approved' });
	const before = network.events.now;
	network.events.now = new Date(before.getTime() + 120_000);
	await expect(stands(eventId, { email: again.email }), 'typed again').rejects.toMatchObject(at('email', 'registered_already'));
	network.events.now = before;
});

test('places and quotas hold, but where it is meant; what is wrong is said at its field, and nothing is stored', async () => {
	const eventId = await network.open('Full');
	await saveQuota(network.registration, network.officer, { eventId, form: formOf({ quota: 'country:TH', quota_places: '1' }) });
	await stands(eventId);
	await expect(stands(eventId)).rejects.toMatchObject(at('country', 'no_place'));
	await stands(eventId, { country: 'VN' });
	await stands(eventId, { beyond: 'yes' });
	await saveFrame(network.registration, network.officer, { eventId, form: formOf({ state: 'open', audience: 'anyone', categories: ['delegate'], places: '3' }) });
	await expect(stands(eventId, { country: 'VN' })).rejects.toMatchObject(at('category', 'no_place'));
	const people = await network.database.db.$count(user);
	for (const [fields, field] of [[{ name: 'สมชาย' }, 'name'], [{ name: '' }, 'name'], [{ email: 'nobody@' }, 'email'], [{ category: 'x' }, 'category'], [{ country: '' }, 'country'], [{ draw: 'x' }, 'draw']] as const) await expect(stands(eventId, { ...fields, beyond: 'yes' })).rejects.toMatchObject(at(field));
	expect(await network.database.db.$count(user)).toBe(people);
});

test('a quota by the kind of organisation holds too: the kind is asked for', async () => {
	const eventId = await network.open('Few companies');
	await saveQuota(network.registration, network.officer, { eventId, form: formOf({ quota: 'organisation-kind:company', quota_places: '1' }) });
	await expect(stands(eventId)).rejects.toMatchObject(at('organisation_kind', 'required'));
	await stands(eventId, { organisation_kind: 'company' });
	await expect(stands(eventId, { organisation_kind: 'company' })).rejects.toMatchObject(at('organisation_kind', 'no_place'));
	await stands(eventId, { organisation_kind: 'university' });
	await stands(eventId, { beyond: 'yes' });
});

test('organisers alone register at the desk, and not once the event is over', async () => {
	const eventId = await network.open('Whose desk');
	for (const actor of [network.owner, network.stranger, network.thaiOfficer, network.authority, network.visitor]) await expect(stands(eventId, {}, actor)).rejects.toMatchObject(forbidden);
	await expect(viewDeskForm(network.registration, network.thaiOfficer, eventId)).rejects.toMatchObject({ code: 'not_found' });
	const before = network.events.now;
	network.events.now = new Date('2027-03-20T12:00:00Z');
	try {
		await expect(stands(eventId)).rejects.toMatchObject(forbidden);
		await expect(viewDeskForm(network.registration, network.officer, eventId)).rejects.toMatchObject(forbidden);
	} finally {
		network.events.now = before;
	}
});
