// `npm test`: everything, on a machine that has nothing yet. `npm test types`, `npm test unit` and `npm test browser` run
// one of the three; what follows `--` goes to the runner: `npm test unit -- src/lib/engines`.
import { spawn, spawnSync } from 'node:child_process';
import { accessSync, chmodSync, constants, existsSync, mkdtempSync, readFileSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { freemem, tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { findChromium, installChromium } from './chromium.mjs';
import { ensurePackages, pinnedNode, requireNode20, root } from './packages.mjs';

requireNode20();
const words = process.argv.slice(2);
const kinds = words.filter((word) => ['types', 'unit', 'browser'].includes(word));
const rest = words.filter((word) => word !== '--' && !kinds.includes(word));
const wants = (kind) => kinds.length === 0 || kinds.includes(kind);
if (kinds.length !== 1 && rest.length > 0) {
	process.stderr.write('Say which tests the arguments are for: npm test unit -- <path>, or npm test browser -- <path>\n');
	process.exit(2);
}

const say = (text) => process.stdout.write(`${text}\n`);
await ensurePackages({ withTests: true, tell: (sentence) => say(`Packages: ${sentence}`) });
const scratch = memoryFolder();
const reports = mkdtempSync(join(tmpdir(), 'mitra-reports-'));
const totals = { passed: 0, failed: 0, skipped: 0 };
/** Names of tests that passed at their second trial only, and of those that did not pass at all. */
const unsteady = [];
const failures = [];

await generateKitTypes();
// Types take one core for a minute, and so does the build: the unit tests leave it free now and then.
const [isBuilt] = await Promise.all([checkTypesAndBuild(), wants('unit') && runUnitTests()]);
if (wants('browser') && isBuilt) await runBrowserTests();
for (const name of unsteady) process.stderr.write(`Passed only when it was tried again, which wants a look: ${name}\n`);
for (const name of failures) process.stderr.write(`Failed: ${name}\n`);
for (const folder of [reports, scratch]) if (folder) rmSync(folder, { recursive: true, force: true });

say('');
say(`${totals.passed} passed, ${totals.failed} failed${totals.skipped > 0 ? `, ${totals.skipped} skipped` : ''}`);
if (totals.failed === 0 && totals.passed === 0) process.stderr.write('No test was run.\n');
process.exit(totals.failed > 0 || totals.passed === 0 ? 1 : 0);

/** tsconfig.json extends a file that SvelteKit writes, and mails are worded by messages that are compiled. */
async function generateKitTypes() {
	if (!existsSync(join(root, 'src', 'routes'))) return;
	await run([join(root, 'node_modules', '@sveltejs', 'kit', 'svelte-kit.js'), 'sync']);
	await run([join(root, 'scripts', 'compile-messages.mjs')]);
}

/** One after the other; whether there is a build for the browser tests. */
async function checkTypesAndBuild() {
	if (wants('types')) await checkTypes();
	if (!wants('browser')) return false;
	if ((await run([join(root, 'src', 'cli', 'main.ts'), 'build'])) === 0) return true;
	totals.failed += 1;
	process.stderr.write('The build failed, so the browser tests cannot run.\n');
	return false;
}

/** The types of scripts and components; one test in the totals. */
async function checkTypes() {
	const code = await run([join(root, 'node_modules', 'svelte-check', 'bin', 'svelte-check'), '--tsconfig', join(root, 'tsconfig.json'), ...rest]);
	totals[code === 0 ? 'passed' : 'failed'] += 1;
	say(code === 0 ? 'Types: sound' : 'Types: see above');
}

async function runUnitTests() {
	say('\nUnit and integration tests');
	const first = await runVitest(rest);
	// A slow machine is no failure: what failed beside the types and the build gets a second trial with the machine to itself.
	const failed = first.files.filter(({ status }) => status === 'failed');
	const worthTrying = failed.length > 0 && failed.length <= 5;
	if (worthTrying) say(`\nOnce more, by themselves: ${failed.map(({ name }) => relative(root, name)).join(', ')}`);
	const again = worthTrying ? await runVitest(failed.map(({ name }) => name)) : { code: first.code, files: [] };
	const standing = first.files.map((file) => again.files.find(({ name }) => name === file.name) ?? file);
	for (const file of standing) {
		for (const { status, fullName } of file.assertionResults) {
			if (status === 'passed') totals.passed += 1;
			else if (status === 'failed') fail(`${relative(root, file.name)} ${fullName}`);
			else totals.skipped += 1;
		}
		// A file that cannot even be loaded has no tests that could fail.
		if (file.status === 'failed' && file.assertionResults.length === 0) fail(relative(root, file.name));
	}
	unsteady.push(
		...failed
			.filter(({ name }) => standing.some((file) => file.name === name && file.status !== 'failed'))
			.flatMap(({ name, assertionResults }) => assertionResults.filter(({ status }) => status === 'failed').map(({ fullName }) => `${relative(root, name)} ${fullName}`)),
	);
	countSilentFailure('unit tests', again.code, first.files.length > 0);
}

/** The exit code, and the files with their tests, none where the runner wrote no report. */
async function runVitest(parameters) {
	const report = join(reports, 'unit.json');
	rmSync(report, { force: true });
	const code = await run([
		join(root, 'node_modules', 'vitest', 'vitest.mjs'), 'run', ...parameters,
		'--reporter=default', '--reporter=json', `--outputFile.json=${report}`,
	]);
	return { code, files: readReport(report)?.testResults ?? [] };
}

function fail(name) {
	totals.failed += 1;
	failures.push(name);
}

async function runBrowserTests() {
	say('\nBrowser tests');
	const chromium = findChromium() ?? installChromium((sentence) => say(`Chromium: ${sentence}`));
	if (!chromium) {
		totals.failed += 1;
		process.stderr.write(
			'There is no Chromium, and it could not be installed.\n' +
				'Install one (apt-get install chromium), or set CHROMIUM_PATH to one, and run `npm test browser`.\n',
		);
		return;
	}
	const report = join(reports, 'browser.json');
	const code = await run(
		[join(root, 'node_modules', '@playwright', 'test', 'cli.js'), 'test', ...rest, '--reporter=list,json'],
		{ CHROMIUM_PATH: chromium, PLAYWRIGHT_JSON_OUTPUT_NAME: report },
	);
	const result = readReport(report);
	if (result) {
		totals.passed += result.stats.expected + result.stats.flaky;
		totals.skipped += result.stats.skipped;
		unsteady.push(...namesOf(result.suites, 'flaky'));
		for (const name of namesOf(result.suites, 'unexpected')) fail(name);
	}
	countSilentFailure('browser tests', code, result);
}

/** Names of the browser tests that ended so. */
function namesOf(suites, ending) {
	return suites.flatMap((suite) => [
		...suite.specs.filter(({ tests }) => tests.some(({ status }) => status === ending)).map(({ file, line, title }) => `${file}:${line} ${title}`),
		...namesOf(suite.suites ?? [], ending),
	]);
}

/** A runner that failed for a reason that its report does not have (a set-up, a leak, a crash) counts as one failure. */
function countSilentFailure(what, code, result) {
	if (code === 0 && result) return;
	if (totals.failed > 0) return;
	totals.failed += 1;
	process.stderr.write(`The ${what} ended with exit code ${code}${result ? '' : ' and no report'}.\n`);
}

function readReport(file) {
	try {
		return JSON.parse(readFileSync(file, 'utf8'));
	} catch {
		return undefined;
	}
}

/**
 * Hundreds of databases come and go in the tests, which a disk may take fifteen times as long for as memory: where there is
 * plenty of a file system in memory, temporary files stand there.
 */
function memoryFolder() {
	const place = '/dev/shm';
	try {
		accessSync(place, constants.W_OK);
		const { bavail, bsize } = statfsSync(place);
		if (bavail * bsize < 4 * 2 ** 30 || freemem() < 6 * 2 ** 30) return undefined;
		const folder = mkdtempSync(join(place, 'mitra-'));
		// Entered by the account that PostgreSQL runs as.
		chmodSync(folder, 0o755);
		// Some machines let no programme run from there.
		const trial = join(folder, 'trial');
		writeFileSync(trial, '#!/bin/sh\n', { mode: 0o755 });
		if (spawnSync(trial).status === 0) return folder;
		rmSync(folder, { recursive: true, force: true });
	} catch {
		// No such place, or not for this account: the usual one will do.
	}
	return undefined;
}

/** Runs a script on the pinned Node; interrupting the tests ends it too. */
function run(parameters, environment = {}) {
	return new Promise((resolve) => {
		const child = spawn(pinnedNode, parameters, {
			cwd: root,
			stdio: ['ignore', 'inherit', 'inherit'],
			env: { ...process.env, ...(scratch ? { TMPDIR: scratch } : {}), ...environment },
		});
		for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => child.kill(signal));
		child.on('error', () => resolve(1));
		child.on('exit', (code) => resolve(code ?? 1));
	});
}
