import type { Browser, Page } from '@playwright/test';
import pg from 'pg';
import { readHolder } from '#lib/server/platform/data-folder-lock.ts';
import { violations } from './accessibility.ts';
import { sampleAccount, signIn } from './accounts.ts';
import { expect, test } from './mitra-test.ts';

const as = async (browser: Browser, name: string, options = {}) => {
	const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options })).newPage();
	await signIn(page, name);
	return page;
};
const EVENT = 'browser-meetings';
const MEETINGS = `/events/${EVENT}/meetings`;
const SEVERAL = 'browser-meetings-of-several';
const INVITING = 'browser-meetings-inviting';
const BESIDE = 'browser-meetings-beside-sessions';
const EDITOR = 'member.hangzhou';
const OTHER = 'member.danang';

/** An event whose meetings are booked, with three slots and one table, and people who are approved for it: as their organisers would set it up. */
async function setUp(folder: string, event: string, people: readonly string[]): Promise<void> {
	const client = new pg.Client({ connectionString: readHolder(folder)!.databaseUrl! });
	await client.connect();
	try {
		const text = (words: string) => JSON.stringify([{ language: 'en', text: words, provenance: 'original' }]);
		await client.query(`insert into event (id, kind, names, theme, about, place, facts, starts_on, ends_on, country, time_zone, state, centre_id, source, is_sample)
			values ($1, 'b2b-meeting', $2, '[]', '[]', '[]', '[]', '2027-05-10', '2027-05-10', 'CN', 'Asia/Shanghai', 'published', 'cattc', '', true)`, [event, text('Browser meetings')]);
		await client.query(`insert into event_organiser (event_id, role, centre_id) values ($1, 'host', 'cattc')`, [event]);
		const { rows: [day] } = await client.query(`insert into event_day (event_id, day) values ($1, '2027-05-10') returning id`, [event]);
		const { rows: [venue] } = await client.query(`insert into event_venue (event_id, names) values ($1, $2) returning id`, [event, text('Hall')]);
		const { rows: [room] } = await client.query(`insert into event_room (event_id, venue_id, names) values ($1, $2, $3) returning id`, [event, venue.id, text('Room of tables')]);
		await client.query(`insert into event_table (event_id, room_id, label) values ($1, $2, 'A1')`, [event, room.id]);
		await client.query(`insert into event_registration_frame (event_id, state, audience, approval, categories, wishes, welcome, updated_at) values ($1, 'open', 'anyone', true, '{delegate}', '{}', '[]', now())`, [event]);
		await client.query(`insert into meeting_frame (event_id, state, mode) values ($1, 'open', 'booking')`, [event]);
		for (const hour of ['02:00', '02:30', '03:00']) await client.query(`insert into meeting_slot (event_id, day_id, starts_at, minutes) values ($1, $2, $3, 30)`, [event, day.id, `2027-05-10T${hour}:00Z`]);
		for (const [index, name] of people.entries())
			await client.query(`insert into event_registration (event_id, person_id, organisation_id, state, category, names, country, languages, badge, is_sample, created_at, updated_at)
				select $1, u.id, m.organisation_id, 'approved', 'delegate', jsonb_build_array(jsonb_build_object('language', 'en', 'text', u.name, 'provenance', 'original')), o.country, '{en}', $3, true, now(), now()
				from "user" u join membership m on m.user_id = u.id join organisation o on o.id = m.organisation_id where u.email = $2`, [event, sampleAccount(name).email, `0000000${index}`]);
	} finally {
		await client.end();
	}
}

