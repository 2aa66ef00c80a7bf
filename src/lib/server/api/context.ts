import type { Actor } from '#lib/server/accounts/actor.ts';
import type { Language } from '#lib/engines/text/language.ts';
import type { Mitra } from '#lib/server/mitra.ts';

/** What every route of the API is given: the open server, who asks, and in which language answers are worded. */
export interface ApiEnvironment {
	Bindings: { mitra: Mitra; actor: Actor; reader: Language };
}
