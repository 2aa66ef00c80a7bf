import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { configuration } from '#lib/server/platform/configuration.ts';
import { log } from '#lib/server/platform/log.ts';
import type { PassRow } from './queries.ts';

export type PassOrigin = PassRow['origin'];

/** What of a failed process's words goes into the log. */
const LAST_WORDS = 2000;

/**
 * Matches all with all in a process of its own (`mitra match --all`), so that pages stay as quick as they are. Resolves when
 * it has ended. Where the signal stops it, it stores what it has in hand and ends; the next one goes on.
 */
export async function spawnMatchPass({ origin, signal }: { origin: PassOrigin; signal: AbortSignal }): Promise<void> {
	const { databaseUrl, dataFolder } = configuration();
	const child = spawn(process.execPath, [join(process.cwd(), 'src', 'cli', 'main.ts'), 'match', '--all', '--origin', origin], {
		env: { ...process.env, ...(databaseUrl && { DATABASE_URL: databaseUrl }), MITRA_DATA: dataFolder },
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	let words = '';
	const listen = (chunk: Buffer) => (words = (words + chunk.toString()).slice(-LAST_WORDS));
	child.stdout.on('data', listen);
	child.stderr.on('data', listen);
	const stop = () => child.kill('SIGTERM');
	signal.addEventListener('abort', stop, { once: true });
	try {
		const code = await new Promise<number | null>((resolve, reject) => {
			child.once('error', reject);
			child.once('close', resolve);
		});
		if (code !== 0 && !signal.aborted) throw new Error(`The matching of all with all ended with ${code}: ${words.trim()}`);
		log.info('matching.all-ended', { origin });
	} finally {
		signal.removeEventListener('abort', stop);
	}
}
