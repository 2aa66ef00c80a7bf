import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { asActor } from '#lib/server/platform/acting.ts';
import { renewBadge, viewBadges, viewOwnBadge } from '#lib/server/registration/badges.ts';
import { viewCertificate } from '#lib/server/registration/certificate.ts';
import { decide } from '#lib/server/registration/decide.ts';
import { grantDoor, withdrawDoor } from '#lib/server/registration/door/grant-door.ts';
import { doorReport, takeScans } from '#lib/server/registration/door/take-scans.ts';
import { doorList, viewDoor, viewFigures } from '#lib/server/registration/door/view-door.ts';
import { viewNeeds } from '#lib/server/registration/desk/view-needs.ts';
import { participantsOf } from '#lib/server/registration/registrations.ts';
import { eventDoorHelper, eventRegistration, eventRegistrationWishes, eventScan } from '#lib/server/registration/tables.ts';
import { viewFrame, viewList, viewRegistration, viewTable } from '#lib/server/registration/view-desk.ts';
import { viewRegister } from '#lib/server/registration/view-register.ts';
import type { Person } from '../centres/centres-network.ts';
import { formOf } from '../events/events-network.ts';
import { createRegistrationNetwork, type RegistrationNetwork } from './registration-network.ts';

let network: RegistrationNetwork;
beforeAll(async () => {
	network = await createRegistrationNetwork();
});
afterAll(() => network.close());

const notFound = { code: 'not_found' };
const forbidden = { code: 'forbidden' };
const NO_FILTER = { state: null, category: null, country: null, text: '' };
const grant = (eventId: string, helper: Actor, by: Actor = network.officer) => grantDoor(network.registration, by, { eventId, form: formOf({ helper: ` ${(helper as Person).email.toUpperCase()} ` }) });
const withdraw = (eventId: string, helper: Actor, by: Actor = network.officer) => withdrawDoor(network.registration, by, { eventId, form: formOf({ id: (helper as Person).userId }) });
const scan = (eventId: string, actor: Actor, code: string, at = network.events.now.toISOString()) => takeScans(network.registration, actor, eventId, doorReport({ door: 'North', session: null, scans: [{ id: crypto.randomUUID(), code, at, session: null }] }));

test('a helper works at the doors of one event, as long as the organisers let them', async () => {
	const eventId = await network.open('Helped');
	const other = await network.open('Not helped');
	await network.comes(eventId, network.owner);
	const { code } = (await viewOwnBadge(network.registration, network.owner, eventId, 'en')).badge;
	const helper = network.stranger;
	await expect(scan(eventId, helper, code)).rejects.toMatchObject(forbidden);
	expect(await grant(eventId, helper)).toEqual({ name: (helper as Person).name });
	await grant(eventId, helper);
	const letters = (await network.mailsTo(helper)).filter(({ subject }) => subject === 'You may help at the doors: Helped');
	expect(letters).toHaveLength(1);
	expect(letters[0]!.text).toContain(`/desk/events/${eventId}/check-in`);
	expect((await viewRegister(network.registration, helper, eventId)).viewsDoor).toBe(true);
	expect(await viewDoor(network.registration, helper, eventId)).toMatchObject({ organises: false, counts: { approved: 1, inside: 0 } });
	expect((await doorList(network.registration, helper, eventId)).guests).toMatchObject([{ names: [{ text: 'owner' }] }]);
	expect((await scan(eventId, helper, code)).answers).toMatchObject([{ result: 'in', names: [{ text: 'owner' }] }]);
	await expect(viewDoor(network.registration, helper, other)).rejects.toMatchObject(notFound);
	await expect(scan(other, helper, code)).rejects.toMatchObject(forbidden);
	await withdraw(eventId, helper);
	await expect(withdraw(eventId, helper), 'once').rejects.toMatchObject(notFound);
	await expect(doorList(network.registration, helper, eventId)).rejects.toMatchObject(notFound);
	await expect(scan(eventId, helper, code)).rejects.toMatchObject(forbidden);
});

