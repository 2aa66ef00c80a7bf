import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { EmbeddingError, unitVector, type EmbeddingService } from './embedding-service.ts';

/** How a service is asked. Times in milliseconds. */
export interface HttpEmbeddingOptions {
	url: string;
	model: string;
	key?: string;
	/** Texts in one request. */
	batch?: number;
	/** For one request; a person's query waits less than a job does. */
	timeout?: number;
	queryTimeout?: number;
	/** Attempts after the first, where the fault may pass; each waits twice as long as the one before. */
	retries?: number;
	firstWait?: number;
	/** A service that asks for a longer pause than this is given up on. */
	longestWait?: number;
}

const DEFAULTS = { batch: 32, timeout: 30_000, queryTimeout: 800, retries: 4, firstWait: 250, longestWait: 60_000 };

/** The most characters of one text; models read a few hundred words. */
const LONGEST_TEXT = 8000;
/** The most bytes of an answer: a batch of long vectors, written out in digits. */
const LARGEST_ANSWER = 64 * 1024 * 1024;

const answerSchema = z.object({ data: z.array(z.object({ index: z.number().int().min(0), embedding: z.array(z.number()).min(1) })) });

/** A service that speaks OpenAI's `POST /v1/embeddings`: Ollama, vLLM, TEI, or a cloud. `url` is the part before `/embeddings`. */
export function httpEmbeddings(given: HttpEmbeddingOptions): EmbeddingService {
	const options = { ...DEFAULTS, ...given };
	let dimensions: number | undefined;

	async function request(texts: readonly string[], timeout: number, signal: AbortSignal | undefined): Promise<Float32Array[]> {
		const limit = AbortSignal.timeout(timeout);
		let response: Response;
		let body: string;
		try {
			response = await fetch(`${options.url}/embeddings`, {
				method: 'POST',
				headers: { 'content-type': 'application/json', ...(options.key ? { authorization: `Bearer ${options.key}` } : {}) },
				body: JSON.stringify({ model: options.model, input: texts.map((text) => text.slice(0, LONGEST_TEXT).toWellFormed()), encoding_format: 'float' }),
				signal: signal ? AbortSignal.any([signal, limit]) : limit,
				redirect: 'error',
			});
			body = await limitedText(response);
		} catch (error) {
			if (error instanceof EmbeddingError) throw error;
			if (signal?.aborted) throw new EmbeddingError('The request was given up.', { cause: error });
			const reason = limit.aborted ? `did not answer within ${timeout} ms` : 'cannot be reached';
			throw new EmbeddingError(`The embedding service ${reason}.`, { transient: true, cause: error });
		}
		if (!response.ok) throw refusal(response);
		return vectorsOf(body, texts.length);
	}

	function vectorsOf(body: string, count: number): Float32Array[] {
		const parsed = answerSchema.safeParse(parseJson(body));
		if (!parsed.success) throw new EmbeddingError('The embedding service answered something that is no list of vectors.');
		const vectors: Float32Array[] = [];
		for (const { index, embedding } of parsed.data.data) vectors[index] = unitVector(embedding);
		if (vectors.length !== count || parsed.data.data.length !== count) throw new EmbeddingError(`The embedding service answered ${parsed.data.data.length} vectors for ${count} texts.`);
		for (const { length } of vectors) {
			if (dimensions !== undefined && length !== dimensions) throw new EmbeddingError(`The embedding service answered a vector of ${length} numbers, where earlier ones had ${dimensions}.`);
			dimensions ??= length;
		}
		return vectors;
	}

	async function patiently(texts: readonly string[], signal: AbortSignal | undefined): Promise<Float32Array[]> {
		for (let attempt = 0; ; attempt++) {
			try {
				return await request(texts, options.timeout, signal);
			} catch (error) {
				if (!(error instanceof EmbeddingError) || !error.transient || attempt >= options.retries) throw error;
				const pause = error.retryAfter ?? options.firstWait * 2 ** attempt;
				if (pause > options.longestWait) throw error;
				await wait(pause, undefined, signal ? { signal } : {});
			}
		}
	}

	return {
		model: options.model,
		async embed(texts, { signal, patient = false } = {}) {
			const vectors: Float32Array[] = [];
			for (let from = 0; from < texts.length; from += options.batch) {
				const batch = texts.slice(from, from + options.batch);
				vectors.push(...(await (patient ? patiently(batch, signal) : request(batch, options.queryTimeout, signal))));
			}
			return vectors;
		},
	};
}

function parseJson(body: string): unknown {
	try {
		return JSON.parse(body);
	} catch {
		return undefined;
	}
}

async function limitedText(response: Response): Promise<string> {
	const parts: Uint8Array[] = [];
	let bytes = 0;
	for await (const part of response.body ?? []) {
		bytes += part.length;
		if (bytes > LARGEST_ANSWER) throw new EmbeddingError(`The embedding service answers more than ${LARGEST_ANSWER} bytes.`);
		parts.push(part);
	}
	return Buffer.concat(parts).toString('utf8');
}

/** 429 and 5xx may pass; other refusals will not. What the service says is not repeated: it may quote the key. */
function refusal(response: Response): EmbeddingError {
	const transient = response.status === 429 || response.status === 408 || response.status >= 500;
	return new EmbeddingError(`The embedding service answered with status ${response.status}.`, { transient, retryAfter: retryAfter(response.headers.get('retry-after')) });
}

/** Seconds or a date (RFC 9110, 10.2.3), as milliseconds from now. */
function retryAfter(header: string | null): number | undefined {
	if (header === null) return undefined;
	if (/^\d+$/.test(header.trim())) return Number(header) * 1000;
	const at = Date.parse(header);
	return Number.isNaN(at) ? undefined : Math.max(0, at - Date.now());
}
