import type { Browser, Page } from '@playwright/test';
import { signIn } from './accounts.ts';
import { inDatabase, makeDelegates, type Delegate } from './delegates.ts';
import { expect, test, type Installation } from './mitra-test.ts';

// One forum from its first day to what came of it: an organiser sets it up, thirty people register and ask each other for meetings,
// which are scheduled and published; three cannot come, and the schedule is repaired; two doors, one of them without a network.
const PEOPLE = 30;
const NAME = 'Forum of thirty';

const as = async (browser: Browser, name: string, options = {}) => {
	const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options })).newPage();
	await signIn(page, name);
	return page;
};

/** Opens a form behind its title and waits until it can be typed in. */
async function opened(page: Page, title: string) {
	const panel = page.locator('details', { has: page.locator('summary', { hasText: title }) }).last();
	if ((await panel.getAttribute('open')) === null) await panel.locator('summary').first().click();
	await expect(panel).toHaveAttribute('open', '');
	return panel;
}

/** The event with a day, a hall of eight tables, registration and meetings, by the pages of the desk; answers its name in addresses. */
async function setUp(organiser: Page): Promise<string> {
	await organiser.goto('/desk/events/new');
	await organiser.locator('#name_en').fill(NAME);
	await organiser.getByLabel('Kind', { exact: true }).selectOption('b2b-meeting');
	await organiser.locator('#starts_on').fill('2027-05-10');
	await organiser.locator('#ends_on').fill('2027-05-10');
	for (const box of await organiser.locator('input[name="languages"]').all()) await box.setChecked((await box.getAttribute('value')) === 'en');
	await organiser.locator('#original').selectOption('en');
	await organiser.getByRole('button', { name: 'Begin the draft' }).click();
	await organiser.waitForURL(/\/desk\/events\/(?!new)/);
	const id = new URL(organiser.url()).pathname.split('/').pop()!;
	await organiser.locator('#place_en').fill('Nanning');
	await organiser.getByRole('button', { name: 'Save' }).first().click();
	await expect(organiser.getByRole('status')).toContainText('Saved.');

	await organiser.goto(`/desk/events/${id}/places`);
	const venue = await opened(organiser, 'Add a venue');
	await venue.getByLabel('Name').fill('Convention Centre');
	await venue.getByRole('button', { name: 'Add a venue' }).click();
	await expect(organiser.getByRole('heading', { name: 'Convention Centre' })).toBeVisible();
	const room = await opened(organiser, 'Add a room');
	await room.getByLabel('Name').fill('Hall of tables');
	await room.getByRole('button', { name: 'Add a room' }).click();
	await opened(organiser, 'Hall of tables');
	const tables = await opened(organiser, 'Set up tables');
	await tables.getByLabel('How many').fill('8');
	await tables.getByLabel('Zone').fill('A');
	await tables.getByRole('button', { name: 'Set up tables' }).click();
	await expect(organiser.getByRole('status')).toContainText('Tables set up: 8.');

	await organiser.goto(`/desk/events/${id}`);
	await organiser.getByRole('button', { name: 'Publish' }).click();
	await expect(organiser.getByRole('status')).toContainText('The event is public now.');

	await organiser.goto(`/desk/events/${id}/form`);
	await opened(organiser, 'Opening, places and what is asked');
	await organiser.locator('#state-frame').selectOption('open');
	await organiser.getByLabel('Organisers approve each registration').setChecked(false);
	await organiser.getByRole('button', { name: 'Save' }).first().click();
	await expect(organiser.getByRole('status')).toContainText('Saved.');

	await organiser.goto(`/desk/events/${id}/meetings`);
	await organiser.getByLabel('Open for requests').check();
	await organiser.getByLabel('Wishes are collected, then one schedule').check();
	await organiser.getByRole('button', { name: 'Save' }).first().click();
	await expect(organiser.getByRole('status')).toContainText('Saved.');
	const slots = await opened(organiser, 'Make slots');
	await slots.getByLabel('From', { exact: false }).first().fill('09:00');
	await slots.getByLabel('Until', { exact: false }).first().fill('14:00');
	await slots.getByLabel('Minutes of a meeting').fill('20');
	await slots.getByRole('button', { name: 'Make slots' }).click();
	await expect(organiser.getByRole('status')).toContainText('Slots made: 12');
	return id;
}

/** What addresses name people by. */
const registrationsOf = (installation: Installation, event: string) =>
	inDatabase(installation, async (client) => (await client.query<{ id: string; email: string; state: string }>(`select r.id, r.state, u.email from event_registration r join "user" u on u.id = r.person_id where r.event_id = $1`, [event])).rows);
const requestsTo = (installation: Installation, registration: string) =>
	inDatabase(installation, async (client) => (await client.query<{ id: string }>(`select id from meeting_request where to_registration_id = $1 and state = 'asked' order by created_at, id`, [registration])).rows);