test('once the event is over a helper sends for a week what the phone kept of its days, and sees nobody any more', async () => {
	const eventId = await network.open('Over');
	await network.comes(eventId, network.owner);
	const { code } = (await viewOwnBadge(network.registration, network.owner, eventId, 'en')).badge;
	await grant(eventId, network.stranger);
	const before = network.events.now;
	network.events.now = new Date('2027-03-20T12:00:00Z');
	try {
		expect((await scan(eventId, network.stranger, code)).answers, 'scanned too late').toMatchObject([{ result: 'unknown' }]);
		expect((await scan(eventId, network.stranger, code, '2027-03-16T09:00:00Z')).answers).toMatchObject([{ result: 'in' }]);
		await expect(doorList(network.registration, network.stranger, eventId)).rejects.toMatchObject(notFound);
		network.events.now = new Date('2027-03-24T12:00:00Z');
		await expect(scan(eventId, network.stranger, code, '2027-03-17T12:30:00Z')).rejects.toMatchObject(forbidden);
		expect((await scan(eventId, network.officer, code)).answers).toMatchObject([{ result: 'in' }]);
	} finally {
		network.events.now = before;
	}
});

test('of all else a helper sees nothing, in the application and in the database', async () => {
	const eventId = await network.open('Nothing else');
	await network.comes(eventId, network.owner, { diet_note: 'CANARY', listed: '' });
	await grant(eventId, network.stranger);
	const id = await network.idOf(eventId, network.owner);
	const [context, helper] = [network.registration, network.stranger];
	await expect(viewList(context, helper, eventId, NO_FILTER, 0)).rejects.toMatchObject(notFound);
	await expect(viewTable(context, helper, eventId, NO_FILTER)).rejects.toMatchObject(notFound);
	await expect(viewFrame(context, helper, eventId)).rejects.toMatchObject(notFound);
	await expect(viewRegistration(context, helper, eventId, id)).rejects.toMatchObject(notFound);
	await expect(viewNeeds(context, helper, eventId)).rejects.toMatchObject(notFound);
	await expect(viewFigures(context, helper, eventId)).rejects.toMatchObject(notFound);
	await expect(viewBadges(context, helper, eventId, NO_FILTER, 0, 'en')).rejects.toMatchObject(notFound);
	await expect(viewCertificate(context, helper, { eventId, registrationId: id })).rejects.toMatchObject(notFound);
	await expect(renewBadge(context, helper, { eventId, id })).rejects.toMatchObject({ code: expect.stringMatching(/forbidden|not_found/) });
	await expect(decide(context, helper, { eventId, chosen: { ids: [id] }, approve: false, reason: 'x', beyond: false })).rejects.toMatchObject(forbidden);
	await asActor(context.db, helper, async (tx) => {
		expect(await participantsOf(tx, eventId)).toEqual([]);
		for (const table of [eventRegistration, eventRegistrationWishes, eventScan]) expect(await tx.select().from(table)).toEqual([]);
	});
});

test('organisers alone say who helps, and know who does', async () => {
	const eventId = await network.open('Who says');
	await grant(eventId, network.stranger);
	for (const actor of [network.stranger, network.owner, network.thaiOfficer, network.authority, network.visitor]) {
		await expect(grant(eventId, network.editor, actor)).rejects.toMatchObject(forbidden);
		await expect(withdraw(eventId, network.stranger, actor)).rejects.toMatchObject(forbidden);
	}
	expect((await viewFrame(network.registration, network.officer, eventId)).helpers).toEqual([expect.objectContaining({ email: (network.stranger as Person).email })]);
	const seen = (actor: Actor) => asActor(network.registration.db, actor, (tx) => tx.select().from(eventDoorHelper));
	expect((await seen(network.stranger)).every(({ personId }) => personId === (network.stranger as Person).userId)).toBe(true);
	expect(await seen(network.owner)).toEqual([]);
	await expect(grantDoor(network.registration, network.officer, { eventId, form: formOf({ helper: 'nobody@example.org' }) })).rejects.toMatchObject({ code: 'invalid_input', field: 'helper', detail: { code: 'no_account' } });
	await expect(grant(await network.draft('A draft'), network.editor)).rejects.toMatchObject({ code: 'conflict' });
});
