import { eq, sql } from 'drizzle-orm';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { findNew } from '#lib/server/alerts/find-new.ts';
import { requestInput } from '#lib/server/alerts/input.ts';
import { saveSearch } from '#lib/server/alerts/save-search.ts';
import { sendAlerts } from '#lib/server/alerts/send-alerts.ts';
import { sendMatchDigests } from '#lib/server/alerts/matches/send-match-digests.ts';
import type { Rhythm } from '#lib/alerts/vocabulary.ts';
import { listing, listingVersion } from '#lib/server/listings/tables.ts';
import type { ListingContent } from '#lib/server/listings/listing.ts';
import type { Jobs } from '#lib/server/platform/jobs.ts';
import { listMails, type StoredMail } from '#lib/server/platform/mail.ts';
import { createDeskNetwork, type DeskNetwork, type Member } from '../brokering/desk-network.ts';
import { idleJobs } from '../small-network.ts';

export const SECRET = 'a secret for tests only';
export const BASE_URL = 'https://mitra.example';

/** The desk's network with a clock of its own, and what the jobs of alerts do, done when a test says so. */
export interface AlertsNetwork extends DeskNetwork {
	now: Date;
	save(actor: Actor, query: string, rhythm: Rhythm, name?: string): Promise<string>;
	/** Runs the searches against what changed; how many answers are new. */
	find(): Promise<number>;
	/** Sends the letters that are due; how many left. */
	send(jobs?: Jobs): Promise<number>;
	sendMatches(jobs?: Jobs): Promise<number>;
	/** Changes what everyone reads of a listing. */
	rewrite(listingId: string, change: Partial<ListingContent>): Promise<void>;
	hide(listingId: string): Promise<void>;
	mailsTo(actor: Actor): Promise<StoredMail[]>;
	clear(): Promise<void>;
}

export async function createAlertsNetwork(): Promise<AlertsNetwork> {
	const desk = await createDeskNetwork();
	const { db } = desk.database;
	const { search } = desk;
	const sending = (jobs: Jobs) => ({ db, clock: () => network.now, jobs, baseUrl: BASE_URL, secret: SECRET, search });
	const network: AlertsNetwork = {
		...desk,
		// A Saturday, three in the afternoon in Vientiane.
		now: new Date('2026-11-21T08:00:00Z'),
		save: (actor, query, rhythm, name = query) =>
			saveSearch({ db, clock: () => network.now, search }, actor, { name, request: requestInput(query), rhythm }),
		async find() {
			// What is found is found after what was done before.
			network.now = new Date(network.now.getTime() + 1000);
			return (await findNew({ db, clock: () => network.now, search }, { most: 100 })).found;
		},
		send: (jobs = idleJobs) => sendAlerts(sending(jobs)),
		sendMatches: (jobs = idleJobs) => sendMatchDigests(sending(jobs)),
		async rewrite(listingId, change) {
			await db.update(listingVersion).set(change).where(eq(listingVersion.listingId, listingId));
			await db.update(listing).set({ updatedAt: network.now }).where(eq(listing.id, listingId));
			await search.refresh(listingId);
		},
		async hide(listingId) {
			await db.update(listing).set({ state: 'paused' }).where(eq(listing.id, listingId));
			await search.refresh(listingId);
		},
		async mailsTo(actor) {
			const mails = await listMails(db, { limit: 200 });
			return mails.filter(({ to }) => to === (actor as Member).email);
		},
		async clear() {
			for (const table of ['saved_search', 'alert_preference', 'match_digest_told', 'mail']) await db.execute(sql.raw(`delete from ${table}`));
			network.now = new Date('2026-11-21T08:00:00Z');
			await network.find();
		},
	};
	return network;
}
