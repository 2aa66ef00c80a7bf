import type { Browser, Locator, Page } from '@playwright/test';
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
/** Each thing that is wrong, as the summary says it, leads to its field. */
async function expectLinksToFields(page: Page): Promise<void> {
	const links = page.getByRole('alert').getByRole('link');
	await expect(links.first()).toBeVisible();
	for (const link of await links.all()) await expect(page.locator((await link.getAttribute('href'))!)).toHaveCount(1);
}
const EVENT = 'desk-meetings';
const DESK = `/desk/events/${EVENT}/meetings`;
/** Who comes, and who wants to meet whom, by their places here. */
const GUESTS = ['member.hangzhou', 'member.danang', 'member.nanning', 'member.singapore'];
const WISHES = [[0, 1], [0, 2], [2, 3]] as const;

/** An event in May with a table and people who agreed to meet: as registration and the participants would leave it. */
/** Wishes are collected, and slots of 20 minutes stand from 9 to 11 and from 13 to 14. */
async function addSlots(folder: string, eventId: string): Promise<void> {
	const client = new pg.Client({ connectionString: readHolder(folder)!.databaseUrl! });
	await client.connect();
	try {
		await client.query(`insert into meeting_frame (event_id, state, mode) values ($1, 'open', 'collected')`, [eventId]);
		const starts = ['01:00', '01:30', '02:00', '02:30', '05:00', '05:30'];
		for (const clock of starts) await client.query(`insert into meeting_slot (event_id, day_id, starts_at, minutes, kind) select $1, id, ('2027-05-10 ' || $2::text || ':00Z')::timestamptz, 20, 'collected' from event_day where event_id = $1`, [eventId, clock]);
	} finally {
		await client.end();
	}
}

async function setUp(folder: string, EVENT: string, badges: string): Promise<void> {
	const client = new pg.Client({ connectionString: readHolder(folder)!.databaseUrl! });
	await client.connect();
	try {
		const text = (words: string) => JSON.stringify([{ language: 'en', text: words, provenance: 'original' }]);
		await client.query(`insert into event (id, kind, names, theme, about, place, facts, starts_on, ends_on, country, time_zone, state, centre_id, source, is_sample)
			values ($1, 'b2b-meeting', $2, '[]', '[]', '[]', '[]', '2027-05-10', '2027-05-10', 'CN', 'Asia/Shanghai', 'published', 'cattc', '', true)`, [EVENT, text('Meetings at the desk')]);
		await client.query(`insert into event_organiser (event_id, role, centre_id) values ($1, 'host', 'cattc')`, [EVENT]);
		await client.query(`insert into event_day (event_id, day) values ($1, '2027-05-10')`, [EVENT]);
		const { rows: [venue] } = await client.query(`insert into event_venue (event_id, names) values ($1, $2) returning id`, [EVENT, text('Hall')]);
		const { rows: [room] } = await client.query(`insert into event_room (event_id, venue_id, names) values ($1, $2, $3) returning id`, [EVENT, venue.id, text('Room of tables')]);
		for (const label of ['A1', 'A2']) await client.query(`insert into event_table (event_id, room_id, label) values ($1, $2, $3)`, [EVENT, room.id, label]);
		const registrations: string[] = [];
		for (const [index, name] of GUESTS.entries()) {
			const { rows: [made] } = await client.query(`insert into event_registration (event_id, person_id, organisation_id, state, category, names, country, languages, badge, is_sample, created_at, updated_at)
				select $1, u.id, m.organisation_id, 'approved', 'delegate', jsonb_build_array(jsonb_build_object('language', 'en', 'text', $3::text, 'provenance', 'original')), o.country, '{en}', $4, true, now(), now()
				from "user" u join membership m on m.user_id = u.id join organisation o on o.id = m.organisation_id where u.email = $2 limit 1 returning id`, [EVENT, sampleAccount(name).email, `Guest ${index + 1}`, `${badges}${index}`]);
			registrations.push(made.id);
			await client.query(`insert into meeting_participant (registration_id, event_id, joined_at, changed_at) values ($1, $2, now(), now())`, [made.id, EVENT]);
		}
		for (const [from, to] of WISHES)
			await client.query(`insert into meeting_request (event_id, from_registration_id, to_registration_id, message_language, state, answered_at, expires_at, created_at) values ($1, $2, $3, 'en', 'accepted', now(), now(), now())`, [EVENT, registrations[from], registrations[to]]);
	} finally {
		await client.end();
	}
}

