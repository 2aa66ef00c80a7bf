import { expect, test, type Page } from '@playwright/test';
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { signIn } from './accounts.ts';
import { freePort } from './mitra-test.ts';
import { csv } from './spreadsheets.ts';

/** Enough rows that the import is still running when it is killed for the third time, on a fast machine too. */
const ROWS = 3_000;
const HEADERS = ['external_id', 'title', 'summary', 'description', 'sought', 'areas', 'kind', 'language', 'cooperation', 'partner.kinds'];

const rows = Array.from({ length: ROWS }, (_, index) => [
	`K-${index + 1}`,
	`Wear part number ${index + 1} of the village pump`,
	`A workshop seeks a wear part with drawing number ${index + 1}, in steel, for wet rooms.`,
	'Pumps of the village works run dry in March. A part that the workshop can make itself is sought.',
	'It costs less than USD 40 and needs no spare parts from abroad.',
	'water',
	'need',
	'en',
	'licence',
	'institute',
]);

/** An installation of this test alone: the other tests' server must not be killed under them. */
const folder = mkdtempSync(join(tmpdir(), 'mitra-killed-'));
const port = await freePort();
let up: ChildProcess | undefined;

async function start(): Promise<void> {
	const child = spawn(process.execPath, ['src/cli/main.ts', 'up', '--no-build', '--port', String(port)], {
		env: { ...process.env, MITRA_DATA: folder, HOST: '127.0.0.1' },
		stdio: 'ignore',
	});
	up = child;
	await answers();
}

async function answers(): Promise<void> {
	const isReady = () => fetch(`http://127.0.0.1:${port}/readyz`).then(({ ok }) => ok, () => false);
	await expect.poll(isReady, { timeout: 90_000 }).toBe(true);
}

const databasePid = () => Number(readFileSync(join(folder, 'db', 'postmaster.pid'), 'utf8').split('\n')[0]);

function webPid(): number {
	const children = execFileSync('ps', ['-o', 'pid=,args=', '--ppid', String(up!.pid)], { encoding: 'utf8' });
	const line = children.split('\n').find((each) => each.includes('serve.ts'));
	if (!line) throw new Error(`The web server is not among these processes:\n${children}`);
	return Number.parseInt(line, 10);
}

/** Rows that the page of the import says are done; 0 while nobody answers, or the page shows no progress yet. */
async function acknowledged(page: Page, address: string): Promise<number> {
	const html = await page.request.get(address).then((answer) => answer.text(), () => '');
	return Number(/<progress[^>]* value="(\d+)"/.exec(html)?.[1] ?? 0);
}

/** Waits until more rows than before are acknowledged, and says how many. */
async function progressBeyond(page: Page, address: string, before: number): Promise<number> {
	let now = before;
	await expect.poll(async () => (now = await acknowledged(page, address)), { timeout: 120_000, intervals: [150] }).toBeGreaterThan(before);
	return now;
}

test.use({ baseURL: `http://127.0.0.1:${port}` });
test.skip(process.platform === 'win32', 'Windows has no kill -9.');
test.afterAll(async () => {
	const ended = new Promise((resolve) => up?.once('close', resolve));
	if (up?.kill('SIGTERM')) await ended;
	rmSync(folder, { recursive: true, force: true });
});

test('an import outlives kill -9 of the web server, of the database and of both, and doubles nothing', async ({ page }) => {
	test.setTimeout(420_000);
	await start();
	await signIn(page, 'member.hangzhou');
	await page.goto('/desk/import');
	await page.locator('#file').setInputFiles({ name: 'parts.csv', mimeType: 'text/csv', buffer: csv([HEADERS, ...rows]) });
	await page.getByRole('button', { name: 'Upload and go on' }).click();
	await page.getByRole('button', { name: 'Check all rows' }).click();
	const begin = page.getByRole('button', { name: /^Import [\d,]+ good rows$|^Import all/ });
	await expect(begin).toBeVisible({ timeout: 60_000 });
	await begin.click();
	// A page that asks while nobody answers becomes the browser's own, which has another address.
	const address = page.url();
	let done = await progressBeyond(page, address, 0);

	process.kill(webPid(), 'SIGKILL');
	await answers();
	done = await progressBeyond(page, address, done);

	process.kill(databasePid(), 'SIGKILL');
	await answers();
	done = await progressBeyond(page, address, done);
	expect(done, 'it was still running when it was killed').toBeLessThan(ROWS);

	const everything = [up!.pid!, webPid(), databasePid()];
	for (const pid of everything) process.kill(pid, 'SIGKILL');
	await start();
	await expect
		.poll(async () => (await page.goto(address), page.getByRole('heading', { name: 'The import is finished' }).count()), { timeout: 180_000, intervals: [1000] })
		.toBe(1);
	const figures = await page.locator('section[aria-labelledby="result"] dl > div').allTextContents();
	expect(figures.map((text) => Number(text.replace(/\D/g, '')))).toEqual([ROWS, 0, 0, 0]);
	await page.goto('/desk/import');
	expect(await page.getByRole('link', { name: 'parts.csv' }).count()).toBe(1);
});