/** Everybody registers, wants meetings and asks three others; of what is asked most is accepted. */
async function registerAndAsk(installation: Installation, event: string, delegates: readonly Delegate[]): Promise<void> {
	for (const [index, each] of delegates.entries()) {
		await each.sends(`/events/${event}/register?/register`, { name: each.name, works_at: '', organisation: '', country: ['CN', 'LA', 'TH'][index % 3]!, category: 'delegate', language: 'en', listed: 'yes' });
		await each.sends(`/events/${event}/meetings/wish?/save`, { seeks: `What ${each.name} looks for.`, language: 'en', listings: each.listing });
	}
	const registrations = new Map((await registrationsOf(installation, event)).map((each) => [each.email, each]));
	expect(registrations.size).toBe(PEOPLE);
	expect([...registrations.values()].every(({ state }) => state === 'approved')).toBe(true);
	for (const [index, each] of delegates.entries())
		for (const step of [1, 7, 11]) {
			const other = registrations.get(delegates[(index + step) % PEOPLE]!.email)!;
			await each.sends(`/events/${event}/meetings/people/${other.id}`, { message: `${each.name} asks.`, language: 'en' });
		}
	for (const [index, each] of delegates.entries())
		for (const [nth, { id }] of (await requestsTo(installation, registrations.get(each.email)!.id)).entries())
			await each.sends(`/events/${event}/meetings/requests?/answer`, nth === 0 && index % 10 === 0 ? { as: id, answer: 'no', reason: 'topic', language: 'en' } : { as: id, answer: nth === 1 ? 'gladly' : 'yes', language: 'en' });
}

/** Nobody is in two places and no table holds two meetings, as the records stand. */
async function expectSound(installation: Installation, event: string): Promise<void> {
	await inDatabase(installation, async (client) => {
		const { rows: people } = await client.query(`select a.registration_id from event_meeting m join meeting_attendee a on a.meeting_id = m.id where m.event_id = $1 and m.state <> 'cancelled' group by a.registration_id, m.slot_id having count(*) > 1`, [event]);
		expect(people).toEqual([]);
		const { rows: tables } = await client.query(`select table_id from event_meeting where event_id = $1 and state <> 'cancelled' group by table_id, slot_id having count(*) > 1`, [event]);
		expect(tables).toEqual([]);
	});
}
const meetingsOf = (installation: Installation, event: string) =>
	inDatabase(installation, async (client) => (await client.query<{ id: string; email: string }>(`select m.id, u.email from event_meeting m join meeting_attendee a on a.meeting_id = m.id join event_registration r on r.id = a.registration_id join "user" u on u.id = r.person_id where m.event_id = $1 and m.state <> 'cancelled' order by m.starts_at, m.id, u.email`, [event])).rows);

test('a forum of thirty: set up, registered for, scheduled, published, repaired, checked in at two doors, followed up', async ({ browser, installation, playwright }) => {
	test.setTimeout(300_000);
	const organiser = await as(browser, 'officer.nanning', { javaScriptEnabled: false });
	const event = await setUp(organiser);
	const desk = `/desk/events/${event}`;
	const delegates = await makeDelegates(installation, playwright, PEOPLE);
	await registerAndAsk(installation, event, delegates);

	// The schedule: 87 of 90 requests were accepted, and 12 slots at 8 tables hold them.
	await organiser.goto(`${desk}/meetings/schedules`);
	await organiser.getByLabel('Seconds it may take').fill('5');
	await organiser.getByRole('button', { name: 'Make a schedule' }).click();
	// Without scripts the page looks again by itself.
	await expect(organiser.getByText('New meetings: 87. Moved: 0. Called off: 0.')).toBeVisible({ timeout: 90_000 });
	await organiser.getByRole('button', { name: 'Publish and tell those concerned' }).click();
	await expect(organiser.getByRole('status')).toContainText('People told: 30');
	await expectSound(installation, event);
	const calendar = await (await delegates[0]!.request.get(`/events/${event}/meetings/agenda.ics`)).text();
	const before = await meetingsOf(installation, event);
	expect(calendar.match(/BEGIN:VEVENT/g)).toHaveLength(before.filter(({ email }) => email === delegates[0]!.email).length);

	// Three cannot come: one withdraws, of two the desk is told. What is repaired moves few of the others.
	await delegates[3]!.sends(`/events/${event}/register?/withdraw`, {});
	for (const index of [12, 21]) {
		await organiser.goto(`${desk}/meetings/live`);
		const away = await opened(organiser, 'Somebody comes later, or not at all');
		await away.getByLabel('Person').selectOption({ label: delegates[index]!.name });
		await away.getByRole('button', { name: 'Note it' }).click();
		await expect(organiser.locator('details li', { hasText: delegates[index]!.name })).toBeAttached();
	}
	await organiser.getByRole('button', { name: 'Propose a repair' }).click();
	await expect(organiser.getByText(/New meetings: 0\. Moved: \d+\. Called off: \d+\./)).toBeVisible({ timeout: 90_000 });
	await organiser.getByRole('button', { name: 'Publish and tell those concerned' }).click();
	await expect(organiser.getByRole('status')).toContainText('People told:');
	await expectSound(installation, event);
	const after = await meetingsOf(installation, event);
	const absent = [3, 12, 21].map((index) => delegates[index]!.email);
	expect(after.filter(({ email }) => absent.includes(email))).toEqual([]);
	const lost = new Set(before.filter(({ email }) => absent.includes(email)).map(({ id }) => id));
	expect(new Set(after.map(({ id }) => id))).toEqual(new Set(before.filter(({ id }) => !lost.has(id)).map(({ id }) => id)));

	await checkIn(browser, event, delegates.filter(({ email }) => !absent.includes(email)));
	await followUp(browser, installation, event, delegates);
});

