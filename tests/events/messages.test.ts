import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Audience } from '#lib/events/audience.ts';
import { concernedByEvent } from '#lib/server/events/concerned.ts';
import { addOrganiser } from '#lib/server/events/save-event.ts';
import { audienceOf, messageInput } from '#lib/server/events/messages/message-input.ts';
import { previewMessage, sendMessage, sendSample, viewMessages } from '#lib/server/events/messages/send-message.ts';
import { remindInvited, writeLetters } from '#lib/server/events/messages/write-letters.ts';
import { asActor } from '#lib/server/platform/acting.ts';
import { listMails } from '#lib/server/platform/mail.ts';
import { invite } from '#lib/server/registration/change-frame.ts';
import { withdraw } from '#lib/server/registration/decide.ts';
import { registerAtDesk } from '#lib/server/registration/register-at-desk.ts';
import { viewFrame } from '#lib/server/registration/view-desk.ts';
import type { Person } from '../centres/centres-network.ts';
import { both, formOf } from './events-network.ts';
import { createRegistrationNetwork, type RegistrationNetwork } from '../registration/registration-network.ts';

let network: RegistrationNetwork;
let guests: { waiting: Person; chinese: Person; thai: Person };
beforeAll(async () => {
	network = await createRegistrationNetwork();
	const [waiting, chinese, thai] = await Promise.all(['waiting', 'zh-guest', 'thai'].map((name) => network.person(name, {})));
	guests = { waiting: waiting!, chinese: chinese!, thai: thai! };
	await network.database.db.execute(sql`update "user" set language = 'th' where id = ${thai!.userId}`);
});
afterAll(() => network.close());

const audience = (fields: Partial<Audience> = {}): Audience => ({ who: 'registered', state: null, category: null, country: null, text: '', ...fields });
const message = { subjects: both('Buses'), texts: both('The bus leaves at eight.') };
const lettersOf = async (person: { email: string }) => (await listMails(network.database.db, { limit: 2000 })).filter(({ to, subject }) => to === person.email && subject.startsWith('Buses'));
const writeAll = async () => {
	while ((await writeLetters(network.events)) > 0);
};
const sending = (eventId: string, expected: number, more: Partial<Parameters<typeof sendMessage>[2]> = {}) => ({ id: crypto.randomUUID(), eventId, audience: audience(), message, expected, ...more });

/** The owner and the Chinese guest have a place, one waits, a Thai press person has one too. */
async function gathering(name: string): Promise<string> {
	const id = await network.open(name, { approval: null, places: '3', categories: ['delegate', 'press'] });
	await network.comes(id, network.owner);
	await network.comes(id, guests.chinese, { country: 'CN' });
	await network.comes(id, guests.thai, { country: 'TH', category: 'press' });
	await network.comes(id, guests.waiting);
	return id;
}