test('two participants: one paints the times and is asked, accepts, and both have the meeting in their agendas; whoever is not approved finds nothing', async ({ browser, installation }) => {
	await setUp(installation.folder, EVENT, [EDITOR, OTHER]);
	const stranger = await as(browser, 'member.singapore');
	for (const path of ['', '/people', '/suggestions', '/requests', '/times', '/wish', '/agenda.ics']) expect((await stranger.request.get(MEETINGS + path)).status()).toBe(404);

	// One with scripts, one without.
	const an = await as(browser, EDITOR);
	const bo = await as(browser, OTHER, { javaScriptEnabled: false });
	await bo.setViewportSize({ width: 390, height: 844 });
	for (const page of [an, bo]) {
		await page.goto(`/events/${EVENT}`);
		await page.getByRole('link', { name: 'Meetings', exact: true }).click();
		await page.getByRole('link', { name: 'Say it now' }).click();
		await page.locator('#seeks').fill(page === an ? 'Membranes that last.' : 'Sensors for rivers.');
		await page.locator('input[name="listings"]').first().check();
		await page.getByRole('button', { name: 'I want meetings' }).click();
		await expect(page.getByRole('status')).toContainText('Saved.');
	}

	await an.goto(`${MEETINGS}/times`);
	expect(await violations(an)).toEqual([]);
	const boxes = an.locator('input[name="there"]');
	await expect(boxes).toHaveCount(3);
	await expect(boxes.first()).toBeChecked();
	// Drawn over the first two: not there. The arrow key leads on to the third, which the space bar leaves as it is, twice.
	await boxes.nth(0).hover();
	await an.mouse.down();
	await boxes.nth(1).hover();
	await an.mouse.up();
	await expect(boxes.nth(0)).not.toBeChecked();
	await expect(boxes.nth(1)).not.toBeChecked();
	await boxes.nth(1).focus();
	await an.keyboard.press('ArrowUp');
	await an.keyboard.press('Space');
	await expect(boxes.nth(0)).toBeChecked();
	await an.keyboard.press('Space');
	await an.getByRole('button', { name: 'Save my times' }).click();
	await expect(an.getByRole('status')).toContainText('Saved.');
	await expect(boxes.nth(1)).not.toBeChecked();
	await expect(boxes.nth(2)).toBeChecked();
	// A finger paints once it has rested on a box.
	const finger = await an.context().newCDPSession(an);
	const touch = async (type: 'touchStart' | 'touchMove' | 'touchEnd', at?: { x: number; y: number; width: number; height: number } | null) => finger.send('Input.dispatchTouchEvent', { type, touchPoints: at ? [{ x: at.x + at.width / 2, y: at.y + at.height / 2 }] : [] });
	await touch('touchStart', await boxes.nth(2).boundingBox());
	await expect(boxes.nth(2)).not.toBeChecked();
	await touch('touchMove', await boxes.nth(0).boundingBox());
	await touch('touchEnd');
	await expect(boxes.nth(0)).not.toBeChecked();
	await expect(boxes.nth(2)).not.toBeChecked();

	await bo.goto(`${MEETINGS}/people`);
	await bo.locator('#q').fill('membranes');
	await bo.getByRole('button', { name: 'Show' }).click();
	await bo.getByRole('link', { name: sampleAccount(EDITOR).name }).click();
	await bo.getByRole('button', { name: 'Send the request' }).click();
	await expect(bo.locator('#message-error')).toBeVisible();
	await bo.locator('#message').fill('Your membranes and our sensors belong together.');
	await bo.getByRole('button', { name: 'Send the request' }).click();
	await expect(bo.getByRole('status')).toContainText('on its way');

	await an.goto(MEETINGS);
	await an.getByRole('link', { name: /wait for your answer: 1/ }).click();
	await expect(an.getByText('belong together')).toBeVisible();
	expect(await violations(an)).toEqual([]);
	await an.getByText('Decline', { exact: true }).click();
	await an.getByRole('button', { name: 'Decline the request' }).click();
	await expect(an.getByRole('alert')).toContainText('Reason');
	await an.getByRole('button', { name: 'Accept', exact: true }).click();
	await expect(an.getByRole('status')).toContainText('booked');

	for (const page of [an, bo]) {
		await page.goto(MEETINGS);
		// 03:00 in UTC, as the event's clocks and, for who reads letters in Viet Nam, the own show it.
		await expect(page.locator('time')).toHaveText('11:00–11:30');
		await expect(page.getByText('Table A1')).toBeVisible();
	}
	await expect(bo.getByText('10:00–10:30 your time')).toBeVisible();
	const calendar = await an.request.get(`${MEETINGS}/agenda.ics`);
	expect((await calendar.text()).match(/BEGIN:VEVENT/g)).toHaveLength(1);

	// In a hall without a network the agenda and the own badge open still.
	const own = [`/events/${EVENT}/register/badge`, MEETINGS];
	await an.goto(`/events/${EVENT}/register`);
	await an.getByRole('link', { name: 'My badge' }).click();
	await expect(an.getByText('without a network too')).toBeVisible();
	await an.goto(MEETINGS);
	await expect(an.getByText('without a network too')).toBeVisible();
	await an.context().setOffline(true);
	for (const [path, words] of [[own[0]!, sampleAccount(EDITOR).name], [MEETINGS, 'Table A1, Room of tables']] as const) {
		await an.goto(path);
		await expect(an.locator('main')).toContainText(words);
	}
	await an.context().setOffline(false);

	await bo.getByText('Call this meeting off').click();
	await bo.locator('textarea[name="words"]').fill('My train is late.');
	await bo.getByRole('button', { name: 'Call it off and tell them' }).click();
	await expect(bo.getByRole('status')).toContainText('told');
	await an.goto(MEETINGS);
	await expect(an.getByText('My train is late.')).toBeVisible();
	await expect(an.getByText('Called off')).toBeVisible();

	// To the next who signs in on the same phone they are shown no more.
	await signIn(an, 'member.singapore');
	await an.context().setOffline(true);
	for (const path of own) await expect(an.goto(path)).rejects.toThrow();
	await an.context().setOffline(false);
	await an.goto('/');
	expect((await an.evaluate(() => caches.keys())).filter((name) => name.startsWith('own-'))).toEqual([]);
});

