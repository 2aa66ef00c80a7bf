import type { AccountsContext } from './accounts/accounts-context.ts';
import type { Auth } from './accounts/auth.ts';
import type { Clock } from './platform/clock.ts';
import type { Configuration } from './platform/configuration.ts';
import type { Database } from './platform/database.ts';
import type { FileStore } from './platform/files.ts';
import type { Jobs } from './platform/jobs.ts';
import type { SearchService } from './search/search-service.ts';
import type { LivingThesaurus } from './thesaurus/living-thesaurus.ts';
import type { Thesaurus } from '#lib/engines/thesaurus/thesaurus.ts';

/** Everything one server process holds open. Made once at start (`open-mitra.ts`), handed to every request. */
export interface Mitra {
	configuration: Configuration;
	db: Database;
	clock: Clock;
	files: FileStore;
	jobs: Jobs;
	auth: Auth;
	/** What the use cases of accounts work with. */
	accounts: AccountsContext;
	search: SearchService;
	/** As it is now; each request takes it anew. */
	readonly thesaurus: Thesaurus;
	livingThesaurus: LivingThesaurus;
	close(): Promise<void>;
}
