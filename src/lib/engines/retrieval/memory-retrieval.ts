import type { RetrievalIndex } from './index.ts';
import type { Retrieval } from './retrieval.ts';
import type { GroupExplanation } from './types.ts';

/** The index of this process's memory as a `Retrieval`. Its answers are there at once; only the form is asynchronous. */
export function memoryRetrieval(index: RetrievalIndex): Retrieval {
	return {
		async add(documents) {
			for (const document of documents) index.add(document);
		},
		async remove(ids) {
			for (const id of ids) index.remove(id);
		},
		size: async () => index.size,
		search: async (request) => index.search(request),
		async explain(ids, groups) {
			const found = new Map<string, readonly GroupExplanation[]>();
			for (const id of ids) {
				const explanation = index.explain(id, groups);
				if (explanation) found.set(id, explanation.groups);
			}
			return found;
		},
		async documentFrequencies(terms) {
			const found = new Map<string, number>();
			for (const term of new Set(terms)) {
				const frequency = index.termDocumentFrequency(term);
				if (frequency > 0) found.set(term, frequency);
			}
			return found;
		},
		expandPrefix: async (prefix, limit) => index.expandPrefix(prefix, limit),
		expandFuzzy: async (term, maxEdits, limit, keptPrefix) => index.expandFuzzy(term, maxEdits, limit, keptPrefix),
	};
}
