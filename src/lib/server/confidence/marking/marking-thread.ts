import { parentPort } from 'node:worker_threads';
import { canCarryMark, type Mark, type MarkAnswer } from './mark.ts';
import { markImage } from './mark-image.ts';
import { markPdf } from './mark-pdf.ts';

/** One file to be marked. The thread does nothing else: a file that breaks it, or takes too long, takes nobody else with it. */
export interface MarkQuestion {
	bytes: Uint8Array;
	mediaType: string;
	mark: Mark;
}

const port = parentPort;
if (!port) throw new Error('This file is a thread of the server, not a program.');

port.on('message', async ({ bytes, mediaType, mark }: MarkQuestion) => {
	const answer: MarkAnswer = !canCarryMark(mediaType) ? { failure: 'broken' } : mediaType === 'application/pdf' ? await markPdf(bytes, mark) : await markImage(bytes, mediaType, mark);
	port.postMessage(answer);
});
