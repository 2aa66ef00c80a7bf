import type { Database } from '#lib/server/platform/database.ts';
import { log } from '#lib/server/platform/log.ts';
import { EmbeddingError, type EmbeddingService } from './embedding-service.ts';
import { hasPgvector, nearestByPgvector, vectorsSince } from './queries.ts';

/** After a failure the service is left alone that long, so that its trouble costs no search more than its first wait. */
const REST_MS = 30_000;
const PAGE = 1000;

/** What the health page says of the vectors. */
export interface VectorHealth {
	state: 'working' | 'failing';
	model: string;
	vectors: number;
	/** Of the last failure, while it lasts. */
	reason?: string;
}

/** Finds listings whose text is near a query's in a model's space. Where the service fails, it finds nothing, and says so. */
export class NearestListings {
	readonly #service: EmbeddingService;
	readonly #db: Database;
	readonly #clock: () => number;
	#vectors = new Map<string, Float32Array>();
	#since = new Date(0);
	#byDatabase = false;
	#restUntil = 0;
	#reason: string | undefined;

	constructor(service: EmbeddingService, db: Database, clock: () => number = Date.now) {
		this.#service = service;
		this.#db = db;
		this.#clock = clock;
	}

	/** Reads the vectors that were stored since the last time. `byDatabase`: pgvector may hold them, where it is installed. */
	async refresh(byDatabase = false): Promise<void> {
		this.#byDatabase = byDatabase && (await hasPgvector(this.#db));
		if (this.#byDatabase) return;
		for (;;) {
			const page = await vectorsSince(this.#db, this.#service.model, this.#since, PAGE);
			for (const { listingId, vector, createdAt } of page) {
				this.#vectors.set(listingId, Float32Array.from(vector));
				this.#since = createdAt;
			}
			if (page.length < PAGE) return;
		}
	}

	/** The nearest listings, nearest first; empty where there are no vectors to be had now. */
	async nearest(text: string, limit: number, leastSimilarity: number): Promise<{ id: string; similarity: number }[]> {
		if (this.#clock() < this.#restUntil || (!this.#byDatabase && this.#vectors.size === 0)) return [];
		try {
			const [asked] = await this.#service.embed([text]);
			const found = this.#byDatabase ? await nearestByPgvector(this.#db, this.#service.model, asked!, limit) : this.#scan(asked!, limit);
			this.#reason = undefined;
			return found.filter(({ similarity }) => similarity >= leastSimilarity);
		} catch (error) {
			this.#fail(error);
			return [];
		}
	}

	/** Every vector is compared: 15,000 of 1,024 numbers take about ten milliseconds. */
	#scan(asked: Float32Array, limit: number): { id: string; similarity: number }[] {
		const scored: { id: string; similarity: number }[] = [];
		let other = 0;
		for (const [id, vector] of this.#vectors) {
			if (vector.length !== asked.length) {
				other++;
				continue;
			}
			let similarity = 0;
			for (let i = 0; i < vector.length; i++) similarity += vector[i]! * asked[i]!;
			scored.push({ id, similarity });
		}
		if (other > 0 && scored.length === 0) throw new EmbeddingError(`The service answers vectors of ${asked.length} numbers; the ${other} stored ones of "${this.#service.model}" have another number.`);
		return scored.sort((a, b) => b.similarity - a.similarity).slice(0, limit);
	}

	#fail(error: unknown): void {
		const reason = error instanceof EmbeddingError ? error.message : 'The vectors cannot be read.';
		if (this.#reason !== reason) log.warn('embeddings.failing', { reason });
		if (!(error instanceof EmbeddingError)) log.error('embeddings.failed', error);
		this.#reason = reason;
		this.#restUntil = this.#clock() + Math.max(REST_MS, (error instanceof EmbeddingError && error.retryAfter) || 0);
	}

	health(): VectorHealth {
		const { model } = this.#service;
		const vectors = this.#vectors.size;
		return this.#reason === undefined ? { state: 'working', model, vectors } : { state: 'failing', model, vectors, reason: this.#reason };
	}
}
