import { resolve } from 'node:path';
import type { EmbeddingSettings } from '#lib/server/embeddings/embedding-service.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';

/** What a person can set of search, read and checked once. */
export interface SearchConfiguration {
	/** MITRA_SEARCH: where people's searches are answered. */
	index: 'memory' | 'postgres';
	/** MITRA_SEARCH_RATE: searches that one address may make in a minute. */
	searchesPerMinute: number;
	/** MITRA_EMBEDDINGS_...: absent, search goes by words and concepts alone. */
	embeddings?: EmbeddingSettings;
}

const DEFAULT_RATE = 600;

let current: SearchConfiguration | undefined;

/** The configuration of this process. */
export function searchConfiguration(): SearchConfiguration {
	return (current ??= readSearchConfiguration(process.env));
}

export function readSearchConfiguration(env: Record<string, string | undefined>, folder = process.cwd()): SearchConfiguration {
	const index = env.MITRA_SEARCH?.trim() || 'memory';
	if (index !== 'memory' && index !== 'postgres') throw wrong('MITRA_SEARCH', index, '"memory" or "postgres"');
	const rate = Number(env.MITRA_SEARCH_RATE?.trim() || DEFAULT_RATE);
	if (!Number.isInteger(rate) || rate < 1 || rate > 1_000_000) throw wrong('MITRA_SEARCH_RATE', env.MITRA_SEARCH_RATE, 'searches a minute from one address, 1 to 1000000');
	const embeddings = readEmbeddings(env, folder);
	return { index, searchesPerMinute: rate, ...(embeddings ? { embeddings } : {}) };
}

function readEmbeddings(env: Record<string, string | undefined>, folder: string): EmbeddingSettings | undefined {
	const url = env.MITRA_EMBEDDINGS_URL?.trim();
	const local = env.MITRA_EMBEDDINGS_FOLDER?.trim();
	const model = env.MITRA_EMBEDDINGS_MODEL?.trim();
	const hub = env.MITRA_HUB_URL?.trim();
	if (url && local) throw wrong('MITRA_EMBEDDINGS_FOLDER', local, 'only one of MITRA_EMBEDDINGS_URL and MITRA_EMBEDDINGS_FOLDER');
	if (hub && !isWebAddress(hub)) throw wrong('MITRA_HUB_URL', undefined, 'the address of a model hub, e.g. https://hf-mirror.com');
	if (local) return { kind: 'local', folder: resolve(folder, local), model: model ?? 'local', ...(hub ? { hub } : {}) };
	if (!url) return undefined;
	// The value itself is not repeated: it may hold a password.
	if (!isWebAddress(url)) throw wrong('MITRA_EMBEDDINGS_URL', undefined, 'the address of an OpenAI-compatible service, e.g. http://127.0.0.1:11434/v1');
	if (!model) throw wrong('MITRA_EMBEDDINGS_MODEL', model, 'the name of a model of that service, e.g. bge-m3');
	const key = env.MITRA_EMBEDDINGS_KEY?.trim();
	return { kind: 'http', url: url.replace(/\/+$/, '').replace(/\/embeddings$/, ''), model, ...(key ? { key } : {}) };
}

function isWebAddress(text: string): boolean {
	return URL.canParse(text) && ['http:', 'https:'].includes(new URL(text).protocol);
}

function wrong(variable: string, value: string | undefined, expected: string): ExpectedError {
	const got = value === undefined ? '' : ` is "${value.slice(0, 80)}"`;
	return new ExpectedError('invalid_input', `The environment variable ${variable}${got}: expected ${expected}.`, { field: variable });
}
