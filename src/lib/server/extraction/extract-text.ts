import { spawn, type ChildProcess } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { z } from 'zod';
import { EXTRACTION_LIMITS, unreadable, UNREADABLE, type ExtractableKind, type ExtractedText, type ExtractionLimits, type ExtractionOrder } from './extracted-text.ts';

/** Milliseconds between two looks at the memory of the reading process. */
const LOOK_EVERY = 40;
/** Linux counts memory in pages; every machine that Mitra runs on has them of this size, or larger ones, which is stricter. */
const PAGE_BYTES = 4096;
/** Of the memory, what the JavaScript heap may take; the rest is for unpacked bytes. */
const HEAP_SHARE = 0.6;

const FOLDER = join('src', 'lib', 'server', 'extraction');

const answerSchema: z.ZodType<ExtractedText> = z.discriminatedUnion('state', [
	z.object({ state: z.literal('read'), pages: z.array(z.string()), cut: z.boolean() }),
	z.object({ state: z.literal('unreadable'), reason: z.enum(UNREADABLE) }),
]);

/**
 * The text of a PDF or Word document of a stranger. It is read in a process of its own that may do nothing but compute
 * (Node's permission model: no writing, no processes, no reading but of the program, no program made of text; an empty environment), and that ends
 * with the first limit it meets: bytes of the file, unpacked bytes, pages, characters, time, memory. On Linux the memory
 * is looked at from outside, so that what is unpacked outside of the heap counts too; elsewhere the heap alone has a limit.
 * Never throws for what a file holds: that is an answer.
 */
export async function extractText(file: Readable, kind: ExtractableKind, changed: Partial<ExtractionLimits> = {}): Promise<ExtractedText> {
	const limits = { ...EXTRACTION_LIMITS, ...changed };
	const child = start({ kind, limits });
	let stopped: ExtractedText | undefined;
	const stop = (reason: 'too-large' | 'too-slow') => {
		stopped ??= unreadable(reason);
		child.kill('SIGKILL');
	};
	const timer = setTimeout(() => stop('too-slow'), limits.milliseconds);
	const guard = setInterval(() => void memoryOf(child).then((bytes) => bytes > limits.memoryBytes && stop('too-large')), LOOK_EVERY);
	try {
		feed(file, child);
		// Each character is at most six bytes of JSON.
		const { output, status } = await answerOf(child, limits.characters * 6 + 64 * 1024, () => stop('too-large'));
		if (stopped) return stopped;
		// Only the heap's own limit ends the process by a signal that is not ours, or with V8's code for it.
		if (status !== 0) return unreadable(status === null || status === 134 || status === 5 ? 'too-large' : 'broken');
		const parsed = answerSchema.safeParse(parseJson(output));
		return parsed.success ? parsed.data : unreadable('broken');
	} finally {
		clearTimeout(timer);
		clearInterval(guard);
		file.destroy();
	}
}

/**
 * What takes a process its rights: it computes, and reads this program; no text becomes program in it; its heap has a limit. Node 24
 * has no such switch for the network: nothing that is loaded here opens a connection.
 */
export function sandbox({ memoryBytes }: Pick<ExtractionLimits, 'memoryBytes'>): string[] {
	const reads = ['package.json', 'node_modules', FOLDER].map((path) => `--allow-fs-read=${join(process.cwd(), path)}`);
	return ['--permission', '--disallow-code-generation-from-strings', ...reads, `--max-old-space-size=${Math.floor((memoryBytes * HEAP_SHARE) / (1024 * 1024))}`];
}

function start(order: ExtractionOrder): ChildProcess {
	return spawn(process.execPath, [...sandbox(order.limits), join(process.cwd(), FOLDER, 'extraction-process.ts'), JSON.stringify(order)], {
		env: {},
		stdio: ['pipe', 'pipe', 'ignore'],
		windowsHide: true,
	});
}

/** A process that has ended takes no more, which is no fault of ours: what became of it is said by its status. */
function feed(file: Readable, child: ChildProcess): void {
	child.stdin!.on('error', () => file.destroy());
	file.on('error', () => child.kill('SIGKILL'));
	file.pipe(child.stdin!);
}

async function answerOf(child: ChildProcess, most: number, tooMuch: () => void): Promise<{ output: string; status: number | null }> {
	const parts: Buffer[] = [];
	let size = 0;
	child.stdout!.on('data', (part: Buffer) => {
		size += part.byteLength;
		if (size > most) tooMuch();
		else parts.push(part);
	});
	const status = await new Promise<number | null>((resolve, reject) => {
		child.once('error', reject);
		child.once('close', resolve);
	});
	return { output: Buffer.concat(parts).toString('utf8'), status };
}

/** Resident bytes of a process; 0 where the system does not say. */
async function memoryOf({ pid }: ChildProcess): Promise<number> {
	if (process.platform !== 'linux' || pid === undefined) return 0;
	try {
		return Number((await readFile(`/proc/${pid}/statm`, 'utf8')).split(' ')[1]) * PAGE_BYTES;
	} catch {
		return 0;
	}
}

function parseJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}