/** Says that one wants meetings, and shows the first listing. */
async function want(page: Page, event: string, seeks: string): Promise<void> {
	await page.goto(`/events/${event}/meetings/wish`);
	await page.locator('#seeks').fill(seeks);
	await page.locator('input[name="listings"]').first().check();
	await page.getByRole('button', { name: 'I want meetings' }).click();
	await expect(page.getByRole('status')).toContainText('Saved.');
}

test('three meet at one table once each has agreed, and one leaves it to the others', async ({ browser, installation }) => {
	// Three people sign in and say what they seek before anything is asked.
	test.slow();
	const THIRD = 'member.chiangmai';
	await setUp(installation.folder, SEVERAL, [EDITOR, OTHER, THIRD]);
	const base = `/events/${SEVERAL}/meetings`;
	const phone = { width: 390, height: 844 };
	const [an, bo, chai] = [await as(browser, EDITOR), await as(browser, OTHER, { javaScriptEnabled: false }), await as(browser, THIRD)];
	for (const page of [an, bo, chai]) await page.setViewportSize(phone);
	await want(an, SEVERAL, 'Membranes that last.');
	await want(bo, SEVERAL, 'Sensors for rivers.');
	await want(chai, SEVERAL, 'Readers of small samples.');

	// The first is chosen in the catalogue, the second from there again.
	await an.goto(`${base}/people`);
	await an.getByRole('link', { name: sampleAccount(OTHER).name }).click();
	await an.getByRole('link', { name: 'Ask somebody else to the same meeting' }).click();
	await expect(an.getByText(`Choose whom else to ask to the meeting with ${sampleAccount(OTHER).name}.`)).toBeVisible();
	await an.getByRole('listitem').filter({ hasText: sampleAccount(THIRD).name }).getByRole('link', { name: 'Ask to this meeting too' }).click();
	await expect(an.getByText('Also asked to this meeting')).toBeVisible();
	expect(await violations(an)).toEqual([]);
	await an.locator('#message').fill('One table for the three of us.');
	await an.getByRole('button', { name: 'Send the request' }).click();
	await expect(an.getByRole('status')).toContainText('on its way');

	await bo.goto(`${base}/requests`);
	await expect(bo.getByText('Several to one meeting')).toBeVisible();
	await bo.getByRole('button', { name: 'Accept', exact: true }).click();
	await expect(bo.getByRole('status')).toContainText('once the others have answered');
	await chai.goto(`${base}/requests`);
	expect(await violations(chai)).toEqual([]);
	await chai.getByRole('button', { name: 'Accept', exact: true }).click();
	await expect(chai.getByRole('status')).toContainText('The meeting is booked.');
	for (const page of [an, bo, chai]) {
		await page.goto(base);
		await expect(page.locator('time')).toHaveText('10:00–10:30');
		expect((await (await page.request.get(`${base}/agenda.ics`)).text()).match(/BEGIN:VEVENT/g)).toHaveLength(1);
	}
	await chai.getByText('I cannot take part').click();
	await chai.locator('textarea[name="words"]').fill('My train is late.');
	await chai.getByRole('button', { name: 'Leave the meeting and tell the others' }).click();
	await expect(chai.getByRole('status')).toContainText('You do not take part any more.');
	await an.goto(base);
	await expect(an.getByRole('heading', { name: sampleAccount(OTHER).name })).toBeVisible();
	await expect(an.getByText(sampleAccount(THIRD).name)).toHaveCount(0);
});

