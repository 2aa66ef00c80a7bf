import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { stripVTControlCharacters } from 'node:util';
import { lockDataFolder } from '#lib/server/platform/data-folder-lock.ts';
import { isExpectedError } from '#lib/server/platform/errors.ts';
import { CommandFailure } from './failure.ts';
import type { Step } from './progress.ts';
import { projectFolder } from './project.ts';

const sources = [
	'src', 'messages', 'static', join('project.inlang', 'settings.json'), 'package.json', 'package-lock.json', 'vite.config.ts',
	'paraglide.options.js', 'tsconfig.json',
];
/** Written by the build itself. */
const generated = new Set([join('src', 'lib', 'paraglide')]);
/** A folder for each build, named by its sources: a server that runs keeps its own while a newer one is made beside it. */
const buildsFolder = join(projectFolder, 'build');
const currentFile = join(buildsFolder, 'current');
const KEPT_BUILDS = 4;

/**
 * Builds the web application unless the last build was made of these very sources. When `asked` resolves, nobody wants
 * it any more.
 */
export async function ensureBuild(openStep: () => Step, asked: Promise<void>): Promise<void> {
	if (isCurrent()) return openStep().finish('current');
	const step = openStep();
	// Two starts on two data folders share one build folder.
	const lock = await lockBuild(step);
	try {
		if (isCurrent()) return step.finish('current');
		const name = stampOfSources();
		const folder = join(buildsFolder, name);
		rmSync(folder, { recursive: true, force: true });
		await runViteBuild(folder, step, asked);
		makeCurrent(name);
		removeOldBuilds(name);
		step.finish();
	} catch (error) {
		step.fail();
		throw error;
	} finally {
		lock.release();
	}
}

export function isCurrent(): boolean {
	const folder = currentBuild();
	return folder !== undefined && folder === join(buildsFolder, stampOfSources());
}

/** The folder of the last whole build, or undefined where there is none. */
export function currentBuild(): string | undefined {
	if (!existsSync(currentFile)) return undefined;
	const folder = join(buildsFolder, readFileSync(currentFile, 'utf8').trim());
	return existsSync(join(folder, 'handler.js')) ? folder : undefined;
}

function makeCurrent(name: string): void {
	mkdirSync(buildsFolder, { recursive: true });
	writeFileSync(`${currentFile}.new`, `${name}\n`);
	renameSync(`${currentFile}.new`, currentFile);
}

/** Servers that were started long ago may still run on one of the last builds; older ones go. */
function removeOldBuilds(current: string): void {
	const ages = readdirSync(buildsFolder, { withFileTypes: true })
		.filter((entry) => entry.name !== 'current' && entry.name !== current)
		.map(({ name }) => ({ name, changed: statSync(join(buildsFolder, name)).mtimeMs }))
		.sort((a, b) => b.changed - a.changed);
	for (const { name } of ages.slice(KEPT_BUILDS - 1)) rmSync(join(buildsFolder, name), { recursive: true, force: true });
}

/** A digest of names and contents of everything that the build reads. */
function stampOfSources(): string {
	const hash = createHash('sha256').update(process.version);
	const visit = (path: string) => {
		if (generated.has(path)) return;
		const full = join(projectFolder, path);
		if (!existsSync(full)) return;
		const children = childrenOf(full);
		if (children) {
			for (const child of children.sort()) visit(join(path, child));
		} else if (!/\.test\.ts$|~$|\.swp$/.test(path)) {
			hash.update(`\0${path}\0`).update(readFileSync(full));
		}
	};
	for (const source of sources) visit(source);
	return hash.digest('hex').slice(0, 16);
}

function childrenOf(path: string): string[] | undefined {
	try {
		return readdirSync(path);
	} catch {
		return undefined;
	}
}

async function lockBuild(step: Step) {
	const folder = join(projectFolder, 'node_modules', '.mitra-build');
	for (;;) {
		try {
			return lockDataFolder(folder, 'build');
		} catch (error) {
			if (!isExpectedError(error, 'conflict')) throw error;
			step.update({ note: 'waiting for another build' });
			await wait(250);
		}
	}
}

async function runViteBuild(folder: string, step: Step, asked: Promise<void>): Promise<void> {
	const child = spawn(process.execPath, [join(projectFolder, 'scripts', 'build-app.mjs')], {
		cwd: projectFolder,
		env: { ...process.env, NODE_ENV: 'production', NO_COLOR: '1', MITRA_BUILD: folder },
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	let output = '';
	const started = Date.now();
	for (const stream of [child.stdout, child.stderr]) {
		stream.setEncoding('utf8').on('data', (text: string) => (output += text));
	}
	const ticking = setInterval(
		() => step.update({ note: `${Math.round((Date.now() - started) / 1000)} s` }),
		process.stdout.isTTY ? 1000 : 15_000,
	);
	const stop = () => child.kill('SIGTERM');
	void asked.then(stop);
	const code = await new Promise<number | null>((resolve) =>
		child.once('close', resolve).once('error', () => resolve(1)),
	);
	clearInterval(ticking);
	if (code === 0) return;
	const killed = code === null ? '\nIt was ended from outside; the machine may lack memory (about 1 GB is needed).' : '';
	throw new CommandFailure(`The build failed:\n${stripVTControlCharacters(output).trim().split('\n').slice(-40).join('\n')}${killed}`);
}
