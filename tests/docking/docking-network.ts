import { membership, user } from '#lib/server/accounts/tables.ts';
import { actorOfUser } from '#lib/server/accounts/queries.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import type { DockingContext } from '#lib/server/docking/context.ts';
import { openDocking } from '#lib/server/docking/open-docking.ts';
import type { DockingRow } from '#lib/server/docking/queries.ts';
import { inTransaction } from '#lib/server/platform/database.ts';
import { listMails } from '#lib/server/platform/mail.ts';
import { createTestDatabase, type TestDatabase } from '../database.ts';
import { publishListing } from '../publish-listing.ts';
import { completeNeed, completeOffer, createSmallNetwork, idleJobs, type SmallNetwork } from '../small-network.ts';

export type Person = Extract<Actor, { kind: 'member' }>;

/** The institute in Laos offers, the company in Thailand seeks. */
export interface DockingNetwork extends SmallNetwork {
	database: TestDatabase;
	context: DockingContext;
	offerId: string;
	needId: string;
	/** The clock of the context; tests move it. */
	clock: { now: Date };
	/** A docking of the institute (offering: its editor) and the company (seeking: the stranger), opened as if accepted. */
	dock(change?: { offerListingId?: string; needListingId?: string | null; people?: { offering?: Actor[]; seeking?: Actor[] } }): Promise<DockingRow>;
	/** A new offer of the institute. */
	offer(title: string): Promise<string>;
	person(name: string, places: { organisationId?: string; centreId?: string; role: 'owner' | 'editor' | 'reader' | 'officer' | 'secretariat' }[], language?: string): Promise<Person>;
	mailsTo(actor: Actor): Promise<{ subject: string; text: string; language: string }[]>;
	close(): Promise<void>;
}

const idOf = (actor: Actor) => (actor as Person).userId;

export async function createDockingNetwork(): Promise<DockingNetwork> {
	const database = await createTestDatabase();
	const { db } = database;
	const network = await createSmallNetwork(db);
	const clock = { now: new Date('2026-11-21T08:00:00Z') };
	const context: DockingContext = { db, clock: () => clock.now, jobs: idleJobs, baseUrl: 'https://mitra.example' };
	const offer = (title: string) => publishListing(db, { organisationId: network.institute, centreId: 'laos', kind: 'offer', content: completeOffer({ title }) });
	const offerId = await offer('Drip irrigation for saline soil');
	const needId = await publishListing(db, { organisationId: network.company, centreId: 'thailand', kind: 'need', content: completeNeed() });
	return {
		...network,
		database,
		context,
		clock,
		offerId,
		needId,
		offer,
		dock: async ({ offerListingId, needListingId = needId, people = {} } = {}) => {
			const listingId = offerListingId ?? (await offer(`An offer of ${crypto.randomUUID()}`));
			return inTransaction(db, (tx) =>
				openDocking(context, tx, network.editor, {
					offerListingId: listingId,
					needListingId,
					title: { text: 'Drip irrigation for saline soil', language: 'en' },
					organisations: { offering: network.institute, seeking: network.company },
					people: { offering: (people.offering ?? [network.editor]).map(idOf), seeking: (people.seeking ?? [network.stranger]).map(idOf) },
					ball: 'seeking',
				}),
			);
		},
		async person(name, places, language = 'en') {
			const id = crypto.randomUUID();
			await db.insert(user).values({ id, name, email: `${name}@example.org`, emailVerified: true, language });
			for (const place of places) await db.insert(membership).values({ ...place, userId: id });
			return (await actorOfUser(db, id)) as Person;
		},
		async mailsTo(actor) {
			return (await listMails(db, { limit: 500 })).filter(({ to }) => to === (actor as Person).email);
		},
		close: () => database.close(),
	};
}