test('an organiser frames meetings, has them scheduled, moves one, publishes; one cannot come, and a repair is proposed and published', async ({ browser, installation }) => {
	test.setTimeout(120_000);
	await setUp(installation.folder, EVENT, '1000000');
	const organiser = await as(browser, 'officer.nanning');
	// Scripts that come between the choosing of a field's words and the typing of others leave both in it.
	await organiser.goto(DESK, { waitUntil: 'networkidle' });
	await organiser.getByLabel('Requests a person may have open').fill('none');
	await organiser.getByRole('button', { name: 'Save' }).first().click();
	await expect(organiser.getByRole('alert')).toContainText('Requests a person may have open');
	await expect(organiser.getByLabel('Requests a person may have open')).toHaveValue('none');
	await expectLinksToFields(organiser);
	await organiser.getByLabel('Requests a person may have open').fill('10');
	await organiser.getByLabel('Open for requests').check();
	await organiser.getByLabel('Wishes are collected, then one schedule').check();
	await organiser.getByRole('button', { name: 'Save' }).first().click();
	await expect(organiser.getByRole('status')).toContainText('Saved');
	const slots = organiser.locator('details', { hasText: 'Make slots' });
	await slots.getByLabel('From', { exact: false }).first().fill('09:00');
	await slots.getByLabel('Until', { exact: false }).first().fill('11:00');
	await slots.getByLabel('Minutes of a meeting').fill('20');
	await slots.getByRole('button', { name: 'Make slots' }).click();
	await expect(organiser.getByRole('status')).toContainText('Slots made: 5');
	expect(await violations(organiser)).toEqual([]);

	await organiser.getByRole('link', { name: 'Schedules' }).click();
	// What it may change is said in sentences, none of them cut off; what was chosen and typed stays with what is wrong.
	await organiser.getByLabel('Move as few meetings as possible').check();
	await organiser.getByLabel('Seconds it may take').fill('soon');
	await organiser.getByRole('button', { name: 'Make a schedule' }).click();
	await expect(organiser.getByRole('alert')).toContainText('Seconds it may take');
	await expectLinksToFields(organiser);
	await expect(organiser.getByLabel('Move as few meetings as possible')).toBeChecked();
	await expect(organiser.getByLabel('Seconds it may take')).toHaveValue('soon');
	await organiser.getByLabel('Plan everything anew that is not locked').check();
	await organiser.getByLabel('Seconds it may take').fill('2');
	await organiser.getByRole('button', { name: 'Make a schedule' }).click();
	await expect(organiser.getByText('No schedule is better.')).toBeVisible({ timeout: 60_000 });
	await expect(organiser.getByText('New meetings: 3. Moved: 0. Called off: 0.')).toBeVisible();
	expect(await violations(organiser)).toEqual([]);

	// Guest 1 cannot be in two places; a free slot takes the meeting, and the last step is taken back.
	await organiser.getByRole('link', { name: 'Open the board' }).click();
	await organiser.getByRole('link', { name: /Guest 2/ }).first().click();
	const panel = organiser.locator('section.card');
	await expect(panel.getByRole('heading')).toContainText('Guest 2');
	const choices = await panel.getByLabel('Slot').locator('option').allTextContents();
	const taken = choices.findIndex((choice) => choice.includes('sits in another meeting then'));
	const free = choices.findLastIndex((choice) => choice.includes('free, tables: 2'));
	await panel.getByLabel('Slot').selectOption({ index: taken });
	await panel.getByRole('button', { name: 'Put it there' }).click();
	await expect(organiser.getByRole('alert').first()).toContainText('Somebody sits in another meeting then.');
	await panel.getByLabel('Slot').selectOption({ index: free });
	await panel.getByRole('button', { name: 'Put it there' }).click();
	await expect(organiser.getByRole('status')).toContainText('It stands there now.');
	expect(await violations(organiser)).toEqual([]);
	await organiser.getByRole('button', { name: 'Take the last step back' }).click();
	await expect(organiser.getByRole('status')).toContainText('taken back');

	await organiser.getByRole('link', { name: 'Schedule 1' }).click();
	// By the keys: what had the focus is gone, and what is said of it has it now.
	await organiser.getByRole('button', { name: 'Publish and tell those concerned' }).press('Enter');
	await expect(organiser.getByRole('status')).toContainText('People told: 4');
	await expect(organiser.getByRole('status')).toBeFocused();
	const guest = await as(browser, GUESTS[0]!, { javaScriptEnabled: false });
	await guest.goto(`/events/${EVENT}/meetings`);
	await expect(guest.getByText('Guest 2').first()).toBeVisible();
	await expect(guest.getByText('Guest 3').first()).toBeVisible();

	// Guest 4 does not come: the repair calls off one meeting, and tells two people.
	await organiser.getByRole('link', { name: 'Live', exact: true }).click();
	await organiser.getByLabel('Find a person or a table').fill('guest 4');
	await organiser.getByRole('button', { name: 'Find', exact: true }).click();
	await expect(organiser.getByRole('region', { name: 'Guest 4' }).getByRole('listitem')).toHaveCount(1);
	await organiser.getByText('Somebody comes later, or not at all').click();
	await organiser.locator('form[action="?/away"]').getByLabel('Person').selectOption({ label: 'Guest 4' });
	await organiser.getByRole('button', { name: 'Note it' }).click();
	await expect(organiser.getByText('Meetings ahead that cannot be held: 1')).toBeVisible();
	expect(await violations(organiser)).toEqual([]);
	await organiser.getByRole('button', { name: 'Propose a repair' }).click();
	await expect(organiser.getByText('New meetings: 0. Moved: 0. Called off: 1.')).toBeVisible({ timeout: 60_000 });
	await organiser.getByRole('button', { name: 'Publish and tell those concerned' }).click();
	await expect(organiser.getByRole('status')).toContainText('People told: 2');

	await organiser.getByRole('link', { name: 'Print', exact: true }).click();
	await organiser.getByRole('link', { name: 'Agendas' }).click();
	await expect(organiser.locator('.sheet')).toHaveCount(3);
	// What is handed out says nothing of the desk.
	await organiser.emulateMedia({ media: 'print' });
	await expect(organiser.getByRole('heading', { level: 1 })).toBeHidden();
	await expect(organiser.locator('.sheet').first()).toBeVisible();
	await organiser.emulateMedia({ media: 'screen' });
	await organiser.getByRole('link', { name: 'Figures', exact: true }).click();
	const table = await organiser.request.get(`${DESK}/statistics/table`);
	expect(await table.text()).toContain('all,,3,3,2,0,0,0');

	// A slot with a meeting in it is not removed without asking; the other people of the network find nothing here.
	await organiser.goto(DESK);
	await organiser.locator('li', { hasText: 'Meetings: 1' }).first().getByRole('link').click();
	await expect(organiser.getByText(/Meetings that stand there: 1/)).toBeVisible();
	// Where it could go is worked out when somebody asks for it, and shown before anything is decided.
	await organiser.getByRole('button', { name: 'Work out where they can go' }).click();
	await organiser.getByRole('button', { name: 'Remove, move the meetings and tell their people' }).click({ timeout: 60_000 });
	await expect(organiser).toHaveURL(new RegExp(`${DESK}$`));
	const stranger = await as(browser, 'officer.thailand');
	for (const path of ['', '/host', '/schedules', '/live', '/print', '/statistics', '/statistics/table']) expect((await stranger.goto(DESK + path))?.status(), path).toBe(404);
});

