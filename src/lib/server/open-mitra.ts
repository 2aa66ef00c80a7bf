import { join } from 'node:path';
import { ensureSecret } from './platform/secret.ts';
import { createAuth } from './accounts/auth.ts';
import { scryptHashing } from './accounts/passwords/hashing.ts';
import { accountTasks } from './accounts/tasks.ts';
import { mailPasswordReset } from './accounts/account-mails.ts';
import { askForAlerts } from './alerts/tasks.ts';
import { askToFollow } from './matching/tasks.ts';
import { applicationRole } from './platform/application-role.ts';
import { systemClock } from './platform/clock.ts';
import { configuration } from './platform/configuration.ts';
import { openDatabase } from './platform/database.ts';
import { openFileStore } from './platform/files.ts';
import { startJobs, type Jobs } from './platform/jobs.ts';
import { mailTask, smtpPostman } from './platform/mail.ts';
import { ExpectedError } from './platform/errors.ts';
import { log } from './platform/log.ts';
import { searchConfiguration } from './search/search-configuration.ts';
import { openEmbeddings } from './embeddings/open-embeddings.ts';
import { embeddingTask } from './embeddings/tasks.ts';
import { createSearchService } from './search/create-search-service.ts';
import { openLivingThesaurus } from './thesaurus/living-thesaurus.ts';
import { loadTables } from './thesaurus/load-tables.ts';
import { jobTasks } from './tasks.ts';
import type { Mitra } from './mitra.ts';

let opening: Promise<Mitra> | undefined;
let opened: Mitra | undefined;

/** Opens everything a server process needs, once. The index fills in the background; `/readyz` says when it is full. */
export function openMitra(): Promise<Mitra> {
	return (opening ??= open());
}

/** What `openMitra` opened. Throws where it has not finished. */
export function openedMitra(): Mitra {
	if (!opened) throw new ExpectedError('unavailable', 'The service is starting.');
	return opened;
}

async function open(): Promise<Mitra> {
	const config = configuration();
	if (!config.databaseUrl) throw new ExpectedError('unavailable', 'DATABASE_URL is not set; start with "npm start".');
	const role = await roleAt(config.databaseUrl);
	if (!role) log.warn('database.no-application-role', { advice: 'mitra doctor' });
	const database = openDatabase(config.databaseUrl, { applicationName: 'mitra-web', ...(role ? { role } : {}) });
	const db = database.db;
	await loadTables(db, join(process.cwd(), 'data', 'thesaurus'), systemClock());
	const livingThesaurus = await openLivingThesaurus({ db, url: config.databaseUrl });
	const { index, embeddings: embeddingSettings } = searchConfiguration();
	const embeddings = embeddingSettings && openEmbeddings(embeddingSettings);
	const search = createSearchService({
		database,
		url: config.databaseUrl,
		thesaurus: livingThesaurus.current,
		snapshotFolder: join(config.dataFolder, 'search'),
		index,
		...(embeddings ? { embeddings } : {}),
	});
	livingThesaurus.onEdition((next) => search.adoptThesaurus(next));
	const secret = await ensureSecret(config.dataFolder);
	const files = openFileStore(config.dataFolder);
	const smtp = config.smtpUrl ? smtpPostman(config.smtpUrl) : undefined;
	const vectorTasks = embeddings ? [embeddingTask({ db, service: embeddings, done: () => search.refreshVectors() })] : [];
	const authWith = (queue: Jobs) =>
		createAuth({
			db,
			secret,
			...(config.baseUrlIsSet ? { baseURL: config.baseUrl } : {}),
			sendResetMail: (to, url) => mailPasswordReset(db, queue, to, url),
		});
	const jobs = await startJobs(config.databaseUrl, (queue) => [
		mailTask(db, smtp?.postman, systemClock),
		...jobTasks({ db, clock: systemClock, baseUrl: config.baseUrl, jobs: () => queue, search, livingThesaurus }),
		...accountTasks({ db, clock: systemClock, auth: authWith(queue) }),
		...vectorTasks,
	]);
	const auth = authWith(jobs);
	opened = {
		configuration: config,
		db,
		clock: systemClock,
		files,
		jobs,
		auth,
		accounts: { db, auth, jobs, hashing: scryptHashing, secret, baseUrl: config.baseUrl },
		search,
		livingThesaurus,
		get thesaurus() {
			return livingThesaurus.current;
		},
		async close() {
			await livingThesaurus.stop();
			await search.stop();
			await jobs.stop();
			smtp?.close();
			await database.close();
		},
	};
	const all = opened;
	// The server has answered its last request; see src/server/serve.ts.
	process.once('sveltekit:shutdown' as never, () => void all.close().catch((error: unknown) => log.error('stop.failed', error)));
	search.onRefreshed(() => {
		void askToFollow(jobs).catch((error: unknown) => log.error('matching.not-asked', error));
		void askForAlerts(jobs).catch((error: unknown) => log.error('alerts.not-asked', error));
	});
	search.start().catch((error: unknown) => log.error('search.start-failed', error));
	return all;
}

async function roleAt(url: string): Promise<string | undefined> {
	const database = openDatabase(url, { connections: 1, applicationName: 'mitra-web' });
	try {
		return await applicationRole(database.pool);
	} finally {
		await database.close();
	}
}
