import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { crc32 } from 'node:zlib';
import type { KeptReading, KeptReadings } from '#lib/engines/matching/kept-readings.ts';
import type { PublicListing } from './public-listing.ts';

/**
 * The index, the listings it holds and how matching reads them, in one file of the data folder, so that a start need not read
 * every listing again. It is a cache: whatever is wrong with it, it is left aside. It holds public text only, and only its owner
 * may read it.
 *
 * "MITRAIDX", the head's length and check sum, the head as JSON, then the listings in parts, then how they read: the keys, and
 * the readings in parts; then the index.
 */

const NAME = 'listings.snapshot';
const MAGIC = Buffer.from('MITRAIDX');
const PREFIX_BYTES = MAGIC.length + 8;
/** Listings, or readings, in one part: a JavaScript string holds no more than half a gigabyte. */
const PART = 2000;

interface Head {
	format: 2;
	fingerprint: string;
	/** The database that the listings came from, and how far it had come. */
	database: DatabaseState;
	listings: Part[];
	readings: Part[];
	indexBytes: number;
}

interface Part {
	bytes: number;
	crc: number;
}

export interface DatabaseState {
	id: string;
	/** The last change number drawn. A database behind it was restored from an older backup. */
	lastChange: number;
}

export interface IndexSnapshot {
	listings: PublicListing[];
	/** Of some of the listings, or of all. */
	readings: KeptReadings;
	/** As `RetrievalIndex.toSnapshot` gives it. */
	index: Uint8Array;
}

/**
 * Writes the snapshot beside the old one and puts it in its place at once: who is killed meanwhile leaves the old one whole.
 * `listings` and `index` belong together; other work may go on between the parts.
 */
export async function writeIndexSnapshot(folder: string, snapshot: IndexSnapshot, fingerprint: string, database: DatabaseState): Promise<void> {
	await mkdir(folder, { recursive: true, mode: 0o700 });
	await removeAbandoned(folder);
	const { among, keys, readings } = snapshot.readings;
	const listingParts = await inParts(snapshot.listings, (some) => Buffer.from(JSON.stringify(some)));
	const readingParts = [serialize({ among, keys }), ...(await inParts(readings, serialize))];
	const head: Head = {
		format: 2,
		fingerprint,
		database,
		listings: listingParts.map(partOf),
		readings: readingParts.map(partOf),
		indexBytes: snapshot.index.byteLength,
	};
	const headBytes = Buffer.from(JSON.stringify(head));
	const prefix = Buffer.alloc(PREFIX_BYTES);
	MAGIC.copy(prefix);
	prefix.writeUInt32LE(headBytes.length, MAGIC.length);
	prefix.writeUInt32LE(crc32(headBytes), MAGIC.length + 4);
	const temporary = join(folder, `${NAME}.${process.pid}.${randomUUID()}.part`);
	try {
		const file = await open(temporary, 'wx', 0o600);
		try {
			for (const bytes of [prefix, headBytes, ...listingParts, ...readingParts, snapshot.index]) await file.writeFile(bytes);
			await file.sync();
		} finally {
			await file.close();
		}
		await rename(temporary, join(folder, NAME));
	} catch (error) {
		await rm(temporary, { force: true });
		throw error;
	}
}

async function inParts<Thing>(things: readonly Thing[], write: (some: Thing[]) => Buffer): Promise<Buffer[]> {
	const parts: Buffer[] = [];
	for (let from = 0; from < things.length; from += PART) {
		parts.push(write(things.slice(from, from + PART)));
		await new Promise((resolve) => setImmediate(resolve));
	}
	return parts;
}

const partOf = (bytes: Buffer): Part => ({ bytes: bytes.length, crc: crc32(bytes) });

/** Why there is nothing to load; "none" is no reason to say anything. */
export type SnapshotRefusal = 'none' | 'damaged' | 'other-edition' | 'other-database';

/** The snapshot of this fingerprint and database, or why it cannot serve. Throws nothing on whatever the file holds. */
export async function readIndexSnapshot(folder: string, fingerprint: string, database: DatabaseState): Promise<IndexSnapshot | SnapshotRefusal> {
	let bytes: Buffer;
	try {
		bytes = await readFile(join(folder, NAME));
	} catch {
		return 'none';
	}
	const head = headOf(bytes);
	if (!head) return 'damaged';
	if (head.fingerprint !== fingerprint) return 'other-edition';
	if (head.database.id !== database.id || head.database.lastChange > database.lastChange) return 'other-database';
	let at = PREFIX_BYTES + bytes.readUInt32LE(MAGIC.length);
	const contents: Buffer[] = [];
	for (const part of [...head.listings, ...head.readings]) {
		const content = bytes.subarray(at, at + part.bytes);
		if (content.length !== part.bytes || crc32(content) !== part.crc) return 'damaged';
		contents.push(content);
		at += part.bytes;
	}
	// The index checks itself when it is opened.
	const index = bytes.subarray(at);
	if (index.length !== head.indexBytes) return 'damaged';
	const listings = contents.splice(0, head.listings.length).flatMap((content) => JSON.parse(content.toString('utf8')) as PublicListing[]);
	const { among, keys } = deserialize(contents.shift()!) as Omit<KeptReadings, 'readings'>;
	return { listings, readings: { among, keys, readings: contents.flatMap((content) => deserialize(content) as KeptReading[]) }, index };
}

function headOf(bytes: Buffer): Head | undefined {
	if (bytes.length < PREFIX_BYTES || !bytes.subarray(0, MAGIC.length).equals(MAGIC)) return undefined;
	const length = bytes.readUInt32LE(MAGIC.length);
	const content = bytes.subarray(PREFIX_BYTES, PREFIX_BYTES + length);
	if (content.length !== length || crc32(content) !== bytes.readUInt32LE(MAGIC.length + 4)) return undefined;
	const head = JSON.parse(content.toString('utf8')) as Head;
	return head.format === 2 ? head : undefined;
}

/** Parts that a killed process left behind. One that another process is writing keeps its place until it is renamed. */
async function removeAbandoned(folder: string): Promise<void> {
	for (const name of await readdir(folder)) {
		const writer = /^listings\.snapshot\.(\d+)\..*\.part$/.exec(name)?.[1];
		if (writer && !isAlive(Number(writer))) await rm(join(folder, name), { force: true });
	}
}

function isAlive(pid: number): boolean {
	if (pid === process.pid) return false;
	try {
		process.kill(pid, 0);
		return true;
	} catch {
		return false;
	}
}
