import type { Actor } from '#lib/server/accounts/actor.ts';
import type { Language } from '#lib/engines/text/language.ts';
import type { Mitra } from '#lib/server/mitra.ts';

/**
 * What every route of the API is given: what it needs of the open server, who asks and from what
 * address, and in which language answers are worded.
 */
export interface ApiEnvironment {
	Bindings: { mitra: Pick<Mitra, 'db' | 'clock' | 'search' | 'thesaurus'>; actor: Actor; reader: Language; address?: string };
}
