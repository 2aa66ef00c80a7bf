// A process that takes bids, as the web server does, to be killed by tests/trading/killed.test.ts: bidders who send one bid after
// the other, and each again with its key until it is answered. Writes a line of JSON for each bid that is sent, and for each answer.
// node tests/trading/bidding-process.ts <address of the database> <number of the trade> <lowest amount>
import { actorOfUser } from '#lib/server/accounts/queries.ts';
import { APPLICATION_ROLE } from '#lib/server/platform/application-role.ts';
import { openDatabase } from '#lib/server/platform/database.ts';
import { placeBid, type BidInput } from '#lib/server/trading/place-bid.ts';
import type { TradingContext } from '#lib/server/trading/context.ts';

const [url = '', number = '', lowest = ''] = process.argv.slice(2);
const { db, pool } = openDatabase(url, { connections: 4, role: APPLICATION_ROLE });
const jobs: TradingContext['jobs'] = { enqueue: async () => null, stop: async () => undefined };
const context: TradingContext = { db, clock: () => new Date(), jobs, baseUrl: '', quiet: true };
const say = (line: object) => process.stdout.write(`${JSON.stringify(line)}\n`);

const { rows } = await pool.query<{ user_id: string; organisation_id: string }>(`select m.user_id, m.organisation_id from membership m join organisation o on o.id = m.organisation_id where o.slug like 'bidder-%' order by o.slug`);
let amount = Number(lowest);

async function bidOn(person: string, organisationId: string): Promise<never> {
	const actor = await actorOfUser(db, person);
	for (;;) {
		const bid: BidInput = { number: Number(number), organisationId, amount: BigInt((amount += 100)), key: crypto.randomUUID(), words: '', language: 'en' };
		say({ sent: bid.key, amount: Number(bid.amount), person, organisationId });
		for (let answered = false; !answered; ) {
			try {
				const { accepted, event } = await placeBid(context, actor, bid);
				say({ answered: bid.key, accepted, event });
				answered = true;
			} catch {
				// As a browser that lost the line: again, until there is an answer.
				await new Promise((resolve) => setTimeout(resolve, 50));
			}
		}
	}
}

await Promise.all(rows.map(({ user_id, organisation_id }) => bidOn(user_id, organisation_id)));
