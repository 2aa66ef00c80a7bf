import { createReadStream, createWriteStream, type WriteStream } from 'node:fs';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { isUuid } from '#lib/server/platform/uuid.ts';

/** The ZIP files of copies in the data folder, by the id of their row. They are no stored files: nobody else has the same bytes. */
export interface CopyStore {
	/** A file being written; `keep` puts it in its place once it is whole and on the disk. */
	begin(id: string): Promise<{ stream: WriteStream; keep(): Promise<number>; drop(): Promise<void> }>;
	/** Errors: not_found. */
	open(id: string): Promise<{ size: number; stream: Readable }>;
	remove(id: string): Promise<void>;
}

export function openCopyStore(dataFolder: string): CopyStore {
	const folder = join(dataFolder, 'copies');
	const placeOf = (id: string) => {
		if (!isUuid(id)) throw new ExpectedError('not_found', 'There is no such copy.');
		return join(folder, `${id}.zip`);
	};
	return {
		begin: async (id) => {
			const place = placeOf(id);
			const unfinished = `${place}.part`;
			await mkdir(folder, { recursive: true, mode: 0o700 });
			const stream = createWriteStream(unfinished, { mode: 0o600 });
			return {
				stream,
				keep: async () => {
					const file = await open(unfinished, 'r+');
					await file.sync().finally(() => file.close());
					await rename(unfinished, place);
					return (await stat(place)).size;
				},
				drop: () => rm(unfinished, { force: true }),
			};
		},
		open: async (id) => {
			const place = placeOf(id);
			const found = await stat(place).catch((cause: unknown) => {
				throw new ExpectedError('not_found', 'There is no such copy.', { cause });
			});
			return { size: found.size, stream: createReadStream(place) };
		},
		remove: async (id) => {
			await rm(placeOf(id), { force: true });
			await rm(`${placeOf(id)}.part`, { force: true });
		},
	};
}