test('who is not registered and has what one seeks is invited by letter, and declines', async ({ browser, installation }) => {
	await setUp(installation.folder, INVITING, [EDITOR]);
	const base = `/events/${INVITING}/meetings`;
	const phone = { width: 390, height: 844 };
	const an = await as(browser, EDITOR);
	await an.setViewportSize(phone);
	await want(an, INVITING, 'Dyehouses.');
	const client = new pg.Client({ connectionString: readHolder(installation.folder)!.databaseUrl! });
	await client.connect();
	await client.query(`update event set place = $2, ends_on = '2027-05-11' where id = $1`, [INVITING, JSON.stringify([{ language: 'en', text: 'Hangzhou', provenance: 'original' }])]);
	// Of those whose listings fit, some of whom nobody is registered, also among the participants: as far as the filters go.
	await an.goto(`${base}/suggestions`);
	await expect(an.getByRole('link', { name: 'Invite to a meeting' }).first()).toBeVisible();
	await an.goto(`${base}/people?kind=offer`);
	await expect(an.getByText('Participants who want meetings: 0')).toBeVisible();
	await expect(an.getByRole('link', { name: 'Invite to a meeting' })).toHaveCount(0);
	await an.goto(`${base}/people`);
	await expect(an.getByText('Not registered yet').first()).toBeVisible();
	expect(await violations(an)).toEqual([]);
	await an.getByRole('link', { name: 'Invite to a meeting' }).first().click();
	// Filled in: what the two could talk about.
	await expect(an.locator('#message')).toHaveValue(/fit together/);
	await expect(an.locator('#own_listing')).not.toHaveValue('');
	await an.locator('#message').fill('');
	await an.getByRole('button', { name: 'Send the invitation' }).click();
	await expect(an.locator('#message-error')).toBeVisible();
	await an.locator('#message').fill('Come and see our membranes.');
	await an.getByRole('button', { name: 'Send the invitation' }).click();
	await expect(an.getByText('Waits for them to register')).toBeVisible();
	expect(await violations(an)).toEqual([]);
	const { rows: [letter] } = await client.query<{ body_text: string }>(`select body_text from mail where body_text like '%/meetings/invited/%' and body_text like '%Come and see our membranes.%'`);
	await client.end();
	const address = /\/events\/[\w-]+\/meetings\/invited\/[\w.-]+/.exec(letter!.body_text)![0];
	const visitor = await (await browser.newContext({ viewport: phone, javaScriptEnabled: false })).newPage();
	await visitor.goto(address);
	await expect(visitor.getByText('Come and see our membranes.')).toBeVisible();
	await expect(visitor.getByText('Browser meetings · Hangzhou · May 10 – 11, 2027')).toBeVisible();
	await expect(visitor.getByRole('link', { name: 'Register for the event' })).toHaveAttribute('href', new RegExp(`/events/${INVITING}/register`));
	await visitor.getByRole('button', { name: 'Do not invite me again' }).click();
	await expect(visitor.getByRole('status')).toContainText('no such invitations');
	await an.goto(`${base}/requests`);
	await expect(an.getByText('Declined')).toBeVisible();
	expect((await visitor.request.get(`${base}/invited/nonsense`)).status()).toBe(404);
});

