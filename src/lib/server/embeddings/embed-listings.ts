import { createHash } from 'node:crypto';
import type { Executor } from '#lib/server/platform/database.ts';
import type { ListingContent } from '#lib/server/listings/listing.ts';
import type { EmbeddingService } from './embedding-service.ts';
import { storeVectors, versionsWithoutVector } from './queries.ts';

/** Versions embedded and stored together: a job that is stopped loses no more than these. */
const BATCH = 64;

/**
 * Gives every published version without a vector of the model one, oldest first, until all have one or `signal` aborts. What is
 * stored stays stored: the next run goes on from there. Returns how many it made. Throws EmbeddingError.
 */
export async function embedListings(db: Executor, service: EmbeddingService, signal?: AbortSignal): Promise<number> {
	for (let made = 0; ; ) {
		const versions = await versionsWithoutVector(db, service.model, BATCH);
		if (versions.length === 0 || signal?.aborted) return made;
		const texts = versions.map(({ content }) => textToEmbed(content));
		const vectors = await service.embed(texts, { patient: true, ...(signal ? { signal } : {}) });
		await storeVectors(
			db,
			versions.map(({ versionId }, i) => ({ versionId, model: service.model, vector: [...vectors[i]!], textHash: createHash('sha256').update(texts[i]!).digest('hex') })),
		);
		made += versions.length;
	}
}

/** What of a listing the model reads: what everyone may read, the most telling first, for models stop after some hundred words. */
export function textToEmbed(content: ListingContent): string {
	return [content.title, content.keywords.join(', '), content.summary, content.description, content.sought].filter((text) => text !== '').join('\n');
}
