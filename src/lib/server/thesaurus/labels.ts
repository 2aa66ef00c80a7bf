import type { Language } from '#lib/engines/text/language.ts';
import type { Thesaurus } from '#lib/engines/thesaurus/thesaurus.ts';

/** The labels of some concepts for a reader, by id. */
export function conceptLabels(thesaurus: Thesaurus, ids: readonly string[], reader: Language): Record<string, string> {
	return Object.fromEntries([...new Set(ids)].map((id) => [id, thesaurus.label(id, reader)]));
}