test('an organiser says who comes first and who never meets; on the board a meeting is dragged or led by the keys, and what speaks against a place shows', async ({ browser, installation }) => {
	test.setTimeout(120_000);
	const event = 'desk-board';
	const desk = `/desk/events/${event}/meetings`;
	await setUp(installation.folder, event, '2000000');
	await addSlots(installation.folder, event);
	const organiser = await as(browser, 'officer.nanning');

	// What was typed stays, with what is wrong at its field.
	await organiser.goto(`${desk}/host`, { waitUntil: 'networkidle' });
	const priority = organiser.locator('details', { hasText: 'Give a priority' });
	await priority.locator('summary').click();
	await priority.getByLabel('Person').fill('Guest 9');
	await priority.getByRole('button', { name: 'Add' }).click();
	await expect(priority.getByText('Nobody who comes is called so')).toBeVisible();
	await expect(priority.getByLabel('Person')).toHaveValue('Guest 9');
	await priority.getByLabel('Person').fill('Guest 1');
	await priority.getByLabel('Only with').fill('Guest 3');
	await priority.getByRole('button', { name: 'Add' }).click();
	await expect(organiser.getByRole('listitem').filter({ hasText: /Guest 1 – Guest 3|Guest 3 – Guest 1/ })).toContainText('High');
	const apart = organiser.locator('details', { hasText: 'Keep two people apart' });
	await apart.locator('summary').click();
	await apart.getByLabel('One side').fill('Guest 3');
	await apart.getByLabel('Other side').fill('Guest 4');
	await apart.getByLabel('Reason').fill('They are in court.');
	await apart.getByRole('button', { name: 'Keep them apart' }).click();
	await expect(organiser.getByRole('listitem').filter({ hasText: /Guest 3 – Guest 4|Guest 4 – Guest 3/ })).toContainText('They are in court.');
	const rather = organiser.locator('details', { hasText: 'Somebody rather at a time' });
	await rather.locator('summary').click();
	await rather.getByLabel('Person').fill('Guest 2');
	await rather.getByLabel('Half of the day').selectOption('afternoon');
	await rather.getByRole('button', { name: 'Add' }).click();
	await expect(organiser.getByRole('listitem').filter({ hasText: 'Guest 2 rather in the afternoon.' })).toBeVisible();
	const together = organiser.locator('details', { hasText: 'Meetings of two organisations after one another' });
	await together.locator('summary').click();
	await together.getByLabel('One organisation').fill('No such institute');
	await together.getByRole('button', { name: 'Add' }).click();
	await expect(together.getByText('No organisation that comes is called so')).toBeVisible();
	await expect(together.getByLabel('One organisation')).toHaveValue('No such institute');
	expect(await violations(organiser)).toEqual([]);

	await organiser.getByRole('link', { name: 'Schedules' }).click();
	await organiser.getByLabel('Seconds it may take').fill('2');
	await organiser.getByRole('button', { name: 'Make a schedule' }).click();
	await expect(organiser.getByText('Pairs kept apart: 1. Requests that are not held for that: 1.')).toBeVisible({ timeout: 60_000 });
	await expect(organiser.getByText('Requests with a priority: 1. Held: 1.')).toBeVisible();
	await expect(organiser.getByText('Guest 3 and Guest 4 are not to meet.')).toBeVisible();
	await expect(organiser.getByText('1 of 1 meetings.')).toBeVisible();

	// Guest 1 meets Guest 2 in the afternoon and Guest 3 at some time; dragged onto that, the one with Guest 2 has no place.
	await organiser.getByRole('link', { name: 'Open the board' }).click();
	const row = organiser.getByRole('row').filter({ has: organiser.getByRole('rowheader', { name: 'Guest 1' }) });
	const meeting = row.getByRole('link', { name: /Guest 2/ });
	const taken = row.getByRole('cell').filter({ has: organiser.getByRole('link', { name: /Guest 3/ }) });
	const moving = organiser.locator('.moving');
	await expect(meeting).toHaveAttribute('draggable', 'true');
	await meeting.hover();
	await organiser.mouse.down();
	await taken.hover();
	await taken.hover();
	await expect(moving).toContainText('sits in another meeting then');
	await organiser.mouse.up();
	await expect(organiser.getByRole('alert').first()).toContainText('Somebody sits in another meeting then.');
	// The two may change places instead, and are put back in one press.
	await organiser.getByRole('button', { name: 'Change places' }).click();
	await expect(organiser.getByRole('status').filter({ hasText: 'The two have changed places.' })).toBeVisible();
	await organiser.getByRole('button', { name: 'Take the last step back' }).click();
	await expect(organiser.getByRole('status').filter({ hasText: 'taken back' })).toBeVisible();
	const free = row.getByRole('cell').filter({ hasNot: organiser.getByRole('link') }).first();
	await meeting.dragTo(free);
	await expect(organiser.getByRole('status').filter({ hasText: 'It stands there now.' })).toBeVisible();

	// By the keys: taken up, led to the right until a place is free, put there; undone with the button.
	await organiser.getByRole('button', { name: 'Take the last step back' }).click();
	await expect(organiser.getByRole('status').filter({ hasText: 'taken back' })).toBeVisible();
	await row.getByRole('link', { name: /Guest 3/ }).focus();
	await organiser.keyboard.press('Space');
	await expect(moving).toContainText(/Guest 3.*: free/);
	await organiser.keyboard.press('Escape');
	await expect(moving).toHaveText('');
	await organiser.keyboard.press('Space');
	await expect(moving).toContainText(': free');
	const at = await moving.textContent();
	await organiser.keyboard.press(await stepInto(row));
	await expect(moving).not.toHaveText(at!);
	await organiser.keyboard.press('Enter');
	await expect(organiser.getByRole('status').filter({ hasText: 'It stands there now.' })).toBeVisible();
	// Whoever leads meetings by the keys goes on from the one that was put down.
	await expect(organiser.getByRole('link', { name: /Guest/ }).and(organiser.locator(':focus'))).toHaveAttribute('data-request', /./);
	// Chosen, it leads to what can be done with it; taken off it stays chosen; closed, it leads back to the board.
	await organiser.keyboard.press('Enter');
	await expect(organiser.locator('#chosen')).toBeFocused();
	await organiser.getByRole('button', { name: 'Take it off' }).press('Enter');
	await expect(organiser.getByRole('status').filter({ hasText: 'taken off' })).toBeVisible();
	await expect(organiser.locator('#chosen')).toBeFocused();
	await organiser.getByRole('button', { name: 'Take the last step back' }).press('Enter');
	await expect(organiser.getByRole('status').filter({ hasText: 'taken back' })).toBeVisible();
	await organiser.getByRole('link', { name: 'Close' }).press('Enter');
	await expect(organiser.getByRole('link', { name: /Guest/ }).and(organiser.locator(':focus'))).toHaveAttribute('data-request', /./);
	expect(await violations(organiser)).toEqual([]);

	// The meetings of one person alone are planned anew.
	await organiser.getByLabel('Guest 1').check();
	await organiser.getByLabel('Seconds it may take').fill('2');
	await organiser.getByRole('button', { name: 'Plan the ticked people anew' }).click();
	await expect(organiser.getByText('Only this was planned anew: Guest 1.')).toBeVisible();
	await expect(organiser.getByRole('heading', { name: 'Not held: 1' })).toBeVisible({ timeout: 60_000 });
	// Compared, figures and differences have the two in one order, and whoever compares goes on from there.
	await organiser.getByRole('button', { name: 'Compare' }).click();
	await expect(organiser.locator('[aria-labelledby="compare"] thead').first().getByRole('columnheader')).toHaveText(['Schedule 1 (compared with)', 'Schedule 2 (this one)']);
	await expect(organiser.getByRole('button', { name: 'Compare' })).toBeFocused();
	// One press, and the board is as it was before the run; the step by hand before it can be taken back next.
	await organiser.getByRole('button', { name: 'Take the run of the solver back' }).click();
	await expect(organiser.getByRole('status')).toContainText('The run is taken back');
	await organiser.getByRole('link', { name: 'Open the board' }).click();
	await expect(organiser.getByRole('button', { name: 'Take the last step back' })).toBeVisible();
	const stranger = await as(browser, 'officer.thailand');
	expect((await stranger.goto(`${desk}/host`))?.status()).toBe(404);
});

/** The arrow that leads from the meeting with Guest 3 to a slot in which Guest 1 meets nobody. */
async function stepInto(row: Locator): Promise<'ArrowLeft' | 'ArrowRight'> {
	const cells = await row.getByRole('cell').allTextContents();
	const at = cells.findIndex((cell) => cell.includes('Guest 3'));
	return at + 1 < cells.length && cells[at + 1]!.trim() === '' ? 'ArrowRight' : 'ArrowLeft';
}
