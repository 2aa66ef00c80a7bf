import { randomBytes, randomUUID } from 'node:crypto';
import { membership, session, user } from '#lib/server/accounts/tables.ts';
import { actorOfUser } from '#lib/server/accounts/queries.ts';
import { insertListing, insertVersion, updateListing } from '#lib/server/listings/queries.ts';
import { emptyContent } from '#lib/server/listings/listing.ts';
import { organisation } from '#lib/server/network/tables.ts';
import type { OpenDatabase } from '#lib/server/platform/database.ts';
import { microsOf, MICROS, type TradingContext } from '#lib/server/trading/context.ts';
import { announceTrade, beginTrade } from '#lib/server/trading/put-up.ts';
import { askToBid } from '#lib/server/trading/take-part.ts';

const HOUR = 3600 * MICROS;

/** A running auction with so many admitted bidders, each an organisation with one owner who is signed in. */
export async function loadAuction({ db }: OpenDatabase, bidders: number): Promise<{ number: number; sessions: { organisationId: string; token: string }[] }> {
	const quiet = { enqueue: async () => null, stop: async () => undefined };
	const context: TradingContext = { db, clock: () => new Date(), jobs: quiet, baseUrl: '', quiet: true };
	const member = async (name: string) => {
		const [row] = await db.insert(organisation).values({ slug: name, kind: 'company', country: 'VN', centreId: 'vietnam', names: [{ language: 'en', text: name, provenance: 'original' }], about: [], areas: [] }).returning({ id: organisation.id });
		const userId = randomUUID();
		await db.insert(user).values({ id: userId, name, email: `${name}@bench.example`, emailVerified: true, language: 'en' });
		await db.insert(membership).values({ userId, organisationId: row!.id, role: 'owner' });
		return { organisationId: row!.id, userId, actor: await actorOfUser(db, userId) };
	};
	const seller = await member('seller');
	const listing = await insertListing(db, { organisationId: seller.organisationId, centreId: 'vietnam', kind: 'offer', createdBy: null });
	const version = await insertVersion(db, { listingId: listing.id, number: 1, content: { ...emptyContent('en'), title: 'Drip irrigation for saline soil', summary: 'Drip lines under mulch.', areas: ['agriculture'] }, createdBy: null });
	await updateListing(db, listing.id, { state: 'published', publishedVersionId: version.id, publishedAt: new Date(), validUntil: '2099-12-31' });
	const now = microsOf(new Date());
	const number = await beginTrade(context, seller.actor, {
		reference: listing.reference,
		trade: { mode: 'ascending', subject: 'licence', terms: '', currency: 'USD', price: 100_000n, increment: 100n, reserve: null, places: 1, opens: now - HOUR, closes: now + 24 * HOUR, softSeconds: 300, latestEnd: now + 48 * HOUR, admission: 'rules', kinds: [], countries: [], answerDays: 14 },
	});
	await announceTrade(context, seller.actor, { number, expected: 1 });
	const sessions: { organisationId: string; token: string }[] = [];
	for (let index = 1; index <= bidders; index++) {
		const each = await member(`bidder-${index}`);
		await askToBid(context, each.actor, { number, organisationId: each.organisationId });
		const token = randomBytes(24).toString('base64url');
		await db.insert(session).values({ id: randomUUID(), token, userId: each.userId, expiresAt: new Date(Date.now() + 14 * 86_400_000) });
		sessions.push({ organisationId: each.organisationId, token });
	}
	return { number, sessions };
}