describe('a letter to many', () => {
	test('goes to the list as it is filtered, each in the own language where it is written in it, else in the first', async () => {
		const id = await gathering('Lists');
		const count = async (of: Partial<Audience>) => (await previewMessage(network.events, network.officer, { eventId: id, audience: audience(of), message })).count;
		expect([await count({}), await count({ state: 'approved' }), await count({ state: 'waiting' }), await count({ category: 'press' }), await count({ country: 'CN' }), await count({ text: 'thai' }), await count({ state: 'refused' })]).toEqual([4, 3, 1, 1, 1, 1, 0]);
		const preview = await previewMessage(network.events, network.officer, { eventId: id, audience: audience(), message });
		expect(preview.letters.map(({ language, subject, count: of }) => [language, subject, of])).toEqual([['en', 'Buses', 3], ['zh', 'Buses（中文）', 1]]);
		expect(preview.letters[0]!.text).toContain('The bus leaves at eight.');
		expect(await sendMessage(network.events, network.officer, sending(id, 4))).toEqual({ recipients: 4 });
		// Whoever withdraws is left out of the next.
		await withdraw(network.registration, guests.waiting, { eventId: id });
		await expect(sendMessage(network.events, network.officer, sending(id, 4))).rejects.toMatchObject({ code: 'conflict' });
		await expect(sendMessage(network.events, network.officer, sending(id, 0, { audience: audience({ state: 'refused' }) }))).rejects.toMatchObject({ code: 'invalid_input', field: 'who' });
		await writeAll();
		expect(await lettersOf(guests.chinese)).toMatchObject([{ language: 'zh', subject: 'Buses（中文）' }]);
		expect(await lettersOf(guests.thai)).toMatchObject([{ language: 'en', subject: 'Buses' }]);
		expect((await viewMessages(network.events, network.officer, id)).sent).toMatchObject([{ recipients: 4, waiting: 0, by: (network.officer as Person).name, subjects: both('Buses') }]);
		expect(await network.audited('event.write-to-many', id)).toMatchObject([{ detail: { recipients: 4, who: 'registered' }, centre_id: 'laos' }]);
	});

	test('is written once to each, by a job that goes on where it was; its form sent twice is one letter', async () => {
		const id = await gathering('Once');
		const before = (await lettersOf(guests.chinese)).length;
		const letter = sending(id, 4);
		await sendMessage(network.events, network.officer, letter);
		expect(await sendMessage(network.events, network.officer, letter)).toEqual({ recipients: 4 });
		for (const changed of [{ message: { ...message, texts: both('Something else') } }, { message: { ...message, subjects: both('Other buses') } }, { audience: audience({ category: 'press' }), expected: 1 }])
			await expect(sendMessage(network.events, network.officer, { ...letter, ...changed })).rejects.toMatchObject({ code: 'conflict' });
		// The first attempt dies with its third letter: none of its letters left, and none is counted as written.
		let mails = 0;
		const dying = { ...network.events, jobs: { ...network.events.jobs, enqueue: async () => (++mails === 3 ? Promise.reject(new Error('killed')) : null) } };
		await expect(writeLetters(dying)).rejects.toThrow('killed');
		expect((await viewMessages(network.events, network.officer, id)).sent).toMatchObject([{ waiting: 4 }]);
		const [first, second] = await Promise.all([writeLetters(network.events), writeLetters(network.events)]);
		expect(first + second).toBe(4);
		await writeAll();
		expect((await lettersOf(guests.chinese)).length).toBe(before + 1);
	});

	test('is counted for those alone who have an address, as is the news of an event', async () => {
		const id = await gathering('Walk-ins');
		const letters = async () => [(await previewMessage(network.events, network.officer, { eventId: id, audience: audience(), message })).count, (await concernedByEvent(network.events, network.officer, id)).people.length];
		const before = await letters();
		const walkIn = formOf({ draw: crypto.randomUUID(), name: 'Somchai', country: 'TH', category: 'delegate', language: 'th', beyond: 'yes' });
		await registerAtDesk(network.registration, network.officer, { eventId: id, form: walkIn, language: 'en', door: 'Desk' });
		expect(await letters()).toEqual(before);
		expect((await concernedByEvent(network.events, network.officer, id)).registered).toBe(5);
	});

	test('is in the audit log without the words that its list was searched by: they may be a name', async () => {
		const id = await gathering('Searched');
		await sendMessage(network.events, network.officer, sending(id, 1, { audience: audience({ text: 'thai' }) }));
		const [entry] = await network.audited('event.write-to-many', id);
		expect(entry).toMatchObject({ detail: { who: 'registered', searched: true, recipients: 1 } });
		expect(JSON.stringify(entry)).not.toContain('thai');
	});

	test('is sent by organisers of this event alone, also in the database; a sample goes to whoever writes it', async () => {
		const id = await gathering('Rights');
		for (const actor of [network.owner, network.thaiOfficer, network.authority]) {
			for (const refused of [() => sendMessage(network.events, actor, sending(id, 4)), () => previewMessage(network.events, actor, { eventId: id, audience: audience(), message }), () => sendSample(network.events, actor, { eventId: id, message }), () => viewMessages(network.events, actor, id)])
				await expect(refused()).rejects.toMatchObject({ code: 'forbidden' });
		}
		expect(await sendSample(network.events, network.officer, { eventId: id, message })).toEqual({ letters: 2 });
		expect((await lettersOf(network.officer as Person)).map(({ language }) => language).sort()).toEqual(['en', 'zh']);
		await sendMessage(network.events, network.officer, sending(id, 4));
		const seenBy = (actor: Person) => asActor(network.database.db, actor, async (tx) => (await tx.execute(sql`select from event_message m, event_message_letter l where m.id = l.message_id and m.event_id = ${id}`)).rowCount);
		expect([await seenBy(network.officer as Person), await seenBy(network.thaiOfficer as Person), await seenBy(guests.chinese)]).toEqual([4, 0, 0]);
		await addOrganiser(network.events, network.officer, { eventId: id, organiser: { role: 'co-organiser', centreId: 'thailand', slug: null, names: [] } });
		expect((await previewMessage(network.events, network.thaiOfficer, { eventId: id, audience: audience(), message })).count).toBe(4);
	});

	test('needs a subject and a text in the first language, and both or neither in the others', () => {
		const form = (fields: Record<string, string>) => formOf({ subject_en: 'A', letter_en: 'B', ...fields });
		expect(messageInput(form({}), ['en', 'zh']).texts).toHaveLength(1);
		for (const [fields, field] of [[{ letter_en: '' }, 'letter_en'], [{ subject_zh: '甲' }, 'letter_zh'], [{ letter_zh: '乙' }, 'subject_zh']] as const)
			expect(() => messageInput(form(fields), ['en', 'zh'])).toThrow(expect.objectContaining({ field }) as Error);
		expect(audienceOf(new URLSearchParams('state=nothing&country=x&who=invited'))).toEqual(audience({ who: 'invited' }));
	});
});