/** Two doors at once, one without a network: everybody who came is in, nobody twice. */
async function checkIn(browser: Browser, event: string, present: readonly Delegate[]): Promise<void> {
	const badges = await Promise.all(present.map(async ({ request }) => /[0-9A-Z]{4}(?:-[0-9A-Z]{4})+/.exec(await (await request.get(`/events/${event}/register/badge`)).text())![0]));
	expect(new Set(badges).size).toBe(PEOPLE - 3);
	const doors: Page[] = [];
	for (const name of ['North', 'South']) {
		const door = await as(browser, 'officer.nanning');
		await door.setViewportSize({ width: 390, height: 844 });
		await door.goto(`/desk/events/${event}/check-in`);
		await door.locator('#door').fill(name);
		await door.locator('#door').blur();
		await expect(door.locator('[data-kept="true"]')).toBeVisible();
		doors.push(door);
	}
	const [north, south] = doors as [Page, Page];
	await north.context().setOffline(true);
	// Three came to both doors.
	const atNorth = badges.slice(0, 15);
	const atSouth = badges.slice(12);
	for (const [index, code] of atNorth.entries()) {
		await north.locator('#code').fill(code);
		await north.getByRole('button', { name: 'Check in' }).click();
		await expect(north.locator(`[data-waiting="${index + 1}"]`)).toBeVisible();
	}
	for (const [index, code] of atSouth.entries()) {
		await south.locator('#code').fill(code);
		await south.getByRole('button', { name: 'Check in' }).click();
		await expect(south.locator(`[data-inside="${index + 1}"]`)).toBeVisible();
	}
	await north.context().setOffline(false);
	await expect(north.getByText('Everything is sent.')).toBeVisible();
	await expect(north.getByRole('alert').filter({ hasText: 'was let in here, and the server knows better' })).toHaveCount(3);
	await expect(north.locator(`[data-inside="${badges.length}"]`)).toBeVisible();
	for (const door of doors) await door.context().close();
}

/** The day has passed. Two who met say what came of it; an interest opens from it, and the figures count. */
async function followUp(browser: Browser, installation: Installation, event: string, delegates: readonly Delegate[]): Promise<void> {
	await inDatabase(installation, async (client) => {
		await client.query(`update event set starts_on = current_date - 1, ends_on = current_date - 1 where id = $1`, [event]);
		await client.query(`update event_day set day = current_date - 1 where event_id = $1`, [event]);
		for (const table of ['meeting_slot', 'event_meeting']) await client.query(`update ${table} set starts_at = starts_at - (date '2027-05-10' - (current_date - 1)) * interval '1 day' where event_id = $1`, [event]);
	});
	const [first] = await meetingsOf(installation, event);
	const pair = (await meetingsOf(installation, event)).filter(({ id }) => id === first!.id).map(({ email }) => delegates.find((each) => each.email === email)!);
	expect(pair).toHaveLength(2);
	await pair[0]!.sends(`/events/${event}/meetings/after/${first!.id}?/answer`, { outcome: 'contact' });
	const page = await (await browser.newContext({ viewport: { width: 390, height: 844 }, javaScriptEnabled: false })).newPage();
	await page.context().addCookies((await pair[1]!.request.storageState()).cookies);
	await page.goto(`/events/${event}/meetings/after/${first!.id}`);
	await page.getByRole('button', { name: 'We want to work together' }).click();
	await page.locator('#whoWeAre').fill('We met at the forum.');
	await page.getByRole('button', { name: 'Send the interest' }).click();
	await page.waitForURL(/\/docking\//);
	await page.context().close();
	const organiser = await as(browser, 'officer.nanning', { javaScriptEnabled: false });
	const table = await (await organiser.request.get(`/desk/events/${event}/meetings/statistics/table`)).text();
	// Requests, accepted, meetings, held, no-shows, and what led on.
	expect(table).toMatch(/^all,,90,87,\d+,1,0,1\r?$/m);
}
