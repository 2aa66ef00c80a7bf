import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The secret that signs cookies: MITRA_SECRET, else one made at the first start and kept in the data folder. */
export async function ensureSecret(dataFolder: string): Promise<string> {
	const given = process.env.MITRA_SECRET?.trim();
	if (given) return given;
	const path = join(dataFolder, 'secret');
	try {
		return (await readFile(path, 'utf8')).trim();
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
	}
	await mkdir(dataFolder, { recursive: true });
	const secret = randomBytes(32).toString('base64url');
	try {
		await writeFile(path, `${secret}\n`, { mode: 0o600, flag: 'wx' });
		return secret;
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
		return (await readFile(path, 'utf8')).trim();
	}
}
