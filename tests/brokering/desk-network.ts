import { eq } from 'drizzle-orm';
import { user } from '#lib/server/accounts/tables.ts';
import { actorOfUser } from '#lib/server/accounts/queries.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { listing, listingVersion } from '#lib/server/listings/tables.ts';
import type { ListingContent } from '#lib/server/listings/listing.ts';
import { judgedCriteria } from '#lib/server/matching/suggested-pair.ts';
import { upsertPairs } from '#lib/server/matching/queries.ts';
import { organisation } from '#lib/server/network/tables.ts';
import { createSearchService } from '#lib/server/search/create-search-service.ts';
import type { SearchService } from '#lib/server/search/search-service.ts';
import { readThesaurus } from '#lib/server/thesaurus/read-thesaurus.ts';
import type { Thesaurus } from '#lib/engines/thesaurus/thesaurus.ts';
import { pairOfListings } from '#lib/server/brokering/queries.ts';
import { createTestDatabase, type TestDatabase } from '../database.ts';
import { completeNeed, completeOffer, createSmallNetwork, type SmallNetwork } from '../small-network.ts';

export type Member = Extract<Actor, { kind: 'member' }>;

/** The small network with published listings on both sides, a search over them, and pairs that the engine judged. */
export interface DeskNetwork {
	database: TestDatabase;
	network: SmallNetwork;
	search: SearchService;
	thesaurus: Thesaurus;
	/** An offer of the institute (Laos) and a need of the company (Thailand), with their pair's id. */
	offer: string;
	need: string;
	/** Publishes a listing as it stands. */
	publish(kind: 'offer' | 'need', organisationId: string, content?: Partial<ListingContent>): Promise<string>;
	/** Judges a pair with the engine and stores it, as the matching pass does. */
	suggest(need: string, offer: string, now?: Date): Promise<string>;
	close(): Promise<void>;
}

export async function createDeskNetwork(): Promise<DeskNetwork> {
	const database = await createTestDatabase();
	const network = await createSmallNetwork(database.db);
	const thesaurus = await readThesaurus('data/thesaurus');
	const search = createSearchService({ database, url: database.url, thesaurus });
	await search.start();
	const { db } = database;

	async function publish(kind: 'offer' | 'need', organisationId: string, change: Partial<ListingContent> = {}): Promise<string> {
		const content = kind === 'offer' ? completeOffer(change) : completeNeed(change);
		const owner = (await db.select().from(organisation).where(eq(organisation.id, organisationId)))[0]!;
		const id = crypto.randomUUID();
		const versionId = crypto.randomUUID();
		await db.transaction(async (tx) => {
			await tx.insert(listing).values({
				id,
				kind,
				organisationId,
				centreId: owner.centreId,
				state: 'published',
				publishedVersionId: versionId,
				publishedAt: new Date('2026-11-01T00:00:00Z'),
				validUntil: '2027-11-01',
				changeNumber: 1,
				reference: 100_000 + Math.floor(Math.random() * 1e8),
			});
			await tx.insert(listingVersion).values({ id: versionId, listingId: id, number: 1, ...content });
		});
		await search.refresh(id);
		return id;
	}

	async function suggest(need: string, offer: string, now = new Date('2026-11-20T08:00:00Z')): Promise<string> {
		const judged = search.judgePair(need, offer)!;
		const rows = await db.select({ id: listing.id, centreId: listing.centreId }).from(listing);
		const centreOf = (id: string) => rows.find((row) => row.id === id)!.centreId;
		const pair = { needId: need, offerId: offer, needCentreId: centreOf(need), offerCentreId: centreOf(offer) };
		const facts = { score: judged.score, criteria: judgedCriteria(judged.criteria), exclusion: null, nearDuplicateOf: null };
		await upsertPairs(db, [{ ...pair, ...facts, needChange: 1, offerChange: 1, engine: 'test' }], now);
		return (await pairOfListings(db, need, offer))!.id;
	}

	return {
		database,
		network,
		search,
		thesaurus,
		offer: await publish('offer', network.institute),
		need: await publish('need', network.company),
		publish,
		suggest,
		async close() {
			await search.stop();
			await database.close();
		},
	};
}

/** Lets a person read letters in a language. */
export async function speak(network: DeskNetwork, person: Actor, language: string): Promise<Actor> {
	const { userId } = person as Member;
	await network.database.db.update(user).set({ language }).where(eq(user.id, userId));
	return actorOfUser(network.database.db, userId);
}
