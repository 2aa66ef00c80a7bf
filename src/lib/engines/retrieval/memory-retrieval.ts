import type { RetrievalIndex } from './index.ts';
import type { Retrieval } from './retrieval.ts';
import type { GroupExplanation } from './types.ts';

/**
 * The index of this process's memory as a `Retrieval`. Its answers are there at once; only the form is asynchronous. The index
 * is asked for each time, because one that was loaded from a file may take its place.
 */
export function memoryRetrieval(current: () => RetrievalIndex): Retrieval {
	return {
		async add(documents) {
			for (const document of documents) current().add(document);
		},
		async remove(ids) {
			for (const id of ids) current().remove(id);
		},
		size: async () => current().size,
		search: async (request) => current().search(request),
		async explain(ids, groups) {
			const found = new Map<string, readonly GroupExplanation[]>();
			for (const id of ids) {
				const explanation = current().explain(id, groups);
				if (explanation) found.set(id, explanation.groups);
			}
			return found;
		},
		async documentFrequencies(terms) {
			const found = new Map<string, number>();
			for (const term of new Set(terms)) {
				const frequency = current().termDocumentFrequency(term);
				if (frequency > 0) found.set(term, frequency);
			}
			return found;
		},
		expandPrefix: async (prefix, limit) => current().expandPrefix(prefix, limit),
		expandFuzzy: async (term, maxEdits, limit, keptPrefix) => current().expandFuzzy(term, maxEdits, limit, keptPrefix),
	};
}
