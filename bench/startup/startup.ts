/**
 * How long a start takes: `node bench/startup/startup.ts [runs]`. The packages are present and the web application is
 * built before the clock starts; the first start makes the database and loads the sample network, the next ones find
 * both. The clock stops when the home page has come whole.
 */
import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

const project = join(import.meta.dirname, '..', '..');
const runs = Number(process.argv[2] ?? 5);
const dataFolder = mkdtempSync(join(tmpdir(), 'mitra-startup-'));
chmodSync(dataFolder, 0o755);

try {
	await buildOnce();
	const first = await measure();
	const next: Measured[] = [];
	for (let run = 0; run < runs; run++) next.push(await measure());
	print('first start (database and sample network made)', [first]);
	print(`next start, median of ${runs}`, next);
} finally {
	rmSync(dataFolder, { recursive: true, force: true });
}

type Measured = { toFirstPage: number; toStopped: number };

async function measure(): Promise<Measured> {
	const port = await freePort();
	const started = performance.now();
	const child = spawn(process.execPath, [join(project, 'scripts', 'start.mjs')], {
		env: { ...process.env, PORT: String(port), HOST: '127.0.0.1', MITRA_DATA: dataFolder, DATABASE_URL: '' },
		stdio: ['ignore', 'ignore', 'inherit'],
	});
	const exit = new Promise<number | null>((resolve) => child.once('exit', resolve));
	let ended = false;
	void exit.then(() => (ended = true));
	while (!(await answers(`http://127.0.0.1:${port}/`))) {
		if (ended) throw new Error('Mitra ended before it served a page.');
		await wait(10);
	}
	const toFirstPage = performance.now() - started;
	const stopping = performance.now();
	child.kill('SIGTERM');
	const code = await exit;
	if (code !== 0) throw new Error(`Mitra ended with exit code ${code}.`);
	return { toFirstPage, toStopped: performance.now() - stopping };
}

async function answers(address: string): Promise<boolean> {
	try {
		const page = await fetch(address);
		await page.arrayBuffer();
		return page.ok;
	} catch {
		return false;
	}
}

async function buildOnce(): Promise<void> {
	const child = spawn(process.execPath, [join(project, 'src', 'cli', 'main.ts'), 'build'], { stdio: 'inherit' });
	const code = await new Promise<number | null>((resolve) => child.once('exit', resolve));
	if (code !== 0) throw new Error('The web application could not be built.');
}

function print(what: string, measured: Measured[]): void {
	const median = (values: number[]) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)]!;
	const page = (median(measured.map((one) => one.toFirstPage)) / 1000).toFixed(2);
	const stop = (median(measured.map((one) => one.toStopped)) / 1000).toFixed(2);
	console.log(`${what.padEnd(50)} first page after ${page} s, stopped after ${stop} s`);
}

async function freePort(): Promise<number> {
	const server = createServer();
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as { port: number };
	await new Promise((resolve) => server.close(resolve));
	return port;
}
