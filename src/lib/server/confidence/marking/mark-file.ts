import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { MARK_LIMITS, type MarkAnswer } from './mark.ts';
import type { MarkQuestion } from './marking-thread.ts';

/** As many files are marked at once; the others wait their turn, and beyond the queue they are asked to come again. */
const THREADS = 2;
const QUEUE = 40;

const idle: Worker[] = [];
let running = 0;
const waiting: (() => void)[] = [];

/**
 * Marks a file in a thread of its own with limits of memory and time; a thread that broke or took too long is thrown away.
 * Errors: unavailable (too many at once).
 */
export async function markFile(question: MarkQuestion): Promise<MarkAnswer> {
	await turn();
	const worker = idle.pop() ?? startThread();
	try {
		const answer = await ask(worker, question);
		if (answer === 'gone') return { failure: 'too-much' };
		worker.unref();
		idle.push(worker);
		return answer;
	} finally {
		running -= 1;
		waiting.shift()?.();
	}
}

async function turn(): Promise<void> {
	if (running >= THREADS) {
		if (waiting.length >= QUEUE) throw new ExpectedError('unavailable', 'Too many files are being prepared just now.');
		await new Promise<void>((resolve) => waiting.push(resolve));
	}
	running += 1;
}

function startThread(): Worker {
	// By its place in the checkout: the build puts this module elsewhere.
	return new Worker(join(process.cwd(), 'src', 'lib', 'server', 'confidence', 'marking', 'marking-thread.ts'), {
		resourceLimits: { maxOldGenerationSizeMb: MARK_LIMITS.heapMegabytes },
		// Nothing of the server's settings is its business.
		env: {},
		execArgv: [],
	});
}

function ask(worker: Worker, question: MarkQuestion): Promise<MarkAnswer | 'gone'> {
	return new Promise((resolve) => {
		const over = (answer: MarkAnswer | 'gone') => {
			clearTimeout(clock);
			worker.off('message', over).off('error', gone).off('exit', gone);
			if (answer === 'gone') void worker.terminate();
			resolve(answer);
		};
		const gone = () => over('gone');
		const clock = setTimeout(gone, MARK_LIMITS.milliseconds);
		worker.ref();
		worker.on('message', over).on('error', gone).on('exit', gone);
		worker.postMessage(question);
	});
}