test('who picks a session at the time of a meeting is asked first: both are kept, or the meeting moves', async ({ browser, installation }) => {
	test.slow();
	await setUp(installation.folder, BESIDE, [EDITOR, OTHER]);
	const base = `/events/${BESIDE}/meetings`;
	const phone = { width: 390, height: 844 };
	const [an, bo] = [await as(browser, EDITOR), await as(browser, OTHER, { javaScriptEnabled: false })];
	for (const page of [an, bo]) await page.setViewportSize(phone);
	await want(an, BESIDE, 'Membranes that last.');
	await want(bo, BESIDE, 'Sensors for rivers.');
	await an.goto(`${base}/people`);
	await an.getByRole('link', { name: sampleAccount(OTHER).name }).click();
	await an.locator('#message').fill('Let us talk.');
	await an.getByRole('button', { name: 'Send the request' }).click();
	await expect(an.getByRole('status')).toContainText('on its way');
	await bo.goto(`${base}/requests`);
	await bo.getByRole('button', { name: 'Accept', exact: true }).click();
	await expect(bo.getByRole('status')).toContainText('The meeting is booked.');

	const client = new pg.Client({ connectionString: readHolder(installation.folder)!.databaseUrl! });
	await client.connect();
	const { rows: [session] } = await client.query<{ id: string }>(`insert into event_session (event_id, day_id, kind, titles, starts_at, ends_at)
		select event_id, id, 'parallel', '[{"language": "en", "text": "Salt and soil", "provenance": "original"}]', '2027-05-10T02:00:00Z', '2027-05-10T02:30:00Z' from event_day where event_id = $1 returning id`, [BESIDE]);
	await client.end();
	const clash = 'You have a meeting at the time of this session';
	for (const page of [an, bo]) {
		await page.goto(`/events/${BESIDE}/sessions/${session!.id}`);
		await page.getByRole('button', { name: 'Add to my programme' }).click();
		await expect(page.getByText(clash)).toBeVisible();
	}
	expect(await violations(an)).toEqual([]);
	// One leaves it, and nothing is picked; the other keeps both.
	await an.getByRole('link', { name: 'Do not pick the session' }).click();
	await expect(an.getByRole('button', { name: 'Add to my programme' })).toBeVisible();
	await expect(an.getByText(clash)).toHaveCount(0);
	await bo.getByRole('button', { name: 'Keep both' }).click();
	await expect(bo.getByRole('button', { name: 'In my programme: remove' })).toBeVisible();
	await expect(bo.getByText(clash)).toBeVisible();
	// Then the meeting moves out of the way, for both.
	await bo.getByLabel('Move the meeting to').selectOption({ label: 'Mon, May 10 10:30–11:00' });
	await bo.getByRole('button', { name: 'Move the meeting and tell the others' }).click();
	await expect(bo.getByRole('status')).toContainText('The meeting is moved.');
	await expect(bo.getByText(clash)).toHaveCount(0);
	await an.goto(base);
	await expect(an.locator('time')).toHaveText('10:30–11:00');
	await an.goto(`/events/${BESIDE}/sessions/${session!.id}`);
	await an.getByRole('button', { name: 'Add to my programme' }).click();
	await expect(an.getByRole('button', { name: 'In my programme: remove' })).toBeVisible();
});
