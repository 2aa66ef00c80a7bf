// A step on the organisers' board of 1,000 people and 3,000 meetings, until the browser shows it: moves, locks and steps back.
// node bench/forum/board.ts [--steps 60] [--port 4796]   (needs a build, and a chromium at CHROMIUM_PATH)
// Timed in the browser: from the press of the button to the frame after the board shows what was done.
import { parseArgs } from 'node:util';
import { chromium, type Page } from '@playwright/test';
import { ensureSecret } from '#lib/server/platform/secret.ts';
import { filled, inOwnFolder, whileServed } from '../own-server.ts';
import { loadMembers } from '../network/synthetic.ts';
import { EVENT, loadForum, type Delegate } from './load-forum.ts';

const { values } = parseArgs({ options: { steps: { type: 'string', default: '60' }, port: { type: 'string', default: '4796' } } });
const base = `http://127.0.0.1:${values.port}`;
const PEOPLE = 1000;

/** The forum with its meetings as a schedule to work on, thirty tables more so that there is room, and the first delegate as an officer. */
async function load(dataFolder: string): Promise<{ officer: Delegate; schedule: string }> {
	return filled(dataFolder, true, async (client) => {
		await loadMembers(client, PEOPLE, 'bench husk drier 2026', []);
		const [officer] = await loadForum(client, PEOPLE, await ensureSecret(dataFolder));
		await client.query(`insert into event_table (event_id, room_id, label, zone, position) select $1, (select id from event_room where event_id = $1), 'U' || n, 'D', 1000 + n from generate_series(1, 30) n`, [EVENT]);
		await client.query(`insert into membership (user_id, centre_id, role) values ('forum-0', 'cattc', 'officer') on conflict do nothing`);
		const { rows } = await client.query(`insert into meeting_schedule (event_id, number, state, options, made_at, finished_at, weight) values ($1, 1, 'done', '{"seconds": 0, "scope": "all", "from": null, "frozenMinutes": 0}', now(), now(), 3000) returning id`, [EVENT]);
		await client.query(`insert into meeting_placed (schedule_id, request_id, event_id, slot_id, table_id) select $2, request_id, event_id, slot_id, table_id from event_meeting where event_id = $1`, [EVENT, rows[0].id]);
		await client.query('vacuum analyze');
		return { officer: officer!, schedule: rows[0].id as string };
	});
}

/** Presses a button of the panel or the board, and answers how long it took until something of the page says that it was done, and is drawn. */
async function press(page: Page, selector: string, [where, says]: readonly [where: string, says: string]): Promise<number> {
	return page.evaluate(
		async ([selector, where, says]) => {
			const isDone = () => document.querySelector(where!)?.textContent?.includes(says!) ?? false;
			const began = performance.now();
			document.querySelector<HTMLElement>(selector!)!.click();
			while (!isDone()) {
				if (performance.now() - began > 20_000) throw new Error(`The page does not say "${says}".`);
				await new Promise(requestAnimationFrame);
			}
			await new Promise(requestAnimationFrame);
			return performance.now() - began;
		},
		[selector, where, says],
	);
}

function told(name: string, times: number[]): void {
	const sorted = times.toSorted((a, b) => a - b);
	const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!.toFixed(0);
	console.log(`${name.padEnd(32)} p50 ${at(0.5)} ms   p95 ${at(0.95)} ms   most ${at(1)} ms   (${sorted.length})`);
}

await inOwnFolder('board', async (dataFolder) => {
	const { officer, schedule } = await load(dataFolder);
	await whileServed(dataFolder, values.port, async () => {
		const browser = await chromium.launch({ executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium', args: ['--no-sandbox'] });
		const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
		const [name, value] = officer.cookie.split('=', 2) as [string, string];
		await context.addCookies([{ name, value, url: base }]);
		const page = await context.newPage();
		const times: Record<'move' | 'undo' | 'lock' | 'unlock', number[]> = { move: [], undo: [], lock: [], unlock: [] };
		await page.goto(`${base}/desk/events/${EVENT}/meetings/schedules/${schedule}/board`, { waitUntil: 'networkidle' });
		for (let each = 0; each < Number(values.steps); each++) {
			await page.locator('a[data-request]').nth(each * 3).click();
			await page.waitForSelector('form[action*="lock"] button');
			// The first slot that nothing speaks against.
			const free = await page.locator('form[action*="move"] select[name=slot] option').evaluateAll((options) => (options as HTMLOptionElement[]).find((option) => !option.selected && / free, /.test(option.text))?.value ?? null);
			if (free === null) continue;
			await page.locator('form[action*="move"] select[name=slot]').first().selectOption(free);
			times.move.push(await press(page, 'form[action*="move"] button', ['[role=status]', 'It stands there now']));
			times.undo.push(await press(page, 'form[action*="undo"] button', ['[role=status]', 'taken back']));
			times.lock.push(await press(page, 'form[action*="lock"] button', ['form[action*="lock"] button[value=no]', 'Unlock']));
			times.unlock.push(await press(page, 'form[action*="lock"] button', ['form[action*="lock"] button[value=yes]', 'Lock']));
		}
		for (const [name, all] of Object.entries(times)) told(name, all);
		await browser.close();
	});
});
