import type { Actor } from '#lib/server/accounts/actor.ts';
import type { KeyUse } from '#lib/server/accounts/api-keys/api-keys.ts';
import type { SmallNetwork } from '../small-network.ts';
import type { TestDatabase } from '../database.ts';

/** What every table of rights is asked with: the database, and the network of the institute in Laos and the company in Thailand. */
export interface Ground {
	database: TestDatabase;
	network: SmallNetwork;
}

/**
 * One table of predicates of a `rules.ts`, with things to ask it about. Files in `tables/` export a list named `tables`; one
 * of them must name every `rules.ts` under src/lib/server.
 */
export interface RightsTable {
	/** The file of the predicates, from src/lib/server. */
	rules: string;
	/** What the rights are about, as a heading: "a listing of the institute". */
	about: string;
	/** The things by the state that they are in; each predicate is asked about each. */
	things(ground: Ground): Promise<Record<string, unknown>> | Record<string, unknown>;
	rights: Record<string, (actor: Actor, thing: never) => boolean>;
	/** What a request with a key is about when it comes to these rights (`KeyUse`); absent: listings. */
	keysAskFor?: KeyUse;
	/** Rights that everybody has on purpose; all others must refuse somebody. */
	forEverybody?: readonly string[];
}
