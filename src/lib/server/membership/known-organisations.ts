import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliDecompress } from 'node:zlib';
import { NameIndex } from '#lib/engines/organisations/name-index.ts';
import { parseDirectory, type KnownOrganisation } from '#lib/engines/organisations/parse-directory.ts';

interface KnownOrganisations {
	index: NameIndex;
	byId: ReadonlyMap<string, KnownOrganisation>;
}

let reading: Promise<KnownOrganisations> | undefined;

/** The directory of organisations that comes with Mitra, read at the first question. */
export function knownOrganisations(folder = join(process.cwd(), 'data', 'organisations')): Promise<KnownOrganisations> {
	return (reading ??= read(folder).catch((error: unknown) => {
		reading = undefined;
		throw error;
	}));
}

async function read(folder: string): Promise<KnownOrganisations> {
	const packed = await readFile(join(folder, 'directory.tsv.br'));
	const entries = parseDirectory((await promisify(brotliDecompress)(packed)).toString('utf8'));
	return { index: new NameIndex(entries), byId: new Map(entries.map((entry) => [entry.id, entry])) };
}