describe('who was invited by address', () => {
	test('and has not answered is written to with the way in, and reminded once, a week before', async () => {
		const id = await gathering('Invited');
		const addresses = ['silent@example.org', guests.chinese.email, 'late@example.org'];
		await invite(network.registration, network.officer, { eventId: id, form: formOf({ emails: addresses.slice(0, 2).join('\n'), category: 'press', uses: '' }) });
		// Who registered from that address is not asked again, whatever he came with.
		const unanswered = { eventId: id, audience: audience({ who: 'invited' }), message };
		expect((await previewMessage(network.events, network.officer, unanswered)).count).toBe(1);
		// They are told too when the event moves or is off; who has answered is once.
		const told = (await concernedByEvent(network.events, network.officer, id)).people.map(({ email }) => email);
		expect(told.filter((email) => addresses.includes(email)).sort()).toEqual([...addresses.slice(0, 2)].sort());
		await sendMessage(network.events, network.officer, sending(id, 1, unanswered));
		await writeAll();
		const { invitations } = await viewFrame(network.registration, network.officer, id);
		const code = invitations.find(({ email }) => email === 'silent@example.org')!.code;
		expect((await lettersOf({ email: 'silent@example.org' }))[0]!.text).toContain(`/events/${id}/register?code=${code}`);
		const reminders = async (to: string) => (await listMails(network.database.db, { limit: 2000 })).filter((mail) => mail.to === to && mail.subject === 'You are still invited to Invited').length;
		const now = network.events.now;
		try {
			network.events.now = new Date('2027-03-07T12:00:00Z');
			expect(await remindInvited(network.events)).toBe(0);
			// The eighth of March has begun in Vientiane; whoever is invited now has the letter of today.
			network.events.now = new Date('2027-03-07T17:30:00Z');
			await invite(network.registration, network.officer, { eventId: id, form: formOf({ emails: addresses[2]!, category: 'press', uses: '' }) });
			const [one, two] = await Promise.all([remindInvited(network.events), remindInvited(network.events)]);
			expect(one + two).toBe(1);
			expect(await remindInvited(network.events)).toBe(0);
		} finally {
			network.events.now = now;
		}
		expect([await reminders('silent@example.org'), await reminders(guests.chinese.email), await reminders('late@example.org')]).toEqual([1, 0, 0]);
		expect(await network.audited('event.remind-invited', id)).toMatchObject([{ detail: { letters: 1 } }]);
	});
});
