import type { EmbeddingService, EmbeddingSettings } from './embedding-service.ts';
import { httpEmbeddings } from './http-embeddings.ts';
import { localEmbeddings } from './local-embeddings.ts';

/** The service that the configuration names. Nothing is asked of it yet. */
export function openEmbeddings(settings: EmbeddingSettings): EmbeddingService {
	return settings.kind === 'http' ? httpEmbeddings(settings) : localEmbeddings(settings);
}
